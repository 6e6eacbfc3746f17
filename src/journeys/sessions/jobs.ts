/** Removes locks that have expired. They count for nothing before: this only keeps the table small. */
import { Temporal } from 'temporal-polyfill';
import type { Database } from '../../platform/db/database.ts';
import type { Recurring, Tasks } from '../../platform/jobs/start-jobs.ts';
import { isoOf } from '../../platform/iso.ts';
import { forgetExpired } from './store.ts';

/** Locks a statement is about: it holds the rows of their vouchers until it ends. */
const BATCH = 1_000;

export function sessionTasks(db: Database): Tasks {
  return {
    async forget_expired_sessions(_payload, { signal }) {
      const at = isoOf(Temporal.Now.instant());
      while (!signal.aborted && (await forgetExpired(db, { at, most: BATCH })) > 0);
    },
  };
}

export const sessionsRecurring: Recurring = { forget_expired_sessions: '*/10 * * * *' };
