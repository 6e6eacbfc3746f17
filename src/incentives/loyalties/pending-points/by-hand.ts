/** Pending points as requests read and change them: of a member, or of a whole program. */
import { done, notFound, type Outcome, refuse } from '../../../engine/outcome.ts';
import type { Context } from '../../../platform/context.ts';
import type { Sql } from '../../../platform/db/database.ts';
import { type CardValue, entryAsk } from '../../ledger/service.ts';
import { expiryByRules, programExpiry } from '../expiry/service.ts';
import { findMember, type MemberAddress } from '../members/service.ts';
import { programId } from '../programs/service.ts';
import { pointsChanged } from '../points-changed/service.ts';
import type { PendingPointsQuery } from './schema.ts';
import {
  adjustPendingPoints,
  cancelPendingPoints,
  type PendingChange,
  type PendingPointsRow,
} from './service.ts';
import { activatePending, findPendingPoints, listPendingPoints } from './store.ts';

export type PendingPage = { readonly rows: readonly PendingPointsRow[]; readonly more: boolean };

/** What is still pending; what was activated or canceled is listed no more. */
export async function pendingOfMember(
  context: Context,
  address: MemberAddress,
  query: PendingPointsQuery,
): Promise<Outcome<PendingPage, 'not_found'>> {
  const member = await findMember(context, context.db, address);
  return member.ok ? done(await pageOf(context, { cardId: member.value.id }, query)) : member;
}

export async function pendingOfProgram(
  context: Context,
  campaignId: string,
  query: PendingPointsQuery,
): Promise<Outcome<PendingPage, 'not_found'>> {
  const program = await programId(context, context.db, campaignId);
  return program.ok ? done(await pageOf(context, { campaignId: program.value }, query)) : program;
}

async function pageOf(
  context: Context,
  of: { readonly cardId?: string; readonly campaignId?: string },
  { limit = 10, order, starting_after_id }: PendingPointsQuery,
): Promise<PendingPage> {
  const rows = await listPendingPoints(context.db, context.project.id, {
    ...of,
    limit: limit + 1,
    newestFirst: order === '-id',
    after: starting_after_id ?? null,
  });
  return { rows: rows.slice(0, limit), more: rows.length > limit };
}

export const pendingPointsFailures = [
  'not_found',
  'invalid_pending_points_state',
  'invalid_amount',
] as const;
type Failure = (typeof pendingPointsFailures)[number];

/** A change of pending points: which card, by how many points, and what it holds now. */
export type Changed = {
  readonly cardId: string;
  readonly points: number;
  readonly card: CardValue;
};

type Wanted = { readonly memberId: string; readonly pendingPointsId: string };

/** Puts them into the balance now; they expire as their rule or their program has it, from now on. */
export function activateByHand(
  context: Context,
  wanted: Wanted,
): Promise<Outcome<Changed, Failure>> {
  return changed(context, wanted, 'activated', async (tx, row) => {
    const expiresAt =
      row.expiration_rules === null
        ? await programExpiry(context, tx, row.campaign_id)
        : expiryByRules(context, row.expiration_rules);
    return activatePending(tx, context.project.id, {
      id: row.id,
      card_id: row.voucher_id,
      entry: entryAsk(context, { type: 'PENDING_POINTS_ACTIVATION', source: 'API' }),
      lot_id: context.newId('lopb'),
      expires_at: expiresAt,
    });
  });
}

/** Adds to them, or takes from them; at least one is left. */
export function adjustByHand(
  context: Context,
  wanted: Wanted,
  change: number,
): Promise<Outcome<Changed, Failure>> {
  if (change === 0) return Promise.resolve(refuse('invalid_amount', 'No points are no change'));
  return changed(context, wanted, 'updated', (tx, { id, voucher_id }) =>
    adjustPendingPoints(context, tx, { id, cardId: voucher_id, change }),
  );
}

/** Gives them up. */
export function cancelByHand(context: Context, wanted: Wanted): Promise<Outcome<Changed, Failure>> {
  return changed(context, wanted, 'canceled', (tx, { id, voucher_id }) =>
    cancelPendingPoints(context, tx, { id, cardId: voucher_id }),
  );
}

function changed(
  context: Context,
  { memberId, pendingPointsId: id }: Wanted,
  how: 'activated' | 'updated' | 'canceled',
  change: (tx: Sql, row: PendingPointsRow) => Promise<PendingChange>,
): Promise<Outcome<Changed, Failure>> {
  return context.db.transaction(async (tx) => {
    const member = await findMember(context, tx, { memberId });
    if (!member.ok) return member;
    const cardId = member.value.id;
    const row = await findPendingPoints(tx, context.project.id, { cardId, id });
    if (row === null) return notFound('pending_points', id);
    const made = await change(tx, row);
    if ('refused' in made) return refusalOf(made, { memberId, id, how });
    await pointsChanged(context, tx, [cardId]);
    return done({ cardId, points: made.points, card: made.card });
  });
}

function refusalOf(
  { refused, status }: Extract<PendingChange, { readonly refused: string }>,
  { memberId, id, how }: { readonly memberId: string; readonly id: string; readonly how: string },
) {
  switch (refused) {
    case 'card':
      return notFound('voucher', memberId);
    case 'pending':
      return notFound('pending_points', id);
    case 'state':
      return refuse(
        'invalid_pending_points_state',
        `Only points that are PENDING can be ${how}. These are ${status ?? 'gone'}`,
      );
    case 'amount':
      return refuse('invalid_amount', 'At least one point has to be left');
    case 'overflow':
      return refuse('invalid_amount', 'The card would hold more than can be counted');
    default:
      return unknownRefusal(refused);
  }
}

function unknownRefusal(refused: never): never {
  throw new Error(`a refusal that is unknown: ${String(refused)}`);
}
