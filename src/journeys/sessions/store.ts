/** SQL of validation sessions. */
import { type Sql, statement } from '../../platform/db/database.ts';

/** What the function `lock_session` is asked. */
export type LockAsk = {
  readonly session_key: string;
  /** Instants in ISO form. */
  readonly at: string;
  readonly expires_at: string;
  readonly vouchers: readonly Reservation[];
  /** Absent without an Idempotency-Key. `body` is the answer as text. */
  readonly idempotency?: {
    readonly key: string;
    readonly request_sha256: string;
    readonly body: string;
  };
};

/** What a session reserves of one voucher, as it was when it was decided. */
export type Reservation = {
  readonly id: string;
  readonly version: number;
  /** How many redemptions. */
  readonly quantity: number;
  /** Gift credits in minor units; null where the voucher holds none. */
  readonly credits: number | null;
  /** Loyalty points; null where the voucher holds none. */
  readonly points: number | null;
};

const lockStatement = statement<{ refused: string | null }>(
  'lock_session',
  'select lock_session($1, $2) as refused',
);

/**
 * From now on the session locks these vouchers and no others. False where it does not, because
 * something is not as it was decided on, or its Idempotency-Key is answered: nothing was written.
 */
export async function lockSession(db: Sql, projectId: string, ask: LockAsk): Promise<boolean> {
  const [row] = await db.rows(lockStatement, [projectId, JSON.stringify(ask)]);
  return row?.refused === null;
}

const releaseStatement = statement<{ released: boolean }>(
  'release_session_lock',
  'select release_lock($1, $2, $3, $4) as released',
);

/** False where the session has nothing of the voucher locked at this moment. */
export async function releaseLock(
  db: Sql,
  projectId: string,
  lock: { readonly voucherId: string; readonly sessionKey: string; readonly at: string },
): Promise<boolean> {
  const { voucherId, sessionKey, at } = lock;
  const [row] = await db.rows(releaseStatement, [projectId, voucherId, sessionKey, at]);
  return row?.released ?? false;
}

const forgetStatement = statement<{ forgotten: number }>(
  'forget_expired_sessions',
  'select forget_expired_sessions($1, $2) as forgotten',
);

/** Removes locks that had expired by then, of at most `most` vouchers; answers how many. */
export async function forgetExpired(
  db: Sql,
  { at, most }: { readonly at: string; readonly most: number },
): Promise<number> {
  const [row] = await db.rows(forgetStatement, [at, most]);
  return row?.forgotten ?? 0;
}
