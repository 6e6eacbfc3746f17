/** Removes the answers kept for idempotency keys once no client tries again. */
import type { JobHelpers } from 'graphile-worker';

const KEPT_FOR = '48 hours';
/** Rows a statement removes: short enough not to hold anything up. */
const BATCH = 10_000;

export async function forgetIdempotencyKeys({ query }: JobHelpers): Promise<void> {
  let removed: number | null;
  do {
    const result = await query(
      `delete from idempotency_keys where (project_id, key) in (
         select project_id, key from idempotency_keys
         where created_at < now() - $1::interval order by created_at limit $2)`,
      [KEPT_FOR, BATCH],
    );
    removed = result.rowCount;
  } while (removed === BATCH);
}
