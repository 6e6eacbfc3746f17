/** A member's balance, changed by hand: points added with their expiry, or taken. */
import { done, type Outcome, refuse } from '../../../engine/outcome.ts';
import type { Context } from '../../../platform/context.ts';
import type { Sql } from '../../../platform/db/database.ts';
import { type CardValue, credit, debit } from '../../ledger/service.ts';
import type { VoucherWithCampaign } from '../../vouchers/service.ts';
import { expiryOnDay, programExpiry } from '../expiry/service.ts';
import { findMember, type MemberAddress } from '../members/service.ts';
import { pointsChanged } from '../points-changed/service.ts';
import type { MemberBalanceInput } from './schema.ts';

export const memberBalanceFailures = [
  'not_found',
  'not_published',
  'invalid_expiration_date',
  'invalid_add_balance_params',
  'loyalty_card_points_exceeded',
] as const;
type Failure = (typeof memberBalanceFailures)[number];

export type ChangedBalance = { readonly cardId: string; readonly card: CardValue };

/** Only of cards that somebody holds. What is taken comes from the points that expire soonest. */
export async function changeMemberBalance(
  context: Context,
  address: MemberAddress,
  input: MemberBalanceInput,
): Promise<Outcome<ChangedBalance, Failure>> {
  return context.db.transaction(async (tx) => {
    const member = await findMember(context, tx, address);
    if (!member.ok) return member;
    if (member.value.holder_id === null) {
      return refuse('not_published', 'Points are only for cards that were published to a customer');
    }
    const moved = await move(context, tx, member.value, input);
    if (!moved.ok) {
      // Of the ledger's refusals one is about gift cards alone.
      return moved.key === 'gift_amount_exceeded'
        ? refuse('loyalty_card_points_exceeded', moved.details)
        : { ...moved, key: moved.key };
    }
    await pointsChanged(context, tx, [member.value.id]);
    return done({ cardId: member.value.id, card: moved.value });
  });
}

async function move(
  context: Context,
  tx: Sql,
  { id: cardId, campaign_id }: VoucherWithCampaign,
  input: MemberBalanceInput,
) {
  const { points, reason, source_id } = input;
  const told = { source: 'API', reason: reason ?? null, source_id: source_id ?? null };
  if (points === 0) return refuse('invalid_add_balance_params', 'Property points must not be 0');
  if (points < 0) {
    const entry = { ...told, type: 'POINTS_REMOVAL' } as const;
    return debit(context, tx, { cardId, amount: -points, entry });
  }
  const expiresAt = await expiryOf(context, tx, campaign_id, input);
  if (!expiresAt.ok) return expiresAt;
  const entry = { ...told, type: 'POINTS_ADDITION' } as const;
  return credit(context, tx, { cardId, amount: points, expiresAt: expiresAt.value, entry });
}

/** A date without a type is a custom one. */
async function expiryOf(
  context: Context,
  tx: Sql,
  campaignId: string | null,
  { expiration_type, expiration_date }: MemberBalanceInput,
): Promise<Outcome<string | null, 'invalid_expiration_date'>> {
  const type = expiration_type ?? (expiration_date ? 'CUSTOM_DATE' : 'PROGRAM_RULES');
  if (type === 'NON_EXPIRING') return done(null);
  if (type === 'PROGRAM_RULES') return done(await programExpiry(context, tx, campaignId));
  if (!expiration_date) {
    return refuse('invalid_expiration_date', 'Property expiration_date is required');
  }
  return expiryOnDay(context, expiration_date);
}
