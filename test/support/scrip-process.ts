/** The real thing: `scrip start` as a process of its own, in an environment of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export type Scrip = {
  readonly process: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Resolves with the address it prints. */
  ready(): Promise<string>;
  /** The exit code, or the signal that ended it. */
  ended(): Promise<number | NodeJS.Signals>;
};

const launcher = join(import.meta.dirname, '../../bin/scrip.mjs');
const readyWithinMs = 60_000;

/** A test, or a whole file: `{ after }` of node:test. */
type Owner = { after(end: () => void): void };

/** A data folder that goes with the test, and the server on it too. */
export function dataFolder(t: Owner): string {
  // Short: the path of a socket may have some hundred bytes.
  const folder = mkdtempSync(join(tmpdir(), 'scrip-'));
  chmodSync(folder, 0o711); // run by root, the database's user must get in
  t.after(() => {
    const pid = postmasterOf(folder);
    if (pid !== null) process.kill(pid, 'SIGQUIT');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });
  return folder;
}

/** On a free port. Nothing of the tests' own environment gets in. */
export function startScrip(
  t: Owner,
  settings: Readonly<Record<string, string>>,
  command = 'start',
): Scrip {
  const env = { PATH: process.env.PATH ?? '', PORT: '0', ...settings };
  const child = spawn(process.execPath, [launcher, command], { env });
  t.after(() => child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const closed = once(child, 'close');
  return {
    process: child,
    stdout: () => stdout,
    stderr: () => stderr,
    async ready() {
      const deadline = Date.now() + readyWithinMs;
      while (Date.now() < deadline && !isOver()) {
        const address = /address +(\S+)/.exec(stdout)?.[1];
        if (address !== undefined) return address;
        await sleep(10);
      }
      throw new Error(`scrip did not start: ${stdout}${stderr}`);
    },
    async ended() {
      await closed;
      return child.signalCode ?? child.exitCode ?? -1;
    },
  };
}

/** The number of the PostgreSQL process on a data folder; `null` if none runs. */
export function postmasterOf(folder: string): number | null {
  try {
    const file = join(folder, 'postgres/data/postmaster.pid');
    const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
    process.kill(pid, 0);
    return pid;
  } catch {
    return null;
  }
}

/** The headers of the first project's server key. */
export function serverHeaders(folder: string): Record<string, string> {
  const keys: { server: { id: string; token: string } } = JSON.parse(
    readFileSync(join(folder, 'keys.json'), 'utf8'),
  );
  return { 'X-App-Id': keys.server.id, 'X-App-Token': keys.server.token };
}
