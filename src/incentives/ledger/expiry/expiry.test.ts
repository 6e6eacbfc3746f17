/** Points that expire by the job: once, under kills, of several at once, and the books stay right. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { testServer } from '../../../../test/support/api.ts';
import { allTasks } from '../../../app.ts';
import { connectDatabase } from '../../../platform/db/database.ts';
import { addJob } from '../../../platform/jobs/add-job.ts';
import { migrateJobs } from '../../../platform/jobs/start-jobs.ts';
import { verifyLedger } from '../audit/service.ts';
import { EXPIRE_POINTS } from './jobs.ts';

const server = await testServer();
await migrateJobs(server.databaseUrl);
const forever = { signal: new AbortController().signal, isLastAttempt: false };
const task = allTasks(server.db)[EXPIRE_POINTS];
assert(task, 'the ledger brings the task');

/** Cards of 100 points each that expired an hour ago; every other one has 50 more, which stay. */
async function expiredCards(projectId: string, count: number) {
  await server.db.adhoc(
    `insert into vouchers (project_id, id, code, type, balance, issued_expires_at, created_at)
     select $1, 'v_' || n, 'C' || n, 'LOYALTY_CARD', 100, now() - interval '1 hour', now() - interval '1 day'
     from generate_series(1, $2::integer) n`,
    [projectId, count],
  );
  await server.db.adhoc(
    `select ledger_credit($1, 'v_' || n, jsonb_build_object('id', 'vtx_more' || n, 'at', now(), 'type',
       'POINTS_ADDITION'), 50, 'lopb_more' || n, null)
     from generate_series(2, $2::integer, 2) n`,
    [projectId, count],
  );
}

function states(projectId: string) {
  return server.db.adhoc<{ balance: number; expired: number; entries: number; cards: number }>(
    `select v.balance, v.expired, n.entries, count(*) as cards from vouchers v, lateral (
       select count(*) as entries from ledger_entries e where e.project_id = v.project_id
         and e.voucher_id = v.id and e.type = 'POINTS_EXPIRATION') n
     where v.project_id = $1 group by v.balance, v.expired, n.entries order by v.balance`,
    [projectId],
  );
}

async function areBooksRight() {
  assert.deepEqual((await verifyLedger(server.db)).findings, []);
}

test('what is due is taken out once, and what is not stays', async () => {
  const { id } = await server.project();
  await expiredCards(id, 10);
  await task({}, forever);
  await task({}, forever);
  assert.deepEqual(await states(id), [
    { balance: 0, expired: 100, entries: 1, cards: 5 },
    { balance: 50, expired: 100, entries: 1, cards: 5 },
  ]);
  await areBooksRight();
});

test('a card that somebody holds is passed over, and is due the next time', async () => {
  const { id } = await server.project();
  await expiredCards(id, 3);
  const held = Promise.withResolvers<null>();
  const holding = server.db.transaction(async (tx) => {
    await tx.adhoc(`select from vouchers where project_id = $1 and id = 'v_1' for update`, [id]);
    held.resolve(null);
    await task({}, forever);
    return { ok: true, value: null };
  });
  await held.promise;
  await holding;
  assert.equal((await states(id)).at(-1)?.balance, 100);
  await task({}, forever);
  assert.equal((await states(id)).at(-1)?.balance, 50);
  await areBooksRight();
});

test('several at once share the work without a double', async () => {
  const { id } = await server.project();
  await expiredCards(id, 5_000);
  const others = [1, 2].map(() => connectDatabase(server.databaseUrl, () => undefined));
  const tasks = others.flatMap((db) => allTasks(db)[EXPIRE_POINTS] ?? []);
  await Promise.all([task, ...tasks].map((one) => one({}, forever)));
  await Promise.all(others.map((db) => db.close()));
  assert.deepEqual(await states(id), [
    { balance: 0, expired: 100, entries: 1, cards: 2_500 },
    { balance: 50, expired: 100, entries: 1, cards: 2_500 },
  ]);
  await areBooksRight();
});

test('killed in the middle it leaves whole cards, and whoever comes next ends it', async () => {
  const { id } = await server.project();
  await expiredCards(id, 20_000);
  await addJob(server.db, EXPIRE_POINTS, {});
  const worker = fork(new URL('../../../../test/support/work-jobs.ts', import.meta.url), [
    server.databaseUrl,
  ]);
  const due = async () =>
    (await states(id))
      .filter(({ expired }) => expired === 0)
      .reduce((sum, { cards }) => sum + cards, 0);
  while ((await due()) === 20_000) await sleep(5);
  worker.kill('SIGKILL');
  const left = await due();
  assert(left > 0, 'it was killed in the middle');
  await areBooksRight();
  while ((await due()) > 0) await task({}, forever);
  assert.deepEqual(await states(id), [
    { balance: 0, expired: 100, entries: 1, cards: 10_000 },
    { balance: 50, expired: 100, entries: 1, cards: 10_000 },
  ]);
  await areBooksRight();
});
