/**
 * What a redeemable's categories say of it. It may have two, its own and its campaign's: its own
 * comes first, and the first that a setting names decides.
 */
import type { CalculationMode, NoEffectRule, StackingSettings } from './settings.ts';

export type StackingCategory = {
  readonly id: string;
  /** 0 or more; a lower number goes first. */
  readonly hierarchy: number;
};

export type Categories = readonly StackingCategory[];

/** How a redeemable goes together with others. */
export type Eligibility = 'COMMON' | 'EXCLUSIVE' | 'JOINT';

/** The rank of a redeemable without category. */
const DEFAULT_HIERARCHY = 1;

export function hierarchyOf(categories: Categories): number {
  return categories[0]?.hierarchy ?? DEFAULT_HIERARCHY;
}

export function eligibilityOf(categories: Categories, settings: StackingSettings): Eligibility {
  for (const { id } of categories) {
    const type = stackingTypeOf(id, settings);
    if (type !== null) return type;
  }
  return 'COMMON';
}

/** What a category alone is set to; null where it is common. */
export function stackingTypeOf(
  categoryId: string,
  { exclusiveCategories, jointCategories }: StackingSettings,
): 'EXCLUSIVE' | 'JOINT' | null {
  if (exclusiveCategories.has(categoryId)) return 'EXCLUSIVE';
  return jointCategories.has(categoryId) ? 'JOINT' : null;
}

/** What its percentages are taken of. */
export function calculationModeOf(
  categories: Categories,
  settings: StackingSettings,
): CalculationMode {
  for (const { id } of categories) {
    if (settings.initialAmountCategories.has(id)) return 'INITIAL_AMOUNT';
    if (settings.discountedAmountCategories.has(id)) return 'DISCOUNTED_AMOUNT';
  }
  return settings.discountCalculationMode;
}

/** The rule, and the category that brought it; null where it is the project's. */
export type NoEffect = { readonly rule: NoEffectRule; readonly categoryId: string | null };

export function noEffectOf(categories: Categories, settings: StackingSettings): NoEffect {
  for (const { id } of categories) {
    if (settings.noEffectSkipCategories.has(id)) return { rule: 'SKIP', categoryId: id };
    if (settings.noEffectRedeemAnywayCategories.has(id)) {
      return { rule: 'REDEEM_ANYWAY', categoryId: id };
    }
  }
  return { rule: settings.noEffectRule, categoryId: null };
}
