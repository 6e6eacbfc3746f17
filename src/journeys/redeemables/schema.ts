/** Redeemables on the wire: how they are asked for, and what became of each. */
import Type, { type Static } from 'typebox';
import { MAX_REDEEMABLES } from '../../engine/stacking/settings.ts';
import { Discount } from '../../incentives/discounts/schema.ts';
import { DateTime, Metadata, Nullable } from '../../platform/http/shapes.ts';
import { CustomerInput } from '../../records/customers/schema.ts';
import { ExplainOption, Explanation } from '../explanations/schema.ts';
import { OrderCalculated, OrderInput } from '../../records/orders/schema.ts';

/** A voucher by code or id, a promotion tier or stack by id. */
export const RedeemableInput = Type.Object({
  object: Type.Enum(['voucher', 'promotion_tier', 'promotion_stack']),
  id: Type.String({ minLength: 1, maxLength: 1_000 }),
});
export type RedeemableInput = Static<typeof RedeemableInput>;

export const RedeemableInputs = Type.Array(RedeemableInput, {
  minItems: 1,
  maxItems: MAX_REDEEMABLES,
});

/** Who and what a validation, qualification or redemption is about. */
export const situation = {
  order: Type.Optional(Nullable(OrderInput)),
  customer: Type.Optional(Nullable(CustomerInput)),
  tracking_id: Type.Optional(Nullable(Type.String({ maxLength: 1_000 }))),
  metadata: Type.Optional(Nullable(Metadata)),
};

/**
 * What answers show beyond the minimum: `order`, the price after each redeemable, as where nothing is
 * said; `redeemable`, its metadata, name and campaign; `category`, its categories. `redemption` is
 * always shown.
 */
const Expansion = Type.Enum(['order', 'redemption', 'redeemable', 'category']);
export type Expansion = Static<typeof Expansion>;

export const ExpandOptions = Type.Object({
  expand: Type.Optional(Type.Array(Expansion)),
  explain: ExplainOption,
});

export const Category = Type.Object({
  id: Type.String(),
  name: Type.String(),
  hierarchy: Type.Integer(),
  object: Type.Literal('category'),
  created_at: DateTime,
  updated_at: Type.Optional(DateTime),
});
export type Category = Static<typeof Category>;

/** An entry of a rule's `applicable_to` that met lines of this order. */
export const ApplicableTo = Type.Object({
  object: Type.Enum(['product', 'sku', 'products_collection']),
  id: Type.String(),
  source_id: Type.Optional(Type.String()),
  effect: Type.Enum([
    'APPLY_TO_EVERY',
    'APPLY_TO_CHEAPEST',
    'APPLY_FROM_CHEAPEST',
    'APPLY_TO_MOST_EXPENSIVE',
    'APPLY_FROM_MOST_EXPENSIVE',
  ]),
  price: Type.Optional(Type.Integer()),
  quantity_limit: Type.Optional(Type.Integer()),
  aggregated_quantity_limit: Type.Optional(Type.Integer()),
  amount_limit: Type.Optional(Type.Integer()),
  aggregated_amount_limit: Type.Optional(Type.Integer()),
  order_item_indices: Type.Optional(Type.Array(Type.Integer())),
  skip_initially: Type.Optional(Type.Integer()),
  repeat: Type.Optional(Type.Integer()),
  target: Type.Optional(Type.Enum(['ITEM', 'UNIT'])),
});
export type ApplicableTo = Static<typeof ApplicableTo>;

export const ApplicableToList = Type.Object({
  data: Type.Array(ApplicableTo),
  total: Type.Integer({ minimum: 0 }),
  object: Type.Literal('list'),
  data_ref: Type.Literal('data'),
});
export type ApplicableToList = Static<typeof ApplicableToList>;

/** A refusal inside an answer. `error.message` is the violated rule's own text for the customer. */
const RefusalInside = Type.Object({
  code: Type.Integer(),
  key: Type.Optional(Type.String()),
  message: Type.String(),
  details: Type.Optional(Type.String()),
  request_id: Type.Optional(Type.String()),
  resource_id: Type.Optional(Type.String()),
  resource_type: Type.Optional(Type.String()),
  error: Type.Optional(Type.Object({ message: Type.String() })),
});

/** What describes a redeemable in every answer. */
export const described = {
  id: Type.String(),
  object: Type.Enum(['voucher', 'promotion_tier', 'promotion_stack']),
  metadata: Type.Optional(Metadata),
  categories: Type.Optional(Type.Array(Category)),
  campaign_name: Type.Optional(Type.String()),
  campaign_id: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
};

export const RedeemableApplicable = Type.Object({
  status: Type.Literal('APPLICABLE'),
  ...described,
  order: Type.Optional(OrderCalculated),
  applicable_to: ApplicableToList,
  inapplicable_to: ApplicableToList,
  result: Type.Object({ discount: Type.Optional(Discount) }),
  explanation: Type.Optional(Explanation),
});
export type RedeemableApplicable = Static<typeof RedeemableApplicable>;

export const RedeemableInapplicable = Type.Object({
  status: Type.Literal('INAPPLICABLE'),
  ...described,
  result: Type.Object({ error: RefusalInside }),
  explanation: Type.Optional(Explanation),
});
export type RedeemableInapplicable = Static<typeof RedeemableInapplicable>;

export const RedeemableSkipped = Type.Object({
  status: Type.Literal('SKIPPED'),
  ...described,
  result: Type.Object({
    details: Type.Optional(Type.Object({ key: Type.String(), message: Type.String() })),
  }),
  explanation: Type.Optional(Explanation),
});
export type RedeemableSkipped = Static<typeof RedeemableSkipped>;

export const StackingRules = Type.Object({
  redeemables_limit: Type.Integer(),
  applicable_redeemables_limit: Type.Integer(),
  applicable_redeemables_per_category_limit: Type.Integer(),
  applicable_redeemables_category_limits: Type.Record(Type.String(), Type.Integer()),
  applicable_exclusive_redeemables_limit: Type.Integer(),
  applicable_exclusive_redeemables_per_category_limit: Type.Integer(),
  exclusive_categories: Type.Array(Type.String()),
  joint_categories: Type.Array(Type.String()),
  redeemables_application_mode: Type.Enum(['ALL', 'PARTIAL']),
  redeemables_sorting_rule: Type.Enum(['CATEGORY_HIERARCHY', 'REQUESTED_ORDER']),
  redeemables_products_application_mode: Type.Enum(['STACK', 'ONCE']),
  redeemables_no_effect_rule: Type.Enum(['REDEEM_ANYWAY', 'SKIP']),
  no_effect_skip_categories: Type.Array(Type.String()),
  no_effect_redeem_anyway_categories: Type.Array(Type.String()),
  redeemables_rollback_order_mode: Type.Enum(['WITH_ORDER', 'WITHOUT_ORDER']),
});
export type StackingRules = Static<typeof StackingRules>;
