/** Formulas in `applicable_to`: new prices of items, and limits on how many are discounted. */
import type { Applicability, Target, Targets } from '../eligibility/applicability.ts';
import type { ApplicableEntry, ItemBudget } from '../eligibility/parse/rule-tree.ts';
import type { DiscountTargets, TargetEntry } from '../pricing/discount-targets.ts';
import { type FormulaFacts, factsOfLine } from '../formula/facts.ts';
import { type Formula, storedFormula } from '../formula/formula.ts';
import { computeAmount, computeUnits } from '../formula/results.ts';

type EntryFormulas = {
  readonly price: Formula | null;
  /** By the wire names of the limits. */
  readonly limits: ReadonlyMap<string, Formula>;
};

/** Of those entries that have any. */
export type FormulasByEntry = ReadonlyMap<ApplicableEntry, EntryFormulas>;

/** Null where no entry has a formula. */
export function compileEntryFormulas(applicability: Applicability): FormulasByEntry | null {
  if (!applicability.hasFormulas) return null;
  const formulas = new Map<ApplicableEntry, EntryFormulas>();
  for (const { entry } of applicability.included) {
    const price = storedFormula(entry.priceFormula);
    const limits = new Map<string, Formula>();
    for (const [name, budget] of entry.budgets) {
      const limit = storedFormula(budget.formula);
      if (limit !== null) limits.set(name, limit);
    }
    if (price !== null || limits.size > 0) formulas.set(entry, { price, limits });
  }
  return formulas.size === 0 ? null : formulas;
}

/** Names of all operands and metadata that they may look at. */
export function namesRead(formulas: FormulasByEntry | null): readonly string[] {
  return [...(formulas?.values() ?? [])].flatMap(({ price, limits }) =>
    [price, ...limits.values()].flatMap((formula) => [...(formula?.reads ?? [])]),
  );
}

type Reach = { readonly targets: Targets | null; readonly reached: DiscountTargets };

/**
 * What the entries reach, with their formulas' prices and limits over the numbers beside them.
 * `reached` begins with the included targets, one for one.
 */
export function computeReach(
  { targets, reached }: Reach,
  formulas: FormulasByEntry,
  facts: FormulaFacts,
): Reach {
  if (targets === null || reached === 'ALL_LINES') return { targets, reached };
  const entries = reached.map((one, position) => {
    const target = targets.included[position];
    const price = target === undefined ? null : (formulas.get(target.entry)?.price ?? null);
    return price === null ? one : withPrices(one, price, facts);
  });
  const included = targets.included.map((target) => withLimits(target, formulas, facts));
  return { targets: { ...targets, included }, reached: entries };
}

function withPrices(entry: TargetEntry, formula: Formula, facts: FormulaFacts): TargetEntry {
  const lines = entry.lines.map((line) => {
    const priced = facts.situation.price?.lines[line.lineIndex];
    if (priced === undefined) return line;
    const newPrice = computeAmount(formula, factsOfLine(facts, priced));
    return newPrice === null ? line : { ...line, newPrice };
  });
  return { ...entry, lines };
}

function withLimits(target: Target, formulas: FormulasByEntry, facts: FormulaFacts): Target {
  const { entry } = target;
  const limits = formulas.get(entry)?.limits;
  if (limits === undefined || limits.size === 0) return target;
  const budgets = new Map<string, ItemBudget>(entry.budgets);
  for (const [name, formula] of limits) {
    const limit = computeUnits(formula, facts) ?? entry.budgets.get(name)?.limit ?? null;
    budgets.set(name, { limit, formula: formula.text });
  }
  return { ...target, entry: { ...entry, budgets } };
}
