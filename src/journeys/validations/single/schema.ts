/** Validations of one code or tier on the wire, as they were before stacks. */
import Type, { type Static } from 'typebox';
import { GiftCard } from '../../../incentives/cards/schema.ts';
import { Category } from '../../../incentives/categories/schema.ts';
import { Discount } from '../../../incentives/discounts/schema.ts';
import { DateTime, Metadata, Nullable } from '../../../platform/http/shapes.ts';
import { OrderCalculated } from '../../../records/orders/schema.ts';
import { ApplicableToList, situation, wishes } from '../../redeemables/schema.ts';
import { inSession, Session } from '../../sessions/schema.ts';

const Expand = Type.Object({ expand: Type.Optional(Type.Array(Type.Enum(['category']))) });

export const SingleInput = Type.Object({
  ...situation,
  ...inSession,
  options: Type.Optional(Expand),
});
export type SingleInput = Static<typeof SingleInput>;

/** Of a code that may be a card's. */
export const CodeInput = Type.Object({ ...SingleInput.properties, ...wishes });
export type CodeInput = Static<typeof CodeInput>;

export const ValidatedCode = Type.Object({
  code: Type.String({ minLength: 1, description: "The voucher's code or id" }),
});
export const ValidatedTier = Type.Object({
  promotionTierId: Type.String({ minLength: 1, description: 'The id of the tier' }),
});

/** Why something is not valid. `message` is the violated rule's own text, where it has one. */
const Refused = Type.Object({
  code: Type.Integer({ description: 'The HTTP status a redemption would be refused with' }),
  key: Type.String(),
  message: Type.String(),
  details: Type.String(),
  request_id: Type.Optional(Type.String()),
  resource_id: Type.Optional(Type.String()),
  resource_type: Type.Optional(Type.String()),
});

const invalid = {
  valid: Type.Literal(false),
  reason: Type.String({ description: 'What went wrong, for people' }),
  error: Refused,
  tracking_id: Type.String(),
};

const valid = {
  valid: Type.Literal(true),
  applicable_to: ApplicableToList,
  inapplicable_to: ApplicableToList,
  tracking_id: Type.String(),
  order: Type.Optional(OrderCalculated),
  discount: Type.Optional(Discount),
  session: Type.Optional(Session),
};

export const InvalidVoucher = Type.Object({
  ...invalid,
  code: Type.String(),
  customer_id: Type.Optional(Type.String()),
  metadata: Metadata,
});

export const ValidVoucher = Type.Object({
  ...valid,
  code: Type.String(),
  campaign: Type.Optional(Type.String({ description: "The campaign's name" })),
  campaign_id: Type.Optional(Type.String()),
  metadata: Metadata,
  start_date: Type.Optional(DateTime),
  expiration_date: Type.Optional(DateTime),
  gift: Type.Optional(GiftCard),
  loyalty: Type.Optional(Type.Object({ points_cost: Type.Integer() })),
  reward: Type.Optional(
    Type.Object({
      id: Type.String(),
      assignment_id: Type.String(),
      points: Type.Optional(Type.Integer({ description: 'Points that pay for the order' })),
    }),
  ),
});
export type ValidVoucher = Static<typeof ValidVoucher>;

export const VoucherValidation = Type.Union([ValidVoucher, InvalidVoucher]);
export type VoucherValidation = Static<typeof VoucherValidation>;

const described = {
  id: Type.String(),
  name: Type.String(),
  banner: Type.Optional(Type.String()),
  start_date: Type.Optional(DateTime),
  expiration_date: Type.Optional(DateTime),
  campaign: Type.Object({
    id: Type.String(),
    start_date: Nullable(DateTime),
    expiration_date: Nullable(DateTime),
    active: Type.Boolean(),
    categories: Type.Optional(Type.Array(Category)),
    object: Type.Literal('campaign'),
  }),
  hierarchy: Type.Integer(),
  metadata: Metadata,
  category_id: Type.Optional(Type.String()),
  categories: Type.Optional(Type.Array(Category)),
  object: Type.Literal('promotion_tier'),
};
const Described = Type.Object(described);
/** A tier as validations tell of it. */
export type DescribedTier = Static<typeof Described>;

export const ValidTier = Type.Object({
  ...valid,
  ...described,
  tracking_id: Type.Optional(Type.String()),
  discount_amount: Type.Optional(
    Type.Integer({ description: 'All that is off the order then, in minor units' }),
  ),
  applied_discount_amount: Type.Optional(
    Type.Integer({ description: 'What this tier takes off, in minor units' }),
  ),
});
export type ValidTier = Static<typeof ValidTier>;

export const InvalidTier = Type.Object({
  ...invalid,
  ...described,
  discount: Type.Optional(Discount),
});

export const TierValidation = Type.Union([ValidTier, InvalidTier]);
export type TierValidation = Static<typeof TierValidation>;
