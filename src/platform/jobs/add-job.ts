/** Hands work to the background, in the transaction that makes it necessary. */
import type { JsonObject } from '../../engine/json.ts';
import { type Sql, statement } from '../db/database.ts';

export type JobOptions = {
  /** Of waiting jobs with the same key only the newest stays. */
  readonly jobKey?: string;
  /** Jobs of one queue run one after the other. */
  readonly queue?: string;
  /** ISO 8601 instant before which it does not run. */
  readonly runAt?: string;
  /** 25 where absent; between attempts the waits grow exponentially, from seconds to hours. */
  readonly maxAttempts?: number;
};

const addJobStatement = statement<{ id: number }>(
  'add_job',
  `select id from graphile_worker.add_job(
     $1, payload => $2::json, queue_name => $3, run_at => $4, max_attempts => $5, job_key => $6)`,
);

/**
 * The task `name` runs with `payload`, at least once, after the transaction of `sql` commits: never
 * if it rolls back. A task that throws runs again later.
 */
export async function addJob(
  sql: Sql,
  name: string,
  payload: JsonObject,
  { jobKey, queue, runAt, maxAttempts }: JobOptions = {},
): Promise<void> {
  await sql.rows(addJobStatement, [
    name,
    JSON.stringify(payload),
    queue ?? null,
    runAt ?? null,
    maxAttempts ?? null,
    jobKey ?? null,
  ]);
}
