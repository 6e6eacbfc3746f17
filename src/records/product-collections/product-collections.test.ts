/** Product collections over HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer, type TestProject } from '../../../test/support/api.ts';

const server = await testServer();

/** Two products; the tea has two SKUs. */
async function stockedShop(): Promise<TestProject> {
  const shop = await server.project();
  const tea = { id: 'prod_tea', source_id: 'tea', price: 500, metadata: { brand: 'Leaf' } };
  await shop.post('/v1/products', tea);
  await shop.post('/v1/products', { id: 'prod_cup', source_id: 'cup', price: 900 });
  const bag = { id: 'sku_bag', source_id: 'bag', price: 50, metadata: { brand: 'Leaf' } };
  await shop.post('/v1/products/tea/skus', bag);
  await shop.post('/v1/products/tea/skus', { id: 'sku_box', source_id: 'box', price: 2000 });
  return shop;
}

async function idsIn(shop: TestProject, collectionId: string, query = ''): Promise<string[]> {
  const { body } = await shop.get(`/v1/product-collections/${collectionId}/products${query}`);
  return body.data.map((held: { id: string }) => held.id);
}

const leafOrDear = {
  junction: 'or',
  'metadata.brand': { conditions: { $is: ['Leaf'] } },
  price: { conditions: { $more_than: [1000] } },
};

test('a STATIC collection lists its members, by id or source_id, each once', async () => {
  const shop = await stockedShop();
  const created = await shop.post('/v1/product-collections', {
    type: 'STATIC',
    name: 'Favourites',
    products: [
      { id: 'cup', object: 'product' },
      { id: 'prod_cup', object: 'product' },
      { id: 'bag', product_id: 'prod_tea', object: 'sku' },
    ],
  });
  assert.equal(created.status, 200);
  assert.match(created.body.id, /^pc_/);
  assert.equal(created.body.object, 'products_collection');
  assert.equal(created.body.filter, undefined);
  const members = [
    { id: 'prod_cup', object: 'product' },
    { id: 'sku_bag', product_id: 'prod_tea', object: 'sku' },
  ];
  assert.deepEqual(created.body.products, members);
  const read = await shop.get(`/v1/product-collections/${created.body.id}`);
  assert.deepEqual(read.body, created.body);

  const { body } = await shop.get(`/v1/product-collections/${created.body.id}/products`);
  assert.equal(body.data_ref, 'data');
  assert.equal(body.total, 2);
  assert.deepEqual(
    body.data.map((held: { id: string; object: string }) => [held.id, held.object]),
    [
      ['sku_bag', 'sku'],
      ['prod_cup', 'product'],
    ],
  );
  assert.equal(body.data[0].product.source_id, 'tea');
});

test('an AUTO_UPDATE collection holds what its filter finds, SKUs by themselves', async () => {
  const shop = await stockedShop();
  const input = { type: 'AUTO_UPDATE', name: 'Leaf or dear', filter: leafOrDear };
  const { body: collection } = await shop.post('/v1/product-collections', input);
  assert.deepEqual(collection.filter, leafOrDear);
  assert.equal(collection.products, undefined);
  const order = '?order=created_at';
  assert.deepEqual(await idsIn(shop, collection.id, order), ['prod_tea', 'sku_bag', 'sku_box']);
  await shop.put('/v1/products/cup', { price: 1001 });
  await shop.put('/v1/products/tea/skus/box', { price: 1 });
  const now = ['prod_tea', 'prod_cup', 'sku_bag'];
  assert.deepEqual(await idsIn(shop, collection.id, order), now);
  assert.deepEqual(await idsIn(shop, collection.id, `${order}&limit=2&page=2`), ['sku_bag']);
  assert.deepEqual(await idsIn(shop, collection.id, '?order=-updated_at&limit=1'), ['prod_cup']);
  assert.deepEqual(await idsIn(shop, collection.id, '?starting_after=2020-01-01'), []);
  const later = '?starting_after=2100-01-01%2010:00:00%2b01:00';
  assert.equal((await idsIn(shop, collection.id, later)).length, 3);
});

test('a collection’s name, members and filter change; its type stays', async () => {
  const shop = await stockedShop();
  const cup = [{ id: 'prod_cup', object: 'product' }];
  const tea = [{ id: 'prod_tea', object: 'product' }];
  const listed = await shop.post('/v1/product-collections', {
    type: 'STATIC',
    name: 'One',
    products: cup,
  });
  const path = `/v1/product-collections/${listed.body.id}`;
  const renamed = await shop.put(path, { name: 'Two', type: 'AUTO_UPDATE' });
  assert.equal(renamed.body.name, 'Two');
  assert.equal(renamed.body.type, 'STATIC');
  assert.ok(renamed.body.updated_at);
  assert.deepEqual(renamed.body.products, cup);
  assert.deepEqual((await shop.put(path, { products: tea })).body.products, tea);
  assert.deepEqual((await shop.get(path)).body.products, tea);
  assert.deepEqual((await shop.put(path, { products: [] })).body.products, []);

  const filtered = await shop.post('/v1/product-collections', {
    type: 'AUTO_UPDATE',
    name: 'Dear',
    filter: leafOrDear,
  });
  const cheap = { junction: 'and', price: { conditions: { $less_than: [100] } } };
  const autoPath = `/v1/product-collections/${filtered.body.id}`;
  assert.deepEqual((await shop.put(autoPath, { filter: cheap })).body.filter, cheap);
  assert.deepEqual(await idsIn(shop, filtered.body.id), ['sku_bag']);
  assert.deepEqual((await shop.put(autoPath, { name: 'x' })).body.filter, cheap);
});

test('collections are listed, sorted and removed', async () => {
  const shop = await server.project();
  for (const name of ['a', 'b', 'c']) {
    await shop.post('/v1/product-collections', { type: 'STATIC', name });
  }
  const { body } = await shop.get('/v1/product-collections?order=created_at&limit=2');
  assert.deepEqual(
    body.data.map((collection: { name: string }) => collection.name),
    ['a', 'b'],
  );
  assert.equal(body.data_ref, 'data');
  assert.equal(body.total, 3);
  const path = `/v1/product-collections/${body.data[0].id}`;
  assert.equal((await shop.delete(path)).status, 204);
  assert.equal((await shop.get(path)).body.resource_type, 'products_collection');
  assert.equal((await shop.get('/v1/product-collections')).body.total, 2);
});

test('a removed product leaves the collections that listed it or its SKUs', async () => {
  const shop = await stockedShop();
  const products = [
    { id: 'prod_tea', object: 'product' },
    { id: 'sku_bag', object: 'sku' },
    { id: 'prod_cup', object: 'product' },
  ];
  const input = { type: 'STATIC', name: 'All', products };
  const { body: collection } = await shop.post('/v1/product-collections', input);
  await shop.delete('/v1/products/tea');
  assert.deepEqual(await idsIn(shop, collection.id), ['prod_cup']);
});

test('refused: the removal of a collection that a rule names', async () => {
  const shop = await server.project();
  const input = { type: 'STATIC', name: 'Ruled' };
  const { body: collection } = await shop.post('/v1/product-collections', input);
  await server.db.adhoc(
    `insert into validation_rules (project_id, id, definition, created_at) values ($1, 'val_1', $2, now())`,
    [shop.id, JSON.stringify({ rules: { 1: { conditions: { $is: [{ id: collection.id }] } } } })],
  );
  const answer = await shop.delete(`/v1/product-collections/${collection.id}`);
  assert.equal(answer.status, 400);
  assert.equal(answer.body.key, 'resource_in_use');
  assert.match(answer.body.details, /val_1/);
  assert.equal((await shop.get(`/v1/product-collections/${collection.id}`)).status, 200);
});

const auto = { type: 'AUTO_UPDATE', name: 'x' };
const conditions = { price: { conditions: { $is: [1] } } };
const refusals = [
  // claim, body, key
  ['no type', { name: 'x' }, 'invalid_payload'],
  ['an unknown type', { type: 'DYNAMIC', name: 'x' }, 'invalid_payload'],
  ['no name', { type: 'STATIC' }, 'invalid_payload'],
  ['no filter', auto, 'invalid_payload'],
  ['a filter without a junction', { ...auto, filter: conditions }, 'invalid_payload'],
  [
    'an unknown field',
    { ...auto, filter: { junction: 'and', colour: conditions.price } },
    'invalid_payload',
  ],
  [
    'an unknown operator',
    { ...auto, filter: { junction: 'and', price: { conditions: { $lt: [1] } } } },
    'invalid_payload',
  ],
  [
    'conditions that are none',
    { ...auto, filter: { junction: 'and', price: 7 } },
    'invalid_payload',
  ],
  [
    'an unknown member',
    { type: 'STATIC', name: 'x', products: [{ id: 'p', object: 'product' }] },
    'not_found',
  ],
  [
    'a member of no kind',
    { type: 'STATIC', name: 'x', products: [{ id: 'p' }] },
    'invalid_payload',
  ],
] as const;

for (const [claim, body, key] of refusals) {
  test(`refused: a collection with ${claim}`, async () => {
    const shop = await server.project();
    const answer = await shop.post('/v1/product-collections', body);
    assert.equal(answer.body.key, key);
    assert.equal(answer.status, answer.body.code);
    assert.equal((await shop.get('/v1/product-collections')).body.total, 0);
  });
}

test('refused: whatever is asked of an unknown collection', async () => {
  const [shop, other] = [await server.project(), await server.project()];
  const { body } = await other.post('/v1/product-collections', { type: 'STATIC', name: 'x' });
  const path = `/v1/product-collections/${body.id}`;
  for (const answer of [
    await shop.get(path),
    await shop.get(`${path}/products`),
    await shop.put(path, { name: 'y' }),
    await shop.delete(path),
  ]) {
    assert.equal(answer.body.key, 'not_found');
  }
  assert.equal((await other.get(path)).body.name, 'x');
});
