/** Why a redeemable is left out without being refused: the reference's keys, with what was counted. */

/** A limit that was reached: so many apply already, so many may. */
type Reached = { readonly count: number; readonly limit: number };
type OfCategory = { readonly categoryId: string };

export type LimitSkip =
  | ({ readonly reason: 'applicable_redeemables_limit_exceeded' } & Reached)
  | ({ readonly reason: 'applicable_redeemables_per_category_limit_exceeded' } & Reached &
      OfCategory)
  | ({ readonly reason: 'applicable_exclusive_redeemables_limit_exceeded' } & Reached)
  | ({ readonly reason: 'applicable_exclusive_redeemables_per_category_limit_exceeded' } & Reached &
      OfCategory);

/** Positions are those of the request, from 0. */
export type Skip =
  | LimitSkip
  /** An exclusive one applies, at this position. */
  | { readonly reason: 'exclusion_rules_not_met'; readonly exclusivePosition: number }
  /** It takes nothing off, and the rule to skip such is the category's or, null, the project's. */
  | { readonly reason: 'no_effect'; readonly categoryId: string | null }
  /** The one at this position was refused, which refuses all. */
  | { readonly reason: 'preceding_validation_failed'; readonly failedPosition: number };

export type SkipReason = Skip['reason'];
