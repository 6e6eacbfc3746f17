/**
 * Tells the living from the dead. A job in work is locked by its process for hours; a process that
 * was killed leaves the lock behind. So each process holds an advisory lock, which ends with its
 * connection, and frees the jobs of those who hold theirs no more. Were it ever wrong, a job would
 * run twice, which tasks bear.
 */
import pg from 'pg';

/** Any number; the first half of the advisory locks. */
const lockClass = 5_727_064;
const LOOK_EVERY_MS = 3_000;
/** A process takes its lock before its first job, but not in the same transaction. */
const grace = '2 seconds';

export type Presence = { end(): Promise<void> };

/** `holder` is what jobs are locked by. Looks at once, then every few seconds. */
export async function showPresence(
  databaseUrl: string,
  holder: string,
  onError: (error: Error) => void,
): Promise<Presence> {
  let client: pg.Client | null = null;
  let looking: Promise<void> = Promise.resolve();

  async function connected(): Promise<pg.Client> {
    if (client !== null) return client;
    const fresh = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'scrip jobs',
      keepAlive: true,
    });
    fresh.on('error', (error) => {
      client = null;
      onError(error);
    });
    await fresh.connect();
    await fresh.query('select pg_advisory_lock($1, hashtext($2))', [lockClass, holder]);
    client = fresh;
    return fresh;
  }

  async function look(): Promise<void> {
    try {
      await freeAbandonedJobs(await connected(), holder);
    } catch (error) {
      onError(error instanceof Error ? error : new Error(String(error)));
    }
  }

  await look();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, LOOK_EVERY_MS);
  return {
    async end() {
      clearInterval(timer);
      await looking;
      await client?.end();
    },
  };
}

/** Our own lock would not stop us: a session may take what it holds. */
async function freeAbandonedJobs(client: pg.Client, holder: string): Promise<void> {
  await client.query(
    `select graphile_worker.force_unlock_workers(array_agg(locked_by))
     from (
       select locked_by from graphile_worker._private_jobs
       where locked_by <> $2
       group by locked_by having max(locked_at) < now() - $3::interval
     ) held
     where pg_try_advisory_xact_lock($1, hashtext(locked_by))`,
    [lockClass, holder, grace],
  );
}
