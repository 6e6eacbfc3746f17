/** Jobs: what is added runs, once its transaction commits and whatever befalls the process. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { testDatabase } from '../../../test/support/database.ts';
import { done, refuse } from '../../engine/outcome.ts';
import { connectDatabase } from '../db/database.ts';
import { addJob } from './add-job.ts';
import { startJobs, type Tasks } from './start-jobs.ts';

const { url: databaseUrl } = await testDatabase();
const db = connectDatabase(databaseUrl, () => undefined);
const complaints: string[] = [];
const log = {
  info: () => undefined,
  warn: (event: string) => complaints.push(event),
  error: (event: string) => complaints.push(event),
};
after(() => db.close());

const start = (tasks: Tasks) => startJobs({ databaseUrl, tasks, log });

/** Resolves when `count` values have arrived. */
function collector(count: number) {
  const { promise, resolve } = Promise.withResolvers<unknown[]>();
  const values: unknown[] = [];
  const add = (value: unknown) => {
    values.push(value);
    if (values.length === count) resolve(values);
  };
  return { add, promise };
}

test('a job runs with its payload when its transaction commits, never when it rolls back', async () => {
  const heard = collector(1);
  const jobs = await start({ tell: async (payload) => heard.add(payload) });
  await db.transaction(async (tx) => {
    await addJob(tx, 'tell', { text: 'undone' });
    return refuse('bad_request');
  });
  await db.transaction(async (tx) => {
    await addJob(tx, 'tell', { text: 'done' });
    return done(null);
  });
  assert.deepEqual(await heard.promise, [{ text: 'done' }]);
  await jobs.stop();
});

test('a job that throws runs again', async () => {
  const heard = collector(2);
  const jobs = await start({
    stumble: async (_payload, { isLastAttempt }) => {
      heard.add(isLastAttempt);
      if (!isLastAttempt) throw new Error('once');
    },
  });
  await addJob(db, 'stumble', {}, { maxAttempts: 2 });
  assert.deepEqual(await heard.promise, [false, true]);
  await jobs.stop();
});

test('stopping tells jobs in flight and waits for them', async () => {
  const started = collector(1);
  let finished = false;
  const jobs = await start({
    long: async (_payload, { signal }) => {
      started.add(true);
      if (!signal.aborted) await once(signal, 'abort');
      await sleep(50);
      finished = true;
    },
  });
  await addJob(db, 'long', {});
  await started.promise;
  await jobs.stop();
  assert.equal(finished, true);
});

test('jobs of a process that was killed are taken over by another', {
  timeout: 30_000,
}, async () => {
  const child = fork(`${import.meta.dirname}/../../../test/support/abandon-job.ts`, [databaseUrl]);
  await addJob(db, 'abandoned', {});
  await once(child, 'message');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const heard = collector(1);
  const jobs = await start({ abandoned: async () => heard.add('taken over') });
  assert.deepEqual(await heard.promise, ['taken over']);
  await jobs.stop();
});

test('jobs of a process that lives stay with it', { timeout: 30_000 }, async () => {
  const heard = collector(2);
  const slow = async () => {
    heard.add('slow');
    await sleep(6_000);
  };
  const one = await start({ slow });
  const other = await start({ slow });
  await addJob(db, 'slow', {});
  assert.equal(await Promise.race([heard.promise, sleep(5_500)]), undefined);
  await Promise.all([one.stop(), other.stop()]);
});

test('idempotency keys are forgotten after two days, not before', async () => {
  const insert = `insert into idempotency_keys (project_id, key, request_sha256, created_at)
    values ('proj_x', $1, '', now() - $2::interval)`;
  await db.adhoc(insert, ['old', '49 hours']);
  await db.adhoc(insert, ['young', '47 hours']);
  const jobs = await start({});
  await addJob(db, 'forget_idempotency_keys', {});
  const deadline = Date.now() + 10_000;
  const keys = () => db.adhoc<{ key: string }>('select key from idempotency_keys', []);
  while ((await keys()).length > 1 && Date.now() < deadline) await sleep(20);
  assert.deepEqual(await keys(), [{ key: 'young' }]);
  await jobs.stop();
});
