/** Validation rules on the wire. What a definition may say is the engine's to check, not a schema's. */
import Type, { type Static, type TSchema } from 'typebox';
import type { JsonObject } from '../../engine/json.ts';
import { Limit, Order, Page } from '../../platform/http/query.ts';
import { DateTime, Nullable } from '../../platform/http/shapes.ts';

/** A JSON object that lets everything through: its properties are described, the engine checks them. */
function described(
  description: string,
  properties: Readonly<Record<string, TSchema>>,
  each?: TSchema,
) {
  return Type.Unsafe<JsonObject>({
    description,
    properties,
    ...(each === undefined ? {} : { additionalProperties: each }),
  });
}

function anything(description: string): TSchema {
  return Type.Unknown({ description });
}

const Operands = anything('What the attribute is compared with: a list, or one value');

const operators = [
  '$is',
  '$is_not',
  '$in',
  '$not_in',
  '$less_than',
  '$less_than_or_equal',
  '$more_than',
  '$more_than_or_equal',
  '$starts_with',
  '$ends_with',
  '$contains',
  '$timeframe',
  '$timeframe_absolute',
  '$timeframe_daily_hours',
  '$dow',
  '$count',
  '$count_more',
  '$count_less',
  '$not_differ',
  '$not_intersect',
  '$from',
  '$after',
  '$before',
  '$more_than_ago',
  '$less_than_ago',
  '$is_days_ago',
  '$more_than_future',
  '$less_than_future',
  '$is_days_in_future',
];

const Conditions = described(
  'Operators that all have to hold',
  Object.fromEntries(operators.map((operator) => [operator, Operands])),
);

const RuleError = described('Replaces the message of a refusal', {
  message: anything('Shown when the rule is not met'),
});

const Logic = anything('How the rules combine, by their keys: `(1 and 2) or 3`');

const Rule = described('One rule', {
  name: anything('Attribute the rule looks at, as in `order.amount`'),
  property: anything('Metadata key, for rules about metadata'),
  conditions: Conditions,
  rules: described('Rules that refine this one, keyed like the outer ones', { logic: Logic }),
  error: RuleError,
});

const Rules = described('Rules by key, and the logic that combines them', { logic: Logic }, Rule);

const budgets = [
  'product_campaign_quantity_limit',
  'product_customer_campaign_quantity_limit',
  'product_in_collection_campaign_quantity_limit',
  'product_in_collection_customer_campaign_quantity_limit',
  'product_promotion_tier_quantity_limit',
  'product_customer_promotion_tier_quantity_limit',
  'product_in_collection_promotion_tier_quantity_limit',
  'product_in_collection_customer_promotion_tier_quantity_limit',
];

const ApplicableItem = described('Items the discount covers or spares', {
  object: anything('product, sku or products_collection'),
  id: anything('Id of the item or collection'),
  source_id: anything('Its id in the shop'),
  product_id: anything('Product of a SKU'),
  product_source_id: anything("The product's id in the shop"),
  price: anything('New price of a unit, in minor units'),
  price_formula: anything('Formula that gives the new price'),
  effect: anything('Which of the fitting units are taken, and in which order'),
  quantity_limit: anything('Most units discounted in each line'),
  aggregated_quantity_limit: anything('Most units discounted in all lines together'),
  amount_limit: anything('Most taken off each line, in minor units'),
  aggregated_amount_limit: anything('Most taken off all lines together, in minor units'),
  ...Object.fromEntries(
    budgets.flatMap((name) => [
      [name, anything('Most units discounted over all redemptions in its scope')],
      [`${name}_formula`, anything('Formula that gives this limit')],
    ]),
  ),
  order_item_indices: anything('Lines of the order that fit'),
  order_item_units: Type.Unsafe<readonly JsonObject[]>({
    description: 'Units of the order that fit',
    items: described('Units of one line', {
      index: anything('Position of the line'),
      units: anything('Positions of the units'),
      units_limit_exceeded: anything('Whether there are more units than listed'),
    }),
  }),
  repeat: anything('Takes every so-manieth unit'),
  skip_initially: anything('Units passed over first'),
  target: anything('ITEM counts lines, UNIT counts units'),
});
const ApplicableItems = Type.Unsafe<readonly JsonObject[]>({ items: ApplicableItem });

const ApplicableTo = described('Items of an order that a discount covers', {
  excluded: ApplicableItems,
  included: ApplicableItems,
  included_all: anything('Whether all items are covered'),
});

const BundlePart = described('One part of the bundle', {
  name: anything('order.items.any'),
  conditions: described('The item of this part', { $is: Operands }),
  rules: described('How many units one bundle takes', { logic: Logic }),
  error: RuleError,
});
const BundleRules = described(
  'Items that count only together',
  { limit: anything('Most bundles that count in one order, 1 to 100'), logic: Logic },
  BundlePart,
);

const discountEnds = [
  '',
  '.discount.apply_to_order',
  '.discount.apply_to_items',
  '.discount.apply_to_items_proportionally',
  '.discount.apply_to_items_proportionally_by_quantity',
  '.discount.apply_to_items_by_quantity',
  '.discount.fixed.apply_to_items',
  '.discount.percent.apply_to_items',
] as const;
const giftEnds = ['', '.gift.apply_to_order', '.gift.apply_to_items'] as const;

/** Which place a rule is made for. Carried; any rule may be assigned anywhere. */
const contextTypes: readonly string[] = [
  'earning_rule.order.paid',
  'earning_rule.custom_event',
  'earning_rule.customer.segment.entered',
  ...['joined', 'left', 'upgraded', 'downgraded', 'prolonged'].map(
    (change) => `earning_rule.customer.tier.${change}`,
  ),
  ...discountEnds.map((end) => `campaign.discount_coupons${end}`),
  ...giftEnds.map((end) => `campaign.gift_vouchers${end}`),
  ...discountEnds.map((end) => `campaign.referral_program${end}`),
  ...discountEnds.map((end) => `campaign.promotion${end}`),
  'campaign.loyalty_program',
  ...discountEnds.map((end) => `voucher.discount_voucher${end}`),
  ...giftEnds.map((end) => `voucher.gift_voucher${end}`),
  'voucher.loyalty_card',
  'distribution.custom_event',
  ...['paid', 'created', 'canceled', 'updated'].map((change) => `distribution.order.${change}`),
  'reward_assignment.pay_with_points',
  'global',
];

const Name = Type.String({ minLength: 1, maxLength: 1_000, description: 'Name of the rule' });
const RuleType = Type.Enum(['expression', 'basic', 'advanced', 'complex']);
const ContextType = Type.Unsafe<string>({
  type: 'string',
  enum: [...contextTypes],
  description: 'The place it is made for',
});

const definition = {
  rules: Type.Optional(Rules),
  error: Type.Optional(RuleError),
  applicable_to: Type.Optional(ApplicableTo),
  bundle_rules: Type.Optional(BundleRules),
};

export const ValidationRuleId = Type.Object({
  validationRuleId: Type.String({ minLength: 1, description: "The rule's id" }),
});

export const ValidationRuleInput = Type.Object({
  name: Name,
  ...definition,
  type: Type.Optional(RuleType),
  context_type: Type.Optional(ContextType),
});
export type ValidationRuleInput = Static<typeof ValidationRuleInput>;

/** What is given replaces what was; null takes a part of the definition away. */
export const ValidationRuleUpdate = Type.Object({
  name: Type.Optional(Name),
  ...definition,
  type: Type.Optional(RuleType),
  context_type: Type.Optional(ContextType),
});
export type ValidationRuleUpdate = Static<typeof ValidationRuleUpdate>;

export const ValidationRuleQuery = Type.Object({
  limit: Limit,
  page: Page,
  order: Order(['created_at', 'updated_at', 'name']),
  start_date: Type.Optional(
    Type.String({ format: 'date-time', description: 'Created from then on' }),
  ),
  end_date: Type.Optional(Type.String({ format: 'date-time', description: 'Created until then' })),
});
export type ValidationRuleQuery = Static<typeof ValidationRuleQuery>;

export const ValidationRule = Type.Object({
  id: Type.String(),
  name: Nullable(Type.String()),
  rules: Rules,
  error: Type.Optional(RuleError),
  applicable_to: ApplicableTo,
  bundle_rules: Type.Optional(BundleRules),
  type: Type.String(),
  context_type: Type.String(),
  assignments_count: Type.Integer({ minimum: 0, description: 'How many objects it guards' }),
  created_at: DateTime,
  updated_at: Type.Optional(DateTime),
  object: Type.Literal('validation_rules'),
});
export type ValidationRule = Static<typeof ValidationRule>;

export const ValidationRuleList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('data'),
  data: Type.Array(ValidationRule),
  total: Type.Integer({ minimum: 0 }),
});
