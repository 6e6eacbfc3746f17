/** Works off the jobs of the database; every process of Scrip may, and they share the work. */
import { EventEmitter } from 'node:events';
import pg from 'pg';
import {
  Logger,
  type ParsedCronItem,
  parseCronItems,
  run,
  runMigrations,
  type TaskList,
  type WorkerEventMap,
} from 'graphile-worker';
import { errorFields, type Log } from '../log.ts';
import { forgetIdempotencyKeys } from './forget-idempotency-keys.ts';
import { type Presence, showPresence } from './presence.ts';

export type Run = {
  /** Aborts when the process wants to stop: finish the step at hand and leave the rest to a job. */
  readonly signal: AbortSignal;
  /** This run is the last: if it throws, the job is not tried again. */
  readonly isLastAttempt: boolean;
};

/** `payload` is what `addJob` was given, as JSON. It may run twice: what it does must bear that. */
export type Task = (payload: unknown, run: Run) => Promise<void>;
/** By the name `addJob` calls them. */
export type Tasks = { readonly [name: string]: Task };

/** Names of tasks with the pattern of cron, in UTC, that says when each is due. */
export type Recurring = { readonly [name: string]: string };

export type Jobs = {
  /** Takes no more jobs, and waits for those in flight. */
  stop(): Promise<void>;
};

/** Jobs a process works on at the same time; each holds a connection or two. */
const CONCURRENCY = 4;
/** Jobs that were added wake the process at once; those put off are looked for this often. */
const POLL_EVERY_MS = 2_000;

/** Creates or updates the tables of the queue; `startJobs` does so by itself. */
export async function migrateJobs(databaseUrl: string): Promise<void> {
  await runMigrations({ connectionString: databaseUrl, logger: quiet });
}

export async function startJobs({
  databaseUrl,
  tasks,
  recurring = {},
  log,
}: {
  readonly databaseUrl: string;
  readonly tasks: Tasks;
  readonly recurring?: Recurring;
  readonly log: Log;
}): Promise<Jobs> {
  const events = new EventEmitter();
  let presence: Promise<Presence> | undefined;
  events.on('pool:create', ({ workerPool }: WorkerEventMap['pool:create']) => {
    presence ??= showPresence(databaseUrl, workerPool.id, (error) =>
      log.warn('jobs lost their connection', errorFields(error)),
    );
  });
  // A pool of our own: its sockets close after `end`, and a server that stops meanwhile cuts them off;
  // an error that nobody hears would then end the process.
  const pgPool = new pg.Pool({ connectionString: databaseUrl, max: CONCURRENCY + 2 });
  pgPool.on('error', (error) => log.warn('jobs lost their connection', errorFields(error)));
  const heard = (client: pg.PoolClient) => client.on('error', () => undefined);
  pgPool.on('connect', heard);
  const runner = await run({
    pgPool,
    concurrency: CONCURRENCY,
    pollInterval: POLL_EVERY_MS,
    noHandleSignals: true,
    gracefulShutdownAbortTimeout: 0,
    events,
    logger: loggerOn(log),
    taskList: taskListOf(tasks),
    parsedCronItems: schedule(recurring),
  });
  runner.promise.catch((error: unknown) => log.error('jobs stopped', errorFields(error)));
  return {
    async stop() {
      await runner.stop();
      await (await presence)?.end();
      await pgPool.end();
    },
  };
}

function taskListOf(tasks: Tasks): TaskList {
  const list: TaskList = {
    forget_idempotency_keys: (_payload, helpers) => forgetIdempotencyKeys(helpers),
  };
  for (const [name, task] of Object.entries(tasks)) {
    list[name] = async (payload, { job, abortSignal }) => {
      const signal = abortSignal ?? new AbortController().signal;
      await task(payload, { signal, isLastAttempt: job.attempts >= job.max_attempts });
    };
  }
  return list;
}

function schedule(recurring: Recurring): ParsedCronItem[] {
  const all: Recurring = { forget_idempotency_keys: '17 * * * *', ...recurring };
  return parseCronItems(Object.entries(all).map(([task, match]) => ({ task, match })));
}

function loggerOn(log: Log): Logger {
  return new Logger((scope) => (level, message) => {
    const fields = { message, task: scope.taskIdentifier, job: scope.jobId };
    if (level === 'error') log.error('job', fields);
    if (level === 'warning') log.warn('job', fields);
  });
}

const quiet = new Logger(() => () => undefined);
