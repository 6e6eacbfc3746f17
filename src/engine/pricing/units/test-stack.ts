/** Stacks of discounts upon a cart, for tests: what the whole request does to the price. */
import assert from 'node:assert/strict';
import { applyEffect, effectTotal } from '../apply-effect.ts';
import type { Discount } from '../discount.ts';
import type { DiscountTargets } from '../discount-targets.ts';
import { openOrder, requestTotals, type PricedOrder } from '../priced-order.ts';
import { type ItemLine, lookup, orderOf } from './test-items.ts';

export const settings = { discountCalculationMode: 'DISCOUNTED_AMOUNT' } as const;

/** On all lines where it does not say which. */
export type Step = Discount | readonly [discount: Discount, targets: DiscountTargets];

/** What a row of a table says of each line: quantity, units given for free, amount, discount. */
export type LineAfter = readonly [number, number, number, number];

export function linesAfter(priced: PricedOrder): LineAfter[] {
  return priced.lines.map((line) => [
    line.quantity,
    line.discountQuantity,
    line.amount,
    line.discountAmount,
  ]);
}

/** `applied…` is all that the steps did. The lean total is held against each. */
export function priceOf(lines: readonly ItemLine[], steps: readonly Step[]): PricedOrder {
  const order = orderOf(lines);
  const ground = { lines: order.lines, item: lookup, settings };
  const opened = openOrder(order);
  let priced = opened;
  for (const step of steps) {
    const [discount, targets] = 'type' in step ? [step, 'ALL_LINES' as const] : step;
    const lean = effectTotal(priced, discount, targets, ground);
    priced = applyEffect(priced, discount, targets, ground);
    assert.equal(lean, priced.totalAppliedDiscountAmount);
  }
  return requestTotals(opened, priced);
}
