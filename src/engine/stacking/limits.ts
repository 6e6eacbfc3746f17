/** How many redeemables apply so far, and whether the limits let one more. */
import type { Categories } from './categories.ts';
import type { StackingSettings } from './settings.ts';
import type { LimitSkip } from './skip.ts';
import type { Standing } from './standing.ts';

export type Counts = {
  readonly all: number;
  readonly exclusive: number;
  /** By the category's id; one with two categories counts for both. */
  readonly byCategory: ReadonlyMap<string, number>;
  /** The exclusive ones among them. */
  readonly exclusiveByCategory: ReadonlyMap<string, number>;
};

export const NOTHING_COUNTED: Counts = {
  all: 0,
  exclusive: 0,
  byCategory: new Map(),
  exclusiveByCategory: new Map(),
};

/** What limits look at. */
type Counted = Pick<Standing, 'categories' | 'eligibility'>;

/** The first limit that one more would exceed; null where it may be applied. */
export function exceededLimit(
  counts: Counts,
  one: Counted,
  settings: StackingSettings,
): LimitSkip | null {
  const { applicableRedeemablesLimit: limit } = settings;
  if (counts.all >= limit) {
    return { reason: 'applicable_redeemables_limit_exceeded', count: counts.all, limit };
  }
  return (
    exceededCategory(counts, one, settings) ??
    (one.eligibility === 'EXCLUSIVE' ? exceededExclusive(counts, one, settings) : null)
  );
}

/** The counts with this one applied. */
export function withOneMore(counts: Counts, { categories, eligibility }: Counted): Counts {
  const isExclusive = eligibility === 'EXCLUSIVE';
  return {
    all: counts.all + 1,
    exclusive: counts.exclusive + (isExclusive ? 1 : 0),
    byCategory: raised(counts.byCategory, categories),
    exclusiveByCategory: isExclusive
      ? raised(counts.exclusiveByCategory, categories)
      : counts.exclusiveByCategory,
  };
}

function exceededCategory(
  { byCategory }: Counts,
  { categories }: Counted,
  { categoryLimits, perCategoryLimit }: StackingSettings,
): LimitSkip | null {
  for (const { id } of categories) {
    const limit = categoryLimits.get(id) ?? perCategoryLimit;
    const count = byCategory.get(id) ?? 0;
    if (limit !== null && count >= limit) {
      const reason = 'applicable_redeemables_per_category_limit_exceeded';
      return { reason, categoryId: id, count, limit };
    }
  }
  return null;
}

/** Of its categories, those that are exclusive have the limit of exclusive ones, too. */
function exceededExclusive(
  { exclusive, exclusiveByCategory }: Counts,
  { categories }: Counted,
  settings: StackingSettings,
): LimitSkip | null {
  if (exclusive >= settings.exclusiveLimit) {
    const limit = settings.exclusiveLimit;
    return { reason: 'applicable_exclusive_redeemables_limit_exceeded', count: exclusive, limit };
  }
  const limit = settings.exclusivePerCategoryLimit;
  if (limit === null) return null;
  for (const { id } of categories) {
    const count = exclusiveByCategory.get(id) ?? 0;
    if (settings.exclusiveCategories.has(id) && count >= limit) {
      const reason = 'applicable_exclusive_redeemables_per_category_limit_exceeded';
      return { reason, categoryId: id, count, limit };
    }
  }
  return null;
}

function raised(
  counts: ReadonlyMap<string, number>,
  categories: Categories,
): ReadonlyMap<string, number> {
  if (categories.length === 0) return counts;
  const next = new Map(counts);
  for (const { id } of categories) next.set(id, (next.get(id) ?? 0) + 1);
  return next;
}
