/** API keys: made once, kept as digests, compared in constant time. */
import { hash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Key } from '../../platform/context.ts';
import type { Database, Sql } from '../../platform/db/database.ts';
import type { ClientAccess, ClientSwitch } from '../../platform/http/client-access.ts';
import type {
  Authenticator,
  Credentials,
  Identity,
  ProjectKeyKind,
} from '../../platform/http/identity.ts';
import {
  type ClientSettings,
  findManagementKey,
  findProjectKey,
  insertKey,
  isKeyOf,
  type KeyRow,
  type NewKey,
  type ProjectKeyRow,
  updateToken,
} from './store.ts';

/** How many identities a process remembers; beyond, the oldest are read again when they come. */
const MAX_REMEMBERED = 10_000;

/** A fresh pair: both halves are random, the token is shown once and never stored. */
export function newCredentials(): Credentials {
  return { appId: randomUUID(), token: randomUUID() };
}

export type KeyToAdd = {
  readonly kind: 'server' | 'client' | 'management';
  readonly projectId: string | null;
  readonly name: string;
  /** All where absent. */
  readonly scopes?: readonly string[];
  readonly createdAt: string;
};

/** For ids that are new; one that is taken is a bug of ours. */
export async function addKey(sql: Sql, credentials: Credentials, key: KeyToAdd): Promise<void> {
  const inserted = await insertKey(sql, newKey(credentials, key));
  if (!inserted) throw new Error('a new key has a new id');
}

/**
 * Makes sure that these credentials open this project: the key is added, or gets this token. False
 * where the id belongs to another project, or is a key of another kind.
 */
export async function keepKey(sql: Sql, credentials: Credentials, key: KeyToAdd): Promise<boolean> {
  const kept = newKey(credentials, key);
  if (await insertKey(sql, kept)) return true;
  await updateToken(sql, kept);
  return isKeyOf(sql, kept);
}

function newKey(credentials: Credentials, key: KeyToAdd): NewKey {
  return {
    ...key,
    appId: credentials.appId,
    tokenSha256: digest(credentials.token),
    scopes: key.scopes ?? ['*'],
  };
}

export function authenticatorOn(db: Database): Authenticator {
  const remembered = new Map<string, { row: ProjectKeyRow; identity: Identity }>();

  async function readNow(kind: ProjectKeyKind, credentials: Credentials): Promise<Identity | null> {
    const row = await findProjectKey(db, credentials.appId, kind);
    remembered.delete(credentials.appId);
    if (row === null) return null;
    const identity = identityOf(row);
    if (remembered.size >= MAX_REMEMBERED) forgetOldest(remembered);
    remembered.set(credentials.appId, { row, identity });
    return matches(row, credentials) ? identity : null;
  }

  return {
    current: readNow,
    remembered(kind, credentials) {
      const known = remembered.get(credentials.appId);
      if (known === undefined) return readNow(kind, credentials);
      if (known.row.kind !== kind || !matches(known.row, credentials)) {
        return readNow(kind, credentials);
      }
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
  return hash('sha256', token, 'buffer');
}

function keyOf(row: KeyRow): Key {
  return { appId: row.app_id, kind: row.kind, name: row.name, scopes: row.scopes };
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
    client: row.client_settings === null ? null : clientAccess(row.client_settings),
  };
}

/** Whatever a project never said is off, and no domain is trusted. */
function clientAccess(settings: ClientSettings): ClientAccess {
  const switches: readonly (readonly [ClientSwitch, boolean | undefined])[] = [
    ['redeem', settings.client_redeem_enabled],
    ['publish', settings.client_publish_enabled],
    ['list vouchers', settings.client_list_vouchers_enabled],
    ['create customers', settings.client_create_customer_enabled],
    ['track events', settings.client_loyalty_events_enabled],
  ];
  return {
    trustedDomains: settings.client_trusted_domains ?? [],
    switchedOn: new Set(switches.flatMap(([name, isOn]) => (isOn === true ? [name] : []))),
  };
}

function forgetOldest(remembered: Map<string, unknown>): void {
  const oldest = remembered.keys().next();
  if (!oldest.done) remembered.delete(oldest.value);
}
