/** Stacking rules: row or settings → wire. */
import type { StackingSettings } from '../../../engine/stacking/settings.ts';
import type { ProjectStackingRules, StackingRules } from './schema.ts';
import type { StackingRulesRow } from './service.ts';
import { settingsOf } from './settings.ts';

/** A project's own rules; null: the defaults, which have no id. */
export function presentProjectRules(row: StackingRulesRow | null): ProjectStackingRules {
  const settings = settingsOf(row?.settings ?? {});
  return {
    ...(row === null ? {} : { id: row.id }),
    ...presentLists(settings),
    ...presentModes(settings),
    redeemables_limit: settings.redeemablesLimit,
    applicable_redeemables_limit: settings.applicableRedeemablesLimit,
    applicable_redeemables_per_category_limit: settings.perCategoryLimit,
    applicable_exclusive_redeemables_limit: settings.exclusiveLimit,
    applicable_exclusive_redeemables_per_category_limit: settings.exclusivePerCategoryLimit,
    discount_calculation_mode: settings.discountCalculationMode,
    initial_amount_mode_categories: [...settings.initialAmountCategories],
    discounted_amount_mode_categories: [...settings.discountedAmountCategories],
    ...(row === null ? {} : { created_at: row.created_at }),
    ...(row === null || row.updated_at === null ? {} : { updated_at: row.updated_at }),
  };
}

/** In answers about redeemables: what has no limit of its own shows the one it lies within. */
export function presentStacking(settings: StackingSettings): StackingRules {
  const { applicableRedeemablesLimit, exclusiveLimit } = settings;
  return {
    redeemables_limit: settings.redeemablesLimit,
    applicable_redeemables_limit: applicableRedeemablesLimit,
    applicable_redeemables_per_category_limit:
      settings.perCategoryLimit ?? applicableRedeemablesLimit,
    applicable_exclusive_redeemables_limit: exclusiveLimit,
    applicable_exclusive_redeemables_per_category_limit:
      settings.exclusivePerCategoryLimit ?? exclusiveLimit,
    ...presentLists(settings),
    ...presentModes(settings),
  };
}

function presentLists(settings: StackingSettings) {
  return {
    applicable_redeemables_category_limits: Object.fromEntries(settings.categoryLimits),
    exclusive_categories: [...settings.exclusiveCategories],
    joint_categories: [...settings.jointCategories],
    no_effect_skip_categories: [...settings.noEffectSkipCategories],
    no_effect_redeem_anyway_categories: [...settings.noEffectRedeemAnywayCategories],
  };
}

function presentModes(settings: StackingSettings) {
  return {
    redeemables_application_mode: settings.applicationMode,
    redeemables_sorting_rule: settings.sortingRule,
    redeemables_products_application_mode: settings.productsApplicationMode,
    redeemables_no_effect_rule: settings.noEffectRule,
    redeemables_rollback_order_mode: settings.rollbackOrderMode,
    grouped_redeemables_sorting_rule: settings.groupedSortingRule,
  };
}
