/** Redemptions on the wire. */
import Type, { type Static } from 'typebox';
import { CategoryWithStackingType } from '../../incentives/categories/schema.ts';
import { Reward } from '../../incentives/rewards/schema.ts';
import { PromotionTier } from '../../incentives/promotions/tiers/schema.ts';
import { ListedVoucher } from '../../incentives/vouchers/schema.ts';
import { Limit, Order, Page, TimeRange } from '../../platform/http/query.ts';
import { DateTime, Metadata, Nullable } from '../../platform/http/shapes.ts';
import { OrderCalculated } from '../../records/orders/schema.ts';
import { Explanation } from '../explanations/schema.ts';
import { inSession } from '../sessions/schema.ts';
import {
  ExpandOptions,
  RedeemableInapplicable,
  RedeemableInputs,
  RedeemableSkipped,
  situation,
} from '../redeemables/schema.ts';

export const RedemptionInput = Type.Object({
  redeemables: RedeemableInputs,
  ...situation,
  ...inSession,
  options: Type.Optional(ExpandOptions),
});
export type RedemptionInput = Static<typeof RedemptionInput>;

const SimpleCustomer = Type.Object({
  id: Type.String(),
  name: Type.Optional(Type.String()),
  email: Type.Optional(Type.String()),
  source_id: Type.Optional(Type.String()),
  metadata: Metadata,
  object: Type.Literal('customer'),
});
export type SimpleCustomer = Static<typeof SimpleCustomer>;

/** The tier of a redemption: its running totals are told by the tier itself. */
const RedeemedTier = Type.Partial(PromotionTier);
export type RedeemedTier = Static<typeof RedeemedTier>;

/** The voucher of a redemption; of one that was deleted since, what is left is its id and code. */
const RedeemedVoucher = Type.Partial(
  Type.Object({ ...ListedVoucher.properties, categories: Type.Array(CategoryWithStackingType) }),
);
export type RedeemedVoucher = Static<typeof RedeemedVoucher>;

/** The reward that points were redeemed for, as it was then. */
export const RedeemedReward = Type.Object({
  id: Type.String(),
  assignment_id: Type.String(),
  name: Type.String(),
  type: Reward.properties.type,
  parameters: Reward.properties.parameters,
  object: Type.Literal('reward'),
});
export type RedeemedReward = Static<typeof RedeemedReward>;

/** What a card gave; below zero in a rollback, which gives it back. */
const paid = {
  amount: Type.Optional(
    Type.Integer({ description: 'What left the card: credits in minor units, or points' }),
  ),
  gift: Type.Optional(Type.Object({ amount: Type.Integer({ description: 'In minor units' }) })),
  loyalty_card: Type.Optional(Type.Object({ points: Type.Integer() })),
  reward: Type.Optional(RedeemedReward),
};

const shared = {
  id: Type.String(),
  date: DateTime,
  customer_id: Nullable(Type.String()),
  tracking_id: Nullable(Type.String()),
  metadata: Nullable(Metadata),
  result: Type.Enum(['SUCCESS', 'FAILURE']),
  failure_code: Type.Optional(Type.String()),
  failure_message: Type.Optional(Type.String()),
  order: Nullable(OrderCalculated),
  channel: Type.Object({
    channel_id: Type.Optional(Type.String()),
    channel_type: Type.Enum(['USER', 'API', 'AUTO_REDEEM']),
  }),
  customer: Nullable(SimpleCustomer),
  related_object_type: Type.Enum(['voucher', 'promotion_tier', 'redemption']),
  related_object_id: Type.String(),
  voucher: Type.Optional(RedeemedVoucher),
  promotion_tier: Type.Optional(RedeemedTier),
  ...paid,
  session: Type.Optional(Type.Object({ key: Type.String() })),
};

const RelatedRedemption = Type.Object({ id: Type.String(), date: DateTime });

export const Redemption = Type.Object({
  ...shared,
  object: Type.Literal('redemption'),
  redemption: Nullable(Type.String({ description: 'The redemption of the stack this is part of' })),
  status: Type.Enum(['SUCCEEDED', 'FAILED', 'ROLLED_BACK']),
  related_redemptions: Type.Optional(
    Type.Object({
      rollbacks: Type.Optional(Type.Array(RelatedRedemption)),
      redemptions: Type.Optional(Type.Array(RelatedRedemption)),
    }),
  ),
  explanation: Type.Optional(Explanation),
});
export type Redemption = Static<typeof Redemption>;

export const Rollback = Type.Object({
  ...shared,
  object: Type.Literal('redemption_rollback'),
  redemption: Nullable(Type.String({ description: 'The redemption that was rolled back' })),
  status: Type.Enum(['SUCCEEDED', 'FAILED']),
  reason: Type.Optional(Type.String()),
});
export type Rollback = Static<typeof Rollback>;

/** What a redemption request answers. */
export const RedemptionResult = Type.Object({
  redemptions: Type.Array(Redemption),
  parent_redemption: Type.Optional(Redemption),
  order: Type.Optional(OrderCalculated),
  inapplicable_redeemables: Type.Optional(Type.Array(RedeemableInapplicable)),
  skipped_redeemables: Type.Optional(Type.Array(RedeemableSkipped)),
});
export type RedemptionResult = Static<typeof RedemptionResult>;

export const RedemptionId = Type.Object({ redemptionId: Type.String({ minLength: 1 }) });
export const RedeemedCode = Type.Object({
  code: Type.String({ minLength: 1, description: "The voucher's code or id" }),
});

export const RedemptionQuery = Type.Object({
  limit: Limit,
  page: Page,
  result: Type.Optional(
    Type.String({ description: 'Success, Failure, or Failure-<key> of one cause' }),
  ),
  campaign: Type.Optional(Type.String({ description: "A campaign's name or id" })),
  customer: Type.Optional(Type.String({ description: "A customer's id or source_id" })),
  order: Order(['created_at', 'id', 'voucher_code', 'tracking_id', 'customer_id']),
  created_at: TimeRange,
  filters: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});
export type RedemptionQuery = Static<typeof RedemptionQuery>;

const Entry = Type.Union([Redemption, Rollback]);

export const RedemptionOrRollback = Entry;

export const RedemptionList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('redemptions'),
  redemptions: Type.Array(Entry),
  total: Type.Integer({ minimum: 0 }),
});

export const VoucherRedemptions = Type.Object({
  quantity: Nullable(Type.Integer()),
  redeemed_quantity: Type.Integer(),
  object: Type.Literal('list'),
  url: Type.String(),
  data_ref: Type.Literal('redemption_entries'),
  total: Type.Integer({ minimum: 0 }),
  redemption_entries: Type.Array(Entry),
});
