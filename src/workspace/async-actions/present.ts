/** Async actions: row → wire. */
import type { AsyncAction, AsyncActionSummary } from './schema.ts';
import type { AsyncActionRow } from './store.ts';

const outcomes = {
  ENQUEUED: 'UNKNOWN',
  IN_PROGRESS: 'UNKNOWN',
  DONE: 'SUCCESS',
  FAILED: 'FAILED',
} as const;

/** As lists show it: without its result. */
export function presentAsyncActionSummary(row: AsyncActionRow): AsyncActionSummary {
  return {
    id: row.id,
    type: row.type,
    status: row.status,
    operation_status: outcomes[row.status],
    created_at: row.created_at,
    ...(row.updated_at === null ? {} : { updated_at: row.updated_at }),
    request_id: row.request_id,
    ...(row.processing_time_ms === null ? {} : { processing_time: row.processing_time_ms }),
    progress: row.progress,
    object: 'async_action',
  };
}

export function presentAsyncAction(row: AsyncActionRow): AsyncAction {
  const summary = presentAsyncActionSummary(row);
  return row.result === null ? summary : { ...summary, result: row.result };
}
