/** Who asks: credentials from headers, and what an authenticator makes of them. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Key, Project } from '../context.ts';
import type { ClientAccess } from './client-access.ts';

export type Credentials = { readonly appId: string; readonly token: string };

export type Identity = {
  readonly key: Key;
  readonly project: Project;
  /** Of a client key; null for all others. */
  readonly client: ClientAccess | null;
};

/** Keys that open one project. */
export type ProjectKeyKind = 'server' | 'client';

/** Given by `workspace/keys`; null means: these credentials open nothing. */
export type Authenticator = {
  /** Read from the database now. */
  current(kind: ProjectKeyKind, credentials: Credentials): Promise<Identity | null>;
  /**
   * As it was when last read by this process, else read now. For operations whose own statement
   * answers the project's version: they ask again when it has moved.
   */
  remembered(kind: ProjectKeyKind, credentials: Credentials): Promise<Identity | null>;
  management(credentials: Credentials): Promise<Key | null>;
};

export function serverCredentials(headers: IncomingHttpHeaders): Credentials | null {
  return credentials(headers['x-app-id'], headers['x-app-token']);
}

export function clientCredentials(headers: IncomingHttpHeaders): Credentials | null {
  return credentials(headers['x-client-application-id'], headers['x-client-token']);
}

export function managementCredentials(headers: IncomingHttpHeaders): Credentials | null {
  return credentials(headers['x-management-id'], headers['x-management-token']);
}

function credentials(appId: unknown, token: unknown): Credentials | null {
  return typeof appId === 'string' && typeof token === 'string' ? { appId, token } : null;
}
