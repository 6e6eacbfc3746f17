/** Which tier points are enough for. */
import type { TierRange } from './tier-policy.ts';

/** From the lowest to the highest, which is the order of where they begin. */
export function inOrder(tiers: readonly TierRange[]): readonly TierRange[] {
  return tiers.toSorted((one, other) => one.from - other.from || (one.id < other.id ? -1 : 1));
}

/** The tier whose range holds the balance; of several the one that begins highest. */
export function tierOfBalance(tiers: readonly TierRange[], balance: number): TierRange | null {
  const holding = tiers.filter(({ from, to }) => from <= balance && (to === null || balance <= to));
  return inOrder(holding).at(-1) ?? null;
}

/**
 * The highest tier that has been reached by collecting: more points never lose it, so its upper end
 * does not count.
 */
export function tierReached(tiers: readonly TierRange[], collected: number): TierRange | null {
  return inOrder(tiers.filter(({ from }) => from <= collected)).at(-1) ?? null;
}
