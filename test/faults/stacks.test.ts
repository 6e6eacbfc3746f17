/** Stacks that lock the same rows in opposite orders from two processes: nobody is told of deadlocks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer, TestProject } from '../support/api.ts';
import { campaignRow } from '../support/campaign-row.ts';
import {
  assertBooksAgree,
  atOnce,
  redeemables,
  tally,
  twoServers,
  voucher,
} from './two-servers.ts';

const { server, both } = await twoServers();

/** How many deadlocks the database has resolved; it tells with a delay of up to a second. */
async function deadlocks(): Promise<number> {
  const [row] = await server.db.adhoc<{ deadlocks: number }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
    [],
  );
  return row?.deadlocks ?? 0;
}

async function usedOften(shop: TestProject, code: string): Promise<number> {
  return (await shop.get(`/v1/vouchers/${code}`)).body.redemption.redeemed_quantity;
}

async function unlimited(shop: TestProject, ...codes: string[]): Promise<void> {
  for (const code of codes) await voucher(shop, code, { redemption: { quantity: null } });
}

function redeem(shop: TestProject, codes: readonly string[], who: object): Promise<Answer> {
  const order = { amount: 10_000 };
  return shop.post('/v1/redemptions', {
    redeemables: redeemables(...codes),
    customer: who,
    order,
  });
}

test('[A, B] and [B, A] at once for a customer nobody knows yet: all of them succeed', async () => {
  const shop = await server.project();
  await unlimited(shop, 'A', 'B');
  // A row that does not exist cannot be locked first: the database may have to break a deadlock here.
  const answers = await atOnce(both(shop), 100, (at, n) =>
    redeem(at, n % 4 < 2 ? ['A', 'B'] : ['B', 'A'], { source_id: 'new', metadata: { n } }),
  );
  assert.deepEqual(tally(answers), { 200: 100 });
  assert.equal(await usedOften(shop, 'A'), 100);
  assert.equal((await shop.get('/v1/customers')).body.total, 1);
  await assertBooksAgree(server, shop);
});

test('[A, B] and [B, A] at once for one customer: all of them succeed', async () => {
  const shop = await server.project();
  await unlimited(shop, 'A', 'B');
  await shop.post('/v1/customers', { source_id: 'one' });
  const before = await deadlocks();
  const answers = await atOnce(both(shop), 100, (at, n) =>
    redeem(at, n % 4 < 2 ? ['A', 'B'] : ['B', 'A'], { source_id: 'one', metadata: { n } }),
  );
  assert.deepEqual(tally(answers), { 200: 100 });
  assert.equal(await usedOften(shop, 'A'), 100);
  assert.equal(await usedOften(shop, 'B'), 100);
  assert.equal(await deadlocks(), before);
  await assertBooksAgree(server, shop);
});

test('hot codes and changing customers in every order, written in batches: no one waits in a circle', async () => {
  const shop = await server.project();
  const codes = ['P', 'Q', 'R', 'S'];
  const campaign = await campaignRow(server, shop, 'hot');
  await unlimited(shop, ...codes);
  await server.db.adhoc('update vouchers set campaign_id = $2 where project_id = $1', [
    shop.id,
    campaign,
  ]);
  for (let n = 0; n < 6; n++) await shop.post('/v1/customers', { source_id: `c${n}` });
  const before = await deadlocks();
  const answers = await atOnce(both(shop), 400, (at, n) => {
    const first = (n * 7) % 4;
    const stack = [codes[first] ?? '', codes[(first + 1 + (n % 3)) % 4] ?? ''];
    // Each request changes its customer, so that customers' rows are locked too.
    const who = { source_id: `c${(n * 5) % 6}`, metadata: { n } };
    return redeem(at, n % 2 === 0 ? stack : stack.slice(0, 1), who);
  });
  assert.deepEqual(tally(answers), { 200: 400 });
  const used = await Promise.all(codes.map((code) => usedOften(shop, code)));
  assert.equal(
    used.reduce((sum, count) => sum + count, 0),
    600,
  );
  await assertBooksAgree(server, shop);
  // The statistics come late: wait for those of the storm.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  assert.equal(await deadlocks(), before);
});

test('customers who are new to two processes at the same moment are made once, and all succeed', async () => {
  const shop = await server.project();
  await unlimited(shop, 'X', 'Y');
  const answers = await atOnce(both(shop), 120, (at, n) =>
    redeem(at, [n % 3 === 0 ? 'X' : 'Y'], { source_id: `new${n % 10}`, name: `n${n}` }),
  );
  assert.deepEqual(tally(answers), { 200: 120 });
  assert.equal((await shop.get('/v1/customers')).body.total, 10);
  assert.equal((await usedOften(shop, 'X')) + (await usedOften(shop, 'Y')), 120);
  const ids = new Set(answers.map(({ body }) => body.redemptions[0].customer_id));
  assert.equal(ids.size, 10);
  await assertBooksAgree(server, shop);
});

test('one order redeemed upon by 30 requests at once holds every discount', async () => {
  const shop = await server.project();
  await unlimited(shop, 'Z');
  await shop.post('/v1/orders', { source_id: 'shared', amount: 10_000 });
  const answers = await atOnce(both(shop), 30, (at) =>
    at.post('/v1/redemptions', {
      redeemables: redeemables('Z'),
      order: { source_id: 'shared' },
    }),
  );
  // Those who always came too late are told to try again, and have changed nothing.
  const counts = tally(answers);
  const { 200: done = 0, multiple_requests: late = 0 } = counts;
  assert.equal(done + late, 30, JSON.stringify(counts));
  const { body: order } = await shop.get('/v1/orders/shared');
  assert.equal(order.total_discount_amount, done * 100);
  assert.equal(Object.keys(order.redemptions).length, done);
  assert.equal(await usedOften(shop, 'Z'), done);
  await assertBooksAgree(server, shop);
});
