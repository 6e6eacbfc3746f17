/** Projects: the walls between shops. Each is born with a server key and a client key. */
import { done, type Outcome } from '../../engine/outcome.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Credentials } from '../../platform/http/identity.ts';
import { addKey, newCredentials } from '../keys/service.ts';
import { insertProject, type NewProject, type ProjectRow } from './store.ts';

export type ProjectWithKeys = {
  readonly project: ProjectRow;
  readonly server: Credentials;
  readonly client: Credentials;
};

/** The tokens are in the answer and nowhere else: the database keeps digests. */
export async function createProject(
  db: Database,
  project: NewProject,
  keys: { readonly server?: Credentials; readonly client?: Credentials } = {},
): Promise<Outcome<ProjectWithKeys>> {
  const { server = newCredentials(), client = newCredentials() } = keys;
  return db.transaction(async (tx) => {
    const row = await insertProject(tx, project);
    const key = { projectId: row.id, createdAt: row.created_at };
    await addKey(tx, server, { ...key, kind: 'server', name: 'Server key' });
    await addKey(tx, client, { ...key, kind: 'client', name: 'Client key' });
    return done({ project: row, server, client });
  });
}
