/** What campaign summaries say of cards, on the wire. */
import Type, { type Static } from 'typebox';

const Credits = Type.Integer({ minimum: 0, description: 'In minor units' });
const Points = Type.Integer({ minimum: 0 });

export const GiftSummary = Type.Object({
  created_vouchers_amount: Credits,
  amount_added: Credits,
  amount_deleted: Credits,
  amount_redeemed: Credits,
  amount_rolledback: Credits,
  amount_subtracted: Credits,
});
export type GiftSummary = Static<typeof GiftSummary>;

export const LoyaltySummary = Type.Object({
  created_vouchers_points: Points,
  points_added: Points,
  points_deleted: Points,
  points_rewarded: Points,
  points_redeemed: Points,
  points_rolledback: Points,
  points_subtracted: Points,
  points_expired: Points,
  points_transferred_in: Points,
  points_transferred_out: Points,
  pending_points_activated: Points,
});
export type LoyaltySummary = Static<typeof LoyaltySummary>;
