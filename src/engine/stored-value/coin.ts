/** Points as money: what they are worth, and how many are worth as much. Exact at any size. */
import { money, type Money } from '../money/money.ts';
import type { CoinRatio } from './reward-terms.ts';

/** Six decimals of a currency unit are four of a minor unit. */
const STEPS_IN_A_UNIT = 1_000_000;
const STEPS_IN_A_MINOR_UNIT = 10_000n;

/** What `points` are worth, rounded down: money is never more than the points that paid it. */
export function worthOf(points: number, { exchangeRatio, pointsRatio }: CoinRatio): Money {
  const steps = stepsOf(exchangeRatio);
  const worth = (BigInt(points) * steps) / (BigInt(pointsRatio) * STEPS_IN_A_MINOR_UNIT);
  return money(Math.min(Number(worth), Number.MAX_SAFE_INTEGER));
}

/** The fewest points that are worth `amount` or more; null where no number of them is. */
export function pointsWorth(
  amount: Money,
  { exchangeRatio, pointsRatio }: CoinRatio,
): number | null {
  const steps = stepsOf(exchangeRatio);
  if (amount === 0) return 0;
  if (steps === 0n) return null;
  const needed = BigInt(amount) * BigInt(pointsRatio) * STEPS_IN_A_MINOR_UNIT;
  const points = Number((needed + steps - 1n) / steps);
  return Number.isSafeInteger(points) ? points : null;
}

function stepsOf(exchangeRatio: number): bigint {
  return BigInt(Math.round(exchangeRatio * STEPS_IN_A_UNIT));
}
