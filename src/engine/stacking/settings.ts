/** How redeemables of one request go together: the stacking rules, as the engine reads them. */

export type CalculationMode = 'DISCOUNTED_AMOUNT' | 'INITIAL_AMOUNT';
export type NoEffectRule = 'REDEEM_ANYWAY' | 'SKIP';

/** Lists of categories hold their ids, in the order in which they were given. */
export type StackingSettings = {
  /** How many may be asked for, 1 to 30. */
  readonly redeemablesLimit: number;
  /** How many may be applied; the others are skipped. */
  readonly applicableRedeemablesLimit: number;
  /** How many of one category may be applied; null: no limit but the one above. */
  readonly perCategoryLimit: number | null;
  /** Limits of single categories, instead of the one before. */
  readonly categoryLimits: ReadonlyMap<string, number>;
  /** How many of exclusive categories may be applied, 1 to 5. */
  readonly exclusiveLimit: number;
  /** How many of one exclusive category; null: no limit but the one above. */
  readonly exclusivePerCategoryLimit: number | null;
  /** Once one of these applies, others do only where they are exclusive or joint themselves. */
  readonly exclusiveCategories: ReadonlySet<string>;
  /** These go together with exclusive ones. */
  readonly jointCategories: ReadonlySet<string>;
  /** `ALL`: one that fails fails all. `PARTIAL`: those that fail are left out. */
  readonly applicationMode: 'ALL' | 'PARTIAL';
  /** By the rank of their categories, or as the request has them. */
  readonly sortingRule: 'CATEGORY_HIERARCHY' | 'REQUESTED_ORDER';
  /** Joint ones after the exclusive ones, or all of them together by the sorting rule. */
  readonly groupedSortingRule: 'JOINT_ALWAYS_LAST' | 'SORTING_RULE';
  /** Whether several discounts may lower the price of one product, or just the first. */
  readonly productsApplicationMode: 'STACK' | 'ONCE';
  /** What becomes of one that applies and takes nothing off. */
  readonly noEffectRule: NoEffectRule;
  readonly noEffectSkipCategories: ReadonlySet<string>;
  readonly noEffectRedeemAnywayCategories: ReadonlySet<string>;
  /** Whether a rollback takes the discounts out of the order as well. */
  readonly rollbackOrderMode: 'WITH_ORDER' | 'WITHOUT_ORDER';
  readonly discountCalculationMode: CalculationMode;
  readonly initialAmountCategories: ReadonlySet<string>;
  readonly discountedAmountCategories: ReadonlySet<string>;
};

export const MAX_REDEEMABLES = 30;

const none: ReadonlySet<string> = new Set();

/** Of a project that has set none. */
export const DEFAULT_STACKING: StackingSettings = {
  redeemablesLimit: MAX_REDEEMABLES,
  applicableRedeemablesLimit: MAX_REDEEMABLES,
  perCategoryLimit: null,
  categoryLimits: new Map(),
  exclusiveLimit: 1,
  exclusivePerCategoryLimit: 1,
  exclusiveCategories: none,
  jointCategories: none,
  applicationMode: 'ALL',
  sortingRule: 'REQUESTED_ORDER',
  groupedSortingRule: 'JOINT_ALWAYS_LAST',
  productsApplicationMode: 'STACK',
  noEffectRule: 'REDEEM_ANYWAY',
  noEffectSkipCategories: none,
  noEffectRedeemAnywayCategories: none,
  rollbackOrderMode: 'WITH_ORDER',
  discountCalculationMode: 'DISCOUNTED_AMOUNT',
  initialAmountCategories: none,
  discountedAmountCategories: none,
};
