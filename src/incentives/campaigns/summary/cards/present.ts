/** What campaign summaries say of cards: sums → wire. */
import type { GiftSummary, LoyaltySummary } from './schema.ts';
import type { CardSums } from './store.ts';

export function presentGiftSums(sums: CardSums): GiftSummary {
  return {
    created_vouchers_amount: sums.created,
    amount_added: sums.added,
    amount_deleted: sums.deleted,
    amount_redeemed: sums.redeemed,
    amount_rolledback: sums.rolled_back,
    amount_subtracted: sums.subtracted,
  };
}

export function presentLoyaltySums(sums: CardSums): LoyaltySummary {
  return {
    created_vouchers_points: sums.created,
    points_added: sums.added,
    points_deleted: sums.deleted,
    points_rewarded: sums.rewarded,
    points_redeemed: sums.redeemed,
    points_rolledback: sums.rolled_back,
    points_subtracted: sums.subtracted,
    points_expired: sums.expired,
    points_transferred_in: sums.transferred_in,
    points_transferred_out: sums.transferred_out,
    pending_points_activated: sums.activated,
  };
}
