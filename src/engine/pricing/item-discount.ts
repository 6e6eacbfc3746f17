/** What a discount takes off each line it reaches. */
import { allocateCapped } from '../money/allocate.ts';
import { money, ZERO, type Money } from '../money/money.ts';
import { percentOfUnits } from '../money/percent-of.ts';
import { shareOf } from '../money/share.ts';
import { coverTargets, unitsOf, type Coverage } from './coverage.ts';
import type { AmountDiscount, PriceDiscount, PricingSettings } from './discount.ts';
import type { DiscountTargets } from './discount-targets.ts';
import type { PricedOrder } from './priced-order.ts';

/**
 * What the discount takes off the lines together: never more than a line's subtotal, nor than what
 * is still to pay for the order, whose own discounts may have eaten into the lines' sum.
 *
 * Where an aggregated limit bites, lines are served in the sequence they are covered. `parts`, when
 * given, holds a zero for each line and receives what each gives.
 */
export function itemDiscount(
  priced: PricedOrder,
  discount: PriceDiscount,
  targets: DiscountTargets,
  settings: PricingSettings,
  parts: Money[] | null,
): Money {
  const covered = coverTargets(priced, targets);
  if (discount.type === 'AMOUNT' && isSplit(discount)) {
    return splitDiscount(priced, discount, covered, parts);
  }
  let left = discountLimit(priced, discount);
  let total = 0;
  let entryIndex = -1;
  let entryLeft = left;
  for (const coverage of covered) {
    if (coverage.entryIndex !== entryIndex) {
      entryIndex = coverage.entryIndex;
      entryLeft = entryLimit(coverage, left);
    }
    const off = Math.min(lineDiscount(coverage, discount, settings), left, entryLeft);
    left -= off;
    entryLeft -= off;
    total += off;
    if (parts !== null) parts[coverage.line.index] = money(off);
  }
  return money(total);
}

/** Whether the amount is one sum shared by the lines, not a sum for each. */
function isSplit({ effect }: AmountDiscount): boolean {
  return (
    effect === 'APPLY_TO_ITEMS_PROPORTIONALLY' ||
    effect === 'APPLY_TO_ITEMS_PROPORTIONALLY_BY_QUANTITY'
  );
}

/** The most the discount may take from this order. */
function discountLimit(priced: PricedOrder, discount: PriceDiscount): number {
  const payable = priced.totalAmount;
  if (discount.type === 'FIXED') return payable;
  return Math.min(discount.aggregatedAmountLimit ?? payable, payable);
}

function entryLimit({ entry }: Coverage, otherwise: number): number {
  return entry?.aggregatedAmountLimit ?? otherwise;
}

/** What one line gives before aggregated limits, at most what its covered units still cost. */
function lineDiscount(
  coverage: Coverage,
  discount: PriceDiscount,
  settings: PricingSettings,
): number {
  const cost = coveredCost(coverage);
  const limit = Math.min(coverage.entry?.amountLimit ?? cost, cost);
  switch (discount.type) {
    case 'AMOUNT': {
      const isEachUnit = discount.effect === 'APPLY_TO_ITEMS_BY_QUANTITY';
      const amountOff = discount.lineAmountsOff?.get(coverage.line.index) ?? discount.amountOff;
      // Beyond the safe integers the product is inexact, but then far above any limit.
      return Math.min(isEachUnit ? amountOff * coverage.units : amountOff, limit);
    }
    case 'PERCENT': {
      const { line, units } = coverage;
      const isInitial = settings.discountCalculationMode === 'INITIAL_AMOUNT';
      const base = isInitial ? line.initialAmount : line.subtotalAmount;
      const percentOff = discount.linePercentsOff?.get(line.index) ?? discount.percentOff;
      const off = percentOfUnits(base, percentOff, units, unitsOf(line));
      return Math.min(off, limit, discount.amountLimit ?? limit);
    }
    case 'FIXED': {
      const ofLine = discount.lineFixedAmounts?.get(coverage.line.index);
      const newPrice = coverage.newPrice ?? ofLine ?? discount.fixedAmount;
      if (newPrice === undefined) return 0;
      return Math.max(Math.min(cost - newPrice * coverage.units, limit), 0);
    }
    default:
      return discount satisfies never;
  }
}

/** What the covered units still cost: their share of the line's subtotal, half up. */
function coveredCost({ line, units }: Coverage): Money {
  const count = unitsOf(line);
  return units === count ? line.subtotalAmount : shareOf(line.subtotalAmount, units, count);
}

/** One sum split over the lines, by largest remainder; what a line cannot take, others do. */
function splitDiscount(
  priced: PricedOrder,
  discount: AmountDiscount,
  covered: readonly Coverage[],
  parts: Money[] | null,
): Money {
  const caps = priced.lines.map(() => ZERO);
  let room = 0;
  let entryIndex = -1;
  let entryLeft = 0;
  for (const coverage of covered) {
    const cost = coveredCost(coverage);
    if (coverage.entryIndex !== entryIndex) {
      entryIndex = coverage.entryIndex;
      entryLeft = entryLimit(coverage, priced.totalAmount);
    }
    const cap = Math.min(cost, coverage.entry?.amountLimit ?? cost, entryLeft);
    caps[coverage.line.index] = money(cap);
    entryLeft -= cap;
    room += cap;
  }
  const total = money(Math.min(discount.amountOff, discountLimit(priced, discount), room));
  if (parts === null || total === 0) return total;
  const weights = splitWeights(priced, discount, covered);
  for (const [i, part] of allocateCapped(total, weights, caps).entries()) parts[i] = part;
  return total;
}

/** The covered units of each line, or what they still cost. */
function splitWeights(
  priced: PricedOrder,
  discount: AmountDiscount,
  covered: readonly Coverage[],
): number[] {
  const byQuantity = discount.effect === 'APPLY_TO_ITEMS_PROPORTIONALLY_BY_QUANTITY';
  const weights = priced.lines.map(() => 0);
  for (const coverage of covered) {
    weights[coverage.line.index] = byQuantity ? coverage.units : coveredCost(coverage);
  }
  return weights;
}
