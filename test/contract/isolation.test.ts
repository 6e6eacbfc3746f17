/**
 * Projects never mix: what one made, the other does not find, change or remove, whatever it is.
 *
 * Every operation on one thing (`…/:id`) is tried. A resource that this file cannot make yet fails
 * it: add a row to `makers`, which says what to send and what then fills the path.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import Type from 'typebox';
import { allRoutes } from '../../src/app.ts';
import type { Route } from '../../src/platform/http/route.ts';
import { type TestProject, testServer } from '../support/api.ts';
import { type Ids, makers } from '../support/one-of-each.ts';

const server = await testServer();
const [owner, stranger] = [await server.project(), await server.project()];

const onOne = allRoutes().filter(
  ({ audience, on }) => audience === 'server' && on.includes('/:') && !isCreation(on),
);

test('every resource of the API can be made here', () => {
  const unknown = onOne.map(baseOf).filter((base) => !(base in makers));
  assert.deepEqual([...new Set(unknown)], [], 'add it to makers');
});

for (const [base, make] of Object.entries(makers)) {
  const operations = onOne.filter((route) => baseOf(route) === base);
  if (operations.length === 0) continue;
  test(`${base} opens in its own project only`, async () => {
    const ids = await make(server.db, owner);
    const reads = operations.filter(({ on }) => on.startsWith('GET '));
    const before = await Promise.all(reads.map((route) => send(owner, route, ids)));
    for (const route of operations) {
      const { status, body } = await send(stranger, route, ids);
      // The list of what belongs to something unknown may be empty instead.
      if (status === 200 && body.object === 'list') assert.equal(body.total, 0, route.on);
      // A change may be refused for its empty body first; it must never be carried out.
      else if (!route.on.startsWith('GET ') && status === 400) assert.ok(body.key);
      // Whether a code is valid is answered, even of one that is not there.
      else if (body.valid === false) assert.equal(body.error.key, 'not_found', route.on);
      else assert.equal(status, 404, route.on);
    }
    const after = await Promise.all(reads.map((route) => send(owner, route, ids)));
    assert.deepEqual(
      after.map(({ body }) => body),
      before.map(({ body }) => body),
    );
    for (const { status } of before) assert.equal(status, 200);
  });
}

test('a list shows nothing of another project', async () => {
  const lists = allRoutes().filter(
    ({ audience, on, mutates = false, query }) =>
      audience !== 'management' &&
      on.startsWith('GET ') &&
      !on.includes('/:') &&
      !mutates &&
      !asksForSomething(query),
  );
  assert.ok(lists.length > 0);
  for (const { on, audience } of lists) {
    const client = audience === 'client' ? stranger.browser() : stranger;
    const { status, body } = await client.get(on.replace('GET ', ''));
    assert.equal(status, 200, on);
    assert.equal(body.total ?? 0, 0, on);
    assert.deepEqual(body[body.data_ref] ?? [], [], on);
  }
});

/** Where a query has to name something, the operation is no list. */
function asksForSomething(query: Route['query']): boolean {
  return query !== undefined && Type.IsObject(query) && (query.required ?? []).length > 0;
}

/** `POST /v1/vouchers/:code` makes what it names: each project may have one of that name. */
function isCreation(on: string): boolean {
  return on.startsWith('POST ') && /\/:[^/]+$/.test(on);
}

function baseOf({ on }: Route): string {
  const path = on.split(' ')[1] ?? '';
  const last = path.split('/').findLastIndex((segment) => segment.startsWith(':'));
  return path
    .split('/')
    .slice(0, last + 1)
    .join('/');
}

async function send(shop: TestProject, { on }: Route, ids: Ids) {
  const [method = '', path = ''] = on.split(' ');
  const address = path.replace(/:([^/]+)/g, (_, name: string) => ids[name] ?? assert.fail(name));
  if (method === 'GET') return shop.get(address);
  if (method === 'DELETE') return shop.delete(address);
  return method === 'PUT' ? shop.put(address, {}) : shop.post(address, {});
}
