/** Orders over HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer, type TestProject } from '../../../test/support/api.ts';

const server = await testServer();

/** Writes what a redemption leaves on an order: 100 off the order, 50 off its first line. */
async function redeemed(shop: TestProject, orderId: string): Promise<void> {
  await server.db.adhoc(
    `update orders set status = 'PAID', total_discount_amount = 150, total_amount = amount - 150,
       amounts = amounts || '{"discount_amount": 100, "items_discount_amount": 50}',
       items = jsonb_set(items, '{0,discount_amount}', '50'), redemptions = $3
     where project_id = $1 and id = $2`,
    [shop.id, orderId, JSON.stringify({ r_1: { related_object_type: 'voucher' } })],
  );
}

test('an order is priced line by line and saves its customer and referrer', async () => {
  const shop = await server.project();
  await shop.post('/v1/products', { id: 'prod_tea', source_id: 'tea', name: 'Tea', price: 500 });
  const { status, body } = await shop.post('/v1/orders', {
    source_id: 'first',
    status: 'FULFILLED',
    metadata: { channel: 'web' },
    customer: { source_id: 'ann', name: 'Ann' },
    referrer: { source_id: 'bob' },
    items: [
      { source_id: 'tea', related_object: 'product', quantity: 2, metadata: { gift: true } },
      { product_id: 'unknown', amount: 700, quantity: '3' },
    ],
  });
  assert.equal(status, 200);
  assert.match(body.id, /^ord_/);
  const { id, items, created_at, customer, referrer, ...rest } = body;
  assert.deepEqual(rest, {
    source_id: 'first',
    updated_at: null,
    status: 'FULFILLED',
    initial_amount: 1700,
    discount_amount: 0,
    items_discount_amount: 0,
    applied_discount_amount: 0,
    items_applied_discount_amount: 0,
    total_applied_discount_amount: 0,
    amount: 1700,
    total_discount_amount: 0,
    total_amount: 1700,
    metadata: { channel: 'web' },
    customer_id: customer.id,
    referrer_id: referrer.id,
    object: 'order',
  });
  assert.deepEqual(items[0], {
    object: 'order_item',
    source_id: 'tea',
    related_object: 'product',
    product_id: 'prod_tea',
    quantity: 2,
    initial_quantity: 2,
    amount: 1000,
    discount_amount: 0,
    initial_amount: 1000,
    applied_discount_amount: 0,
    price: 500,
    subtotal_amount: 1000,
    product: { id: 'prod_tea', source_id: 'tea', name: 'Tea', price: 500 },
    metadata: { gift: true },
  });
  assert.deepEqual([items[1].quantity, items[1].amount, items[1].price], [3, 700, undefined]);
  assert.equal((await shop.get('/v1/customers/ann')).body.name, 'Ann');
  assert.equal((await shop.get(`/v1/orders/${id}`)).body.created_at, created_at);
  assert.equal((await shop.get('/v1/orders/first')).body.id, id);
});

test('an order of an amount alone is CREATED, of nobody', async () => {
  const shop = await server.project();
  const { body } = await shop.post('/v1/orders', { amount: 900 });
  assert.equal(body.status, 'CREATED');
  assert.equal(body.total_amount, 900);
  assert.equal(body.customer_id, null);
  assert.equal(body.customer, undefined);
  assert.equal(body.source_id, null);
  assert.deepEqual(body.items, []);
});

test('a second order of a source_id changes the first; what is not given stays', async () => {
  const shop = await server.project();
  const first = await shop.post('/v1/orders', {
    source_id: 'one',
    items: [{ price: 100, quantity: 2 }],
    metadata: { a: 1, b: 1 },
    customer: { source_id: 'ann' },
  });
  const second = await shop.post('/v1/orders', {
    source_id: 'one',
    status: 'PAID',
    metadata: { b: 2 },
  });
  assert.equal(second.body.id, first.body.id);
  assert.equal(second.body.status, 'PAID');
  assert.equal(second.body.amount, 200);
  assert.deepEqual(second.body.metadata, { a: 1, b: 2 });
  assert.equal(second.body.customer_id, first.body.customer_id);
  assert.ok(second.body.updated_at);
  const third = await shop.post('/v1/orders', { id: first.body.id, items: [{ price: 5 }] });
  assert.equal(third.body.amount, 5);
  assert.equal((await shop.get('/v1/orders')).body.total, 1);
});

test('orders created at once under one source_id are one', async () => {
  const shop = await server.project();
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => shop.post('/v1/orders', { source_id: 'one', amount: 5 })),
  );
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
  assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1);
  assert.equal((await shop.get('/v1/orders')).body.total, 1);
});

test('one Idempotency-Key makes one order, without a source_id too', async () => {
  const shop = await server.project();
  const key = { 'idempotency-key': 'once' };
  const order = { amount: 5, customer: { name: 'Nobody' } };
  const answers = await Promise.all([1, 2, 3].map(() => shop.post('/v1/orders', order, key)));
  assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1);
  assert.equal((await shop.get('/v1/orders')).body.total, 1);
  assert.equal((await shop.get('/v1/customers')).body.total, 1);
});

test('an order is changed by id or source_id, its people too', async () => {
  const shop = await server.project();
  const { body: ann } = await shop.post('/v1/customers', { source_id: 'ann' });
  const { body: order } = await shop.post('/v1/orders', { source_id: 'one', amount: 10 });
  const changed = await shop.put('/v1/orders/one', { customer_id: ann.id, source_id: 'uno' });
  assert.equal(changed.body.customer.id, ann.id);
  assert.equal(changed.body.source_id, 'uno');
  const dearer = await shop.put(`/v1/orders/${order.id}`, { amount: 20, status: 'CANCELED' });
  assert.equal(dearer.body.total_amount, 20);
  assert.equal(dearer.body.status, 'CANCELED');
  assert.equal(dearer.body.customer_id, ann.id);
  const nobody = await shop.put('/v1/orders/uno', { customer_id: null });
  assert.equal(nobody.body.customer_id, null);
});

test('a change keeps what redemptions took off, and shows them', async () => {
  const shop = await server.project();
  const lines = [{ price: 1000 }, { price: 500 }];
  const { body: order } = await shop.post('/v1/orders', { items: lines });
  await redeemed(shop, order.id);
  const touched = await shop.put(`/v1/orders/${order.id}`, { metadata: { note: 'x' } });
  assert.equal(touched.body.total_amount, 1350);
  assert.deepEqual(Object.keys(touched.body.redemptions), ['r_1']);
  const cheaper = await shop.put(`/v1/orders/${order.id}`, { items: [{ price: 30 }, lines[1]] });
  assert.equal(cheaper.body.amount, 530);
  assert.equal(cheaper.body.items[0].discount_amount, 30);
  assert.equal(cheaper.body.discount_amount, 100);
  assert.equal(cheaper.body.total_discount_amount, 130);
  assert.equal(cheaper.body.total_amount, 400);
});

test('products marked override are stored with the order; others only count in it', async () => {
  const shop = await server.project();
  const tea = { source_id: 'tea', price: 1, metadata: { old: true } };
  await shop.post('/v1/products', tea);
  const { body } = await shop.post('/v1/orders', {
    items: [
      {
        source_id: 'tea',
        related_object: 'product',
        product: { name: 'Tea', price: 60, metadata: { new: true }, override: true },
      },
      {
        source_id: 'comic-1',
        related_object: 'sku',
        product: { source_id: 'books', name: 'Books', price: 21, override: true },
        sku: { source_id: 'comic-1', sku: 'First', price: 17, override: true },
      },
      { product_id: 'loose', product: { name: 'Loose', price: 3 } },
    ],
  });
  assert.equal(body.amount, 60 + 17 + 3);
  const stored = (await shop.get('/v1/products/tea')).body;
  assert.deepEqual([stored.name, stored.price, stored.metadata], ['Tea', 60, { new: true }]);
  const comic = (await shop.get('/v1/skus/comic-1')).body;
  assert.deepEqual([comic.sku, comic.price], ['First', 17]);
  assert.equal((await shop.get(`/v1/products/${comic.product_id}`)).body.source_id, 'books');
  assert.equal(body.items[1].sku_id, comic.id);
  assert.equal((await shop.get('/v1/products/loose')).status, 404);
});

test('an order of another time has that date, and its place in the list', async () => {
  const shop = await server.project();
  await shop.post('/v1/orders', { source_id: 'new', amount: 1 });
  const old = { source_id: 'old', amount: 1, created_at: '2020-05-01T10:00:00Z' };
  assert.equal((await shop.post('/v1/orders', old)).body.created_at, '2020-05-01T10:00:00.000Z');
  const spaced = await shop.put('/v1/orders/old', { created_at: '2021-05-01 10:00:00+0200' });
  assert.equal(spaced.body.created_at, '2020-05-01T10:00:00.000Z', 'the date of an order stays');
  const ancient = { source_id: 'ancient', amount: 1, created_at: '1900-01-01 10:00:00+0200' };
  assert.equal((await shop.post('/v1/orders', ancient)).status, 200);
  const sources = async (query: string) =>
    (await shop.get(`/v1/orders?${query}`)).body.orders.map(
      (order: { source_id: string }) => order.source_id,
    );
  assert.deepEqual(await sources(''), ['new', 'old', 'ancient']);
  assert.deepEqual(await sources('order=created_at&limit=1&page=2'), ['old']);
  await shop.put('/v1/orders/old', { status: 'PAID' });
  assert.deepEqual(await sources('order=-updated_at&limit=1'), ['old']);
  const { body } = await shop.get('/v1/orders?limit=1');
  assert.equal(body.data_ref, 'orders');
  assert.equal(body.total, 3);
});

const tooMuch = 100_000_000_000_001;
const refusals = [
  // claim, method, path, body, key
  ['an order of nothing', 'post', '', { source_id: 'x' }, 'missing_amount'],
  ['an order of no items', 'post', '', { items: [] }, 'missing_amount'],
  ['an amount below zero', 'post', '', { amount: -1 }, 'invalid_payload'],
  ['an amount beyond the greatest', 'post', '', { amount: tooMuch }, 'invalid_payload'],
  ['an amount as text', 'post', '', { amount: '5' }, 'invalid_payload'],
  ['a price beyond numbers', 'post', '', { items: [{ price: 1e300 }] }, 'invalid_payload'],
  [
    'lines beyond the greatest',
    'post',
    '',
    { items: [{ price: 1e14, quantity: 2 }] },
    'invalid_amount',
  ],
  [
    'a line against itself',
    'post',
    '',
    { items: [{ price: 2, quantity: 2, amount: 5 }] },
    'invalid_amount',
  ],
  ['a quantity that is a word', 'post', '', { items: [{ quantity: 'two' }] }, 'invalid_payload'],
  ['more than 500 lines', 'post', '', { items: Array(501).fill({ price: 1 }) }, 'invalid_payload'],
  ['an unknown status', 'post', '', { amount: 1, status: 'LOST' }, 'invalid_payload'],
  ['a date that is none', 'post', '', { amount: 1, created_at: 'soon' }, 'invalid_payload'],
  ['an unknown customer', 'post', '', { amount: 1, customer_id: 'cust_none' }, 'not_found'],
  ['an unknown referrer', 'post', '', { amount: 1, referrer: { id: 'cust_none' } }, 'not_found'],
  ['a source_id of another', 'put', '/a', { source_id: 'b' }, 'duplicate_found'],
  ['a change of an unknown order', 'put', '/none', { status: 'PAID' }, 'not_found'],
  [
    'a change beyond the greatest',
    'put',
    '/a',
    { items: [{ price: 1e14 }, { price: 1 }] },
    'invalid_amount',
  ],
] as const;

for (const [claim, method, path, body, key] of refusals) {
  test(`refused: ${claim}`, async () => {
    const shop = await server.project();
    for (const source_id of ['a', 'b']) await shop.post('/v1/orders', { source_id, amount: 7 });
    const answer = await shop[method](`/v1/orders${path}`, body);
    assert.equal(answer.body.key, key);
    assert.equal(answer.status, answer.body.code);
    assert.equal((await shop.get('/v1/orders')).body.total, 2);
    assert.equal((await shop.get('/v1/orders/a')).body.amount, 7);
  });
}

test('refused: what is asked of an unknown order, another project’s included', async () => {
  const [shop, other] = [await server.project(), await server.project()];
  const { body: order } = await other.post('/v1/orders', { source_id: 'one', amount: 1 });
  for (const id of ['one', order.id]) {
    const answer = await shop.get(`/v1/orders/${id}`);
    assert.equal(answer.body.key, 'not_found');
    assert.equal(answer.body.resource_type, 'order');
  }
});
