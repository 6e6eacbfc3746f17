/** SQL of exports: their rows, their files in portions, and the reading of what is exported. */
import { type RawBuilder, sql } from 'kysely';
import type { JsonObject } from '../../engine/json.ts';
import { type Sql, statement } from '../../platform/db/database.ts';
import { type Condition, type ListPage, listPage, orderedBy, run } from '../../platform/db/list.ts';
import type { ExportParameters, ExportQuery } from './schema.ts';
import type { ExportedObject, ExportSource } from './source.ts';

export type ExportRow = {
  readonly id: string;
  readonly exported_object: ExportedObject;
  readonly parameters: ExportParameters;
  /** With what the scope narrows it to. */
  readonly shown: ExportParameters;
  /** Column → value. */
  readonly scope: Readonly<Record<string, string>>;
  readonly status: 'SCHEDULED' | 'IN_PROGRESS' | 'DONE' | 'ERROR';
  readonly token: string;
  readonly created_at: string;
};

const columns = 'id, exported_object, parameters, shown, scope, status, token, created_at';

const insertStatement = statement<ExportRow>(
  'insert_export',
  `insert into exports (project_id, id, exported_object, parameters, shown, scope, token, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${columns}`,
);

export async function insertExport(
  db: Sql,
  projectId: string,
  row: Omit<ExportRow, 'status'>,
): Promise<ExportRow> {
  const [inserted] = await db.rows(insertStatement, [
    projectId,
    row.id,
    row.exported_object,
    JSON.stringify(row.parameters),
    JSON.stringify(row.shown),
    JSON.stringify(row.scope),
    row.token,
    row.created_at,
  ]);
  if (inserted === undefined) throw new Error('an insert answers its row');
  return inserted;
}

const findStatement = statement<ExportRow>(
  'find_export',
  `select ${columns} from exports where project_id = $1 and id = $2`,
);

export async function findExport(
  db: Sql,
  projectId: string,
  id: string,
): Promise<ExportRow | null> {
  const [row] = await db.rows(findStatement, [projectId, id]);
  return row ?? null;
}

const lockStatement = statement<ExportRow>(
  'lock_export',
  `select ${columns} from exports where project_id = $1 and id = $2
     and status in ('SCHEDULED', 'IN_PROGRESS') for update skip locked`,
);

/** Null where it is gone or done, or another process is at it. */
export async function lockExport(
  db: Sql,
  projectId: string,
  id: string,
): Promise<ExportRow | null> {
  const [row] = await db.rows(lockStatement, [projectId, id]);
  return row ?? null;
}

const settleStatement = statement(
  'settle_export',
  'update exports set status = $3 where project_id = $1 and id = $2',
);

export async function settleExport(
  db: Sql,
  projectId: string,
  { id, status }: Pick<ExportRow, 'id' | 'status'>,
): Promise<void> {
  await db.rows(settleStatement, [projectId, id, status]);
}

const removeStatement = statement<{ id: string }>(
  'remove_export',
  'delete from exports where project_id = $1 and id = $2 returning id',
);

export async function removeExport(db: Sql, projectId: string, id: string): Promise<boolean> {
  return (await db.rows(removeStatement, [projectId, id])).length > 0;
}

export function listExports(
  db: Sql,
  projectId: string,
  query: ExportQuery,
): Promise<ListPage<ExportRow>> {
  return listPage(db, {
    select: sql.raw(columns),
    from: sql.raw('exports'),
    where: [sql`project_id = ${projectId}`],
    orderBy: orderedBy(query.order, '-created_at'),
    limit: query.limit ?? 10,
    page: query.page ?? 1,
  });
}

const insertChunkStatement = statement(
  'insert_export_chunk',
  'insert into export_chunks (project_id, export_id, number, content) values ($1, $2, $3, $4)',
);

export async function insertChunk(
  db: Sql,
  projectId: string,
  chunk: { readonly exportId: string; readonly number: number; readonly content: string },
): Promise<void> {
  await db.rows(insertChunkStatement, [projectId, chunk.exportId, chunk.number, chunk.content]);
}

const findChunkStatement = statement<{ content: string }>(
  'find_export_chunk',
  `select content from export_chunks where project_id = $1 and export_id = $2 and number = $3`,
);

export async function findChunk(
  db: Sql,
  projectId: string,
  { exportId, number }: { readonly exportId: string; readonly number: number },
): Promise<string | null> {
  const [row] = await db.rows(findChunkStatement, [projectId, exportId, number]);
  return row?.content ?? null;
}

/** Opens the query as a cursor of this transaction: what it sees is as of now, whatever comes. */
export async function openRows(
  tx: Sql,
  projectId: string,
  source: ExportSource,
  wanted: {
    readonly fields: readonly string[];
    readonly order: string;
    readonly scope: ExportRow['scope'];
    readonly filters: Condition | null;
  },
): Promise<void> {
  const selected = wanted.fields.map(
    (field, at) => sql`${column(source, field)} as ${sql.ref(`f${at}`)}`,
  );
  const conditions = [
    sql`${sql.raw(source.project)} = ${projectId}`,
    ...Object.entries(wanted.scope).map(
      ([name, value]) => sql`${sql.raw(source.scopes?.[name] ?? 'null')} = ${value}`,
    ),
    ...(source.where === undefined ? [] : [sql.raw(source.where)]),
    ...(wanted.filters === null ? [] : [wanted.filters]),
  ];
  const direction = wanted.order.startsWith('-') ? sql`desc` : sql`asc`;
  const by = sql.raw(source.orders[wanted.order.replace(/^-/, '')] ?? source.id);
  await run(
    tx,
    sql`declare exported no scroll cursor for select ${sql.join(selected)} from ${sql.raw(source.from)}
      where ${sql.join(conditions, sql` and `)}
      order by ${by} ${direction} nulls last, ${sql.raw(source.id)} ${direction}`,
  );
}

function column(source: ExportSource, field: string): RawBuilder<unknown> {
  const known = Object.hasOwn(source.fields, field) ? source.fields[field] : undefined;
  if (known !== undefined) return sql.raw(`(${known})`);
  return sql`(${sql.raw(source.metadata ?? 'null::jsonb')} ->> ${field.slice('metadata.'.length)}::text)`;
}

/** The next rows of the cursor, each as its columns in order. */
export async function nextRows(tx: Sql, most: number): Promise<unknown[][]> {
  const rows = await tx.adhoc<JsonObject>(`fetch ${most} from exported`, []);
  return rows.map((row) => Object.values(row));
}
