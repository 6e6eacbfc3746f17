/**
 * Brings the database to the state the code expects: numbered SQL files, forward only.
 *
 * Each file is applied once, in a transaction of its own, and remembered with the hash of its text.
 * A file changed after it was applied, or one the code does not have, means that database and code
 * have parted ways: then nothing is touched. Of several processes that start at once, one works
 * and the others wait.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { errorCode, reasonOf, StartProblem } from '../start-problem.ts';

export type Migration = { readonly name: string; readonly sql: string; readonly hash: string };

const ownMigrations = join(import.meta.dirname, 'migrations');
const oldestVersion = 15;
/** Any number; it must only be the same in every Scrip. */
const lock = 5_727_062;
const connectWithinMs = 10_000;

/**
 * Answers the names applied now, none when the database was up to date. Throws a `StartProblem`
 * when the database cannot be reached, is too old, or does not fit the code.
 */
export async function migrate(
  url: string,
  progress: (line: string) => void = () => undefined,
  migrations: readonly Migration[] = readMigrations(),
): Promise<string[]> {
  const client = await connect(url);
  try {
    await requireVersion(client);
    await client.query('select pg_advisory_lock($1)', [lock]);
    await client.query(`create table if not exists scrip_migrations (
      name text primary key, hash text not null, applied_at timestamptz not null default now())`);
    const missing = await findMissing(client, migrations);
    if (missing.length > 0) progress(`migrating the database (${missing.length} steps)`);
    for (const migration of missing) await apply(client, migration);
    return missing.map((migration) => migration.name);
  } catch (error) {
    if (errorCode(error) !== '42501') throw error;
    throw new StartProblem(`the database user may not migrate: ${reasonOf(error)}`);
  } finally {
    await client.end(); // and with it the lock
  }
}

/** The files of a folder in the order of their numbers. Line endings do not count. */
export function readMigrations(folder: string = ownMigrations): Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  return names.toSorted().map((name) => {
    const sql = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n');
    return { name, sql, hash: createHash('sha256').update(sql).digest('hex') };
  });
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectWithinMs,
    application_name: 'scrip migrate',
  });
  client.on('error', () => undefined); // the query under way rejects
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw new StartProblem(`cannot reach the database at ${placeOf(client)}: ${reasonOf(error)}`);
  }
}

/** Without the password. */
function placeOf({ host, port, database }: pg.Client): string {
  return host.startsWith('/') ? `${host} (${database})` : `${host}:${port}/${database}`;
}

async function requireVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query(`select current_setting('server_version') as name,
    current_setting('server_version_num')::int / 10000 as major`);
  if (rows[0].major >= oldestVersion) return;
  throw new StartProblem(
    `the database runs PostgreSQL ${rows[0].name}; Scrip needs ${oldestVersion} or newer`,
  );
}

async function findMissing(
  client: pg.Client,
  migrations: readonly Migration[],
): Promise<Migration[]> {
  const { rows: applied } = await client.query<{ name: string; hash: string }>(
    'select name, hash from scrip_migrations order by name',
  );
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, hash } of applied) {
    const migration = known.get(name);
    if (migration === undefined) {
      throw new StartProblem(
        `the database is newer than this Scrip: it has the migration ${name}, which is unknown here`,
      );
    }
    if (migration.hash !== hash) {
      throw new StartProblem(
        `the migration ${name} was changed after this database applied it; ` +
          'restore the file and put the change into a new one',
      );
    }
  }
  const last = applied.at(-1)?.name ?? '';
  const done = new Set(applied.map(({ name }) => name));
  const missing = migrations.filter(({ name }) => !done.has(name));
  const late = missing.find(({ name }) => name < last);
  if (late === undefined) return missing;
  throw new StartProblem(
    `the migration ${late.name} was never applied, yet ${last} after it was: number it anew`,
  );
}

async function apply(client: pg.Client, { name, sql, hash }: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(sql);
    await client.query('insert into scrip_migrations (name, hash) values ($1, $2)', [name, hash]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    if (error instanceof Error) error.message = `migration ${name}: ${error.message}`;
    throw error;
  }
}
