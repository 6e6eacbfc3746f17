/**
 * The first project's keys: the operator's, where the settings name them, else made at the first
 * start and kept in `keys.json` of the data folder, readable by its owner only. The database holds
 * digests, so this file is the only place where the tokens stand.
 */
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config, KeyPair } from '../config.ts';
import { writableFolder } from '../platform/db/embedded/cluster-home.ts';
import { errorCode, reasonOf, StartProblem } from '../platform/start-problem.ts';

export type FirstKeys = {
  readonly server: KeyPair;
  readonly client: KeyPair;
  readonly management: KeyPair;
};

/** `null`: none are set and no start has made any. */
export function findFirstKeys(config: Config): FirstKeys | null {
  const set = setKeys(config);
  if (set !== null) return set;
  const kept = readKept(keysFile(config));
  return kept === null ? null : withSettings(kept, config);
}

/** Makes the keys that are missing. `areNew`: this start made them, so nobody has seen them. */
export function firstKeys(config: Config): { readonly keys: FirstKeys; readonly areNew: boolean } {
  const found = findFirstKeys(config);
  if (found !== null) return { keys: found, areNew: false };
  const areNew = keep(keysFile(config), writableFolder(config.dataFolder), {
    server: newKeyPair(),
    client: newKeyPair(),
    management: newKeyPair(),
  });
  const keys = findFirstKeys(config);
  if (keys === null) throw new StartProblem(`${keysFile(config)} vanished`);
  return { keys, areNew };
}

export function keysFile(config: Config): string {
  return join(config.dataFolder, 'keys.json');
}

function setKeys({ serverKey, clientKey, managementKey }: Config): FirstKeys | null {
  if (serverKey === null || clientKey === null || managementKey === null) return null;
  return { server: serverKey, client: clientKey, management: managementKey };
}

function withSettings(kept: FirstKeys, config: Config): FirstKeys {
  return {
    server: config.serverKey ?? kept.server,
    client: config.clientKey ?? kept.client,
    management: config.managementKey ?? kept.management,
  };
}

function newKeyPair(): KeyPair {
  return { id: randomUUID(), token: randomUUID() };
}

/** Whole or not at all; of two starts at once the first one's keys hold for both. */
function keep(path: string, folder: string, keys: FirstKeys): boolean {
  const draft = join(folder, `keys.json.${process.pid}`);
  try {
    writeFileSync(draft, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw new StartProblem(`cannot write ${path} (SCRIP_DATA): ${reasonOf(error)}`);
  } finally {
    rmSync(draft, { force: true });
  }
}

function readKept(path: string): FirstKeys | null {
  try {
    const { server, client, management }: Record<keyof FirstKeys, unknown> = JSON.parse(
      readFileSync(path, 'utf8'),
    );
    if (isKeyPair(server) && isKeyPair(client) && isKeyPair(management)) {
      return { server, client, management };
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    if (!(error instanceof SyntaxError)) {
      throw new StartProblem(`cannot read ${path} (SCRIP_DATA): ${reasonOf(error)}`);
    }
  }
  throw new StartProblem(`${path} does not hold keys: restore it, or delete it to make new ones`);
}

function isKeyPair(value: unknown): value is KeyPair {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'token' in value &&
    typeof value.token === 'string'
  );
}
