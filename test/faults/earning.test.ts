/** Earning under storms, over two processes, and what a killed process leaves behind. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allTasks } from '../../src/app.ts';
import type { TestProject } from '../support/api.ts';
import { earningRule, forEach, made, member, pointsOn, program } from '../support/loyalty-shop.ts';
import { atOnce, tally, twoServers } from './two-servers.ts';

const { server, both } = await twoServers();
const run = { signal: new AbortController().signal, isLastAttempt: true };
const ann = { customer: { source_id: 'ann' } };

async function shopWithMember(more: object = {}) {
  const shop = await server.project();
  const campaignId = await program(shop, 'Points', { ...more });
  await earningRule(shop, campaignId, { loyalty: forEach(100) });
  return { shop, campaignId, card: await member(shop, campaignId, 'ann') };
}

/** What cards hold is what their entries and lots sum to; nothing waits to be followed up. */
async function assertBooksAgree({ id }: TestProject): Promise<void> {
  const wrong = await server.db.adhoc(
    `select v.id from vouchers v where v.project_id = $1 and v.balance is not null and (
       v.balance <> coalesce((select sum(amount) from ledger_entries where project_id = $1 and voucher_id = v.id), 0)
       or v.balance <> coalesce((select sum(remaining) from ledger_lots where project_id = $1 and voucher_id = v.id), 0))`,
    [id],
  );
  assert.deepEqual(wrong, []);
  assert.deepEqual(await server.db.adhoc('select id from outbox where project_id = $1', [id]), []);
}

async function entries({ id }: TestProject): Promise<number> {
  const rows = await server.db.adhoc('select id from ledger_entries where project_id = $1', [id]);
  return rows.length;
}

/** Removes the follow-up that a request did, as if its process had been killed after its commit. */
async function leftBehind({ id }: TestProject, topic: string, payload: object): Promise<void> {
  await server.db.adhoc(
    `insert into outbox (project_id, id, topic, payload, created_at)
     values ($1, 'out_left_' || md5(random()::text), $2, $3, now() - interval '10 seconds')`,
    [id, topic, JSON.stringify(payload)],
  );
}

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** As one process does it. */
async function sweep(): Promise<void> {
  const task = allTasks(server.db, quiet)['follow_outbox'];
  assert(task !== undefined);
  await task({}, run);
}

test('100 parallel updates of an order to PAID, over two processes, earn once', async () => {
  const { shop, card } = await shopWithMember();
  const { id } = await made(shop, '/v1/orders', { ...ann, amount: 10_000 });
  const answers = await atOnce(both(shop), 100, (at) =>
    at.put(`/v1/orders/${id}`, { status: 'PAID' }),
  );
  assert.deepEqual(tally(answers), { 200: 100 });
  assert.equal(await pointsOn(shop, card), 100);
  assert.equal(await entries(shop), 1);
  await assertBooksAgree(shop);
});

test('60 parallel creations of one order as PAID earn once', async () => {
  const { shop, card } = await shopWithMember();
  const order = { ...ann, source_id: 'one', amount: 10_000, status: 'PAID' };
  const answers = await atOnce(both(shop), 60, (at) => at.post('/v1/orders', order));
  assert.deepEqual(tally(answers), { 200: 60 });
  assert.equal(await pointsOn(shop, card), 100);
  await assertBooksAgree(shop);
});

test('an order that is paid and canceled at once, over and over, earns at most once', async () => {
  const { shop, card } = await shopWithMember();
  const { id } = await made(shop, '/v1/orders', { ...ann, amount: 10_000 });
  const statuses = ['PAID', 'CANCELED', 'CREATED', 'FULFILLED'];
  const answers = await atOnce(both(shop), 80, (at, n) =>
    at.put(`/v1/orders/${id}`, { status: statuses[n % statuses.length] }),
  );
  assert.deepEqual(tally(answers), { 200: 80 });
  await shop.put(`/v1/orders/${id}`, { status: 'PAID' });
  await shop.put(`/v1/orders/${id}`, { status: 'CANCELED' });
  assert.equal(await pointsOn(shop, card), 0);
  assert((await entries(shop)) <= 2);
  await assertBooksAgree(shop);
});

test('40 orders at once are all earned on one card; customers who join by them join once', async () => {
  const { shop, card } = await shopWithMember({ auto_join: true });
  const bob = { customer: { source_id: 'bob' } };
  const answers = await atOnce(both(shop), 80, (at, n) =>
    at.post('/v1/orders', { ...(n % 4 < 2 ? ann : bob), amount: 100, status: 'PAID' }),
  );
  assert.deepEqual(tally(answers), { 200: 80 });
  assert.equal(await pointsOn(shop, card), 40);
  const balances = await server.db.adhoc('select balance from vouchers where project_id = $1', [
    shop.id,
  ]);
  assert.deepEqual(balances, [{ balance: 40 }, { balance: 40 }]);
  await assertBooksAgree(shop);
});

test('what a killed process left is swept up once, by however many processes', async () => {
  const { shop, card } = await shopWithMember();
  const { id } = await made(shop, '/v1/orders', { ...ann, amount: 10_000 });
  await server.db.adhoc("update orders set status = 'PAID' where project_id = $1", [shop.id]);
  for (let n = 0; n < 300; n++) await leftBehind(shop, 'order.paid', { order_id: id });
  await Promise.all([sweep(), sweep(), sweep()]);
  assert.equal(await pointsOn(shop, card), 100);
  assert.equal(await entries(shop), 1);
  await assertBooksAgree(shop);
});

test('a sweep passes over what is young, and what fails does not stop the others', async () => {
  const { shop, card } = await shopWithMember();
  const { id } = await made(shop, '/v1/orders', { ...ann, amount: 10_000 });
  await server.db.adhoc("update orders set status = 'PAID' where project_id = $1", [shop.id]);
  await server.db.adhoc(
    `insert into outbox (project_id, id, topic, payload, created_at) values ($1, 'out_young', 'order.paid', $2, now())`,
    [shop.id, JSON.stringify({ order_id: id })],
  );
  await sweep();
  assert.equal(await pointsOn(shop, card), 0);
  await server.db.adhoc(
    `update outbox set created_at = now() - interval '1 minute' where project_id = $1`,
    [shop.id],
  );
  // An order whose stored lines cannot be read.
  const broken = await made(shop, '/v1/orders', { ...ann, amount: 10_000 });
  await server.db.adhoc(`update orders set items = '{}' where project_id = $1 and id = $2`, [
    shop.id,
    broken.id,
  ]);
  await leftBehind(shop, 'order.paid', { order_id: broken.id });
  await sweep();
  assert.equal(await pointsOn(shop, card), 100);
  const left = await server.db.adhoc<{ payload: object }>(
    'select payload from outbox where project_id = $1',
    [shop.id],
  );
  assert.deepEqual(
    left.map(({ payload }) => payload),
    [{ order_id: broken.id }],
  );
  await server.db.adhoc('delete from outbox where project_id = $1', [shop.id]);
});

test('entering a segment and changes of tiers earn once for each time', async () => {
  const { shop, campaignId, card } = await shopWithMember();
  const fixed = (points: number) => ({ loyalty: { type: 'FIXED', points } });
  await earningRule(shop, campaignId, {
    event: 'customer.segment.entered',
    segment: { id: 'seg_1' },
    ...fixed(1),
  });
  await earningRule(shop, campaignId, { event: 'customer.loyalty.tier.upgraded', ...fixed(10) });
  const [tier] = await made(shop, `/v1/loyalties/${campaignId}/tiers`, [
    { name: 'Gold', points: { from: 1_000 } },
  ]);
  await earningRule(shop, campaignId, {
    event: 'customer.loyalty.tier.joined',
    loyalty_tier: { id: tier.id },
    ...fixed(100),
  });
  const [row] = await server.db.adhoc<{ id: string; holder_id: string }>(
    'select id, holder_id from vouchers where project_id = $1 and code = $2',
    [shop.id, card],
  );
  const customer = { customer_id: row?.holder_id };
  await leftBehind(shop, 'customer.segment.entered', { ...customer, segment_id: 'seg_1' });
  await leftBehind(shop, 'customer.segment.entered', { ...customer, segment_id: 'seg_2' });
  await leftBehind(shop, 'customer.loyalty.tier.upgraded', {
    card_id: row?.id,
    tier_id: 'ltr_any',
  });
  await leftBehind(shop, 'customer.loyalty.tier.joined', { card_id: row?.id, tier_id: tier.id });
  await leftBehind(shop, 'customer.loyalty.tier.joined', {
    card_id: row?.id,
    tier_id: 'ltr_other',
  });
  for (let n = 0; n < 2; n++) await sweep();
  assert.equal(await pointsOn(shop, card), 111);
  await assertBooksAgree(shop);
});
