/** Async actions: begun by a request, brought forward and ended by jobs. */
import { done, notFound, type Outcome } from '../../engine/outcome.ts';
import type { Context } from '../../platform/context.ts';
import type { Sql } from '../../platform/db/database.ts';
import { isoOf } from '../../platform/iso.ts';
import type { AsyncActionQuery, AsyncActionResult, AsyncActionType } from './schema.ts';
import {
  type AsyncActionRow,
  findAsyncAction,
  insertAsyncAction,
  listAsyncActions,
  updateEnded,
  updateProgress,
} from './store.ts';

export type { AsyncActionRow } from './store.ts';

/** An action as jobs know it; `at` is the instant, ISO 8601, at which it changes. */
export type ActionChange = {
  readonly projectId: string;
  readonly id: string;
  readonly at: string;
};

/** Answers the id for `{async_action_id}`. Within the transaction that adds its job. */
export async function createAsyncAction(
  context: Context,
  sql: Sql,
  type: AsyncActionType,
): Promise<string> {
  const id = context.newId('aa');
  await insertAsyncAction(sql, context.project.id, {
    id,
    type,
    request_id: context.requestId,
    created_at: isoOf(context.now),
  });
  return id;
}

/** `finished` of `wanted` is done; an action that has ended stays as it is. */
export async function progressAsyncAction(
  sql: Sql,
  { projectId, id, at }: ActionChange,
  { finished, wanted }: { readonly finished: number; readonly wanted: number },
): Promise<void> {
  // 100 is said by the end alone.
  const progress = wanted === 0 ? 0 : Math.min(99, Math.floor((100 * finished) / wanted));
  await updateProgress(sql, projectId, { id, progress, at });
}

/** Ends it well; an action that has ended stays as it is. */
export async function finishAsyncAction(
  sql: Sql,
  { projectId, id, at }: ActionChange,
  result: AsyncActionResult,
): Promise<void> {
  await updateEnded(sql, projectId, { id, status: 'DONE', result, at });
}

/** Ends it in failure, with what was reached until then. */
export async function failAsyncAction(
  sql: Sql,
  { projectId, id, at }: ActionChange,
  result: AsyncActionResult,
): Promise<void> {
  await updateEnded(sql, projectId, { id, status: 'FAILED', result, at });
}

export async function getAsyncAction(
  context: Context,
  id: string,
): Promise<Outcome<AsyncActionRow, 'not_found'>> {
  const row = await findAsyncAction(context.db, context.project.id, id);
  return row === null ? notFound('async_action', id) : done(row);
}

/** The newest first. */
export async function someAsyncActions(
  context: Context,
  query: AsyncActionQuery,
): Promise<{ readonly rows: readonly AsyncActionRow[]; readonly hasMore: boolean }> {
  const limit = query.limit ?? 10;
  const rows = await listAsyncActions(context.db, context.project.id, {
    endDate: query.end_date ?? null,
    limit: limit + 1,
  });
  return { rows: rows.slice(0, limit), hasMore: rows.length > limit };
}
