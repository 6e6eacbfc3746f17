/** Customers over HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../test/support/api.ts';

const server = await testServer();

test('a customer is created once per source_id, and changed the second time', async () => {
  const shop = await server.project();
  const first = await shop.post('/v1/customers', {
    source_id: 'alice@example.com',
    name: 'Alice',
    metadata: { tier: 'gold', visits: 1 },
    address: { city: 'Katowice', country: 'PL' },
  });
  assert.equal(first.status, 200);
  assert.equal(first.body.object, 'customer');
  assert.match(first.body.id, /^cust_/);
  assert.equal(first.body.summary.orders.total_count, 0);

  const second = await shop.post('/v1/customers', {
    source_id: 'alice@example.com',
    email: 'alice@example.com',
    metadata: { visits: 2 },
    address: { city: 'Gliwice' },
  });
  assert.equal(second.body.id, first.body.id);
  assert.equal(second.body.name, 'Alice');
  assert.deepEqual(second.body.metadata, { tier: 'gold', visits: 2 });
  assert.deepEqual(second.body.address, { city: 'Gliwice', country: 'PL' });
  assert.ok(second.body.updated_at);
});

test('a customer is found by id and by source_id, changed and removed by either', async () => {
  const shop = await server.project();
  const { body: bob } = await shop.post('/v1/customers', { source_id: 'bob', name: 'Bob' });
  assert.equal((await shop.get(`/v1/customers/${bob.id}`)).body.name, 'Bob');
  assert.equal((await shop.get('/v1/customers/bob')).body.id, bob.id);

  const cleared = await shop.put('/v1/customers/bob', { name: null, phone: '+48 1' });
  assert.equal(cleared.body.name, undefined);
  assert.equal(cleared.body.phone, '+48 1');

  assert.equal((await shop.delete('/v1/customers/bob')).status, 204);
  const gone = await shop.get('/v1/customers/bob');
  assert.equal(gone.status, 404);
  assert.equal(gone.body.key, 'not_found');
  assert.equal(gone.body.resource_id, 'bob');
  assert.equal(gone.body.resource_type, 'customer');
});

test('a list is filtered, sorted and paged', async () => {
  const shop = await server.project();
  for (const name of ['c', 'a', 'b']) {
    await shop.post('/v1/customers', {
      source_id: name,
      email: `${name}@x.org`,
      address: { city: name },
    });
  }
  const sorted = await shop.get('/v1/customers?order=source_id&limit=2');
  assert.deepEqual(
    sorted.body.customers.map((customer: { source_id: string }) => customer.source_id),
    ['a', 'b'],
  );
  assert.equal(sorted.body.total, 3);
  assert.equal(sorted.body.has_more, true);
  assert.equal(sorted.body.data_ref, 'customers');
  const last = await shop.get('/v1/customers?order=source_id&limit=2&page=2');
  assert.equal(last.body.customers.length, 1);
  assert.equal(last.body.has_more, false);
  assert.equal((await shop.get('/v1/customers?city=b')).body.total, 1);
  assert.equal((await shop.get('/v1/customers?created_at[after]=2100-01-01')).body.total, 0);
});

const refusals = [
  // claim, method, path, body, key
  ['a name that is a number', 'post', '/v1/customers', { name: 7 }, 'invalid_payload'],
  [
    'a birthdate that is no day',
    'post',
    '/v1/customers',
    { birthdate: '2021-02-30' },
    'invalid_payload',
  ],
  ['a NUL in a name', 'post', '/v1/customers', { name: 'a\u0000b' }, 'invalid_payload'],
  ['an unknown id alone', 'post', '/v1/customers', { id: 'cust_none' }, 'not_found'],
  ['an update of nobody', 'put', '/v1/customers/nobody', { name: 'x' }, 'not_found'],
] as const;

for (const [claim, method, path, body, key] of refusals) {
  test(`refused: ${claim}`, async () => {
    const shop = await server.project();
    const answer = await shop[method](path, body);
    assert.equal(answer.body.key, key);
    assert.equal(answer.status, answer.body.code);
    assert.ok(answer.body.request_id);
    assert.equal((await shop.get('/v1/customers')).body.total, 0);
  });
}

test('refused: a limit beyond the greatest', async () => {
  const shop = await server.project();
  const answer = await shop.get('/v1/customers?limit=101');
  assert.equal(answer.body.key, 'invalid_query_params');
});

test('projects never see each other’s customers', async () => {
  const [one, two] = [await server.project(), await server.project()];
  const { body: mine } = await one.post('/v1/customers', { source_id: 'same' });
  const { body: theirs } = await two.post('/v1/customers', { source_id: 'same' });
  assert.notEqual(mine.id, theirs.id);
  assert.equal((await two.get(`/v1/customers/${mine.id}`)).status, 404);
});

test('one Idempotency-Key gives one answer, also at once; with another body it is a conflict', async () => {
  const shop = await server.project();
  const key = { 'idempotency-key': 'once' };
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => shop.post('/v1/customers', { name: 'Carol' }, key)),
  );
  assert.equal(new Set(answers.map((answer) => answer.body.id)).size, 1);
  assert.equal((await shop.get('/v1/customers')).body.total, 1);
  const other = await shop.post('/v1/customers', { name: 'Dave' }, key);
  assert.equal(other.status, 409);
  assert.equal(other.body.key, 'idempotency_key_reused');
});
