/**
 * Several processes that share the port. The first one owns the database and the signals; the
 * workers serve, and one that dies is replaced.
 */
import cluster, { type Worker } from 'node:cluster';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartProblem } from '../platform/start-problem.ts';

export type Workers = {
  readonly address: { readonly host: string; readonly port: number };
  /** Lets them finish what is in flight; after `withinMs` they are killed. Whether all finished. */
  stop(withinMs: number): Promise<boolean>;
  kill(): void;
};

/** A worker that lived this long died of something new: replace it at once. */
const soundLifeMs = 10_000;
const longestPauseMs = 5_000;

/**
 * Starts the first alone, since what stops it would stop all (the port, for one), then the others.
 * Throws the `StartProblem` a worker met.
 */
export async function startWorkers(
  count: number,
  env: Readonly<Record<string, string>>,
  onDeath: (death: { pid: number; code: number; signal: string }) => void,
): Promise<Workers> {
  cluster.setupPrimary({ exec: join(import.meta.dirname, '../../bin/scrip.mjs'), args: ['start'] });
  let isStopping = false;
  let pauseMs = 0;

  const first = await listening(cluster.fork(env));
  const others = Array.from({ length: count - 1 }, () => listening(cluster.fork(env)));
  await Promise.all(others);

  cluster.on('exit', async (worker, code, signal) => {
    if (isStopping) return;
    onDeath({ pid: worker.process.pid ?? 0, code, signal });
    await sleep(pauseMs);
    if (isStopping) return;
    const startedAt = Date.now();
    pauseMs = Math.min(longestPauseMs, pauseMs * 2 + 100);
    cluster.fork(env).once('exit', () => {
      if (Date.now() - startedAt > soundLifeMs) pauseMs = 0;
    });
  });

  const alive = () => Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
  const kill = () => alive().forEach((worker) => worker.process.kill('SIGKILL'));
  return {
    address: first,
    async stop(withinMs) {
      isStopping = true;
      const ends = alive().map((worker) => ended(worker));
      for (const worker of alive()) worker.process.kill('SIGTERM');
      let areAllDone = true;
      const late = setTimeout(() => {
        areAllDone = false;
        kill();
      }, withinMs);
      await Promise.all(ends);
      clearTimeout(late);
      return areAllDone;
    },
    kill,
  };
}

/** In a worker: hands the primary the reason it cannot start. */
export async function reportToPrimary(problem: StartProblem): Promise<void> {
  await new Promise<void>((resolve) =>
    process.send?.({ startProblem: problem.message }, () => resolve()),
  );
}

function listening(worker: Worker): Promise<Workers['address']> {
  return new Promise((resolve, reject) => {
    let reason = 'a worker process ended before it listened';
    worker.on('message', (message: { startProblem?: string }) => {
      reason = message.startProblem ?? reason;
    });
    worker.once('listening', ({ address, port }) => resolve({ host: address ?? '::', port }));
    worker.once('exit', () => reject(new StartProblem(reason)));
  });
}

function ended(worker: Worker): Promise<void> {
  return worker.isDead()
    ? Promise.resolve()
    : new Promise((resolve) => worker.once('exit', () => resolve()));
}
