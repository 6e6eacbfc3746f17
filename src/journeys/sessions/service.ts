/** Validation sessions: lock what a validation found to apply, release it by hand. */
import { done, notFound, type Outcome, refuse } from '../../engine/outcome.ts';
import type { Catalogs } from '../../incentives/catalog/service.ts';
import { findVoucherBy } from '../../incentives/vouchers/service.ts';
import type { Context } from '../../platform/context.ts';
import { againAfterDeadlock } from '../../platform/db/deadlocks.ts';
import { isoOf } from '../../platform/iso.ts';
import {
  decideOn,
  type Decided,
  type DecisionFailure,
  type RedeemablesRequest,
} from '../redeemables/service.ts';
import { reservationsOf } from './reservations.ts';
import type { Session, SessionInput } from './schema.ts';
import { lockSession, releaseLock } from './store.ts';
import { expiryOf, timeToLive } from './time-to-live.ts';

/** As for redemptions: outdated this often in a row means a fight over one code. */
const MAX_TRIES = 20;

type Request = RedeemablesRequest & { readonly session?: SessionInput | null };

/** An answer; `decided` is null where it is the first answer to its Idempotency-Key again. */
export type Answered<Answer> = { readonly answer: Answer; readonly decided: Decided | null };

type Failure = DecisionFailure | 'multiple_requests' | 'idempotency_key_reused';

/**
 * Decides on a request, and composes its answer. Without a session that is all: one question to the
 * database, nothing is written, and an Idempotency-Key does not count. With one, what is valid gets
 * locked for its key, and what this key had locked before is released; what is not valid releases
 * alone. `compose` is given the session where one stands, and may be called several times.
 */
export async function decideInSession<Answer>(
  context: Context,
  catalogs: Catalogs,
  request: Request,
  compose: (decided: Decided, session: Session | null) => Answer,
): Promise<Outcome<Answered<Answer>, Failure>> {
  if (!request.session) {
    const decided = await decideOn({ ...context, idempotency: null }, catalogs, request);
    if (!decided.ok) return decided;
    return done({ answer: compose(decided.value, null), decided: decided.value });
  }
  const session = sessionOf(context, request.session);
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const decided = await decideOn(context, catalogs, request);
    if (!decided.ok) return decided;
    const kept = keptAnswer<Answer>(context, decided.value);
    if (kept !== null) return kept;
    const answer = compose(decided.value, decided.value.decision.valid ? session : null);
    if (await isWritten(context, decided.value, { session, answer })) {
      return done({ answer, decided: decided.value });
    }
  }
  return refuse('multiple_requests', 'Too many requests change the same objects at this moment');
}

function sessionOf(context: Context, input: SessionInput): Session {
  return { key: input.key ?? context.newId('ssn'), type: 'LOCK', ...timeToLive(input) };
}

/** The first answer again, or a conflict where the key came with another request; null without. */
function keptAnswer<Answer>(
  { idempotency }: Context,
  { facts }: Decided,
): Outcome<Answered<Answer>, 'idempotency_key_reused'> | null {
  const { answer: kept } = facts.row;
  if (kept === null) return null;
  if (kept.request_sha256 !== idempotency?.requestSha256.toString('hex')) {
    return refuse('idempotency_key_reused', 'The key came with another request before');
  }
  // Kept by this very operation, which keeps nothing but its answers.
  const answer: Answer = JSON.parse(kept.body);
  return done({ answer, decided: null });
}

/** False where it has to be decided anew. Asks for no write where there is nothing to be written. */
async function isWritten(
  context: Context,
  decided: Decided,
  { session, answer }: { readonly session: Session; readonly answer: unknown },
): Promise<boolean> {
  const vouchers = reservationsOf(decided);
  const { idempotency } = context;
  const releases = (decided.facts.row.own_locks ?? []).length > 0;
  if (vouchers.length === 0 && !releases && idempotency === null) return true;
  const ask = {
    session_key: session.key,
    at: isoOf(context.now),
    expires_at: isoOf(expiryOf(session, context.now)),
    vouchers,
    ...(idempotency === null
      ? {}
      : {
          idempotency: {
            key: idempotency.key,
            request_sha256: idempotency.requestSha256.toString('hex'),
            body: JSON.stringify(answer),
          },
        }),
  };
  return againAfterDeadlock(() => lockSession(context.db, context.project.id, ask));
}

/** Releases what a session has locked of one voucher, found by code or id. */
export async function releaseSession(
  context: Context,
  { code, sessionKey }: { readonly code: string; readonly sessionKey: string },
): Promise<Outcome<null, 'not_found'>> {
  const voucher = await findVoucherBy(context, context.db, code);
  if (voucher === null) return notFound('voucher', code);
  const lock = { voucherId: voucher.id, sessionKey, at: isoOf(context.now) };
  const released = await releaseLock(context.db, context.project.id, lock);
  return released ? done(null) : notFound('session', sessionKey);
}
