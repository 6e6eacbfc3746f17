/** Deadlocks: the database ends one of those who wait for each other; that one simply tries again. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** Each try finds the others further on; this many in a row is a bug. */
const MAX_TRIES = 8;
const MAX_PAUSE_MS = 20;

/** Runs one statement outside of any transaction, or a whole transaction, again where it was ended to resolve a deadlock. */
export async function againAfterDeadlock<Result>(run: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await run();
    } catch (error) {
      if (!isDeadlock(error) || tries === MAX_TRIES) throw error;
    }
    await sleep(Math.random() * MAX_PAUSE_MS);
  }
}

/** Deadlock detected, or the same said by a database that serialises. */
function isDeadlock(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === '40P01' || error.code === '40001');
}
