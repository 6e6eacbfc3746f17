/**
 * Makes a new cluster: initdb into a folder beside the place, then one rename. A start cut short
 * leaves a folder that nobody reads, and of two starts at once the slower takes the faster's.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { reasonOf, StartProblem } from '../../start-problem.ts';
import type { Binaries } from './binaries.ts';
import type { ClusterHome } from './cluster-home.ts';

/** Long past any initdb. */
const abandonedAfterMs = 10 * 60_000;

export async function createCluster(home: ClusterHome, binaries: Binaries): Promise<void> {
  removeAbandoned(home.folder);
  const draft = mkdtempSync(`${home.folder}.new-`);
  try {
    layOut(draft, home);
    await initdb(draft, home, binaries);
    renameSync(draft, home.folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(home.folder)) throw error;
  }
}

function removeAbandoned(folder: string): void {
  for (const name of readdirSync(dirname(folder))) {
    const path = join(dirname(folder), name);
    if (!name.startsWith(`${basename(folder)}.new-`)) continue;
    const madeAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - madeAt > abandonedAfterMs) rmSync(path, { recursive: true, force: true });
  }
}

function layOut(draft: string, home: ClusterHome): void {
  mkdirSync(join(draft, 'socket'), { mode: 0o700 });
  writeFileSync(join(draft, 'password'), randomBytes(24).toString('hex'), { mode: 0o600 });
  if (home.user === null) return;
  for (const path of [draft, join(draft, 'socket'), join(draft, 'password')]) {
    chownSync(path, home.user.uid, home.user.gid);
  }
}

/**
 * One collation everywhere, built into PostgreSQL: an index made on one machine holds on another,
 * whatever their C libraries think of sorting.
 */
async function initdb(draft: string, home: ClusterHome, binaries: Binaries): Promise<void> {
  const flags = [
    `--pgdata=${join(draft, 'data')}`,
    '--username=scrip',
    `--pwfile=${join(draft, 'password')}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    '--no-instructions',
  ];
  const env = { LC_ALL: 'C', TZ: 'UTC', PATH: process.env.PATH ?? '' };
  try {
    await promisify(execFile)(binaries.initdb, flags, { ...home.user, cwd: draft, env });
  } catch (error) {
    throw new StartProblem(`cannot create the database in ${home.folder}: ${initdbReason(error)}`);
  }
}

function initdbReason(error: unknown): string {
  const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  const line = stderr.split('\n').find((text) => /error:|FATAL:|error while loading/.test(text));
  if (line !== undefined) return line.trim();
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  return isMissing
    ? 'its programs do not run on this system (they need glibc); set DATABASE_URL'
    : reasonOf(error);
}
