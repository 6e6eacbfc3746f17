/**
 * Who uses the embedded server. Any number of Scrip processes may share a data folder; the one that
 * ends its use last stops the server, whoever started it.
 *
 * Each holds a shared advisory lock on a connection of its own, so a killed process ends its use
 * with its connection. To end is to try for the same lock exclusively: who gets it is alone, and
 * whoever comes at that moment is turned away and starts the server again. Only the server's life
 * hangs on it, never data.
 */
import { realpathSync } from 'node:fs';
import pg from 'pg';
import { errorCode } from '../../start-problem.ts';

export type SharedUse = {
  /** Whether nobody else uses the server; then newcomers are turned away until it has stopped. */
  end(): Promise<boolean>;
  /** Called once if the connection breaks before `end`: the server went away. */
  onLost(listener: () => void): void;
};

/** Any number; it must only be the same in every Scrip. */
const lock = 5_727_061;

/** Not listening yet, listening no more, starting up, shutting down. */
const passing = ['ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EPIPE', '57P03', '57P01', '57P02'];

/** Begins to use the server at `url`. `null`: it is coming up or going down; try again. */
export async function beginUse(url: string, data: string): Promise<SharedUse | null> {
  const client = new pg.Client({ connectionString: url, application_name: 'scrip in use' });
  let lost: () => void = () => undefined;
  client.on('error', () => undefined); // 'end' follows
  try {
    await client.connect();
    const { rows } = await client.query(
      `select current_setting('data_directory') as data, pg_try_advisory_lock_shared($1) as locked,
              exists (select from pg_database where datname = 'scrip') as has_database`,
      [lock],
    );
    if (rows[0].locked !== true || realpathSync(rows[0].data) !== realpathSync(data)) {
      await client.end();
      return null;
    }
    if (rows[0].has_database !== true) await createDatabase(client);
    client.on('end', () => lost());
    return {
      onLost: (listener) => (lost = listener),
      async end() {
        lost = () => undefined;
        return await isAlone(client);
      },
    };
  } catch (error) {
    await client.end().catch(() => undefined);
    if (passing.includes(errorCode(error) ?? '')) return null;
    throw error;
  }
}

async function createDatabase(client: pg.Client): Promise<void> {
  try {
    await client.query('create database scrip');
  } catch (error) {
    // Another Scrip on the same folder was faster.
    if (!['42P04', '23505'].includes(errorCode(error) ?? '')) throw error;
  }
}

/** Keeps the connection, and with it the lock, where we are alone: the server goes down with it. */
async function isAlone(client: pg.Client): Promise<boolean> {
  try {
    await client.query('select pg_advisory_unlock_shared($1)', [lock]);
    const { rows } = await client.query('select pg_try_advisory_lock($1) as alone', [lock]);
    if (rows[0].alone === true) return true;
    await client.end();
    return false;
  } catch {
    return false; // the server is gone already
  }
}
