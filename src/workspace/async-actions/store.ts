/** SQL of async actions. */
import { type Sql, statement } from '../../platform/db/database.ts';
import type { AsyncActionResult, AsyncActionType } from './schema.ts';

export type AsyncActionRow = {
  readonly id: string;
  readonly type: AsyncActionType;
  readonly status: 'ENQUEUED' | 'IN_PROGRESS' | 'DONE' | 'FAILED';
  /** Per cent. */
  readonly progress: number;
  readonly request_id: string;
  readonly result: AsyncActionResult | null;
  readonly processing_time_ms: number | null;
  readonly created_at: string;
  readonly updated_at: string | null;
};

const columns =
  'id, type, status, progress, request_id, result, processing_time_ms, created_at, updated_at';

const insertStatement = statement(
  'insert_async_action',
  `insert into async_actions (project_id, id, type, status, request_id, created_at)
   values ($1, $2, $3, 'ENQUEUED', $4, $5)`,
);

export async function insertAsyncAction(
  sql: Sql,
  projectId: string,
  action: Pick<AsyncActionRow, 'id' | 'type' | 'request_id' | 'created_at'>,
): Promise<void> {
  await sql.rows(insertStatement, [
    projectId,
    action.id,
    action.type,
    action.request_id,
    action.created_at,
  ]);
}

const progressStatement = statement(
  'progress_async_action',
  `update async_actions set status = 'IN_PROGRESS', progress = $3, updated_at = $4
   where project_id = $1 and id = $2 and status in ('ENQUEUED', 'IN_PROGRESS')`,
);

export async function updateProgress(
  sql: Sql,
  projectId: string,
  { id, progress, at }: { readonly id: string; readonly progress: number; readonly at: string },
): Promise<void> {
  await sql.rows(progressStatement, [projectId, id, progress, at]);
}

const endStatement = statement(
  'end_async_action',
  `update async_actions set status = $3, progress = case when $3 = 'DONE' then 100 else progress end,
     result = $4, updated_at = $5,
     processing_time_ms = greatest(0, extract(epoch from $5::timestamptz - created_at) * 1000)::bigint
   where project_id = $1 and id = $2 and status in ('ENQUEUED', 'IN_PROGRESS')`,
);

export async function updateEnded(
  sql: Sql,
  projectId: string,
  ended: {
    readonly id: string;
    readonly status: 'DONE' | 'FAILED';
    readonly result: AsyncActionResult;
    readonly at: string;
  },
): Promise<void> {
  const { id, status, result, at } = ended;
  await sql.rows(endStatement, [projectId, id, status, JSON.stringify(result), at]);
}

const findStatement = statement<AsyncActionRow>(
  'find_async_action',
  `select ${columns} from async_actions where project_id = $1 and id = $2`,
);

export async function findAsyncAction(
  sql: Sql,
  projectId: string,
  id: string,
): Promise<AsyncActionRow | null> {
  const [row] = await sql.rows(findStatement, [projectId, id]);
  return row ?? null;
}

const listStatement = statement<AsyncActionRow>(
  'list_async_actions',
  `select ${columns} from async_actions
   where project_id = $1 and created_at < coalesce($2::timestamptz, 'infinity')
   order by id desc limit $3`,
);

/** The newest first, at most `limit`; with `endDate` those created before it. */
export function listAsyncActions(
  sql: Sql,
  projectId: string,
  { endDate, limit }: { readonly endDate: string | null; readonly limit: number },
): Promise<AsyncActionRow[]> {
  return sql.rows(listStatement, [projectId, endDate, limit]);
}
