/** Explanations on the wire: why a redeemable applies or not, and what would make it apply. */
import Type, { type Static } from 'typebox';
import { DateTime, Nullable } from '../../platform/http/shapes.ts';
import { PaidWith, Step } from './steps/schema.ts';

/** What a request asks for, in its `options`. */
export const ExplainOption = Type.Optional(
  Type.Boolean({
    description: 'Tells of each redeemable why it applies or not; costs nothing where absent',
    'x-scrip-extension': true,
  }),
);

const Result = Type.Enum(['PASSED', 'VIOLATED', 'NOT_JUDGED'], {
  description:
    'NOT_JUDGED where the scenario leaves it out, or it asks for a price that is not known',
});

/** Limits are by their type: `at` of an instant, `days` of the week from 0 (Sunday), and so on. */
const ActivityCheck = Type.Object({
  of: Type.Enum(['redeemable', 'campaign'], { description: 'Whose limit it is' }),
  limit: Type.Enum(['ACTIVE', 'START', 'EXPIRATION', 'DAYS_OF_WEEK', 'HOURS', 'TIMEFRAME']),
  passed: Type.Boolean(),
  at: Type.Optional(DateTime),
  days_of_week: Type.Optional(Type.Array(Type.Integer({ minimum: 0, maximum: 6 }))),
  hours: Type.Optional(
    Type.Array(
      Type.Object({
        start_time: Type.String(),
        expiration_time: Type.String(),
        days_of_week: Type.Optional(Type.Array(Type.Integer({ minimum: 0, maximum: 6 }))),
      }),
    ),
  ),
  timeframe: Type.Optional(
    Type.Object({ interval: Type.String(), duration: Type.String(), anchor: DateTime }),
  ),
});
export type ActivityCheck = Static<typeof ActivityCheck>;

const Count = Type.Object({
  count: Type.Integer({ description: 'So far' }),
  adds: Type.Integer({ description: 'By this redemption' }),
  limit: Type.Integer({ description: 'The most there may be then' }),
  passed: Type.Boolean(),
});

const Comparison = Type.Object({
  operator: Type.String(),
  expected: Type.Array(Type.Unknown(), {
    description: 'Several are alternatives; the first 50 of them',
  }),
  omitted_expected: Type.Optional(Type.Integer({ description: 'How many there are beyond those' })),
  result: Result,
});
export type Comparison = Static<typeof Comparison>;

/** What a rule counts: redemptions, or amounts in minor units. */
const Counter = Type.Object({
  of: Type.Enum(['campaign', 'redeemable']),
  per: Type.Enum(['everyone', 'customer', 'api_key', 'user']),
  window: Type.Enum(['ever', 'day', 'week', 'month']),
  measure: Type.Enum(['redemptions', 'orders_amount', 'discount_amount', 'gift_amount']),
  count: Type.Integer({ description: 'So far' }),
  adds: Nullable(
    Type.Integer({ description: 'By this redemption; null while its price is unknown' }),
  ),
  limit: Nullable(Type.Number({ description: 'The most there may be; null: no upper limit' })),
});
export type Counter = Static<typeof Counter>;

const Condition = Type.Object({
  rule: Type.String({ description: "The rule's key; `1.2` is rule 2 inside rule 1" }),
  name: Type.String(),
  property: Type.Optional(Type.String()),
  result: Result,
  actual: Type.Unknown({
    description: 'What was compared; null where nothing is there, or lines have each their own',
  }),
  comparisons: Type.Array(Comparison),
  lines: Type.Optional(
    Type.Array(
      Type.Object({
        order_item_index: Type.Integer(),
        actual: Type.Unknown(),
        passed: Type.Boolean(),
      }),
      { description: 'Lines of the order that it looked at, the first 50 of them' },
    ),
  ),
  omitted_lines: Type.Optional(Type.Integer({ description: 'How many it looked at beyond those' })),
  counter: Type.Optional(Counter),
  message: Type.Optional(Type.String({ description: "The rule's own words for the customer" })),
});
export type Condition = Static<typeof Condition>;

const Rule = Type.Object({
  rule_id: Type.Optional(Type.String({ description: 'The validation rule' })),
  passed: Type.Boolean(),
  logic: Type.String({ description: 'How conditions are joined, by their keys' }),
  conditions: Type.Array(Condition),
});

/** Limits of going together are counted over the redeemables of the request. */
const Stacking = Type.Object({
  limit: Type.Enum([
    'redeemables_limit',
    'applicable_redeemables_limit',
    'applicable_redeemables_per_category_limit',
    'applicable_exclusive_redeemables_limit',
    'applicable_exclusive_redeemables_per_category_limit',
    'redeemables_application_mode',
    'exclusive_categories',
    'redeemables_no_effect_rule',
  ]),
  passed: Type.Boolean(),
  category_id: Type.Optional(Type.String({ description: 'The category that is counted' })),
  count: Type.Optional(Type.Integer({ description: 'Without this redeemable' })),
  adds: Type.Optional(Type.Integer()),
  allowed: Type.Optional(Type.Integer()),
  mode: Type.Optional(Type.Enum(['ALL', 'PARTIAL'])),
  failed: Type.Optional(
    Nullable(Type.String({ description: 'The one before it that does not apply' })),
  ),
  exclusive: Type.Optional(Type.String({ description: 'The exclusive one that shuts it out' })),
});
export type Stacking = Static<typeof Stacking>;

const ExplainedDiscount = Type.Object({
  type: Type.String(),
  effect: Type.String(),
  calculation_mode: Type.Enum(['DISCOUNTED_AMOUNT', 'INITIAL_AMOUNT'], {
    description: 'What percentages are taken of',
  }),
  taken_of: Type.Integer({ description: 'Of the order, or of the lines that it lowers' }),
  discount_amount: Type.Integer(),
  amount_before: Type.Integer({ description: 'Still to pay before it' }),
  amount_after: Type.Integer(),
  limits: Type.Array(
    Type.Object({
      limit: Type.Enum(['amount_limit', 'aggregated_amount_limit']),
      amount: Type.Integer(),
      withheld_amount: Type.Integer({ description: 'What it would take more without the limit' }),
    }),
  ),
  lines: Type.Array(
    Type.Object({
      order_item_index: Type.Integer(),
      discount_amount: Type.Integer(),
      left_out: Type.Optional(
        Type.Enum(['EXCLUDED', 'NOT_INCLUDED', 'NOTHING_LEFT', 'BEYOND_LIMITS']),
      ),
    }),
    { description: 'None where it is on the order as a whole' },
  ),
});
export type ExplainedDiscount = Static<typeof ExplainedDiscount>;

/** What a card has, what is asked of it, and what it pays. */
const ExplainedPayment = Type.Object({
  with: PaidWith,
  available: Type.Integer({ description: 'Without what has expired and what others have locked' }),
  asked: Nullable(Type.Integer({ description: 'Null: as much as there is to pay' })),
  passed: Type.Boolean({ description: 'Whether the card can give that' }),
  spent: Nullable(Type.Integer({ description: 'What leaves the card' })),
  amount: Nullable(Type.Integer({ description: 'What it pays, in minor units' })),
});

const SmallestChange = Type.Object(
  {
    sentence: Type.String({ description: 'All steps, for people' }),
    steps: Type.Array(Step, { description: 'All of them together' }),
  },
  { description: 'What would make it apply; absent where it applies' },
);

export const Explanation = Type.Object(
  {
    object: Type.Literal('explanation'),
    applies: Type.Boolean(),
    activity: Type.Array(ActivityCheck),
    quantity: Type.Optional(Count),
    payment: Type.Optional(ExplainedPayment),
    rules: Type.Array(Rule),
    stacking: Type.Optional(Type.Array(Stacking)),
    discount: Type.Optional(ExplainedDiscount),
    smallest_change: Type.Optional(SmallestChange),
  },
  {
    description: 'Why a redeemable applies or not; only where `options.explain` asks for it',
    'x-scrip-extension': true,
  },
);
export type Explanation = Static<typeof Explanation>;
