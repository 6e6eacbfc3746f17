/** What every use case is given: who asks, on which project, when, and the database. */
import type { Temporal } from 'temporal-polyfill';
import type { Database } from './db/database.ts';
import type { RequestOutbox } from './outbox/entry.ts';

/** A project as requests need it. `version` is the configuration's when it was read. */
export type Project = {
  readonly id: string;
  readonly name: string;
  /** IANA time zone in which the project's days begin. */
  readonly timezone: string;
  readonly currency: string;
  readonly caseSensitiveCodes: boolean;
  readonly version: number;
};

export type Key = {
  readonly appId: string;
  readonly kind: 'server' | 'client' | 'management';
  readonly name: string;
  /** Names such as `vouchers.modify`; `*` stands for all of them. */
  readonly scopes: readonly string[];
};

/** An `Idempotency-Key` and the digest of the request it came with. */
export type Idempotency = { readonly key: string; readonly requestSha256: Buffer };

type Shared = {
  readonly key: Key;
  readonly db: Database;
  /** When the request arrived: the one «now» of everything it does. */
  readonly now: Temporal.Instant;
  readonly requestId: string;
  /** `newId('cust')`: an id that sorts by this request's time. */
  newId(prefix: string): string;
};

/** Of a request on one project. */
export type Context = Shared & {
  readonly project: Project;
  /** Set only where the operation keeps the key itself (`idempotency: 'own'`). */
  readonly idempotency: Idempotency | null;
  /** What the request emits, to be followed up before it is answered; see `outbox/emit`. */
  readonly outbox: RequestOutbox;
  /**
   * For operations on remembered identities: the project at the version the operation's own
   * statement read, or null if the key is no longer valid there.
   */
  projectAt(version: number | null): Promise<Project | null>;
};

/** Of a request above projects, made with a management key. */
export type ManagementContext = Shared;
