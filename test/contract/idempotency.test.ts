/** `Idempotency-Key` between processes, projects and crashes. Two servers stand on one database. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildApp } from '../../src/app.ts';
import { connectDatabase } from '../../src/platform/db/database.ts';
import { jsonLog } from '../../src/platform/log.ts';
import { type Answer, type TestClient, testServer } from '../support/api.ts';
import { beforeDrop } from '../support/database.ts';

const server = await testServer();
const otherUrl = await secondServer();

const path = '/v1/customers';
const eve = { source_id: 'eve', name: 'Eve' };
const keyed = (key: string) => ({ 'idempotency-key': key });

test('one key sent to two servers at once gives one customer and one answer', async () => {
  const shop = await server.project();
  const both = [shop, shop.through(otherUrl)];
  for (let round = 0; round < 10; round++) {
    const key = keyed(`round-${round}`);
    const answers = await Promise.all(
      [...both, ...both, ...both].map((client) => client.post(path, { name: 'Eve' }, key)),
    );
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
    assert.equal(new Set(answers.map(({ body }) => JSON.stringify(body))).size, 1);
  }
  assert.equal((await shop.get(path)).body.total, 10);
});

test('the first answer stays, to the byte, after what it tells of has changed', async () => {
  const shop = await server.project();
  const first = await shop.post(path, eve, keyed('first'));
  await shop.put(`${path}/eve`, { name: 'Eva' });
  const again = await shop.through(otherUrl).post(path, eve, keyed('first'));
  assert.equal(JSON.stringify(again.body), JSON.stringify(first.body));
  assert.equal((await shop.get(`${path}/eve`)).body.name, 'Eva', 'it was not done again');
});
test('a refused answer is repeated too, with its request_id, though it would succeed by now', async () => {
  const shop = await server.project();
  const refused = await shop.put(`${path}/eve`, { name: 'Eva' }, keyed('refused'));
  assert.equal(refused.body.key, 'not_found');
  await shop.post(path, eve);
  const again = await shop.through(otherUrl).put(`${path}/eve`, { name: 'Eva' }, keyed('refused'));
  assert.equal(again.status, 404);
  assert.deepEqual(again.body, refused.body);
  assert.equal((await shop.get(`${path}/eve`)).body.name, 'Eve');
});

test('a request that does not fit its schema takes no key: the mended one counts', async () => {
  const shop = await server.project();
  const misfit = await shop.post(path, { name: 7 }, keyed('mended'));
  assert.equal(misfit.body.key, 'invalid_payload');
  assert.equal((await shop.post(path, { name: 'Eve' }, keyed('mended'))).status, 200);
});

test('a key is a project’s own: the same one elsewhere does its own work', async () => {
  const [one, two] = [await server.project(), await server.project()];
  const { body: mine } = await one.post(path, { name: 'Eve' }, keyed('same'));
  const { body: theirs } = await two.post(path, { name: 'Adam' }, keyed('same'));
  assert.notEqual(mine.id, theirs.id);
  assert.equal(theirs.name, 'Adam');
});

test('a key with another body, another path or another method is a conflict', async () => {
  const shop = await server.project();
  await shop.post(path, eve, keyed('conflict'));
  const others: Answer[] = [
    await shop.post(path, { ...eve, name: 'Eva' }, keyed('conflict')),
    await shop.put(`${path}/eve`, eve, keyed('conflict')),
    await shop.delete(`${path}/eve`, keyed('conflict')),
  ];
  for (const { status, body } of others) {
    assert.equal(status, 409);
    assert.equal(body.key, 'idempotency_key_reused');
  }
  assert.equal((await shop.get(`${path}/eve`)).body.name, 'Eve');
});

test('a deletion is answered again as it was first', async () => {
  const shop = await server.project();
  await shop.post(path, eve);
  assert.equal((await shop.delete(`${path}/eve`, keyed('gone'))).status, 204);
  assert.equal((await shop.delete(`${path}/eve`, keyed('gone'))).status, 204);
  assert.equal((await shop.delete(`${path}/eve`)).status, 404);
});

test('a key of 255 characters counts, a longer or empty one is refused', async () => {
  const shop = await server.project();
  assert.equal((await shop.post(path, eve, keyed('k'.repeat(255)))).status, 200);
  assert.equal((await shop.post(path, eve, keyed('k'.repeat(256)))).body.key, 'bad_request');
  assert.equal((await shop.post(path, eve, keyed(''))).body.key, 'bad_request');
});

test('a transaction cut off halfway leaves nothing, and the repeat does the work', async () => {
  const shop = await server.project();
  await shop.post(path, eve);
  const rename = (client: TestClient) => client.put(`${path}/eve`, { name: 'Eva' }, keyed('crash'));

  const holder = connectDatabase(server.databaseUrl, () => undefined);
  const cutOff = await holder.transaction(async (tx) => {
    // The customer's row is locked: the request has taken its key and waits inside its transaction.
    await tx.adhoc('select from customers where project_id = $1 for update', [shop.id]);
    const answer = rename(shop);
    await untilOneWaits();
    await server.db.adhoc(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
      [],
    );
    return { ok: true, value: await answer };
  });
  await holder.close();
  assert.equal(cutOff.value.status, 500);
  assert.equal(cutOff.value.body.key, 'internal_error');
  assert.deepEqual(
    await server.db.adhoc('select key from idempotency_keys where project_id = $1', [shop.id]),
    [],
  );
  assert.equal((await shop.get(`${path}/eve`)).body.name, 'Eve');

  const repeated = await rename(shop.through(otherUrl));
  assert.equal(repeated.status, 200);
  assert.equal(repeated.body.name, 'Eva');
  assert.deepEqual((await rename(shop)).body, repeated.body);
});

async function untilOneWaits(): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const waiting = await server.db.adhoc(
      `select from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
      [],
    );
    if (waiting.length > 0) return;
    await sleep(10);
  }
  throw new Error('the request never waited for the lock');
}

/** Another server with connections of its own, as another process would be. */
async function secondServer(): Promise<string> {
  const db = connectDatabase(server.databaseUrl, () => undefined);
  const app = buildApp({ db, log: jsonLog(() => undefined), version: 'test' });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  beforeDrop(async () => {
    await app.close();
    await db.close();
  });
  return url;
}
