/** Splitting an amount by weights into whole minor units that sum to it exactly. */
import assert from 'node:assert/strict';
import { money, ZERO, type Money } from './money.ts';

/**
 * `total` split in proportion to `weights`, by largest remainder, ties to the earlier part.
 *
 * Weights are whole, not negative, and sum to a safe integer; where `total` is above 0, one of them
 * is too. Each part is its exact share rounded down or up; a weight of 0 gets nothing.
 */
export function allocate(total: Money, weights: readonly number[]): Money[] {
  assert(total >= 0, 'only what is there is split');
  const sum = sumOf(weights);
  if (total === 0) return weights.map(() => ZERO);
  assert(sum > 0, 'something is split over nothing');
  const parts: Money[] = [];
  const remainders: number[] = [];
  let left: number = total;
  for (const weight of weights) {
    const { whole, rest } = divide(total, weight, sum);
    parts.push(whole);
    remainders.push(rest);
    left -= whole;
  }
  return handOut(left, parts, remainders);
}

/**
 * The same, but no part exceeds its cap: what a full part cannot take goes to the others, by weight.
 *
 * The parts sum to `total`, or to the caps of the parts with a weight where these are less.
 */
export function allocateCapped(
  total: Money,
  weights: readonly number[],
  caps: readonly Money[],
): Money[] {
  assert(weights.length === caps.length, 'one cap a part');
  const open = [...weights];
  const parts = weights.map(() => ZERO);
  let left = total;
  // A round either ends the loop or fills a part, so there are at most as many rounds as parts.
  while (left > 0 && sumOf(open) > 0) {
    const shares = allocate(left, open);
    const overfull = shares.flatMap((share, i) => (share > (caps[i] ?? ZERO) ? [i] : []));
    if (overfull.length === 0) return parts.map((part, i) => money(part + (shares[i] ?? 0)));
    for (const i of overfull) {
      const cap = caps[i] ?? ZERO;
      parts[i] = cap;
      open[i] = 0;
      left = money(left - cap);
    }
  }
  return parts;
}

function sumOf(weights: readonly number[]): number {
  let sum = 0;
  for (const weight of weights) {
    assert(weight >= 0, 'a weight is not negative');
    sum += weight;
  }
  assert(Number.isSafeInteger(sum), 'weights are whole and sum to a safe integer');
  return sum;
}

/** `total` × `weight` / `sum` as a whole number and what remains, exactly. */
function divide(total: Money, weight: number, sum: number): { whole: Money; rest: number } {
  const product = total * weight;
  if (product <= Number.MAX_SAFE_INTEGER) {
    const whole = Math.floor(product / sum);
    return { whole: money(whole), rest: product - whole * sum };
  }
  const exact = BigInt(total) * BigInt(weight);
  const divisor = BigInt(sum);
  return { whole: money(Number(exact / divisor)), rest: Number(exact % divisor) };
}

/** Gives one unit each to the `left` parts that lost most by rounding down. */
function handOut(left: number, parts: readonly Money[], remainders: readonly number[]): Money[] {
  const result = [...parts];
  if (left === 0) return result;
  const byLoss = remainders.map((_, i) => i);
  byLoss.sort((a, b) => (remainders[b] ?? 0) - (remainders[a] ?? 0) || a - b);
  for (const i of byLoss.slice(0, left)) result[i] = money((result[i] ?? 0) + 1);
  return result;
}
