/** Counted limits of units on what a discount reaches: what lines may draw, and what one use draws. */
import type { Targets } from '../eligibility/applicability.ts';
import { type UnitBudget, unitBudgets, type UsedUnits } from '../eligibility/unit-budgets.ts';
import type { Candidate } from '../incentive.ts';
import type { OrderLine } from '../order/order.ts';
import type { DiscountTargets } from '../pricing/discount-targets.ts';
import type { PricedOrder } from '../pricing/priced-order.ts';
import { unitsDrawn } from '../pricing/units-drawn.ts';

type Reach = { readonly targets: Targets | null; readonly reached: DiscountTargets };

/**
 * The reach with the pools that its lines draw on; itself where no limit counts. Entries stand in
 * the order of the included targets; a line that none of them names draws on no pool.
 */
export function withPools<R extends Reach>(
  reach: R,
  lines: readonly OrderLine[],
  candidate: Candidate,
): R {
  const { targets, reached } = reach;
  if (targets === null || reached === 'ALL_LINES' || !isCounted(targets, candidate)) return reach;
  const limited = reached.map((entry, at) => ({
    ...entry,
    lines: entry.lines.map((line) => {
      const pools = budgetsOf(targets, { entry: at, line: lines[line.lineIndex] }, candidate);
      return pools.length === 0 ? line : { ...line, pools };
    }),
  }));
  return { ...reach, reached: limited };
}

/** What the discount took of each limit, its price `after` being what it made of `before`. */
export function usedUnits(
  { targets, reached }: Reach,
  lines: readonly OrderLine[],
  candidate: Candidate,
  prices: { readonly before: PricedOrder; readonly after: PricedOrder },
): readonly UsedUnits[] {
  if (targets === null || reached === 'ALL_LINES' || !isCounted(targets, candidate)) return [];
  const budgets = new Map<string, UnitBudget>();
  for (const [entry, { lines: positions }] of targets.included.entries()) {
    for (const position of positions) {
      for (const budget of budgetsOf(targets, { entry, line: lines[position] }, candidate)) {
        const known = budgets.get(budget.key);
        if (known === undefined || budget.limit < known.limit) budgets.set(budget.key, budget);
      }
    }
  }
  return [...unitsDrawn(prices, reached)].flatMap(([key, units]) => {
    const budget = budgets.get(key);
    return budget === undefined
      ? []
      : [{ key, counter: budget.counter, limit: budget.limit, units }];
  });
}

/** Discounts on the order as a whole, or on what they add, lower no line. */
function isCounted({ included }: Targets, { incentive, unitsCounted }: Candidate): boolean {
  const isOnItems = incentive.discount.effect.startsWith('APPLY_TO_ITEMS');
  return (
    isOnItems && unitsCounted !== undefined && included.some(({ entry }) => entry.budgets.size > 0)
  );
}

function budgetsOf(
  { included }: Targets,
  { entry: at, line }: { readonly entry: number; readonly line: OrderLine | undefined },
  { unitsCounted }: Candidate,
): readonly UnitBudget[] {
  const entry = included[at]?.entry;
  if (entry === undefined || line === undefined || unitsCounted === undefined) return [];
  return unitBudgets(entry, line, unitsCounted);
}
