/** The first project: there from the first start on, and opened by the keys the operator holds. */
import { randomUUID } from 'node:crypto';
import { done } from '../../engine/outcome.ts';
import type { Database } from '../../platform/db/database.ts';
import { StartProblem } from '../../platform/start-problem.ts';
import { type KeyToAdd, keepKey } from '../keys/service.ts';
import { insertProject } from './store.ts';

/** A fixed id: of two processes that start at once, the primary key lets one make the project. */
export const firstProjectId = 'proj_default';

type KeyPair = { readonly id: string; readonly token: string };

export type FirstProjectKeys = {
  readonly server: KeyPair;
  readonly client: KeyPair;
  readonly management: KeyPair;
};

/**
 * Makes the project "Default" where it is not there, and sees to it that these keys open it. Writes
 * nothing where all is so already. Throws a `StartProblem` where a key's id is taken by another
 * project or another kind of key.
 */
export async function ensureFirstProject(db: Database, keys: FirstProjectKeys): Promise<void> {
  const createdAt = new Date().toISOString();
  await db.transaction(async (tx) => {
    // Who comes second waits here for the first one's commit.
    await insertProject(tx, {
      id: firstProjectId,
      name: 'Default',
      description: null,
      timezone: 'UTC',
      currency: 'USD',
      case_sensitive_codes: true,
      settings: { webhook_token: randomUUID() },
      created_at: createdAt,
    });
    for (const { pair, ...key } of keysToKeep(keys)) {
      const kept = await keepKey(tx, { appId: pair.id, token: pair.token }, { ...key, createdAt });
      if (!kept) throw keyIsTaken(key.kind, pair.id);
    }
    return done(null);
  });
}

type KeyToKeep = Omit<KeyToAdd, 'createdAt'> & { readonly pair: KeyPair };

function keysToKeep({ server, client, management }: FirstProjectKeys): readonly KeyToKeep[] {
  const projectId = firstProjectId;
  return [
    { kind: 'server', name: 'Server key', projectId, pair: server },
    { kind: 'client', name: 'Client key', projectId, pair: client },
    { kind: 'management', name: 'Management key', projectId: null, pair: management },
  ];
}

const settings = {
  server: 'SCRIP_APP_ID',
  client: 'SCRIP_CLIENT_APP_ID',
  management: 'SCRIP_MANAGEMENT_ID',
} as const;

function keyIsTaken(kind: keyof typeof settings, id: string): StartProblem {
  return new StartProblem(
    `${settings[kind]} ${id} is the id of another key in this database: choose another`,
  );
}
