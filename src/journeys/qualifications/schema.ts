/** Qualifications on the wire: what a customer may use, and what each of it would take off. */
import Type, { type Static } from 'typebox';
import { CategoryWithStackingType } from '../../incentives/categories/schema.ts';
import { Discount } from '../../incentives/discounts/schema.ts';
import { DateTime, Metadata, Nullable } from '../../platform/http/shapes.ts';
import { ExplainOption, Explanation } from '../explanations/schema.ts';
import { OrderCalculated } from '../../records/orders/schema.ts';
import { StackingRules } from '../../workspace/projects/stacking-rules/schema.ts';
import { ApplicableToList, Bundle, situation } from '../redeemables/schema.ts';

const scenarios = [
  'ALL',
  'CUSTOMER_WALLET',
  'AUDIENCE_ONLY',
  'PRODUCTS',
  'PRODUCTS_DISCOUNT',
  'PROMOTION_STACKS',
  'PRODUCTS_BY_CUSTOMER',
  'PRODUCTS_DISCOUNT_BY_CUSTOMER',
] as const;
export type Scenario = (typeof scenarios)[number];

/** The most values of one condition. */
const MAX_VALUES = 100;
const Values = Type.Array(Type.String({ maxLength: 1_000 }), { maxItems: MAX_VALUES });
const Anything = Type.Array(Type.Unknown(), { maxItems: MAX_VALUES });

/** `$is` and `$is_not` look at the first value, `$in` and `$not_in` at all. */
const equality = {
  $is: Type.Optional(Values),
  $is_not: Type.Optional(Values),
  $in: Type.Optional(Values),
  $not_in: Type.Optional(Values),
};

export const Conditions = Type.Object({
  ...equality,
  $has_value: Type.Optional(Anything),
  $is_unknown: Type.Optional(Anything),
});
export type Conditions = Static<typeof Conditions>;

const Field = Type.Optional(Type.Object({ conditions: Type.Optional(Conditions) }));

function OneOf<const Names extends readonly string[]>(names: Names) {
  const some = Type.Optional(Type.Array(Type.Enum(names), { maxItems: MAX_VALUES }));
  const conditions = Type.Object({ $is: some, $is_not: some, $in: some, $not_in: some });
  return Type.Optional(Type.Object({ conditions: Type.Optional(conditions) }));
}

const Filters = Type.Object({
  junction: Type.Optional(Type.Enum(['and', 'or', 'AND', 'OR'])),
  category_id: Field,
  campaign_id: Field,
  campaign_type: OneOf([
    'PROMOTION',
    'GIFT_VOUCHERS',
    'REFERRAL_PROGRAM',
    'DISCOUNT_COUPONS',
    'LOYALTY_PROGRAM',
  ]),
  resource_id: Field,
  resource_type: OneOf(['campaign', 'voucher', 'promotion_tier', 'promotion_stack']),
  voucher_type: Field,
  code: Field,
  holder_role: OneOf(['OWNER', 'REFERRER', 'REFEREE']),
});
export type Filters = Static<typeof Filters>;

export const DEFAULT_LIMIT = 5;
export const MAX_LIMIT = 50;

const Options = Type.Object({
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: MAX_LIMIT,
      description: 'Redeemables a page, 5 if absent',
    }),
  ),
  starting_after: Type.Optional(
    Nullable(
      Type.Union([
        Type.String({
          format: 'date-time',
          description: '`more_starting_after` of the page before, or `created_at` of its last',
        }),
        Type.Literal('null', { description: 'The first page' }),
      ]),
    ),
  ),
  filters: Type.Optional(Nullable(Filters)),
  expand: Type.Optional(Type.Array(Type.Enum(['redeemable', 'category', 'validation_rules']))),
  explain: ExplainOption,
  sorting_rule: Type.Optional(
    Type.Enum(['BEST_DEAL', 'LEAST_DEAL', 'DEFAULT'], {
      description: 'By what it takes off the order, or the newest first',
    }),
  ),
});

export const QualificationInput = Type.Object({
  ...situation,
  scenario: Type.Optional(Type.Enum(scenarios, { description: 'What to look at; ALL if absent' })),
  options: Type.Optional(Nullable(Options)),
  session: Type.Optional(Nullable(Type.Object({ type: Type.Optional(Type.Enum(['LOCK'])) }))),
});
export type QualificationInput = Static<typeof QualificationInput>;

const JudgedAssignment = Type.Object({
  id: Type.String(),
  rule_id: Type.String(),
  related_object_id: Type.String(),
  related_object_type: Type.String(),
  created_at: DateTime,
  updated_at: Type.Optional(DateTime),
  object: Type.Literal('validation_rules_assignment'),
  validation_status: Type.Enum(['VALID', 'PARTIALLY_VALID', 'INVALID'], {
    description: 'PARTIALLY_VALID where the scenario leaves rules out',
  }),
  validation_omitted_rules: Type.Optional(
    Type.Array(Type.String({ description: "A rule's key, `1.2` for rule 2 inside rule 1" })),
  ),
});
export type JudgedAssignment = Static<typeof JudgedAssignment>;

export const JudgedAssignmentList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('data'),
  data: Type.Array(JudgedAssignment),
  total: Type.Integer({ minimum: 0 }),
});

const qualified = {
  id: Type.String({ description: "A voucher's code, otherwise an id" }),
  object: Type.Enum(['campaign', 'promotion_tier', 'promotion_stack', 'voucher']),
  created_at: DateTime,
  result: Type.Object({
    discount: Type.Optional(Discount),
    bundle: Type.Optional(Bundle),
    gift: Type.Optional(
      Type.Object({
        balance: Type.Integer({ description: 'Credits that are there, in minor units' }),
        credits: Type.Integer({ description: 'Credits that would pay, in minor units' }),
        locked_credits: Type.Optional(
          Type.Integer({ description: 'Credits that sessions hold, where `session` asks for it' }),
        ),
      }),
    ),
    loyalty_card: Type.Optional(
      Type.Object({
        points: Type.Integer({ description: 'Points put in over its life' }),
        balance: Type.Integer({ description: 'Points that are there' }),
      }),
    ),
  }),
  order: Type.Optional(OrderCalculated),
  applicable_to: ApplicableToList,
  inapplicable_to: ApplicableToList,
  metadata: Type.Optional(Metadata),
  categories: Type.Optional(Type.Array(CategoryWithStackingType)),
  banner: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  campaign_name: Type.Optional(Type.String()),
  campaign_id: Type.Optional(Type.String()),
  validation_rules_assignments: Type.Optional(JudgedAssignmentList),
  explanation: Type.Optional(Explanation),
};

const QualifiedTier = Type.Object(qualified);
export type QualifiedTier = Static<typeof QualifiedTier>;

/** A stack also shows its tiers, each with the order as it is after that tier. */
export const QualifiedRedeemable = Type.Object({
  ...qualified,
  redeemables: Type.Optional(Type.Array(QualifiedTier)),
});
export type QualifiedRedeemable = Static<typeof QualifiedRedeemable>;

/** The most that do not apply and are explained. */
export const MAX_EXPLAINED = 50;

/** What is offered and does not apply. Of a stack it explains the first tier that does not. */
const Unqualified = Type.Object({
  id: Type.String({ description: "A voucher's code, otherwise an id" }),
  object: Type.Enum(['campaign', 'promotion_tier', 'promotion_stack', 'voucher']),
  created_at: DateTime,
  name: Type.Optional(Type.String()),
  result: Type.Object({
    error: Type.Object({
      code: Type.Integer(),
      key: Type.String(),
      message: Type.String(),
      error: Type.Optional(Type.Object({ message: Type.String() })),
    }),
  }),
  promotion_tier_id: Type.Optional(Type.String({ description: 'The tier that stops a stack' })),
  explanation: Explanation,
});
export type Unqualified = Static<typeof Unqualified>;

const UnqualifiedList = Type.Object(
  {
    object: Type.Literal('list'),
    data_ref: Type.Literal('data'),
    data: Type.Array(Unqualified, { maxItems: MAX_EXPLAINED }),
    total: Type.Integer({ minimum: 0, description: 'How many are listed' }),
    has_more: Type.Boolean({ description: 'There are more than are explained' }),
  },
  {
    description:
      `With \`options.explain\`, on the first page: the newest ${MAX_EXPLAINED} that the scenario ` +
      'looks at and that do not apply',
    'x-scrip-extension': true,
  },
);
export type UnqualifiedList = Static<typeof UnqualifiedList>;

export const Qualification = Type.Object({
  redeemables: Type.Object({
    object: Type.Literal('list'),
    data_ref: Type.Literal('data'),
    data: Type.Array(QualifiedRedeemable),
    total: Type.Integer({ minimum: 0, description: 'How many this page holds' }),
    has_more: Type.Boolean(),
    more_starting_after: Type.Optional(DateTime),
  }),
  inapplicable_redeemables: Type.Optional(UnqualifiedList),
  tracking_id: Type.Optional(Type.String()),
  order: Type.Optional(OrderCalculated),
  stacking_rules: StackingRules,
});
export type Qualification = Static<typeof Qualification>;
