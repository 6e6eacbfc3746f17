/** Many members in the background: each customer once, with a progress, whatever happens on the way. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { testServer, type TestProject } from '../../../test/support/api.ts';
import { checkBooks, loyaltyMember, loyaltyProgram } from '../../../test/support/loyalty.ts';
import { allTasks } from '../../app.ts';
import { startJobs } from '../../platform/jobs/start-jobs.ts';

const server = await testServer();
const { databaseUrl } = server;
const quiet = { info: () => undefined, warn: () => undefined, error: console.error };
const start = () => startJobs({ databaseUrl, tasks: allTasks(server.db), log: quiet });

async function begun(shop: TestProject, campaignId: string, customers: readonly unknown[]) {
  const path = `/v1/loyalties/${campaignId}/members/async`;
  const { status, body } = await shop.post(path, { customers });
  assert.equal(status, 202, JSON.stringify(body));
  return body.async_action_id;
}

async function ended(shop: TestProject, id: string) {
  for (;;) {
    const { body } = await shop.get(`/v1/async-actions/${id}`);
    if (body.operation_status !== 'UNKNOWN') return body;
    await sleep(20);
  }
}

/** By customer: how many cards of the program they hold. */
async function holders(campaignId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await server.db.adhoc<{ source_id: string; cards: number }>(
    `select c.source_id, count(*) as cards from vouchers v
     join customers c on c.project_id = v.project_id and c.id = v.holder_id
     where v.campaign_id = $1 group by c.source_id`,
    [campaignId],
  );
  return new Map(rows.map(({ source_id, cards }) => [source_id, cards]));
}

test('thousands of members survive a kill in their middle: none twice, none missing', {
  timeout: 90_000,
}, async () => {
  const shop = await server.project();
  const campaignId = await loyaltyProgram(shop, { loyaltyCard: { points: 5 } });
  const names = Array.from({ length: 6_000 }, (_, n) => `c${n}`);
  const id = await begun(shop, campaignId, names);
  const child = fork(`${import.meta.dirname}/../../../test/support/work-jobs.ts`, [databaseUrl]);
  const progress = async () => (await shop.get(`/v1/async-actions/${id}`)).body.progress;
  while ((await progress()) === 0) await sleep(5);
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.ok((await progress()) < 100, 'killed in the middle');
  const jobs = await start();
  const action = await ended(shop, id);
  assert.deepEqual([action.type, action.status], ['LOYALTIES.MEMBERS_ADD', 'DONE']);
  assert.deepEqual([action.progress, action.result.done_count], [100, 6_000]);
  const held = await holders(campaignId);
  assert.equal(held.size, 6_000);
  assert.ok([...held.values()].every((cards) => cards === 1));
  const { body } = await shop.get(`/v1/publications?campaign=${campaignId}`);
  assert.equal(body.total, 6_000);
  assert.equal((await shop.get(`/v1/loyalties/${campaignId}`)).body.vouchers_count, 6_000);
  assert.equal(await checkBooks(server.db, shop), 30_000);
  await jobs.stop();
});

test('who is named twice, is a member already, or is nobody, gets no card', async () => {
  const shop = await server.project();
  const campaignId = await loyaltyProgram(shop);
  await loyaltyMember(shop, campaignId, { customer: 'eve' });
  const { body: adam } = await shop.post('/v1/customers', { source_id: 'adam' });
  const customers = [
    'eve',
    'bea',
    'bea',
    adam.id,
    { source_id: 'adam' },
    { id: 'cust_nobody' },
    { id: 'cust_nobody', source_id: 'carl' },
    {},
  ];
  const jobs = await start();
  const { result } = await ended(shop, await begun(shop, campaignId, customers));
  assert.deepEqual([result.done_count, result.failed_count], [3, 2]);
  const held = await holders(campaignId);
  assert.deepEqual([...held.keys()].toSorted(), ['adam', 'bea', 'carl', 'eve']);
  assert.ok([...held.values()].every((cards) => cards === 1));
  await jobs.stop();
});

test('additions of the same customers at once give each one card', async () => {
  const shop = await server.project();
  const campaignId = await loyaltyProgram(shop);
  const names = Array.from({ length: 1_500 }, (_, n) => `c${n}`);
  const ids = await Promise.all([
    begun(shop, campaignId, names),
    begun(shop, campaignId, names.toReversed()),
  ]);
  const all = [await start(), await start()];
  const results = await Promise.all(ids.map((id) => ended(shop, id)));
  assert.equal(
    results.reduce((sum, { result }) => sum + result.done_count, 0),
    1_500,
  );
  assert.equal((await holders(campaignId)).size, 1_500);
  await Promise.all(all.map((jobs) => jobs.stop()));
});

test('free cards go first, and a program that does not grow gives those alone', async () => {
  const shop = await server.project();
  const campaignId = await loyaltyProgram(shop);
  const { body: free } = await shop.post(`/v1/campaigns/${campaignId}/vouchers`, {});
  await shop.put(`/v1/loyalties/${campaignId}`, { type: 'STATIC' });
  const jobs = await start();
  const { result } = await ended(shop, await begun(shop, campaignId, ['a', 'b', 'c']));
  assert.deepEqual([result.done_count, result.failed_count], [1, 2]);
  const { body } = await shop.get(`/v1/loyalties/members/${free.code}`);
  assert.equal(body.publish.count, 1);
  await jobs.stop();
});

test('a program that is removed meanwhile ends what is under way', async () => {
  const shop = await server.project();
  const campaignId = await loyaltyProgram(shop);
  const id = await begun(shop, campaignId, ['a']);
  await shop.delete(`/v1/loyalties/${campaignId}`);
  const jobs = await start();
  assert.equal((await ended(shop, id)).status, 'FAILED');
  await jobs.stop();
});

test('nobody, too many, and what names nobody are refused', async () => {
  const shop = await server.project();
  const campaignId = await loyaltyProgram(shop);
  const path = `/v1/loyalties/${campaignId}/members/async`;
  const tooMany = Array.from({ length: 100_001 }, (_, n) => `c${n}`);
  for (const customers of [undefined, [], [7], [''], tooMany]) {
    const { status, body } = await shop.post(path, { customers });
    assert.deepEqual([status, body.key], [400, 'invalid_payload']);
  }
  const { status } = await shop.post('/v1/loyalties/nobody/members/async', { customers: ['a'] });
  assert.equal(status, 404);
  const large = await shop.post(path, { customers: ['a'], text: 'x'.repeat(17 * 1024 * 1024) });
  assert.equal(large.status, 413);
});
