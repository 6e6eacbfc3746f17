/** Redeemables on the wire: how they are asked for, and what became of each. */
import Type, { type Static } from 'typebox';
import { MAX_REDEEMABLES } from '../../engine/stacking/settings.ts';
import { CategoryWithStackingType } from '../../incentives/categories/schema.ts';
import { Discount } from '../../incentives/discounts/schema.ts';
import { Metadata, Nullable } from '../../platform/http/shapes.ts';
import { CustomerInput } from '../../records/customers/schema.ts';
import { ExplainOption, Explanation } from '../explanations/schema.ts';
import { OrderCalculated, OrderInput } from '../../records/orders/schema.ts';

const Value = { minimum: 0, maximum: Number.MAX_SAFE_INTEGER };

/** What is wished of a card beside its code. */
export const wishes = {
  gift: Type.Optional(
    Nullable(
      Type.Object({
        credits: Type.Optional(
          Nullable(
            Type.Integer({
              ...Value,
              description: 'Of a gift card, in minor units; as many as there are to pay if absent',
            }),
          ),
        ),
      }),
    ),
  ),
  reward: Type.Optional(
    Nullable(
      Type.Object({
        id: Type.Optional(
          Nullable(
            Type.String({ maxLength: 1_000, description: 'What a loyalty card is redeemed for' }),
          ),
        ),
        points: Type.Optional(
          Nullable(
            Type.Integer({
              ...Value,
              description: 'Where points pay; as many as there are to pay if absent',
            }),
          ),
        ),
      }),
    ),
  ),
};

/** A voucher by code or id, a promotion tier or stack by id. */
export const RedeemableInput = Type.Object({
  object: Type.Enum(['voucher', 'promotion_tier', 'promotion_stack']),
  id: Type.String({ minLength: 1, maxLength: 1_000 }),
  ...wishes,
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

/** Limits of units over many redemptions, by where they are counted. */
const Units = Type.Optional(Type.Integer({ minimum: 0 }));
const countedLimits = {
  product_campaign_quantity_limit: Units,
  product_customer_campaign_quantity_limit: Units,
  product_in_collection_campaign_quantity_limit: Units,
  product_in_collection_customer_campaign_quantity_limit: Units,
  product_promotion_tier_quantity_limit: Units,
  product_customer_promotion_tier_quantity_limit: Units,
  product_in_collection_promotion_tier_quantity_limit: Units,
  product_in_collection_customer_promotion_tier_quantity_limit: Units,
};

/** An entry of a rule's `applicable_to` that met lines of this order. */
export const ApplicableTo = Type.Object({
  object: Type.Enum(['product', 'sku', 'products_collection']),
  id: Type.String(),
  source_id: Type.Optional(Type.String()),
  strict: Type.Boolean(),
  effect: Type.Enum([
    'APPLY_TO_EVERY',
    'APPLY_TO_CHEAPEST',
    'APPLY_FROM_CHEAPEST',
    'APPLY_TO_MOST_EXPENSIVE',
    'APPLY_FROM_MOST_EXPENSIVE',
  ]),
  price: Type.Optional(Type.Integer()),
  price_formula: Type.Optional(Type.String()),
  quantity_limit: Type.Optional(Type.Integer()),
  aggregated_quantity_limit: Type.Optional(Type.Integer()),
  amount_limit: Type.Optional(Type.Integer()),
  aggregated_amount_limit: Type.Optional(Type.Integer()),
  ...countedLimits,
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
  categories: Type.Optional(Type.Array(CategoryWithStackingType)),
  campaign_name: Type.Optional(Type.String()),
  campaign_id: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
};

const ItemQuantity = Type.Integer({ minimum: 1 });

/** How far an order makes up the bundles that a rule asks for. */
export const Bundle = Type.Object({
  quantity: Type.Integer({
    minimum: 0,
    maximum: 100,
    description: 'Complete bundles, as often as the discount is given',
  }),
  limit: Type.Integer({ minimum: 1, maximum: 100, description: 'The most that count' }),
  identified: Type.Array(
    Type.Object({
      id: Type.String(),
      object: Type.Enum(['product', 'sku']),
      item_index: Type.Integer({ minimum: 0, description: 'Position in the request' }),
      item_quantity: ItemQuantity,
    }),
  ),
  missing: Type.Optional(
    Type.Array(
      Type.Object({
        id: Type.String(),
        object: Type.Enum(['product', 'products_collection', 'sku']),
        item_quantity: ItemQuantity,
      }),
      { description: 'What the first bundle lacks; absent where one is complete' },
    ),
  ),
});
export type Bundle = Static<typeof Bundle>;

/** What a card would pay with. */
const paying = {
  gift: Type.Optional(
    Type.Object({
      balance: Type.Integer({ description: 'Credits that are there, in minor units' }),
      credits: Type.Integer({ description: 'Credits that pay, in minor units' }),
    }),
  ),
  loyalty_card: Type.Optional(
    Type.Object({ points: Type.Integer({ description: 'Points that are redeemed' }) }),
  ),
};

export const RedeemableApplicable = Type.Object({
  status: Type.Literal('APPLICABLE'),
  ...described,
  order: Type.Optional(OrderCalculated),
  applicable_to: ApplicableToList,
  inapplicable_to: ApplicableToList,
  result: Type.Object({
    discount: Type.Optional(Discount),
    bundle: Type.Optional(Bundle),
    ...paying,
  }),
  explanation: Type.Optional(Explanation),
});
export type RedeemableApplicable = Static<typeof RedeemableApplicable>;

export const RedeemableInapplicable = Type.Object({
  status: Type.Literal('INAPPLICABLE'),
  ...described,
  result: Type.Object({ error: RefusalInside, bundle: Type.Optional(Bundle) }),
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
