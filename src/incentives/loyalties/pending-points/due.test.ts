/** Pending points become active by themselves: on their day, where the project is, once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Temporal } from 'temporal-polyfill';
import { testServer, type TestProject } from '../../../../test/support/api.ts';
import {
  checkBooks,
  loyaltyMember,
  loyaltyProgram,
  pend,
  pointsOf,
} from '../../../../test/support/loyalty.ts';
import { addJob } from '../../../platform/jobs/add-job.ts';
import { activateNextDue, BATCH_SIZE } from './due.ts';
import { findProjectsWithDue } from './store.ts';

const server = await testServer({ jobs: true });
const at = (text: string) => Temporal.Instant.from(text);

async function memberWith(shop: TestProject, ...pending: (readonly [number, string])[]) {
  const rules = { period_type: 'MONTH', period_value: 1 };
  const campaignId = await loyaltyProgram(shop, { loyaltyCard: { expiration_rules: rules } });
  const card = await loyaltyMember(shop, campaignId);
  for (const [points, activatesAt] of pending) {
    await pend(server.db, shop, { cardId: card.id, points, activatesAt });
  }
  return card;
}

test('points become active when their day begins where the project is', async () => {
  const shop = await server.project({ timezone: 'America/New_York' });
  const card = await memberWith(shop, [1, '2031-05-10'], [2, '2031-05-11']);
  const before = '2031-05-10T03:59:59.999Z';
  assert.equal((await findProjectsWithDue(server.db, before)).includes(shop.id), false);
  assert.equal(await activateNextDue(server.db, shop.id, at(before)), 0);
  const midnight = '2031-05-10T04:00:00Z';
  assert.equal((await findProjectsWithDue(server.db, midnight)).includes(shop.id), true);
  assert.equal(await activateNextDue(server.db, shop.id, at(midnight)), 1);
  assert.equal(await activateNextDue(server.db, shop.id, at(midnight)), 0);
  const { balance, pending_points, next_expiration_date } = await pointsOf(shop, card.code);
  assert.deepEqual([balance, pending_points, next_expiration_date], [1, 2, '2031-06-10']);
  const [entry] = await server.db.adhoc(
    'select type, source, amount from ledger_entries where project_id = $1',
    [shop.id],
  );
  assert.deepEqual(entry, { type: 'PENDING_POINTS_ACTIVATION', source: 'AUTOMATIC', amount: 1 });
});

test('two who activate the same points at once count each once', async () => {
  const shop = await server.project();
  const many = Array.from({ length: 60 }, (_, n) => [n + 1, '2020-01-01'] as const);
  const card = await memberWith(shop, ...many);
  const now = Temporal.Now.instant();
  await Promise.all([1, 2, 3].map(() => activateNextDue(server.db, shop.id, now)));
  assert.equal((await pointsOf(shop, card.code)).balance, 1_830);
  assert.equal(await checkBooks(server.db, shop), 1_830);
});

test('the recurring job finds all projects and works off batch by batch', async () => {
  const [one, two] = [await server.project(), await server.project({ timezone: 'Asia/Tokyo' })];
  await memberWith(one, [5, '2020-01-01'], [6, '2099-01-01']);
  const card = await memberWith(two);
  await server.db.adhoc(
    `with added as (
       insert into pending_points (project_id, id, voucher_id, points, activates_at, created_at)
       select $1, 'lopp_' || n, $2, 1, '2020-01-01', now() from generate_series(1, $3::integer) as n
     )
     update vouchers set pending = $3::integer where project_id = $1 and id = $2`,
    [two.id, card.id, BATCH_SIZE + 1],
  );
  await addJob(server.db, 'find_due_pending_points', {});
  const deadline = Date.now() + 20_000;
  while ((await pointsOf(two, card.code)).pending_points > 0 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.equal(await checkBooks(server.db, two), BATCH_SIZE + 1);
  assert.equal(await checkBooks(server.db, one), 5);
});

test('what a card has no room for waits, and holds up nothing else', async () => {
  const shop = await server.project();
  const full = await memberWith(shop, [1, '2020-01-01'], [2, '2020-01-01']);
  await server.db.adhoc(
    `select ledger_credit($1, $2, jsonb_build_object('id', 'vtx_most', 'type', 'POINTS_ADDITION',
       'at', now()), $3, 'lopb_most', null)`,
    [shop.id, full.id, Number.MAX_SAFE_INTEGER - 1],
  );
  const now = Temporal.Now.instant();
  assert.equal(await activateNextDue(server.db, shop.id, now), 2);
  assert.equal(await activateNextDue(server.db, shop.id, now), 0);
  const { pending_points } = await pointsOf(shop, full.code);
  assert.ok(pending_points === 2 || pending_points === 1);
});
