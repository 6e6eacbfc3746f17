/** config → database → app: the only place that wires them. */
import { allRecurring, allTasks, buildApp } from './app.ts';
import { type FirstKeys, firstKeys } from './cli/first-keys.ts';
import { addressOf } from './cli/greeting.ts';
import { version } from './cli/version.ts';
import type { Config } from './config.ts';
import { connectDatabase, type Database } from './platform/db/database.ts';
import { startDatabase } from './platform/db/embedded/start-database.ts';
import { migrate } from './platform/db/migrate.ts';
import { migrateJobs, startJobs } from './platform/jobs/start-jobs.ts';
import { errorFields, jsonLog, type Log } from './platform/log.ts';
import { errorCode, reasonOf, StartProblem } from './platform/start-problem.ts';
import { ensureFirstProject } from './workspace/projects/service.ts';

export type Prepared = {
  readonly databaseUrl: string;
  /** Where the embedded database lies; `null` for a DATABASE_URL. */
  readonly databaseFolder: string | null;
  readonly keys: FirstKeys;
  readonly areKeysNew: boolean;
  /** Ends the use of the database; the embedded one stops with its last user. */
  release(): Promise<void>;
};

export type Served = {
  readonly address: string;
  /** Stops accepting, then waits for what is in flight. */
  close(): Promise<void>;
};

const sweepMs = 50;

export const log: Log = jsonLog((line) => process.stderr.write(line));

/** What is done once, however many processes serve: a migrated database with a first project. */
export async function prepare(config: Config, progress: (line: string) => void): Promise<Prepared> {
  const database = await startDatabase(config, progress);
  try {
    await migrate(database.url, progress);
    // Here, not with the first worker: requests add jobs from the moment they are served.
    await migrateJobs(database.url);
    const { keys, areNew } = firstKeys(config);
    await withDatabase(database.url, (db) => ensureFirstProject(db, keys));
    return {
      databaseUrl: database.url,
      databaseFolder: database.folder,
      keys,
      areKeysNew: areNew,
      release: database.stop,
    };
  } catch (error) {
    await database.stop();
    throw error;
  }
}

/** What each process does: the application, listening. */
export async function serve(config: Config, databaseUrl: string): Promise<Served> {
  const db = connect(databaseUrl);
  const { clientRequests, trustedProxies } = config;
  const app = buildApp({ db, log, version: version(), clientRequests, trustedProxies });
  const jobs = await startJobs({
    databaseUrl,
    tasks: allTasks(db, log),
    recurring: allRecurring,
    log,
  });
  const close = async () => {
    // A connection whose last answer goes out after the close began would idle on for a minute.
    const sweep = setInterval(() => app.server.closeIdleConnections(), sweepMs);
    await app.close().finally(() => clearInterval(sweep));
    await jobs.stop();
    await db.close();
  };
  try {
    await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    await close();
    throw listenProblem(error, config) ?? error;
  }
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  return { address: addressOf(config.host, port), close };
}

function connect(url: string): Database {
  return connectDatabase(url, (error) => log.warn('database connection lost', errorFields(error)));
}

async function withDatabase<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = connect(url);
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

function listenProblem(error: unknown, { host, port }: Config): StartProblem | null {
  const reason = reasonOf(error);
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return new StartProblem(`port ${port} on ${host} is taken: free it, or set PORT to another`);
    case 'EACCES':
      return new StartProblem(`may not listen on port ${port}: ${reason}; set PORT to another`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartProblem(`cannot listen on ${host} (HOST): ${reason}`);
    default:
      return null;
  }
}
