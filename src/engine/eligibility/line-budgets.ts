/** Which counted limits of units the lines of an order draw on, under each entry that covers them. */
import type { OrderLine } from '../order/order.ts';
import type { Target, Targets } from './applicability.ts';
import { type UnitBudget, unitBudgets, type UnitsCounted } from './unit-budgets.ts';

/** By the line's position. */
export type TargetBudgets = ReadonlyMap<number, readonly UnitBudget[]>;
export type LineBudgets = ReadonlyMap<Target, TargetBudgets>;

export type Budgets = {
  readonly byLine: LineBudgets;
  /** By key; of equal ones the lowest limit. */
  readonly all: ReadonlyMap<string, UnitBudget>;
};

export const NO_BUDGETS: Budgets = { byLine: new Map(), all: new Map() };

export function budgetsOf(
  { included }: Targets,
  lines: readonly OrderLine[],
  unitsCounted: UnitsCounted,
): Budgets {
  if (included.every(({ entry }) => entry.budgets.size === 0)) return NO_BUDGETS;
  const byLine = new Map<Target, Map<number, readonly UnitBudget[]>>();
  const all = new Map<string, UnitBudget>();
  for (const target of included) {
    const ofTarget = new Map<number, readonly UnitBudget[]>();
    for (const position of target.lines) {
      const line = lines[position];
      const budgets = line === undefined ? [] : unitBudgets(target.entry, line, unitsCounted);
      ofTarget.set(position, budgets);
      for (const budget of budgets) {
        const known = all.get(budget.key);
        if (known === undefined || budget.limit < known.limit) all.set(budget.key, budget);
      }
    }
    byLine.set(target, ofTarget);
  }
  return { byLine, all };
}
