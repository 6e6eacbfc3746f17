/** Percentages of an amount, in whole ten-thousandths of a percent, rounded once, half up. */
import assert from 'node:assert/strict';
import type { Money } from './money.ts';
import { shareOf } from './share.ts';

/** Steps in one percent: four decimals. */
const STEPS_IN_A_PERCENT = 10_000;

/** `percent` of `amount`: 0 to 100, read to four decimals; `amount` is not negative. */
export function percentOf(amount: Money, percent: number): Money {
  return percentOfUnits(amount, percent, 1, 1);
}

/**
 * `percent` of what `units` of `quantity` equal units cost, when all of them cost `amount`.
 *
 * One rounding, half up, at the end: the price of the units is never rounded on its own.
 */
export function percentOfUnits(
  amount: Money,
  percent: number,
  units: number,
  quantity: number,
): Money {
  assert(percent >= 0 && percent <= 100, 'a percentage lies between 0 and 100');
  assert(units <= quantity, 'no more units than there are');
  // Whole percentages, nearly all of them, keep the products small and so out of BigInt.
  if (Number.isInteger(percent)) return shareOf(amount, percent * units, 100 * quantity);
  const steps = Math.round(percent * STEPS_IN_A_PERCENT);
  return shareOf(amount, steps * units, 100 * STEPS_IN_A_PERCENT * quantity);
}
