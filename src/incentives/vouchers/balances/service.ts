/** Putting value on a card or taking it off, by hand. */
import { done, notFound, type Outcome, refuse } from '../../../engine/outcome.ts';
import type { Context } from '../../../platform/context.ts';
import { type CardValue, credit, debit, type MovementFailure } from '../../ledger/service.ts';
import { programExpiry } from '../../loyalties/expiry/service.ts';
import { pointsChanged } from '../../loyalties/points-changed/service.ts';
import { findVoucherBy } from '../service.ts';
import type { VoucherWithCampaign } from '../store.ts';
import type { BalanceChange } from './schema.ts';

export type BalanceAfter = {
  readonly card: VoucherWithCampaign;
  readonly amount: number;
  readonly value: CardValue;
};

/** Takes off no more than is there, of what expires soonest. Points that are put on expire as its program says. */
export async function changeBalance(
  context: Context,
  codeOrId: string,
  { amount, source_id: sourceId, reason }: BalanceChange,
): Promise<Outcome<BalanceAfter, MovementFailure>> {
  return context.db.transaction(async (tx) => {
    const card = await findVoucherBy(context, tx, codeOrId);
    if (card === null) return notFound('voucher', codeOrId);
    if (card.type === 'DISCOUNT_VOUCHER') {
      return refuse('invalid_add_balance_params', 'The voucher holds neither credits nor points');
    }
    if (amount === 0) return refuse('invalid_add_balance_params', 'Property amount is 0');
    const kind = card.type === 'GIFT_VOUCHER' ? 'CREDITS' : 'POINTS';
    const type = `${kind}_${amount > 0 ? 'ADDITION' : 'REMOVAL'}` as const;
    const entry = { type, source: 'API', source_id: sourceId ?? null, reason: reason ?? null };
    const moved =
      amount > 0
        ? await credit(context, tx, {
            cardId: card.id,
            amount,
            expiresAt:
              kind === 'CREDITS' ? null : await programExpiry(context, tx, card.campaign_id),
            entry,
          })
        : await debit(context, tx, { cardId: card.id, amount: -amount, entry });
    if (!moved.ok) return moved;
    if (card.type === 'LOYALTY_CARD') await pointsChanged(context, tx, [card.id]);
    return done({ card, amount, value: moved.value });
  });
}
