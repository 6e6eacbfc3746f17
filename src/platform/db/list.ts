/** One page of a list: filters, order and count, built with Kysely over a table's named columns. */
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  sql,
} from 'kysely';
import type pg from 'pg';
import type { Sql } from './database.ts';

/** Compiles only: statements run through `Sql`, in whatever transaction that stands for. */
const compiler = new Kysely<Record<string, never>>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** A condition of a list, e.g. ``sql`email = ${email}` ``; absent filters are left out. */
export type Condition = RawBuilder<unknown>;

export type ListRequest = {
  /** What rows are taken from: a table with its joins. */
  readonly from: RawBuilder<unknown>;
  /** Where counting can do without those joins: the table alone. */
  readonly countFrom?: RawBuilder<unknown>;
  /** Columns to answer. */
  readonly select: RawBuilder<unknown>;
  /** Every one must hold; the project's is the first. */
  readonly where: readonly (Condition | null)[];
  readonly orderBy: RawBuilder<unknown>;
  readonly limit: number;
  /** From 1. */
  readonly page: number;
};

export type ListPage<Row> = { readonly rows: readonly Row[]; readonly total: number };

/** Reads one page, and how many rows there are in all. */
export async function listPage<Row extends pg.QueryResultRow>(
  db: Sql,
  request: ListRequest,
): Promise<ListPage<Row>> {
  const conditions = request.where.filter((condition) => condition !== null);
  const where = sql.join(conditions, sql` and `);
  const page = sql`select ${request.select} from ${request.from} where ${where}
    order by ${request.orderBy} limit ${request.limit} offset ${(request.page - 1) * request.limit}`;
  const count = sql`select count(*) as total from ${request.countFrom ?? request.from} where ${where}`;
  const [rows, [counted]] = await Promise.all([
    run<Row>(db, page),
    run<{ total: number }>(db, count),
  ]);
  return { rows, total: counted?.total ?? 0 };
}

/** Runs one built statement. */
export async function run<Row extends pg.QueryResultRow>(
  db: Sql,
  built: RawBuilder<unknown>,
): Promise<Row[]> {
  const { sql: text, parameters } = built.compile(compiler);
  return db.adhoc<Row>(text, parameters);
}

/** `before` and `after` of a column, both ends excluded. */
export function within(
  column: string,
  range: { readonly before?: string; readonly after?: string } | undefined,
): readonly (Condition | null)[] {
  return [
    range?.before === undefined ? null : sql`${sql.ref(column)} < ${range.before}::timestamptz`,
    range?.after === undefined ? null : sql`${sql.ref(column)} > ${range.after}::timestamptz`,
  ];
}

/** A column equal to a value, where one is given. */
export function equal(
  column: string,
  value: string | number | boolean | undefined,
): Condition | null {
  return value === undefined ? null : sql`${sql.ref(column)} = ${value}`;
}

/**
 * The order asked for (`-created_at`), else `fallback`. Ids begin with their time: they stand for
 * `created_at`, and break every tie.
 */
export function orderedBy(order: string | undefined, fallback: string): RawBuilder<unknown> {
  const wanted = order ?? fallback;
  const direction = wanted.startsWith('-') ? sql`desc` : sql`asc`;
  const column = wanted.replace(/^-/, '');
  if (column === 'created_at' || column === 'id') return sql`id ${direction}`;
  return sql`${sql.ref(column)} ${direction} nulls last, id ${direction}`;
}
