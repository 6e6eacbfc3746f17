/**
 * Where the embedded server keeps its files: `postgres/` in the data folder, holding
 *
 *   data/      the cluster
 *   socket/    the socket it listens on
 *   password   of its user "scrip"
 *   log        what the server says
 *
 * all owned by the server's user and closed to others. As root that user may be unable to enter
 * the data folder (under /root, for instance). Opening /root to it would be worse than moving, so
 * then the files lie in a folder of their own under /var/lib/scrip, and a file
 * `postgres-folder` in the data folder says which. A random name, not one made from the path:
 * whoever deletes the data folder to begin anew gets a new database.
 */
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode, reasonOf, StartProblem } from '../../start-problem.ts';
import { canEnter, serverUser, type ServerUser } from './server-user.ts';

export type ClusterHome = {
  readonly folder: string;
  readonly user: ServerUser;
  /** Where copies of the programs may be put. */
  readonly shelf: string;
};

const systemFolder = '/var/lib/scrip';

/** Finds the place, or chooses it. Makes the data folder, not the place itself. */
export function clusterHome(dataFolder: string): ClusterHome {
  const root = writableFolder(dataFolder);
  const pointer = join(root, 'postgres-folder');
  const elsewhere = readPointer(pointer);
  if (elsewhere !== null) return { ...place(join(elsewhere, 'postgres')), shelf: systemFolder };

  const inside = place(join(root, 'postgres'));
  if (canEnter(inside.user, root)) return { ...inside, shelf: root };

  const chosen = join(systemFolder, randomBytes(6).toString('hex'));
  mkdirSync(chosen, { recursive: true, mode: 0o755 });
  return { ...place(join(writePointer(pointer, chosen), 'postgres')), shelf: systemFolder };
}

function place(folder: string): { folder: string; user: ServerUser } {
  return { folder, user: serverUser(folder) };
}

/**
 * The data folder's real path, made if missing. Closed to others, but as root only as far as the
 * server's user must pass through it.
 */
export function writableFolder(dataFolder: string): string {
  try {
    makeFolder(dataFolder, process.getuid?.() === 0 ? 0o711 : 0o700);
    if (!statSync(dataFolder).isDirectory()) throw new Error('it is not a folder');
    accessSync(dataFolder, constants.R_OK | constants.W_OK | constants.X_OK);
    return realpathSync(dataFolder);
  } catch (error) {
    throw new StartProblem(
      `cannot write to the data folder ${dataFolder} (SCRIP_DATA): ${reasonOf(error)}`,
    );
  }
}

/** Not `recursive`: Node never returns where the system answers ENOENT below a folder that exists. */
function makeFolder(path: string, mode: number): void {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return;
    if (errorCode(error) !== 'ENOENT' || dirname(path) === path) throw error;
    makeFolder(dirname(path), mode);
    mkdirSync(path, { mode });
  }
}

function readPointer(pointer: string): string | null {
  try {
    const folder = readFileSync(pointer, 'utf8').trim();
    if (existsSync(folder)) return folder;
    // Never start empty in its place: the operator would take the data for lost.
    throw new StartProblem(
      `the database lies in ${folder}, says ${pointer}, but that folder is gone: ` +
        'bring it back, or delete the file to begin with an empty database',
    );
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Of two starts at once, the first one's choice holds for both. */
function writePointer(pointer: string, folder: string): string {
  const draft = `${pointer}.${process.pid}`;
  writeFileSync(draft, `${folder}\n`);
  try {
    linkSync(draft, pointer);
    return folder;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    rmdirSync(folder);
    return readPointer(pointer) ?? folder;
  } finally {
    rmSync(draft, { force: true });
  }
}
