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
  return limitsOn(counts, one, settings).find(({ count, limit }) => count >= limit) ?? null;
}

/** Every limit that binds this one, with what is counted so far, in the order they are looked at. */
export function limitsOn(
  counts: Counts,
  one: Counted,
  settings: StackingSettings,
): readonly LimitSkip[] {
  const { applicableRedeemablesLimit: limit } = settings;
  const all: LimitSkip = {
    reason: 'applicable_redeemables_limit_exceeded',
    count: counts.all,
    limit,
  };
  if (one.categories.length === 0 && one.eligibility !== 'EXCLUSIVE') return [all];
  return [
    all,
    ...categoryLimitsOn(counts, one, settings),
    ...(one.eligibility === 'EXCLUSIVE' ? exclusiveLimitsOn(counts, one, settings) : []),
  ];
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

function categoryLimitsOn(
  { byCategory }: Counts,
  { categories }: Counted,
  { categoryLimits, perCategoryLimit }: StackingSettings,
): readonly LimitSkip[] {
  const reason = 'applicable_redeemables_per_category_limit_exceeded';
  return categories.flatMap(({ id: categoryId }) => {
    const limit = categoryLimits.get(categoryId) ?? perCategoryLimit;
    if (limit === null) return [];
    return [{ reason, categoryId, count: byCategory.get(categoryId) ?? 0, limit } as const];
  });
}

/** Of its categories, those that are exclusive have the limit of exclusive ones, too. */
function exclusiveLimitsOn(
  { exclusive, exclusiveByCategory }: Counts,
  { categories }: Counted,
  settings: StackingSettings,
): readonly LimitSkip[] {
  const all: LimitSkip = {
    reason: 'applicable_exclusive_redeemables_limit_exceeded',
    count: exclusive,
    limit: settings.exclusiveLimit,
  };
  const limit = settings.exclusivePerCategoryLimit;
  if (limit === null) return [all];
  const reason = 'applicable_exclusive_redeemables_per_category_limit_exceeded';
  const ofCategories = categories.filter(({ id }) => settings.exclusiveCategories.has(id));
  return [
    all,
    ...ofCategories.map(({ id }): LimitSkip => {
      return { reason, categoryId: id, count: exclusiveByCategory.get(id) ?? 0, limit };
    }),
  ];
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
