/** Who asks: credentials from headers, and what an authenticator makes of them. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Key, Project } from '../context.ts';

export type Credentials = { readonly appId: string; readonly token: string };

export type Identity = { readonly key: Key; readonly project: Project };

/** Given by `workspace/keys`; null means: these credentials open nothing. */
export type Authenticator = {
  /** Read from the database now. */
  server(credentials: Credentials): Promise<Identity | null>;
  /**
   * As it was when last read by this process, else read now. For operations whose own statement
   * answers the project's version: they ask again when it has moved.
   */
  remembered(credentials: Credentials): Promise<Identity | null>;
  management(credentials: Credentials): Promise<Key | null>;
};

export function serverCredentials(headers: IncomingHttpHeaders): Credentials | null {
  return credentials(headers['x-app-id'], headers['x-app-token']);
}

export function managementCredentials(headers: IncomingHttpHeaders): Credentials | null {
  return credentials(headers['x-management-id'], headers['x-management-token']);
}

function credentials(appId: unknown, token: unknown): Credentials | null {
  return typeof appId === 'string' && typeof token === 'string' ? { appId, token } : null;
}
