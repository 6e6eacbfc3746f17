/**
 * The database Scrip works on: the one DATABASE_URL names, or a PostgreSQL of its own.
 *
 * Its own is a real server, started on the data folder, or adopted where one runs already: left by
 * a Scrip that was killed, or in use by another Scrip at this moment. If it dies under us it is
 * started again.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf, StartProblem } from '../../start-problem.ts';
import { type Binaries, readyBinaries } from './binaries.ts';
import { type ClusterHome, clusterHome } from './cluster-home.ts';
import { createCluster } from './create-cluster.ts';
import { findPostmaster, type Postmaster } from './postmaster-file.ts';
import { type ServerSettings, startServer, stopServer } from './server.ts';
import { beginUse, type SharedUse } from './shared-use.ts';

export type RunningDatabase = {
  readonly url: string;
  /** Where the data lies; `null`: wherever DATABASE_URL keeps it. */
  readonly folder: string | null;
  /** Ends our use of it; stops the server if it is our own and nobody else uses it. */
  stop(): Promise<void>;
};

type Wanted = { readonly databaseUrl: string | null; readonly dataFolder: string };

const retryMs = 20;
const useWithinMs = 10 * 60_000;

/**
 * Throws a `StartProblem` where it cannot. `progress` hears of steps that take a while. `settings`
 * are PostgreSQL's, beyond the ones Scrip sets.
 */
export async function startDatabase(
  { databaseUrl, dataFolder }: Wanted,
  progress: (line: string) => void,
  settings: ServerSettings = {},
): Promise<RunningDatabase> {
  if (databaseUrl !== null) {
    return { url: databaseUrl, folder: null, stop: async () => undefined };
  }
  const home = clusterHome(dataFolder);
  const binaries = readyBinaries(home.user, home.shelf);
  if (!existsSync(join(home.folder, 'data'))) {
    progress('creating the database');
    await createCluster(home, binaries);
  }
  requireSameMajor(home, binaries);
  return await keepRunning({ home, binaries, settings, progress });
}

type Embedded = {
  readonly home: ClusterHome;
  readonly binaries: Binaries;
  readonly settings: ServerSettings;
  readonly progress: (line: string) => void;
};

type InUse = { readonly server: Postmaster; readonly use: SharedUse };

function requireSameMajor({ folder }: ClusterHome, { major }: Binaries): void {
  const made = Number(readFileSync(join(folder, 'data', 'PG_VERSION'), 'utf8'));
  if (made === major) return;
  throw new StartProblem(
    `the data in ${folder} was made by PostgreSQL ${made}, and this Scrip brings ${major}: ` +
      'start it with the Scrip that made it, dump it, and load the dump into a new SCRIP_DATA',
  );
}

async function keepRunning(embedded: Embedded): Promise<RunningDatabase> {
  let isStopping = false;
  let current = await use(embedded);
  const watch = () =>
    current.use.onLost(async () => {
      while (!isStopping) {
        embedded.progress('the embedded database went away; starting it again');
        try {
          current = await use(embedded, current.server.port);
          if (isStopping) await endUse(embedded, current);
          else watch();
          return;
        } catch (error) {
          embedded.progress(reasonOf(error));
          await sleep(1_000);
        }
      }
    });
  watch();
  return {
    url: urlOf(embedded.home, current.server, 'scrip'),
    folder: embedded.home.folder,
    async stop() {
      isStopping = true;
      await endUse(embedded, current);
    },
  };
}

/** Starts or adopts the server. On TCP a `port` given is taken again, so that the URL stays true. */
async function use(embedded: Embedded, port?: number): Promise<InUse> {
  const { home, binaries, settings, progress } = embedded;
  const data = join(home.folder, 'data');
  const deadline = Date.now() + useWithinMs;
  while (Date.now() < deadline) {
    const server =
      findPostmaster(data) ?? (await startServer(home, binaries, { settings, port }, progress));
    if (server.isReady) {
      const shared = await begin(home, server, data);
      if (shared !== null) return { server, use: shared };
    }
    await sleep(retryMs);
  }
  throw new StartProblem(`the embedded database in ${home.folder} neither starts nor stops`);
}

async function begin(home: ClusterHome, server: Postmaster, data: string) {
  try {
    return await beginUse(urlOf(home, server, 'postgres'), data);
  } catch (error) {
    throw new StartProblem(
      `the embedded database in ${home.folder} refuses the connection: ${reasonOf(error)}`,
    );
  }
}

async function endUse({ home, binaries }: Embedded, { server, use }: InUse): Promise<void> {
  if (await use.end()) await stopServer(home, binaries, server.pid);
}

/** Every part is said: PGPORT or PGSSLMODE in the environment must not bend it. */
function urlOf(home: ClusterHome, server: Postmaster, database: string): string {
  const password = readFileSync(join(home.folder, 'password'), 'utf8').trim();
  const host = encodeURIComponent(server.host);
  return `postgresql://scrip:${password}@/${database}?host=${host}&port=${server.port}&sslmode=disable`;
}
