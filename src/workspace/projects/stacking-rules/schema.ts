/** Stacking rules on the wire: how a project's redeemables go together in one request. */
import Type, { type Static } from 'typebox';
import { MAX_REDEEMABLES } from '../../../engine/stacking/settings.ts';
import { DateTime, Nullable } from '../../../platform/http/shapes.ts';

/** The most that limits of single categories, and of exclusive ones, may be set to. */
const MAX_OF_CATEGORY = 10;
const MAX_EXCLUSIVE = 5;
/** Ids in one list. */
const MAX_LISTED = 1_000;

const Count = (maximum: number, description: string) =>
  Type.Integer({ minimum: 1, maximum, description });

const Categories = (description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 1_000 }), {
    maxItems: MAX_LISTED,
    description,
  });

const rules = {
  exclusive_categories: Categories(
    'Once one of these applies, others do only where they are exclusive or joint themselves',
  ),
  joint_categories: Categories('These go together with exclusive ones'),
  redeemables_limit: Count(MAX_REDEEMABLES, 'Redeemables of one request'),
  applicable_redeemables_limit: Count(MAX_REDEEMABLES, 'Redeemables that are applied'),
  applicable_redeemables_per_category_limit: Nullable(
    Count(MAX_REDEEMABLES, 'Applied redeemables of one category; null: as many as in all'),
  ),
  applicable_redeemables_category_limits: Type.Record(
    Type.String(),
    Count(MAX_OF_CATEGORY, 'Of this category'),
    {
      description: 'The same for single categories, by their ids',
    },
  ),
  applicable_exclusive_redeemables_limit: Count(
    MAX_EXCLUSIVE,
    'Applied redeemables of exclusive categories',
  ),
  applicable_exclusive_redeemables_per_category_limit: Nullable(
    Count(MAX_EXCLUSIVE, 'The same of one exclusive category; null: as many as in all'),
  ),
  discount_calculation_mode: Type.Enum(['INITIAL_AMOUNT', 'DISCOUNTED_AMOUNT'], {
    description: 'What percentages are taken of',
  }),
  initial_amount_mode_categories: Categories('These are taken of the initial amount'),
  discounted_amount_mode_categories: Categories('These are taken of the discounted amount'),
  redeemables_application_mode: Type.Enum(['ALL', 'PARTIAL'], {
    description: 'ALL: one that fails fails all. PARTIAL: those that fail are left out',
  }),
  redeemables_sorting_rule: Type.Enum(['CATEGORY_HIERARCHY', 'REQUESTED_ORDER'], {
    description: 'Which is applied first',
  }),
  redeemables_products_application_mode: Type.Enum(['STACK', 'ONCE'], {
    description: 'Whether several discounts may lower the price of one product',
  }),
  redeemables_no_effect_rule: Type.Enum(['REDEEM_ANYWAY', 'SKIP'], {
    description: 'What becomes of one that takes nothing off',
  }),
  no_effect_skip_categories: Categories('These are skipped then'),
  no_effect_redeem_anyway_categories: Categories('These are redeemed then'),
  redeemables_rollback_order_mode: Type.Enum(['WITH_ORDER', 'WITHOUT_ORDER'], {
    description: 'Whether a rollback takes the discounts out of the order as well',
  }),
  grouped_redeemables_sorting_rule: Type.Enum(['JOINT_ALWAYS_LAST', 'SORTING_RULE'], {
    description: 'Joint ones after exclusive ones, or all of them by the sorting rule',
  }),
};

/** What is left out has its default, or stays as it is. */
export const StackingRulesInput = Type.Partial(Type.Object(rules));
export type StackingRulesInput = Static<typeof StackingRulesInput>;

/** Id and times of rules that a project has set; absent where they are the defaults. */
export const ProjectStackingRules = Type.Object({
  id: Type.Optional(Type.String()),
  ...rules,
  created_at: Type.Optional(DateTime),
  updated_at: Type.Optional(DateTime),
});
export type ProjectStackingRules = Static<typeof ProjectStackingRules>;

export const StackingRulesList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('data'),
  data: Type.Array(ProjectStackingRules),
  total: Type.Literal(1),
});

const projectId = Type.String({ minLength: 1, description: 'Id of the project' });

export const ProjectOfRules = Type.Object({ projectId });
export const StackingRulesId = Type.Object({
  projectId,
  stackingRulesId: Type.String({ minLength: 1, description: 'Id of the stacking rules' }),
});

const calculation = [
  'discount_calculation_mode',
  'initial_amount_mode_categories',
  'discounted_amount_mode_categories',
] as const;

/** As answers about redeemables show them: limits as numbers, and what there is to say of the order. */
export const StackingRules = Type.Object({
  ...Type.Omit(Type.Object(rules), calculation).properties,
  applicable_redeemables_per_category_limit: Count(MAX_REDEEMABLES, 'Of one category'),
  applicable_exclusive_redeemables_per_category_limit: Count(MAX_EXCLUSIVE, 'Of an exclusive one'),
});
export type StackingRules = Static<typeof StackingRules>;
