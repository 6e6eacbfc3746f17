/** Units that lines share: what one line draws is gone for the next. */
import type { TargetLine } from './discount-targets.ts';

export type Pools = {
  /** How many units the line may still have; without end where it draws on no pool. */
  leftFor(line: TargetLine): number;
  take(line: TargetLine, units: number): void;
};

export function createPools(): Pools {
  const taken = new Map<string, number>();
  return {
    leftFor({ pools }) {
      if (pools === undefined) return Number.POSITIVE_INFINITY;
      return Math.min(...pools.map(({ key, left }) => left - (taken.get(key) ?? 0)));
    },
    take({ pools }, units) {
      for (const key of new Set(pools?.map((pool) => pool.key)))
        taken.set(key, (taken.get(key) ?? 0) + units);
    },
  };
}
