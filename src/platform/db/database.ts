/** The database as services and stores see it: named statements, transactions, nothing else. */
import pg from 'pg';
import { againAfterDeadlock } from './deadlocks.ts';
import type { Outcome } from '../../engine/outcome.ts';

/** A statement with a name, so that the server plans it once per connection. */
export type Statement<Row extends pg.QueryResultRow> = {
  readonly name: string;
  readonly text: string;
  /** Never set: carries the row's type. */
  readonly row?: Row;
};

/** `const findCustomer = statement<CustomerRow>('find_customer', 'select …')`. Names are unique. */
export function statement<Row extends pg.QueryResultRow = Record<string, never>>(
  name: string,
  text: string,
): Statement<Row> {
  return { name, text };
}

export type Sql = {
  /** Runs a prepared statement and answers its rows. */
  rows<Row extends pg.QueryResultRow>(
    statement: Statement<Row>,
    values: readonly unknown[],
  ): Promise<Row[]>;
  /** Runs SQL made for the occasion (lists, filters): planned anew each time. */
  adhoc<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[]): Promise<Row[]>;
};

/** A transaction: `sql`, and the connection itself for what streams (COPY). */
export type Transaction = Sql & { readonly client: pg.ClientBase };

export type Database = Sql & {
  /**
   * Commits where the work succeeds; rolls back where it refuses or throws. Where the database broke a
   * deadlock by ending this transaction, the work is done again: it must leave no trace outside of it.
   */
  transaction<Result extends Outcome<unknown>>(
    work: (tx: Transaction) => Promise<Result>,
  ): Promise<Result>;
  close(): Promise<void>;
};

/** How many connections a process keeps; two cores are busy long before this. */
const POOL_SIZE = 20;
const CONNECTION_LIFETIME_SECONDS = 60;

/**
 * Prepared statements are planned once: planning the facts anew takes longer than running them (3.2 ms
 * against 1.3 ms). A plan made while a table was empty must still be right when it is full, so it
 * never relies on reading a whole table: every statement has an index that begins with its project.
 * Connections are renewed every minute, and with them the plans: which index is best may change.
 */
const SETTINGS =
  '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off -c timezone=UTC';

export type DatabaseOptions = {
  /** Is told the name, or else the text, of every statement that is sent. */
  readonly onStatement?: (name: string) => void;
};

export function connectDatabase(
  url: string,
  onError: (error: Error) => void,
  { onStatement }: DatabaseOptions = {},
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL_SIZE,
    maxLifetimeSeconds: CONNECTION_LIFETIME_SECONDS,
    types: { getTypeParser },
    options: SETTINGS,
    // A statement that takes this long is a bug; the request gets its 500 and the lock is freed.
    statement_timeout: 60_000,
  });
  // An idle connection that breaks (server restart) is replaced by the pool; just tell.
  pool.on('error', onError);
  const told: Tell = (query) => {
    onStatement?.(query.name ?? query.text);
    return query;
  };
  return {
    ...sqlOver((query) => pool.query(told(query))),
    transaction: (work) => againAfterDeadlock(() => inTransaction(pool, work, { told, onError })),
    close: () => pool.end(),
  };
}

/** Passes a statement on, having told of it. */
type Tell = (query: pg.QueryConfig) => pg.QueryConfig;

let savepoints = 0;

/** A transaction in the place of a database: what asks for a transaction gets a savepoint. */
export function nestedDatabase(tx: Transaction): Database {
  return {
    ...tx,
    async transaction(work) {
      const savepoint = `nested_${savepoints++}`;
      await tx.client.query(`savepoint ${savepoint}`);
      try {
        const result = await work(tx);
        if (!result.ok) await tx.client.query(`rollback to savepoint ${savepoint}`);
        return result;
      } catch (error) {
        await tx.client.query(`rollback to savepoint ${savepoint}`);
        throw error;
      }
    },
    // The transaction's owner ends it.
    close: () => Promise.resolve(),
  };
}

function sqlOver(query: (config: pg.QueryConfig) => Promise<pg.QueryResult>): Sql {
  return {
    async rows(statement, values) {
      const result = await query({
        name: statement.name,
        text: statement.text,
        values: [...values],
      });
      return result.rows;
    },
    async adhoc(text, values) {
      const result = await query({ text, values: [...values] });
      return result.rows;
    },
  };
}

async function inTransaction<Result extends Outcome<unknown>>(
  pool: pg.Pool,
  work: (tx: Transaction) => Promise<Result>,
  { told, onError }: { readonly told: Tell; readonly onError: (error: Error) => void },
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // The pool listens only to idle ones; unheard, a connection cut off now would end the process.
  const cutOff = (error: Error) => {
    broken = error;
    onError(error);
  };
  client.on('error', cutOff);
  try {
    await client.query(told({ text: 'begin' }));
    const result = await work({ ...sqlOver((query) => client.query(told(query))), client });
    await client.query(told({ text: result.ok ? 'commit' : 'rollback' }));
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.off('error', cutOff);
    client.release(broken);
  }
}

const INT8 = 20;
const DATE = 1082;
const TIMESTAMPTZ = 1184;

/** Amounts are safe integers; times are ISO strings as the API writes them; dates stay as written. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  if (oid === INT8) return Number;
  if (oid === DATE) return String;
  if (oid === TIMESTAMPTZ) return isoInstant;
  return pg.types.getTypeParser(oid, format);
}

/**
 * `2026-11-23 22:05:00.1+00`, as a session in UTC writes it → `2026-11-23T22:05:00.100Z`. Cut out of
 * the text, since a catalog of 100,000 tiers has half a million of them: a Date took 0.9 s.
 */
function isoInstant(text: string): string {
  const milliseconds = text.slice(20, -3).slice(0, 3).padEnd(3, '0');
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${milliseconds}Z`;
}

/** Whether the database refused a row because `constraint` (or any unique key) already has it. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return (
    error instanceof pg.DatabaseError &&
    error.code === '23505' &&
    (constraint === undefined || error.constraint === constraint)
  );
}

/**
 * Why one of our SQL functions refused (SQLSTATE SC001), `deadlock` where the server broke one; null
 * for every other error.
 */
export function raisedReason(error: unknown): string | null {
  if (!(error instanceof pg.DatabaseError)) return null;
  if (error.code === '40P01') return 'deadlock';
  return error.code === 'SC001' ? error.message : null;
}
