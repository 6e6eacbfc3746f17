/** Stacking rules as they are stored → complete, and as the engine reads them. */
import { DEFAULT_STACKING, type StackingSettings } from '../../../engine/stacking/settings.ts';
import type { StackingRulesInput } from './schema.ts';

/**
 * Completed with the defaults. A limit that was not given is never above the one it lies within, so
 * that lowering one needs no other.
 */
export function settingsOf(given: StackingRulesInput): StackingSettings {
  const or = DEFAULT_STACKING;
  const redeemablesLimit = given.redeemables_limit ?? or.redeemablesLimit;
  const applicableRedeemablesLimit =
    given.applicable_redeemables_limit ?? Math.min(or.applicableRedeemablesLimit, redeemablesLimit);
  const ofOneExclusive = given.applicable_exclusive_redeemables_per_category_limit;
  return {
    redeemablesLimit,
    applicableRedeemablesLimit,
    perCategoryLimit: given.applicable_redeemables_per_category_limit ?? null,
    categoryLimits: new Map(Object.entries(given.applicable_redeemables_category_limits ?? {})),
    exclusiveLimit: given.applicable_exclusive_redeemables_limit ?? or.exclusiveLimit,
    exclusivePerCategoryLimit:
      ofOneExclusive === undefined ? or.exclusivePerCategoryLimit : ofOneExclusive,
    exclusiveCategories: new Set(given.exclusive_categories),
    jointCategories: new Set(given.joint_categories),
    applicationMode: given.redeemables_application_mode ?? or.applicationMode,
    sortingRule: given.redeemables_sorting_rule ?? or.sortingRule,
    groupedSortingRule: given.grouped_redeemables_sorting_rule ?? or.groupedSortingRule,
    productsApplicationMode:
      given.redeemables_products_application_mode ?? or.productsApplicationMode,
    noEffectRule: given.redeemables_no_effect_rule ?? or.noEffectRule,
    noEffectSkipCategories: new Set(given.no_effect_skip_categories),
    noEffectRedeemAnywayCategories: new Set(given.no_effect_redeem_anyway_categories),
    rollbackOrderMode: given.redeemables_rollback_order_mode ?? or.rollbackOrderMode,
    discountCalculationMode: given.discount_calculation_mode ?? or.discountCalculationMode,
    initialAmountCategories: new Set(given.initial_amount_mode_categories),
    discountedAmountCategories: new Set(given.discounted_amount_mode_categories),
  };
}
