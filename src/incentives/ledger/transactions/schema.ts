/** Transactions on the wire: what changed the value of gift cards and loyalty cards. */
import Type, { type Static } from 'typebox';
import { Limit, Order } from '../../../platform/http/query.ts';
import { DateTime, Nullable } from '../../../platform/http/shapes.ts';

const types = [
  'CREDITS_REDEMPTION',
  'CREDITS_REFUND',
  'CREDITS_ADDITION',
  'CREDITS_REMOVAL',
  'POINTS_ACCRUAL',
  'POINTS_ACCRUAL_CANCELLATION',
  'POINTS_CANCELLATION',
  'POINTS_REDEMPTION',
  'POINTS_REFUND',
  'POINTS_ADDITION',
  'POINTS_REMOVAL',
  'POINTS_EXPIRATION',
  'POINTS_TRANSFER_IN',
  'POINTS_TRANSFER_OUT',
  'PENDING_POINTS_ACTIVATION',
] as const;

export const VoucherOfTransactions = Type.Object({
  code: Type.String({ minLength: 1, description: "The card's code or id" }),
});
export const CampaignOfTransactions = Type.Object({
  campaignId: Type.String({ minLength: 1, description: "The campaign's id or name" }),
});
export const MemberOfTransactions = Type.Object({
  memberId: Type.String({ minLength: 1, description: "The loyalty card's code or id" }),
});
export const MemberOfCampaign = Type.Object({
  ...CampaignOfTransactions.properties,
  ...MemberOfTransactions.properties,
});

const paging = {
  limit: Limit,
  order: Order(['id']),
  starting_after_id: Type.Optional(
    Type.String({ minLength: 1, description: 'The transaction that the page before ended with' }),
  ),
};

export const VoucherTransactionQuery = Type.Object(paging);
export const TransactionQuery = Type.Object({
  ...paging,
  filters: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      description: 'Conditions on `id`, `voucher_id` and `created_at`, joined by `junction`',
    }),
  ),
});
export type TransactionQuery = Static<typeof TransactionQuery>;

const Named = Type.Object({ id: Type.String() });

/** Credits in minor units, or points. */
export const Balance = Type.Object({
  type: Type.Enum(['gift_voucher', 'loyalty_card']),
  total: Type.Integer({ description: 'All that was put in less what was taken out by hand' }),
  object: Type.Literal('balance'),
  amount: Type.Optional(Type.Integer({ description: 'Credits put in, or below 0 taken out' })),
  points: Type.Optional(Type.Integer({ description: 'Points put in, or below 0 taken out' })),
  balance: Type.Integer({ description: 'What the card held then' }),
  operation_type: Type.Enum(['MANUAL', 'AUTOMATIC']),
  related_object: Type.Object({ id: Type.String(), type: Type.Literal('voucher') }),
});
export type Balance = Static<typeof Balance>;

export const Transaction = Type.Object({
  id: Type.String(),
  source_id: Nullable(Type.String({ description: "The caller's own name for it" })),
  voucher_id: Type.String(),
  campaign_id: Nullable(Type.String()),
  source: Nullable(Type.String({ description: 'Through what it came; null for redemptions' })),
  reason: Nullable(Type.String()),
  type: Type.Enum(types),
  details: Type.Object({
    balance: Balance,
    order: Type.Optional(Type.Object({ id: Type.String(), source_id: Nullable(Type.String()) })),
    redemption: Type.Optional(Named),
    rollback: Type.Optional(Named),
  }),
  related_transaction_id: Nullable(
    Type.String({ description: 'The other half of a transfer, or what this gives back' }),
  ),
  created_at: DateTime,
});
export type Transaction = Static<typeof Transaction>;

export const TransactionList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('data'),
  data: Type.Array(Transaction),
  has_more: Type.Boolean(),
  more_starting_after: Type.Optional(
    Type.String({ description: 'The id to go on after, where there is more' }),
  ),
});
export type TransactionList = Static<typeof TransactionList>;
