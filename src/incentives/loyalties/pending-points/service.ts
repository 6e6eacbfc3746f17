/**
 * Pending points: held for a card, then activated, adjusted or canceled.
 *
 * What is here runs in the caller's transaction and holds the card's row from then on: whoever changes
 * several cards takes them in the order of their ids.
 */
import type { JsonObject } from '../../../engine/json.ts';
import type { ExpirationRules } from '../../../engine/loyalty/points-expiry.ts';
import type { Sql } from '../../../platform/db/database.ts';
import { isoOf } from '../../../platform/iso.ts';
import type { CardValue, LedgerContext } from '../../ledger/service.ts';
import {
  adjustPending,
  cancelPending,
  findPendingOfOrder,
  insertPendingPoints,
  type PendingChange,
  type PendingPointsRow,
} from './store.ts';

export type { PendingChange, PendingPointsRow, PendingPointsStatus } from './store.ts';

/** Points that were earned and wait. */
export type NewPendingPoints = {
  /** The loyalty card's id; its holder and campaign are noted with them. */
  readonly cardId: string;
  /** Above 0. */
  readonly points: number;
  /** `YYYY-MM-DD`: the day at whose beginning, where the project is, they become active. */
  readonly activatesAt: string;
  readonly orderId?: string;
  readonly earningRuleId?: string;
  /** Of the rule they were earned by, in wire form; null or absent: as the program has it. */
  readonly expirationRules?: ExpirationRules | null;
  /** Event, earning rule, order and tiers as they are now, in wire form. */
  readonly details?: JsonObject;
};

/**
 * Holds points for a card: no part of its balance yet. Throws SC001 `card` where it is gone and
 * `overflow` where more would be pending than can be counted: both end the transaction. Answers the
 * id of what is pending, beside the card.
 */
export async function addPendingPoints(
  context: LedgerContext,
  sql: Sql,
  added: NewPendingPoints,
): Promise<{ readonly id: string; readonly card: CardValue }> {
  const id = context.newId('lopp');
  const card = await insertPendingPoints(sql, context.project.id, {
    id,
    card_id: added.cardId,
    points: added.points,
    activates_at: added.activatesAt,
    at: isoOf(context.now),
    ...(added.orderId === undefined ? {} : { order_id: added.orderId }),
    ...(added.earningRuleId === undefined ? {} : { earning_rule_id: added.earningRuleId }),
    ...(added.expirationRules === undefined ? {} : { expiration_rules: added.expirationRules }),
    ...(added.details === undefined ? {} : { details: added.details }),
  });
  return { id, card };
}

/** What of an order is still pending, by card, for whoever takes it back. */
export function pendingPointsOfOrder(
  context: LedgerContext,
  sql: Sql,
  orderId: string,
): Promise<readonly PendingPointsRow[]> {
  return findPendingOfOrder(sql, context.project.id, orderId);
}

/** Adds `change` to what is pending, or takes it off; at least one point is left, else nothing changes. */
export function adjustPendingPoints(
  context: LedgerContext,
  sql: Sql,
  { id, cardId, change }: PendingPointsId & { readonly change: number },
): Promise<PendingChange> {
  const ask = { id, card_id: cardId, change_id: context.newId('lopc'), at: isoOf(context.now) };
  return adjustPending(sql, context.project.id, { ...ask, change });
}

/** Gives up what is pending; what is active or canceled already stays as it is. */
export function cancelPendingPoints(
  context: LedgerContext,
  sql: Sql,
  { id, cardId }: PendingPointsId,
): Promise<PendingChange> {
  const ask = { id, card_id: cardId, change_id: context.newId('lopc'), at: isoOf(context.now) };
  return cancelPending(sql, context.project.id, ask);
}

export type PendingPointsId = { readonly id: string; readonly cardId: string };
