/**
 * What a redeemable takes off a price. Where it has a formula, the number beside it is the fallback;
 * pricing knows numbers alone, `computeDiscount` puts in what the formula gives.
 */
import type { Money } from '../money/money.ts';
import type { Formula } from '../formula/formula.ts';
import type { UnitDiscount } from './units/unit-discount.ts';

/** The whole order's price falls, no line's. */
type OnOrder = 'APPLY_TO_ORDER';

/** `amountOff` off the order, or off items in one of four ways. */
export type AmountEffect =
  | OnOrder
  /** All of it off each line. */
  | 'APPLY_TO_ITEMS'
  /** Split over the lines by their prices. */
  | 'APPLY_TO_ITEMS_PROPORTIONALLY'
  /** Split over the lines by their units. */
  | 'APPLY_TO_ITEMS_PROPORTIONALLY_BY_QUANTITY'
  /** All of it off each unit. */
  | 'APPLY_TO_ITEMS_BY_QUANTITY';

export type AmountDiscount = {
  readonly type: 'AMOUNT';
  readonly effect: AmountEffect;
  /** 0 or more. */
  readonly amountOff: Money;
  /** Of single lines by their position, before the one number for all. */
  readonly lineAmountsOff?: ReadonlyMap<number, Money>;
  readonly formula?: Formula;
  /** The most it may take from one order. */
  readonly aggregatedAmountLimit?: Money;
};

export type PercentDiscount = {
  readonly type: 'PERCENT';
  readonly effect: OnOrder | 'APPLY_TO_ITEMS';
  /** 0 to 100, read to four decimals. */
  readonly percentOff: number;
  /** Of single lines by their position, before the one number for all. */
  readonly linePercentsOff?: ReadonlyMap<number, number>;
  readonly formula?: Formula;
  /** The most it may take from the order, or from each line where it applies to items. */
  readonly amountLimit?: Money;
  /** The most it may take from one order. */
  readonly aggregatedAmountLimit?: Money;
};

export type FixedDiscount = {
  readonly type: 'FIXED';
  readonly effect: OnOrder | 'APPLY_TO_ITEMS';
  /**
   * The new price of the order, or of each unit; a lower price is left alone. Absent where lines
   * come with new prices of their own: the others then keep theirs.
   */
  readonly fixedAmount?: Money;
  /** Of single lines by their position, before the one number for all. */
  readonly lineFixedAmounts?: ReadonlyMap<number, Money>;
  readonly formula?: Formula;
};

/** Discounts that lower prices and leave what is in the order as it is. */
export type PriceDiscount = AmountDiscount | PercentDiscount | FixedDiscount;

/** All there are: the last gives units of products, and may change what is in the order. */
export type Discount = PriceDiscount | UnitDiscount;

/**
 * What percentages are taken of when discounts stack: what is still to pay, or the price before any
 * discount. Either way no more is taken than is still to pay.
 */
export type DiscountCalculationMode = 'DISCOUNTED_AMOUNT' | 'INITIAL_AMOUNT';

export type PricingSettings = {
  readonly discountCalculationMode: DiscountCalculationMode;
};
