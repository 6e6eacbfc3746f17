/** The categories that stacking rules name, and the rules without one of them. */
import type { StackingRulesInput } from './schema.ts';

const lists = [
  'exclusive_categories',
  'joint_categories',
  'no_effect_skip_categories',
  'no_effect_redeem_anyway_categories',
  'initial_amount_mode_categories',
  'discounted_amount_mode_categories',
] as const;

/** Each once. */
export function namedCategories(given: StackingRulesInput): readonly string[] {
  const limited = Object.keys(given.applicable_redeemables_category_limits ?? {});
  return [...new Set([...lists.flatMap((list) => given[list] ?? []), ...limited])];
}

export function withoutCategory(given: StackingRulesInput, categoryId: string): StackingRulesInput {
  const kept = lists.flatMap((list) => {
    const ids = given[list];
    return ids === undefined ? [] : [[list, ids.filter((id) => id !== categoryId)] as const];
  });
  const limits = given.applicable_redeemables_category_limits;
  const { [categoryId]: _, ...others } = limits ?? {};
  return {
    ...given,
    ...Object.fromEntries(kept),
    ...(limits === undefined ? {} : { applicable_redeemables_category_limits: others }),
  };
}
