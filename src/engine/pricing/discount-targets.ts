/** Which lines, and how many of their units, a discount on items may reach. */
import type { Money } from '../money/money.ts';

/**
 * In which order an entry walks through its lines, and whether it stops at the first.
 *
 * Cheapest and most expensive are by unit price before discounts, ties by the earlier line.
 * `APPLY_TO_…` takes one line or unit and knows no skipping; `APPLY_FROM_…` starts there and goes on.
 */
export type TargetEffect =
  | 'APPLY_TO_EVERY'
  | 'APPLY_TO_CHEAPEST'
  | 'APPLY_FROM_CHEAPEST'
  | 'APPLY_TO_MOST_EXPENSIVE'
  | 'APPLY_FROM_MOST_EXPENSIVE';

export type TargetLine = {
  /** Position in the priced order's lines. */
  readonly lineIndex: number;
  /** How many of its units may be discounted at most; all where absent. */
  readonly units?: number;
  /** The line's own new unit price, over `fixedAmount` of a FIXED discount. */
  readonly newPrice?: Money;
  /** What its covered units are drawn from; pools of one key are one, over all lines and entries. */
  readonly pools?: readonly UnitPool[];
};

/** Units that may still be discounted. */
export type UnitPool = { readonly key: string; readonly left: number };

/** One entry of a list of discounted products, with the lines it matched. */
export type TargetEntry = {
  /** In the order's sequence, each line once. */
  readonly lines: readonly TargetLine[];
  readonly effect: TargetEffect;
  /** What skipping and repeating count: lines, or units across lines. `ITEM` where absent. */
  readonly target?: 'ITEM' | 'UNIT';
  /** How many lines or units go by before the first discounted one. */
  readonly skipInitially?: number;
  /** Discounts every so many lines or units; each where absent. */
  readonly repeat?: number;
  /** The most units in each line. */
  readonly quantityLimit?: number;
  /** The most units over all lines of the entry. */
  readonly aggregatedQuantityLimit?: number;
  /** The most off each line. */
  readonly amountLimit?: Money;
  /** The most off all lines of the entry together. */
  readonly aggregatedAmountLimit?: Money;
};

/** Every line, or what the entries reach; a line in several entries belongs to the first. */
export type DiscountTargets = 'ALL_LINES' | readonly TargetEntry[];
