/** Cleaning up after sessions: only what has expired goes, and nobody waits for it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testServer } from '../../../test/support/api.ts';
import { allRecurring, allTasks } from '../../app.ts';
import { done } from '../../engine/outcome.ts';
import { sessionTasks } from './jobs.ts';

const server = await testServer();

const { signal } = new AbortController();
const cleanUp = () =>
  sessionTasks(server.db)['forget_expired_sessions']?.({}, { signal, isLastAttempt: true });

/** A voucher of its own for each: `over` locks that have expired, and one that has not. */
async function lockedVoucher(shop: TestProject, code: string, over: number): Promise<void> {
  const made = await shop.post(`/v1/vouchers/${code}`, {
    type: 'DISCOUNT_VOUCHER',
    discount: { type: 'AMOUNT', amount_off: 100 },
    redemption: { quantity: 5_000 },
  });
  await server.db.adhoc(
    `insert into session_locks (project_id, voucher_id, session_key, quantity, expires_at, created_at)
     select $1, $2, 's' || n, 1, now() + case n when 0 then interval '1 day' else '-1 second' end, now()
     from generate_series(0, $3::integer) n`,
    [shop.id, made.body.id, over],
  );
  await server.db.adhoc('update vouchers set locked_quantity = $2 where id = $1', [
    made.body.id,
    over + 1,
  ]);
}

const left = async (shop: TestProject) =>
  server.db.adhoc<{ code: string; locked_quantity: number; keys: string }>(
    `select v.code, v.locked_quantity, string_agg(l.session_key, ',') as keys
     from vouchers v left join session_locks l on l.project_id = v.project_id and l.voucher_id = v.id
     where v.project_id = $1 group by v.code, v.locked_quantity order by v.code`,
    [shop.id],
  );

test('expired locks of all projects go, however many; the others stay and are counted', async () => {
  const [one, two] = [await server.project(), await server.project()];
  await lockedVoucher(one, 'A', 2_500);
  await lockedVoucher(one, 'B', 0);
  await lockedVoucher(two, 'A', 3);
  await cleanUp();
  assert.deepEqual(await left(one), [
    { code: 'A', locked_quantity: 1, keys: 's0' },
    { code: 'B', locked_quantity: 1, keys: 's0' },
  ]);
  assert.deepEqual(await left(two), [{ code: 'A', locked_quantity: 1, keys: 's0' }]);
});

test('a voucher that somebody writes at this moment is left for the next time', async () => {
  const shop = await server.project();
  await lockedVoucher(shop, 'A', 1);
  await lockedVoucher(shop, 'B', 1);
  await server.db.transaction(async (tx) => {
    await tx.adhoc(`select from vouchers where project_id = $1 and code = 'A' for no key update`, [
      shop.id,
    ]);
    await cleanUp();
    return done(null);
  });
  const counted = async () => (await left(shop)).map((row) => row.locked_quantity);
  assert.deepEqual(await counted(), [2, 1]);
  await cleanUp();
  assert.deepEqual(await counted(), [1, 1]);
});

test('what is due again and again is a task', () => {
  const tasks = allTasks(server.db);
  for (const name of Object.keys(allRecurring)) assert.ok(name in tasks, name);
});
