/** Shares of an amount: exact fractions, rounded once, half up. */
import assert from 'node:assert/strict';
import { money, type Money } from './money.ts';

/**
 * `amount` × `numerator` / `denominator`, half a minor unit rounded up.
 *
 * All three are whole numbers, `amount` and `numerator` not negative, `denominator` positive.
 * Exact at any size: where the product leaves the safe integers, BigInt takes over.
 */
export function shareOf(amount: Money, numerator: number, denominator: number): Money {
  assert(amount >= 0 && numerator >= 0 && denominator > 0, 'a share is of a positive whole');
  const product = amount * numerator;
  if (product > Number.MAX_SAFE_INTEGER) return bigShareOf(amount, numerator, denominator);
  // The quotient of two safe integers never rounds up to the next whole number: floor is exact.
  const whole = Math.floor(product / denominator);
  const rest = product - whole * denominator;
  return money(rest >= denominator - rest ? whole + 1 : whole);
}

/** The same in BigInt; about 20 times slower, so only for what does not fit. */
function bigShareOf(amount: Money, numerator: number, denominator: number): Money {
  const divisor = BigInt(denominator);
  const product = BigInt(amount) * BigInt(numerator);
  return money(Number((2n * product + divisor) / (2n * divisor)));
}
