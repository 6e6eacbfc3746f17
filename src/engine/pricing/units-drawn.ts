/** How many units a discount took from the pools that its targets draw on. */
import { coverTargets } from './coverage.ts';
import type { DiscountTargets } from './discount-targets.ts';
import type { PricedOrder } from './priced-order.ts';

/**
 * Units by the pool's key; pools that gave none are left out. A covered line counts where the
 * discount took something off it: `after` is the price that `applyDiscount` made of `before`.
 */
export function unitsDrawn(
  { before, after }: { readonly before: PricedOrder; readonly after: PricedOrder },
  targets: DiscountTargets,
): ReadonlyMap<string, number> {
  const drawn = new Map<string, number>();
  if (targets === 'ALL_LINES') return drawn;
  for (const { line, entry, units } of coverTargets(before, targets)) {
    if ((after.lines[line.index]?.appliedDiscountAmount ?? 0) === 0) continue;
    const target = entry?.lines.find(({ lineIndex }) => lineIndex === line.index);
    const keys = new Set(target?.pools?.map(({ key }) => key));
    for (const key of keys) drawn.set(key, (drawn.get(key) ?? 0) + units);
  }
  return drawn;
}
