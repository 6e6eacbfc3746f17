/**
 * Databases for tests: each call makes a fresh one, copied from a migrated template, on one server.
 * The tables of the jobs are in it: what is put in the background waits until somebody works it off.
 *
 * The server is the one SCRIP_TEST_DATABASE_URL names (the test run sets it, or you do, to test
 * on another PostgreSQL; its user must be allowed to create databases). Without it, as when a file
 * runs alone, it is an embedded one in the temp folder, shared by all who test at the moment and
 * stopped by the last. It does without fsync: what a test loses in a power cut is a test.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import pg from 'pg';
import {
  type RunningDatabase,
  startDatabase,
} from '../../src/platform/db/embedded/start-database.ts';
import { migrate, readMigrations } from '../../src/platform/db/migrate.ts';
import { migrateJobs } from '../../src/platform/jobs/start-jobs.ts';

export type TestDatabase = { readonly url: string; drop(): Promise<void> };

/** Any number; makers of the template wait for each other. */
const lock = 5_727_063;
/** A run that was killed leaves its databases; nobody runs tests for this long. */
const abandonedAfterMs = 2 * 60 * 60_000;

/** Made from the template in some 80 ms. Dropped after the file's last test, if not before. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = await (shared ??= openServer());
  const name = `scrip_test_${Date.now().toString(36)}_${randomBytes(5).toString('hex')}`;
  await server.create(name);
  const drop = async () => {
    if (undropped.delete(drop)) await server.drop(name);
  };
  undropped.add(drop);
  return { url: databaseUrl(server.url, name), drop };
}

/** The server for a whole test run; `url` is what SCRIP_TEST_DATABASE_URL wants. */
export async function startTestServer(): Promise<Pick<RunningDatabase, 'url' | 'stop'>> {
  const given = process.env.SCRIP_TEST_DATABASE_URL;
  if (given) return { url: given, stop: async () => undefined };
  return await startDatabase({ databaseUrl: null, dataFolder: sharedFolder() }, () => undefined, {
    fsync: 'off',
    full_page_writes: 'off',
    max_connections: '300',
    wal_compression: 'off',
  });
}

let shared: Promise<Server> | undefined;
const undropped = new Set<() => Promise<void>>();
const users: (() => Promise<void>)[] = [];

/** After the file's last test, before its databases go: for what is connected to them. */
export function beforeDrop(close: () => Promise<void>): void {
  users.push(close);
}

after(async () => {
  for (const close of users) await close();
  const server = await shared;
  for (const drop of undropped) await drop();
  await server?.close();
});

type Server = {
  readonly url: string;
  create(name: string): Promise<void>;
  drop(name: string): Promise<void>;
  close(): Promise<void>;
};

async function openServer(): Promise<Server> {
  const running = await startTestServer();
  const admin = new pg.Pool({ connectionString: running.url, max: 1 });
  // Its last connection may still be closing while the server stops.
  admin.on('error', () => undefined);
  const migrations = readMigrations();
  const hash = createHash('sha256').update(migrations.map((m) => m.name + m.hash).join());
  const template = `scrip_template_jobs_${hash.digest('hex').slice(0, 16)}`;
  await makeTemplate(admin, running.url, template);
  return {
    url: running.url,
    async create(name) {
      await admin.query(`create database ${name} template ${template} strategy file_copy`);
    },
    async drop(name) {
      // Connections just closed are still leaving: PostgreSQL waits for them up to 5 s, while
      // cutting them off would throw in our process. Those of a test that went astray are cut.
      await admin
        .query(`drop database if exists ${name}`)
        .catch(() => admin.query(`drop database if exists ${name} with (force)`));
    },
    async close() {
      await admin.end();
      await running.stop();
    },
  };
}

/** A template is marked as one when it is complete; half a one, of a killed run, is made anew. */
async function makeTemplate(admin: pg.Pool, url: string, template: string): Promise<void> {
  const client = await admin.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lock]);
    const { rows } = await client.query(
      'select from pg_database where datname = $1 and datistemplate',
      [template],
    );
    if (rows.length > 0) return;
    await dropAbandoned(client);
    await client.query(`drop database if exists ${template} with (force)`);
    await client.query(`create database ${template}`);
    await migrate(databaseUrl(url, template));
    await migrateJobs(databaseUrl(url, template));
    await client.query(`alter database ${template} is_template true`);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lock]);
    client.release();
  }
}

async function dropAbandoned(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    String.raw`select datname from pg_database where datname like 'scrip\_test\_%'`,
  );
  for (const { datname } of rows) {
    const madeAt = Number.parseInt(datname.split('_')[2] ?? '', 36);
    if (Date.now() - madeAt > abandonedAfterMs) await client.query(`drop database ${datname}`);
  }
}

function databaseUrl(serverUrl: string, name: string): string {
  return serverUrl.replace(/^(\w+:\/\/[^/]*\/)[^?]*/, `$1${name}`);
}

/** A folder of ours: in a temp folder anybody may have made it first. */
function sharedFolder(): string {
  const self = process.getuid?.() ?? 0;
  const folder = join(tmpdir(), `scrip-tests-${self}`);
  mkdirSync(folder, { recursive: true, mode: self === 0 ? 0o711 : 0o700 });
  const owner = statSync(folder).uid;
  if (owner !== self) throw new Error(`${folder} belongs to another user (uid ${owner})`);
  return folder;
}
