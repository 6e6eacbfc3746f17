/** Tiers and the passing of time, with jobs run by hand: what is due is seen once, and in the right order. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testServer } from '../../../../../test/support/api.ts';
import {
  contextAt,
  member,
  movePoints,
  programme,
  tierOf,
} from '../../../../../test/support/tier-shop.ts';
import { allTasks } from '../../../../app.ts';

const server = await testServer();
const { db } = server;

const months = {
  qualification_type: 'BALANCE',
  start_date: { type: 'IMMEDIATE' },
  expiration_date: { type: 'CUSTOM', extend: 'P3M', rounding: { type: 'MONTH', strategy: 'END' } },
};

/** By the history of the card. */
async function changesOf(project: TestProject, cardId: string) {
  const rows = await db.adhoc<{ change: string; changed_at: string }>(
    `select change, changed_at from loyalty_tier_changes where project_id = $1 and card_id = $2
     order by changed_at`,
    [project.id, cardId],
  );
  return rows.map(({ change, changed_at }) => `${changed_at.slice(0, 10)} ${change}`);
}

async function checkDue(times = 1) {
  const check = allTasks(db).check_due_tiers;
  assert(check !== undefined);
  const run = { signal: new AbortController().signal, isLastAttempt: false };
  await Promise.all(Array.from({ length: times }, () => check({}, run)));
}

test('what time changes is seen by a job, as of the balance before points expired that night', async () => {
  const project = await server.project();
  const { id } = await programme(project, months);
  const { id: cardId, code } = await member(project, id);
  await movePoints(db, contextAt(project, '2025-11-10T10:00:00Z'), { cardId, points: 600 });
  await movePoints(db, contextAt(project, '2026-03-01T00:00:05Z'), { cardId, points: -600 });
  // At midnight the balance still held: the tier was prolonged, and the drop came after.
  assert.equal(await tierOf(project, code), 'Silver until 2026-05-31');
  assert.deepEqual(await changesOf(project, cardId), ['2025-11-10 joined', '2026-03-01 prolonged']);
  // Two at once, as two processes would: what one has done the other does not do again.
  await checkDue(2);
  assert.equal(await tierOf(project, code), null);
  assert.deepEqual(await changesOf(project, cardId), [
    '2025-11-10 joined',
    '2026-03-01 prolonged',
    '2026-06-01 left',
  ]);
});

test('a member who waits for a period comes into the tier when it begins, whoever looks', async () => {
  const project = await server.project({ timezone: 'Pacific/Auckland' });
  const { id } = await programme(project, {
    qualification_type: 'POINTS_IN_PERIOD',
    qualification_period: 'QUARTER',
    start_date: { type: 'NEXT_PERIOD' },
    expiration_date: { type: 'END_OF_NEXT_PERIOD', extend: '' },
  });
  const { id: cardId, code } = await member(project, id);
  const day = contextAt(project, '2026-08-10T10:00:00Z', 'Pacific/Auckland');
  await movePoints(db, day, { cardId, points: 600 });
  assert.equal(await tierOf(project, code), null);
  await checkDue();
  assert.equal(await tierOf(project, code), 'Silver until 2027-03-31');
  // In Auckland October begins while it is September in UTC.
  assert.deepEqual(await changesOf(project, cardId), ['2026-09-30 joined']);
});

test('points that become active at midnight do so before tiers are looked at', async () => {
  const project = await server.project();
  const { id } = await programme(project, months);
  const { id: cardId, code } = await member(project, id);
  await movePoints(db, contextAt(project, '2026-01-10T10:00:00Z'), { cardId, points: 600 });
  await db.adhoc(
    `insert into pending_points (project_id, id, voucher_id, points, activates_at, created_at)
     values ($1, 'lopp_1', $2, 10, '2026-05-01', '2026-04-01')`,
    [project.id, cardId],
  );
  await checkDue();
  assert.equal(await tierOf(project, code), 'Silver until 2026-04-30');
  await db.adhoc('delete from pending_points where project_id = $1', [project.id]);
  await checkDue();
  assert.equal(await tierOf(project, code), 'Silver until 2027-01-31');
});

test('a thousand cards that are due are all looked at, in batches', async () => {
  const project = await server.project();
  const { id } = await programme(project, months);
  await db.adhoc(
    `insert into vouchers (project_id, id, code, type, campaign_id, holder_id, balance, created_at)
     select $1, 'v_many' || n, 'MANY' || n, 'LOYALTY_CARD', $2, 'cust_' || n, 500, '2026-01-01'
     from generate_series(1, 1000) n`,
    [project.id, id],
  );
  await checkDue();
  const [counted] = await db.adhoc<{ held: number; due: number }>(
    `select count(tier_id) as held, count(*) filter (where next_check_at <= now()) as due
     from loyalty_card_tiers where project_id = $1`,
    [project.id],
  );
  assert.deepEqual(counted, { held: 1_000, due: 0 });
});
