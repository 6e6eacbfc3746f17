/** Stacking rules of a worked cart: as a project sets them on the wire → as the engine reads them. */
import type { Json, JsonObject } from '../../src/engine/json.ts';
import { DEFAULT_STACKING, type StackingSettings } from '../../src/engine/stacking/settings.ts';

/** What the wire's names are called inside. Lists of categories are sets there. */
const names: Readonly<Record<string, string>> = {
  redeemables_limit: 'redeemablesLimit',
  applicable_redeemables_limit: 'applicableRedeemablesLimit',
  applicable_redeemables_per_category_limit: 'perCategoryLimit',
  applicable_redeemables_category_limits: 'categoryLimits',
  applicable_exclusive_redeemables_limit: 'exclusiveLimit',
  applicable_exclusive_redeemables_per_category_limit: 'exclusivePerCategoryLimit',
  exclusive_categories: 'exclusiveCategories',
  joint_categories: 'jointCategories',
  redeemables_application_mode: 'applicationMode',
  redeemables_sorting_rule: 'sortingRule',
  grouped_redeemables_sorting_rule: 'groupedSortingRule',
  redeemables_products_application_mode: 'productsApplicationMode',
  redeemables_no_effect_rule: 'noEffectRule',
  no_effect_skip_categories: 'noEffectSkipCategories',
  no_effect_redeem_anyway_categories: 'noEffectRedeemAnywayCategories',
  discount_calculation_mode: 'discountCalculationMode',
  initial_amount_mode_categories: 'initialAmountCategories',
  discounted_amount_mode_categories: 'discountedAmountCategories',
};

export function stackingSettings(rules: JsonObject): StackingSettings {
  const given = Object.entries(rules).map(([name, value]) => {
    const inside = names[name];
    if (inside === undefined) throw new Error(`there is no stacking rule ${name}`);
    return [inside, insideOf(value)];
  });
  return Object.assign({ ...DEFAULT_STACKING }, Object.fromEntries(given));
}

function insideOf(value: Json): unknown {
  if (Array.isArray(value)) return new Set(value);
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : value;
}
