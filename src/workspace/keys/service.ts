/** API keys: made once, kept as digests, compared in constant time. */
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Key } from '../../platform/context.ts';
import type { Database, Sql } from '../../platform/db/database.ts';
import type { Authenticator, Credentials, Identity } from '../../platform/http/identity.ts';
import {
  findManagementKey,
  findProjectKey,
  insertKey,
  type KeyRow,
  type ProjectKeyRow,
} from './store.ts';

/** How many identities a process remembers; beyond, the oldest are read again when they come. */
const MAX_REMEMBERED = 10_000;

/** A fresh pair: both halves are random, the token is shown once and never stored. */
export function newCredentials(): Credentials {
  return { appId: randomUUID(), token: randomUUID() };
}

export async function addKey(
  sql: Sql,
  credentials: Credentials,
  key: {
    readonly kind: 'server' | 'client' | 'management';
    readonly projectId: string | null;
    readonly name: string;
    readonly createdAt: string;
  },
): Promise<void> {
  await insertKey(sql, {
    ...key,
    appId: credentials.appId,
    tokenSha256: digest(credentials.token),
  });
}

export function authenticatorOn(db: Database): Authenticator {
  const remembered = new Map<string, { row: ProjectKeyRow; identity: Identity }>();

  async function readServer(credentials: Credentials): Promise<Identity | null> {
    const row = await findProjectKey(db, credentials.appId, 'server');
    remembered.delete(credentials.appId);
    if (row === null) return null;
    const identity = identityOf(row);
    if (remembered.size >= MAX_REMEMBERED) forgetOldest(remembered);
    remembered.set(credentials.appId, { row, identity });
    return matches(row, credentials) ? identity : null;
  }

  return {
    server: readServer,
    remembered(credentials) {
      const known = remembered.get(credentials.appId);
      if (known === undefined || !matches(known.row, credentials)) return readServer(credentials);
      return Promise.resolve(known.identity);
    },
    async management(credentials) {
      const row = await findManagementKey(db, credentials.appId);
      return row !== null && matches(row, credentials) ? keyOf(row) : null;
    },
  };
}

function matches(row: KeyRow, credentials: Credentials): boolean {
  return timingSafeEqual(row.token_sha256, digest(credentials.token));
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function keyOf(row: KeyRow): Key {
  return { appId: row.app_id, kind: row.kind, name: row.name };
}

function identityOf(row: ProjectKeyRow): Identity {
  return {
    key: keyOf(row),
    project: {
      id: row.project_id,
      name: row.project_name,
      timezone: row.timezone,
      currency: row.currency,
      caseSensitiveCodes: row.case_sensitive_codes,
      version: row.config_version,
    },
  };
}

function forgetOldest(remembered: Map<string, unknown>): void {
  const oldest = remembered.keys().next();
  if (!oldest.done) remembered.delete(oldest.value);
}
