/**
 * Moving stored value: the ways in which a card's balance changes outside of redemptions.
 *
 * All of them run in the caller's transaction and hold the card's row from then on: whoever moves value
 * of several cards takes them in the order of their ids.
 */
import { done, notFound, type Outcome, refuse } from '../../engine/outcome.ts';
import type { Context } from '../../platform/context.ts';
import type { Sql } from '../../platform/db/database.ts';
import { isoOf } from '../../platform/iso.ts';
import {
  type CardValue,
  creditCard,
  debitCard,
  type EntryAsk,
  expireCard,
  type Moved,
  takeBackCredit,
} from './store.ts';

export type { CardValue, EntryAsk, EntryType } from './store.ts';

/** What moving value needs to know: jobs have no key and no request. */
export type LedgerContext = Pick<Context, 'project' | 'now' | 'newId'>;

/** An entry without what this module gives it. */
export type Entry = Omit<EntryAsk, 'id' | 'at'> & { readonly id?: string };

/** With its id and time. The id is known before the write, for answers that name it. */
export function entryAsk(context: LedgerContext, entry: Entry): EntryAsk {
  return { ...entry, id: entry.id ?? context.newId('vtx'), at: isoOf(context.now) };
}

/**
 * Puts `amount` (above 0) into a card, as a lot that expires at `expiresAt` (null: never). Refused
 * where the card would hold more than can be counted. A refusal leaves the transaction as it was.
 */
export async function credit(
  context: LedgerContext,
  sql: Sql,
  { cardId, amount, expiresAt, entry }: Movement & { readonly expiresAt: string | null },
): Promise<Outcome<CardValue, MovementFailure>> {
  const moved = await creditCard(sql, context.project.id, {
    cardId,
    amount,
    expiresAt,
    entry: entryAsk(context, entry),
    lotId: context.newId('lopb'),
  });
  return outcomeOf(moved, cardId, entry);
}

/** Takes `amount` (above 0) out of a card. Refused where it holds less than that. */
export async function debit(
  context: LedgerContext,
  sql: Sql,
  { cardId, amount, entry }: Movement,
): Promise<Outcome<CardValue, MovementFailure>> {
  const asked = { cardId, amount, entry: entryAsk(context, entry) };
  return outcomeOf(await debitCard(sql, context.project.id, asked), cardId, entry);
}

/**
 * Takes back what an earlier entry put in, from its own lot first, never more than the card holds:
 * answers how much it was.
 */
export function takeBack(
  context: LedgerContext,
  sql: Sql,
  back: { readonly creditingId: string; readonly amount: number; readonly entry: Entry },
): Promise<number> {
  const { creditingId, amount, entry } = back;
  const asked = { creditingId, amount, entry: entryAsk(context, entry) };
  return takeBackCredit(sql, context.project.id, asked);
}

/** Takes out what has expired; answers how much. Safe to repeat. */
export function expire(context: LedgerContext, sql: Sql, cardId: string): Promise<number> {
  return expireCard(sql, context.project.id, { cardId, at: isoOf(context.now) });
}

export type Movement = {
  readonly cardId: string;
  readonly amount: number;
  readonly entry: Entry;
};

/** Keys of the reference; which of the two is said of a balance follows from what the card holds. */
export type MovementFailure =
  | 'not_found'
  | 'gift_amount_exceeded'
  | 'loyalty_card_points_exceeded'
  | 'invalid_add_balance_params';

function outcomeOf(
  moved: Moved,
  cardId: string,
  { type }: Entry,
): Outcome<CardValue, MovementFailure> {
  if ('card' in moved) return done(moved.card);
  if (moved.refused === 'card') return notFound('voucher', cardId);
  if (moved.refused === 'overflow') {
    return refuse('invalid_add_balance_params', 'The card would hold more than can be counted');
  }
  return type.startsWith('CREDITS')
    ? refuse('gift_amount_exceeded', 'The card holds less than that')
    : refuse('loyalty_card_points_exceeded', 'The card holds fewer points than that');
}
