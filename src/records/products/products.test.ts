/** Products and their SKUs over HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../test/support/api.ts';

const server = await testServer();

test('a product is created once per source_id, and changed the second time', async () => {
  const shop = await server.project();
  const first = await shop.post('/v1/products', {
    source_id: 'tea',
    name: 'Tea',
    price: 500,
    attributes: ['size'],
    metadata: { kind: 'drink', hot: true },
    image_url: 'https://x.org/tea.png',
  });
  assert.equal(first.status, 200);
  assert.match(first.body.id, /^prod_/);
  assert.equal(first.body.object, 'product');
  assert.equal(first.body.updated_at, null);
  assert.deepEqual(first.body.skus, { object: 'list', data_ref: 'data', data: [], total: 0 });

  const second = await shop.post('/v1/products', {
    source_id: 'tea',
    price: 600,
    image_url: null,
    metadata: { hot: false },
  });
  assert.equal(second.body.id, first.body.id);
  assert.equal(second.body.name, 'Tea');
  assert.equal(second.body.price, 600);
  assert.equal(second.body.image_url, null);
  assert.deepEqual(second.body.attributes, ['size']);
  assert.deepEqual(second.body.metadata, { kind: 'drink', hot: false });
  assert.ok(second.body.updated_at);

  const byId = await shop.post('/v1/products', { id: first.body.id, source_id: 'black-tea' });
  assert.equal(byId.body.id, first.body.id);
  assert.equal(byId.body.source_id, 'black-tea');
});

test('a product that says nothing has what it lacks as null', async () => {
  const shop = await server.project();
  const { body } = await shop.post('/v1/products', {});
  const { source_id, name, price, attributes, metadata, image_url } = body;
  assert.deepEqual(
    { source_id, name, price, attributes, metadata, image_url },
    { source_id: null, name: null, price: null, attributes: [], metadata: {}, image_url: null },
  );
});

test('a product moved in from elsewhere keeps its id', async () => {
  const shop = await server.project();
  const { body } = await shop.post('/v1/products', { id: 'prod_moved', name: 'Moved' });
  assert.equal(body.id, 'prod_moved');
  assert.equal((await shop.get('/v1/products/prod_moved')).body.name, 'Moved');
});

test('products created at once under one source_id are one', async () => {
  const shop = await server.project();
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, price) => shop.post('/v1/products', { source_id: 'tea', price })),
  );
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
  assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1);
  assert.equal((await shop.get('/v1/products')).body.total, 1);
});

test('a product is found, changed and removed by id or source_id', async () => {
  const shop = await server.project();
  const { body: tea } = await shop.post('/v1/products', { source_id: 'tea', price: 5 });
  assert.equal((await shop.get('/v1/products/tea')).body.id, tea.id);
  const changed = await shop.put('/v1/products/tea', { name: 'Tea', source_id: 'ignored' });
  assert.equal(changed.body.name, 'Tea');
  assert.equal(changed.body.price, 5);
  assert.equal(changed.body.source_id, 'tea');
  assert.equal((await shop.put(`/v1/products/${tea.id}`, { price: null })).body.price, null);

  await shop.post('/v1/products/tea/skus', { source_id: 'bag' });
  assert.equal((await shop.delete('/v1/products/tea?force=true')).status, 204);
  assert.equal((await shop.get('/v1/products/tea')).body.resource_type, 'product');
  assert.equal((await shop.get('/v1/skus/bag')).status, 404);
});

test('a list of products is sorted, paged, bounded by dates, and shows SKUs', async () => {
  const shop = await server.project();
  for (const source_id of ['a', 'b', 'c']) await shop.post('/v1/products', { source_id });
  await shop.post('/v1/products/b/skus', { source_id: 'b-small' });
  await shop.put('/v1/products/a', { name: 'A' });
  const names = async (query: string) =>
    (await shop.get(`/v1/products?${query}`)).body.products.map(
      (product: { source_id: string }) => product.source_id,
    );
  assert.deepEqual(await names(''), ['c', 'b', 'a']);
  assert.deepEqual(await names('order=created_at&limit=2'), ['a', 'b']);
  assert.deepEqual(await names('order=created_at&limit=2&page=2'), ['c']);
  assert.deepEqual(await names('order=-updated_at&limit=1'), ['a']);
  assert.deepEqual(await names('end_date=2020-01-01'), []);
  assert.equal((await names('start_date=2020-01-01')).length, 3);
  const list = await shop.get('/v1/products');
  assert.equal(list.body.data_ref, 'products');
  assert.equal(list.body.total, 3);
  assert.equal(list.body.products[1].skus.data[0].source_id, 'b-small');
});

test('an SKU is created, changed by source_id, read, listed and removed', async () => {
  const shop = await server.project();
  const { body: shirt } = await shop.post('/v1/products', { source_id: 'shirt' });
  const small = await shop.post('/v1/products/shirt/skus', {
    source_id: 'shirt-s',
    sku: 'Small',
    price: 1000,
    currency: 'PLN',
    attributes: { size: 'S', colour: 'red' },
    metadata: { a: 1 },
  });
  assert.equal(small.status, 200);
  assert.match(small.body.id, /^sku_/);
  assert.equal(small.body.product_id, shirt.id);
  assert.equal(small.body.object, 'sku');

  const again = await shop.post(`/v1/products/${shirt.id}/skus`, {
    source_id: 'shirt-s',
    price: 900,
    attributes: { size: 'XS' },
    metadata: { b: 2 },
  });
  assert.equal(again.body.id, small.body.id);
  assert.equal(again.body.sku, 'Small');
  assert.deepEqual(again.body.attributes, { size: 'XS' });
  assert.deepEqual(again.body.metadata, { a: 1, b: 2 });

  const changed = await shop.put('/v1/products/shirt/skus/shirt-s', { currency: null });
  assert.equal(changed.body.currency, null);
  assert.equal(changed.body.price, 900);
  assert.equal((await shop.get(`/v1/skus/${small.body.id}`)).body.price, 900);
  assert.equal((await shop.get('/v1/skus/shirt-s')).body.id, small.body.id);

  await shop.post('/v1/products/shirt/skus', { source_id: 'shirt-m' });
  const list = await shop.get('/v1/products/shirt/skus?limit=1&order=created_at');
  assert.equal(list.body.data_ref, 'skus');
  assert.equal(list.body.total, 2);
  assert.deepEqual(
    list.body.skus.map((sku: { source_id: string }) => sku.source_id),
    ['shirt-s'],
  );

  assert.equal((await shop.delete('/v1/products/shirt/skus/shirt-s')).status, 204);
  assert.equal((await shop.get('/v1/skus/shirt-s')).status, 404);
});

test('an SKU that is known stays with its product', async () => {
  const shop = await server.project();
  for (const source_id of ['one', 'two']) await shop.post('/v1/products', { source_id });
  const { body: sku } = await shop.post('/v1/products/one/skus', { source_id: 's' });
  const again = await shop.post('/v1/products/two/skus', { source_id: 's', price: 3 });
  assert.equal(again.body.product_id, sku.product_id);
  assert.equal(again.body.price, 3);
  assert.equal((await shop.put('/v1/products/two/skus/s', { price: 4 })).body.key, 'not_found');
  assert.equal((await shop.delete('/v1/products/two/skus/s')).body.key, 'not_found');
  assert.equal((await shop.get('/v1/skus/s')).body.price, 3);
});

const tooMuch = 100_000_000_000_001;
const refusals = [
  // claim, method, path, body, key
  ['a price below zero', 'post', '/v1/products', { price: -1 }, 'invalid_payload'],
  ['a price beyond the greatest', 'post', '/v1/products', { price: tooMuch }, 'invalid_payload'],
  ['a fraction of a cent', 'post', '/v1/products', { price: 0.5 }, 'invalid_payload'],
  ['an empty source_id', 'post', '/v1/products', { source_id: '' }, 'invalid_payload'],
  ['attributes that are no list', 'post', '/v1/products', { attributes: {} }, 'invalid_payload'],
  ['metadata that are a list', 'post', '/v1/products', { metadata: [] }, 'invalid_payload'],
  [
    'a source_id of another',
    'post',
    '/v1/products',
    { id: 'prod_a', source_id: 'b' },
    'duplicate_found',
  ],
  ['an unknown product', 'get', '/v1/products/none', undefined, 'not_found'],
  ['a change of an unknown product', 'put', '/v1/products/none', { price: 1 }, 'not_found'],
  ['a removal of an unknown product', 'delete', '/v1/products/none', undefined, 'not_found'],
  ['an order nobody knows', 'get', '/v1/products?order=colour', undefined, 'invalid_query_params'],
  ['a date that is none', 'get', '/v1/products?start_date=soon', undefined, 'invalid_query_params'],
  ['an SKU of an unknown product', 'post', '/v1/products/none/skus', {}, 'not_found'],
  ['SKUs of an unknown product', 'get', '/v1/products/none/skus', undefined, 'not_found'],
  ['an SKU’s price as text', 'post', '/v1/products/b/skus', { price: 'x' }, 'invalid_payload'],
  [
    'an SKU’s source_id of another',
    'post',
    '/v1/products/b/skus',
    { id: 'sku_a', source_id: 'sb' },
    'duplicate_found',
  ],
  ['an unknown SKU', 'get', '/v1/skus/none', undefined, 'not_found'],
  ['a change of an unknown SKU', 'put', '/v1/products/b/skus/none', {}, 'not_found'],
  [
    'a removal from an unknown product',
    'delete',
    '/v1/products/none/skus/sb',
    undefined,
    'not_found',
  ],
] as const;

for (const [claim, method, path, body, key] of refusals) {
  test(`refused: ${claim}`, async () => {
    const shop = await server.project();
    await shop.post('/v1/products', { id: 'prod_a', source_id: 'a' });
    await shop.post('/v1/products', { source_id: 'b' });
    await shop.post('/v1/products/b/skus', { id: 'sku_a', source_id: 'sa' });
    await shop.post('/v1/products/b/skus', { source_id: 'sb' });
    const answer = await (method === 'get' || method === 'delete'
      ? shop[method](path)
      : shop[method](path, body));
    assert.equal(answer.body.key, key);
    assert.equal(answer.status, answer.body.code);
    assert.equal((await shop.get('/v1/products/a')).body.id, 'prod_a');
    assert.equal((await shop.get('/v1/products/b/skus')).body.total, 2);
  });
}

test('projects never see each other’s products', async () => {
  const [one, two] = [await server.project(), await server.project()];
  const { body: mine } = await one.post('/v1/products', { source_id: 'same' });
  await one.post('/v1/products/same/skus', { source_id: 'sku' });
  const { body: theirs } = await two.post('/v1/products', { source_id: 'same' });
  assert.notEqual(mine.id, theirs.id);
  assert.equal((await two.get(`/v1/products/${mine.id}`)).status, 404);
  assert.equal((await two.get('/v1/skus/sku')).status, 404);
  assert.equal((await two.get('/v1/products/same')).body.skus.total, 0);
});
