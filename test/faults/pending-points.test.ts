/** Pending points that become active while processes are killed: each counts once, none is lost. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { addJob } from '../../src/platform/jobs/add-job.ts';
import { testServer } from '../support/api.ts';
import { checkBooks, loyaltyMember, loyaltyProgram } from '../support/loyalty.ts';

const server = await testServer();
const { db, databaseUrl } = server;
const COUNT = 4_000;

test('thousands of pending points survive a kill in the middle of their activation', {
  timeout: 120_000,
}, async () => {
  const shop = await server.project();
  const campaignId = await loyaltyProgram(shop);
  const cards: string[] = [];
  for (const customer of ['a', 'b', 'c', 'd', 'e']) {
    cards.push((await loyaltyMember(shop, campaignId, { customer })).id);
  }
  await db.adhoc(
    `with added as (
       insert into pending_points (project_id, id, voucher_id, campaign_id, points, activates_at, created_at)
       select $1, 'lopp_' || n, ($2::text[])[1 + n % 5], $3, 1, '2020-01-01', now()
       from generate_series(1, $4::integer) as n
     )
     update vouchers set pending = $4::integer / 5 where project_id = $1`,
    [shop.id, cards, campaignId, COUNT],
  );
  const left = async () => {
    const [row] = await db.adhoc<{ left: number }>(
      `select count(*) as left from pending_points where project_id = $1 and status = 'PENDING'`,
      [shop.id],
    );
    return row?.left ?? 0;
  };
  const work = () => fork(`${import.meta.dirname}/../support/work-jobs.ts`, [databaseUrl]);
  await addJob(db, 'find_due_pending_points', {});
  const doomed = work();
  while ((await left()) === COUNT) await sleep(5);
  doomed.kill('SIGKILL');
  await once(doomed, 'exit');
  assert.ok((await left()) > 0, 'killed in the middle');
  const others = [work(), work()];
  await addJob(db, 'find_due_pending_points', {});
  while ((await left()) > 0) await sleep(50);
  for (const one of others) {
    one.kill('SIGKILL');
    await once(one, 'exit');
  }
  assert.equal(await checkBooks(db, shop), COUNT);
  const [entries] = await db.adhoc<{ entries: number }>(
    'select count(*) as entries from ledger_entries where project_id = $1',
    [shop.id],
  );
  assert.deepEqual(entries, { entries: COUNT });
});
