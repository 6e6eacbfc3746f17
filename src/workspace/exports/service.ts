/** Exports: asked for here, written by a job, read as a stream. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import { done, notFound, type Outcome, refuse } from '../../engine/outcome.ts';
import type { Context } from '../../platform/context.ts';
import { filterCondition } from '../../platform/db/filters.ts';
import type { Condition, ListPage } from '../../platform/db/list.ts';
import { isoOf } from '../../platform/iso.ts';
import { addJob } from '../../platform/jobs/add-job.ts';
import type { ExportParameters, ExportQuery } from './schema.ts';
import type { ExportSource } from './source.ts';
import {
  type ExportRow,
  findChunk,
  findExport,
  insertExport,
  listExports,
  removeExport,
} from './store.ts';

export {
  type ExportedObject,
  type ExportSource,
  type ExportSources,
  sourcesOf,
} from './source.ts';
export type { ExportRow } from './store.ts';

/** The task's name. */
export const WRITE_EXPORT = 'write_export';

export type Wanted = {
  readonly source: ExportSource;
  readonly parameters: ExportParameters;
  /** What the address narrows it to, by the source's scopes. */
  readonly scope?: ExportRow['scope'];
  /** The parameters as answers show them, with the scope; absent: as they are. */
  readonly shown?: ExportParameters;
};
export type ExportFault = 'invalid_export_fields' | 'invalid_payload';

/** Checked now, written when the transaction has committed. */
export async function createExport(
  context: Context,
  { source, parameters, scope = {}, shown = parameters }: Wanted,
): Promise<Outcome<ExportRow, ExportFault>> {
  const wanted = readParameters(source, parameters, context.now);
  if (!wanted.ok) return wanted;
  return context.db.transaction(async (tx) => {
    const row = await insertExport(tx, context.project.id, {
      id: context.newId('exp'),
      exported_object: source.object,
      parameters,
      shown,
      scope,
      token: randomBytes(24).toString('base64url'),
      created_at: isoOf(context.now),
    });
    await addJob(tx, WRITE_EXPORT, { projectId: context.project.id, id: row.id });
    return done(row);
  });
}

export type ReadParameters = {
  readonly fields: readonly string[];
  readonly order: string;
  readonly filters: Condition | null;
};

/** What the parameters mean for the source. */
export function readParameters(
  source: ExportSource,
  parameters: ExportParameters,
  now: Temporal.Instant,
): Outcome<ReadParameters, ExportFault> {
  const { order = source.order, filters } = parameters;
  const fields: readonly string[] = parameters.fields ?? source.defaults;
  const unknown = fields.find((field) => !isField(source, field));
  if (unknown !== undefined || fields.length === 0) {
    const allowed = Object.keys(source.fields).join(', ');
    return refuse('invalid_export_fields', `Unsupported field used. Allowed fields: ${allowed}`);
  }
  if (!Object.hasOwn(source.orders, order.replace(/^-/, ''))) {
    const allowed = Object.keys(source.orders).join(', ');
    return refuse('invalid_payload', `Property .parameters.order should be one of: ${allowed}`);
  }
  const condition = filterCondition(asTexts(filters), source.filters(now), now);
  return condition.ok
    ? done({ fields, order, filters: condition.value })
    : refuse('invalid_payload', condition.details);
}

function isField(source: ExportSource, field: string): boolean {
  if (Object.hasOwn(source.fields, field)) return true;
  return source.metadata !== undefined && /^metadata\../.test(field);
}

/** Filters of a query are texts; in a body numbers and booleans come as such. */
function asTexts(filters: ExportParameters['filters']): ExportParameters['filters'] {
  if (filters === undefined) return undefined;
  return Object.fromEntries(Object.entries(filters).map(([name, value]) => [name, asText(value)]));
}

function asText(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, asText(part)]));
}

export async function getExport(
  { db, project }: Context,
  id: string,
): Promise<Outcome<ExportRow, 'not_found'>> {
  const row = await findExport(db, project.id, id);
  return row === null ? notFound('export', id) : done(row);
}

export function pageOfExports(
  { db, project }: Context,
  query: ExportQuery,
): Promise<ListPage<ExportRow>> {
  return listExports(db, project.id, query);
}

export async function deleteExport(
  { db, project }: Context,
  id: string,
): Promise<Outcome<null, 'not_found'>> {
  return (await removeExport(db, project.id, id)) ? done(null) : notFound('export', id);
}

/** The file, portion by portion, for whoever has its token. */
export async function downloadExport(
  context: Context,
  id: string,
  token: string,
): Promise<Outcome<AsyncIterable<string>, 'not_found' | 'unauthorized'>> {
  const row = await getExport(context, id);
  if (!row.ok) return row;
  if (!isSame(row.value.token, token)) {
    return refuse('unauthorized', 'The token opens no file of this export');
  }
  return row.value.status === 'DONE' ? done(portions(context, id)) : notFound('export', id);
}

async function* portions({ db, project }: Context, exportId: string): AsyncGenerator<string> {
  for (let number = 0; ; number++) {
    const content = await findChunk(db, project.id, { exportId, number });
    if (content === null) return;
    yield content;
  }
}

function isSame(token: string, given: string): boolean {
  const [one, other] = [Buffer.from(token), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}
