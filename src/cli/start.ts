/**
 * `scrip start`: prepares, serves until a signal, and takes everything down in order: no new
 * requests, those in flight answered, the database last.
 */
import cluster from 'node:cluster';
import type { Config } from '../config.ts';
import { log, prepare, type Prepared, serve } from '../main.ts';
import { StartProblem } from '../platform/start-problem.ts';
import { type FirstKeys, keysFile } from './first-keys.ts';
import { addressOf, greeting } from './greeting.ts';
import { progress } from './progress.ts';
import { firstStopSignal } from './stop-signal.ts';
import { version } from './version.ts';
import { reportToPrimary, startWorkers } from './workers.ts';

/** The longest a request in flight may hold up the stop. */
const graceMs = 30_000;

export async function start(config: Config): Promise<number> {
  if (cluster.isWorker) return await work(config);
  const startedAt = performance.now();
  const server: Server = config.workers > 1 ? manyProcesses() : oneProcess();
  const stopSignal = firstStopSignal(() => {
    server.kill();
    process.exit(1);
  });
  const prepared = await prepare(config, progress);
  try {
    const address = await server.start(config, prepared);
    console.log(
      greeting({
        version: version(),
        address,
        workers: config.workers,
        seconds: (performance.now() - startedAt) / 1000,
        databaseFolder: prepared.databaseFolder,
        keysFile: keysFile(config),
        keys: prepared.keys,
        areKeysNew: prepared.areKeysNew,
      }),
    );
    await stopSignal;
    return (await server.stop()) ? 0 : 1;
  } finally {
    await prepared.release();
  }
}

type Server = {
  /** Answers the address. */
  start(config: Config, prepared: Prepared): Promise<string>;
  /** Whether all that was in flight could be finished. */
  stop(): Promise<boolean>;
  kill(): void;
};

function oneProcess(): Server {
  let close: () => Promise<void> = async () => undefined;
  return {
    async start(config, prepared) {
      const served = await serve(config, prepared.databaseUrl);
      close = served.close;
      return served.address;
    },
    stop: () => inTime(close()),
    kill: () => undefined,
  };
}

function manyProcesses(): Server {
  let workers: Awaited<ReturnType<typeof startWorkers>> | undefined;
  return {
    async start(config, { databaseUrl, keys }) {
      const env = { DATABASE_URL: databaseUrl, ...keySettings(keys) };
      workers = await startWorkers(config.workers, env, (death) => log.warn('worker died', death));
      return addressOf(config.host, workers.address.port);
    },
    async stop() {
      return (await workers?.stop(graceMs)) ?? true;
    },
    kill: () => workers?.kill(),
  };
}

/** One of several processes: serves on the primary's database until it says stop, or is gone. */
async function work(config: Config): Promise<number> {
  const stopped = Promise.withResolvers<void>();
  process.on('SIGINT', () => undefined); // Ctrl+C reaches all; the primary decides
  process.on('SIGHUP', () => undefined);
  process.on('SIGTERM', stopped.resolve);
  process.on('disconnect', stopped.resolve);
  try {
    if (config.databaseUrl === null) throw new StartProblem('a worker got no database');
    const served = await serve(config, config.databaseUrl);
    await stopped.promise;
    const isDone = await inTime(served.close());
    process.disconnect?.();
    return isDone ? 0 : 1;
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error;
    await reportToPrimary(error);
    process.disconnect?.();
    return 1;
  }
}

async function inTime(closing: Promise<void>): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), graceMs);
  const isDone = await Promise.race([closing.then(() => true), late.promise]);
  clearTimeout(timer);
  if (!isDone) log.warn('requests were still in flight and are cut off');
  return isDone;
}

/** A worker reads its settings as any process does; these reach it through its environment. */
function keySettings({ server, client, management }: FirstKeys): Record<string, string> {
  return {
    SCRIP_APP_ID: server.id,
    SCRIP_APP_TOKEN: server.token,
    SCRIP_CLIENT_APP_ID: client.id,
    SCRIP_CLIENT_APP_TOKEN: client.token,
    SCRIP_MANAGEMENT_ID: management.id,
    SCRIP_MANAGEMENT_TOKEN: management.token,
  };
}
