/**
 * `postmaster.pid`, by which a PostgreSQL server says that it runs and where it listens.
 *
 * A server outlives a Scrip that was killed, so the file decides between starting and adopting;
 * and a machine that lost power leaves a file whose process number may belong to anyone by now.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Postmaster = {
  readonly pid: number;
  readonly port: number;
  /** The socket's folder, or the address where it listens on TCP. */
  readonly host: string;
  readonly isReady: boolean;
};

/** The server that runs on this cluster, or `null`. */
export function findPostmaster(data: string): Postmaster | null {
  const [pid, , , port, socket, address, , status] = linesOf(join(data, 'postmaster.pid'));
  if (pid === undefined || !isServerOf(Number(pid), data)) return null;
  return {
    pid: Number(pid),
    port: Number(port ?? 0),
    host: socket || address || '',
    isReady: status?.trim() === 'ready',
  };
}

/**
 * Before a start: a file left behind whose process number now belongs to another program, or to a
 * zombie, would make PostgreSQL refuse. The number is replaced by one that is never alive; the rest
 * stays, since PostgreSQL finds by it whether server processes are left over from a crash. The lock
 * of the socket begins with the same number, and is asked in the same way.
 */
export function disownStaleFiles(data: string, socketLock: string): void {
  for (const file of [join(data, 'postmaster.pid'), socketLock]) {
    const [pid, ...rest] = linesOf(file);
    if (pid === undefined || !isAlive(Number(pid)) || isServerOf(Number(pid), data)) continue;
    writeFileSync(file, [neverAlive, ...rest].join('\n'));
  }
}

/** Above the greatest process number of any system. */
const neverAlive = 2_147_483_646;

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

function isServerOf(pid: number, data: string): boolean {
  return Number.isInteger(pid) && pid > 0 && isAlive(pid) && commandNames(pid, data);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** A zombie has no command line, so it counts as gone. */
function commandNames(pid: number, data: string): boolean {
  try {
    if (process.platform === 'win32') return true;
    if (process.platform === 'linux') {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(data);
    }
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], {
      encoding: 'utf8',
    }).includes(data);
  } catch {
    return false;
  }
}
