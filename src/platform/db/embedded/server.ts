/** Starts and stops the PostgreSQL process of a cluster. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fchownSync, openSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartProblem } from '../../start-problem.ts';
import type { Binaries } from './binaries.ts';
import type { ClusterHome } from './cluster-home.ts';
import { disownStaleFiles, findPostmaster, type Postmaster } from './postmaster-file.ts';

/** Settings of PostgreSQL, such as `{ jit: 'off' }`. */
export type ServerSettings = Readonly<Record<string, string>>;

const pollMs = 5;
/** Replaying a long log after a crash is work; beyond this something is wrong. */
const readyWithinMs = 10 * 60_000;
const slowAfterMs = 3_000;
const stopWithinMs = 60_000;
const logLimitBytes = 1_000_000;
/** `sockaddr_un` holds 104 bytes on macOS, 108 on Linux. */
const socketPathLimitBytes = 103;

/**
 * Starts the server and waits until it takes connections. If another process starts it at the same
 * moment, the answer is that server. It gets a process group of its own, so that Ctrl+C in a
 * terminal reaches Scrip alone, which stops it when the last request is answered.
 */
export async function startServer(
  home: ClusterHome,
  binaries: Binaries,
  { settings, port }: { readonly settings: ServerSettings; readonly port: number | undefined },
  progress: (line: string) => void,
): Promise<Postmaster> {
  const data = join(home.folder, 'data');
  disownStaleFiles(data, join(home.folder, 'socket', '.s.PGSQL.5432.lock'));
  const listen = await listenSettings(home.folder, port);
  const all = { ...sensibleSettings(), ...listen, ...settings };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openLog(home);
  const server = spawn(binaries.postgres, ['-D', data, ...flags], {
    ...home.user,
    cwd: home.folder,
    env: { LC_ALL: 'C', TZ: 'UTC', PATH: process.env.PATH ?? '' },
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log, log],
  });
  const logStart = statSync(join(home.folder, 'log')).size;
  closeSync(log);
  server.on('error', () => undefined); // `exitCode` and the log tell
  server.unref();
  return await ready(server, { home, data, logStart }, progress);
}

/** A fast shutdown: open transactions are rolled back, everything committed is on disk. */
export async function stopServer(
  home: ClusterHome,
  binaries: Binaries,
  pid: number,
): Promise<void> {
  const data = join(home.folder, 'data');
  if (process.platform === 'win32') {
    execFileSync(binaries.pgCtl, ['stop', '-D', data, '-m', 'fast'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    return; // gone already
  }
  const deadline = Date.now() + stopWithinMs;
  while (findPostmaster(data)?.pid === pid && Date.now() < deadline) await sleep(pollMs);
}

/** The socket is the faster way and closed to other users; a path too long for one takes TCP. */
async function listenSettings(folder: string, sameAgain?: number): Promise<ServerSettings> {
  const socket = join(folder, 'socket');
  const path = join(socket, '.s.PGSQL.5432');
  if (process.platform !== 'win32' && Buffer.byteLength(path) <= socketPathLimitBytes) {
    return { listen_addresses: '', unix_socket_directories: quoted(socket), port: '5432' };
  }
  const port = String(sameAgain ?? (await freePort()));
  return { listen_addresses: '127.0.0.1', unix_socket_directories: '', port };
}

/** The setting is a list, split at commas. */
function quoted(folder: string): string {
  return `"${folder.replaceAll('"', '""')}"`;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** For short transactions on two cores. Whatever is committed is on disk: no setting trades that. */
function sensibleSettings(): ServerSettings {
  const sharedMegabytes = Math.min(256, Math.max(32, Math.floor(totalmem() / 8 / 2 ** 20)));
  return {
    max_connections: '100',
    shared_buffers: `${sharedMegabytes}MB`,
    jit: 'off',
    // Lookups by key gain nothing from it, and a container's /dev/shm is often too small for it.
    max_parallel_workers_per_gather: '0',
    random_page_cost: '1.1',
    wal_compression: 'on',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    log_checkpoints: 'off',
    log_timezone: 'UTC',
    timezone: 'UTC',
    cluster_name: 'scrip',
  };
}

function openLog(home: ClusterHome): number {
  const path = join(home.folder, 'log');
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const log = openSync(path, size > logLimitBytes ? 'w' : 'a', 0o600);
  if (home.user !== null) fchownSync(log, home.user.uid, home.user.gid);
  return log;
}

type Startup = { readonly home: ClusterHome; readonly data: string; readonly logStart: number };

async function ready(
  server: ChildProcess,
  { home, data, logStart }: Startup,
  progress: (line: string) => void,
): Promise<Postmaster> {
  const startedAt = Date.now();
  let isTold = false;
  while (Date.now() - startedAt < readyWithinMs) {
    const running = findPostmaster(data);
    if (running?.isReady) return running;
    const isOver =
      server.pid === undefined || server.exitCode !== null || server.signalCode !== null;
    if (isOver && running === null) break;
    if (!isTold && Date.now() - startedAt > slowAfterMs) {
      progress('the database is recovering from an unclean stop, one moment');
      isTold = true;
    }
    await sleep(pollMs);
  }
  throw new StartProblem(
    `the embedded database did not start: ${lastWords(home.folder, logStart)} ` +
      `(its log: ${join(home.folder, 'log')})`,
  );
}

function lastWords(folder: string, logStart: number): string {
  const lines = readFileSync(join(folder, 'log')).subarray(logStart).toString().split('\n');
  const line = lines.findLast((text) => /FATAL|PANIC|error/.test(text)) ?? 'it gave no reason';
  return line.replace(/^[\d-]+ [\d:.]+ \w+ \[\d+\] /, '').trim();
}
