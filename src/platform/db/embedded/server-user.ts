/**
 * The system user the embedded PostgreSQL runs as.
 *
 * PostgreSQL refuses to run as root, and initdb refuses a uid without an account, so as root it
 * runs as `postgres` or `nobody`, whichever the machine has. Everyone else runs it as themselves.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { StartProblem } from '../../start-problem.ts';

/** `null`: the user we are. */
export type ServerUser = { readonly uid: number; readonly gid: number } | null;

const accounts = ['postgres', 'nobody'];

/** The user for the server in `home`: an existing one keeps its owner. */
export function serverUser(home: string): ServerUser {
  if (process.getuid === undefined) return null;
  const owner = statSync(home, { throwIfNoEntry: false });
  const self = process.getuid();
  if (self !== 0) {
    if (owner === undefined || owner.uid === self) return null;
    throw new StartProblem(
      `the database in ${home} belongs to another user (uid ${owner.uid}): ` +
        'start Scrip as before, or name another folder with SCRIP_DATA',
    );
  }
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const account of accounts) {
    const uid = accountNumber('-u', account);
    const gid = accountNumber('-g', account);
    if (uid !== null && gid !== null) return { uid, gid };
  }
  throw new StartProblem(
    'PostgreSQL does not run as root, and there is no user "postgres" or "nobody" to run it as: ' +
      'start Scrip as an ordinary user, or set DATABASE_URL',
  );
}

function accountNumber(flag: '-u' | '-g', account: string): number | null {
  const answer = spawnSync('id', [flag, account], { encoding: 'utf8' });
  return /^\d+\s*$/.test(answer.stdout ?? '') ? Number(answer.stdout) : null;
}

/** Whether the user can enter a folder, asked of the system itself: modes, ACLs and mounts count. */
export function canEnter(user: ServerUser, folder: string): boolean {
  if (user === null) return true;
  return spawnSync('/bin/sh', ['-c', 'cd -- "$0"', folder], { ...user, cwd: '/' }).status === 0;
}

/** Whether the user can run a program. */
export function canRun(user: ServerUser, program: string): boolean {
  try {
    execFileSync(program, ['--version'], { ...user, cwd: '/', stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
