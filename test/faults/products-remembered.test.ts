/** A process remembers products; what another process changes of them counts at its very next request. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer, TestProject } from '../support/api.ts';
import { redeemables, twoServers, voucher } from './two-servers.ts';

const { server, both } = await twoServers();
const rounds = 30;

type Items = readonly Readonly<Record<string, string | number>>[];

async function shopAtTwo(): Promise<readonly [TestProject, TestProject]> {
  const shops = both(await server.project());
  const [here] = shops;
  await voucher(here, 'ANY', { redemption: { quantity: null } });
  return shops;
}

/** What the cart costs, and of which products its lines are. */
async function priced(at: TestProject, items: Items): Promise<readonly [number, ...string[]]> {
  const { status, body } = await at.post('/v1/validations', {
    order: { items },
    redeemables: redeemables('ANY'),
  });
  assert.equal(status, 200, JSON.stringify(body));
  const names = body.order.items.map(
    (item: { product?: { name?: string }; sku?: { sku?: string } }) =>
      item.sku?.sku ?? item.product?.name ?? '?',
  );
  return [body.order.amount, ...names];
}

async function changed(answer: Promise<Answer>): Promise<Answer['body']> {
  const { status, body } = await answer;
  assert.ok(status < 300, JSON.stringify(body));
  return body;
}

test(`a price changed at one process, ${rounds} times`, async () => {
  const [here, there] = await shopAtTwo();
  await changed(here.post('/v1/products', { source_id: 'tea', name: 'Tea', price: 1_000 }));
  for (let n = 1; n <= rounds; n++) {
    await changed(here.put('/v1/products/tea', { price: 1_000 + n }));
    assert.deepEqual(await priced(there, [{ source_id: 'tea', quantity: 2 }]), [
      2_000 + 2 * n,
      'Tea',
    ]);
  }
});

test('a product that was unknown when it was first asked for is found once it is there', async () => {
  const [here, there] = await shopAtTwo();
  await changed(here.post('/v1/products', { source_id: 'other', name: 'Other', price: 1 }));
  const cart = [{ source_id: 'late', quantity: 1, price: 5 }];
  assert.deepEqual(await priced(there, cart), [5, '?']);
  assert.deepEqual(await priced(there, cart), [5, '?']);
  await changed(here.post('/v1/products', { source_id: 'late', name: 'Late', price: 9 }));
  assert.deepEqual(await priced(there, [{ source_id: 'late', quantity: 1 }]), [9, 'Late']);
});

test('a source_id that moves from one product to another', async () => {
  const [here, there] = await shopAtTwo();
  const first = await changed(
    here.post('/v1/products', { source_id: 'slot', name: 'First', price: 1 }),
  );
  const cart = [{ source_id: 'slot', quantity: 1 }];
  assert.deepEqual(await priced(there, cart), [1, 'First']);
  await server.db.adhoc(`update products set source_id = 'elsewhere' where id = $1`, [first.id]);
  await changed(here.post('/v1/products', { source_id: 'slot', name: 'Second', price: 2 }));
  assert.deepEqual(await priced(there, cart), [2, 'Second']);
  assert.deepEqual(await priced(there, [{ source_id: 'elsewhere', quantity: 1 }]), [1, 'First']);
});

test('a product that is deleted is not remembered', async () => {
  const [here, there] = await shopAtTwo();
  await changed(here.post('/v1/products', { source_id: 'gone', name: 'Gone', price: 7 }));
  assert.deepEqual(await priced(there, [{ source_id: 'gone', quantity: 1 }]), [7, 'Gone']);
  await changed(here.delete('/v1/products/gone?force=true'));
  assert.deepEqual(await priced(there, [{ source_id: 'gone', quantity: 1, price: 3 }]), [3, '?']);
});

test(`a SKU and its product, changed in turns, ${rounds} times`, async () => {
  const [here, there] = await shopAtTwo();
  const shirt = await changed(
    here.post('/v1/products', { source_id: 'shirt', name: 'Shirt', price: 100 }),
  );
  await changed(
    here.post(`/v1/products/${shirt.id}/skus`, { source_id: 'red', sku: 'Red', price: 50 }),
  );
  const cart = [{ source_id: 'red', related_object: 'sku', quantity: 1 }];
  for (let n = 1; n <= rounds; n++) {
    await changed(here.put(`/v1/products/${shirt.id}/skus/red`, { sku: `Red ${n}`, price: n }));
    assert.deepEqual(await priced(there, cart), [n, `Red ${n}`]);
    await changed(here.put('/v1/products/shirt', { name: `Shirt ${n}` }));
    const { body } = await there.post('/v1/validations', {
      order: { items: cart },
      redeemables: redeemables('ANY'),
    });
    assert.equal(body.order.items[0].product.name, `Shirt ${n}`);
  }
});

test('membership of a static collection, which is configuration', async () => {
  const [here, there] = await shopAtTwo();
  const cup = await changed(
    here.post('/v1/products', { source_id: 'cup', name: 'Cup', price: 100 }),
  );
  const list = await changed(
    here.post('/v1/product-collections', { type: 'STATIC', name: 'Few', products: [] }),
  );
  const rule = await changed(
    here.post('/v1/validation-rules', {
      name: 'only few',
      rules: {
        1: {
          name: 'order.items.any',
          conditions: { $is: [{ id: list.id, object: 'products_collection' }] },
        },
        logic: '1',
      },
    }),
  );
  await changed(
    here.post(`/v1/validation-rules/${rule.id}/assignments`, {
      related_object_type: 'voucher',
      related_object_id: 'ANY',
    }),
  );
  const isValid = async () => {
    const { body } = await there.post('/v1/validations', {
      order: { items: [{ source_id: 'cup', quantity: 1 }] },
      redeemables: redeemables('ANY'),
    });
    return body.valid;
  };
  const members = (products: readonly object[]) =>
    changed(here.put(`/v1/product-collections/${list.id}`, { name: 'Few', products }));
  for (let n = 0; n < rounds; n++) {
    assert.equal(await isValid(), false);
    await members([{ id: cup.id, object: 'product' }]);
    assert.equal(await isValid(), true);
    await members([]);
  }
});

test('prices that change while two processes are asked all the time', async () => {
  const [here, there] = await shopAtTwo();
  await changed(here.post('/v1/products', { source_id: 'busy', name: 'Busy', price: 1 }));
  let least = 1;
  let isOver = false;
  const ask = async (at: TestProject) => {
    while (!isOver) {
      const before = least;
      const [amount] = await priced(at, [{ source_id: 'busy', quantity: 1 }]);
      assert.ok(amount >= before, `${amount} was asked for after ${before} had been answered`);
    }
  };
  const asking = [here, here, there, there].map(ask);
  for (let n = 2; n <= 100; n++) {
    await changed(here.put('/v1/products/busy', { price: n }));
    least = n;
  }
  isOver = true;
  await Promise.all(asking);
});
