/** What a discount applies to: entries of `applicable_to`, found in the lines of an order. */
import type { OrderLine } from '../order/order.ts';
import { productFilter } from './conditions/products.ts';
import { isItem, unitPrice } from './item-match.ts';
import { entryOf } from './parse/applicable-to.ts';
import type { ApplicableEntry, ItemReference, RuleGroup, RuleTree } from './parse/rule-tree.ts';
import type { Now } from './values/test.ts';

export type CoveredEntry = {
  readonly entry: ApplicableEntry;
  readonly covers: (line: OrderLine, now: Now) => boolean;
};

export type Applicability = {
  readonly included: readonly CoveredEntry[];
  readonly excluded: readonly CoveredEntry[];
  readonly includedAll: boolean;
  /** False where no entry says anything: the discount is about the order as a whole. */
  readonly isRestricted: boolean;
  /** Whether an entry's price or limit has to be computed. */
  readonly hasFormulas: boolean;
  /**
   * The same text for what covers the same lines of any order in the same way, so that many
   * incentives need one look at the lines; null where that depends on more than ids, or on numbers
   * that are computed for each.
   */
  readonly signature: string | null;
};

/** An entry with the lines it covers, as positions in the list of lines that was given. */
export type Target = { readonly entry: ApplicableEntry; readonly lines: readonly number[] };

export type Targets = {
  /** Without excluded lines; in the order the entry's effect goes through them. */
  readonly included: readonly Target[];
  readonly excluded: readonly Target[];
  /** All lines the discount may touch, in the order of the cart. */
  readonly applicable: readonly number[];
};

/** `applicable_to` and the items of rules that hold `discount_applicable`. */
export function compileApplicability(tree: RuleTree): Applicability {
  const { applicableTo, group } = tree;
  const included = applicableTo.included.map(coveredEntry);
  const excluded = applicableTo.excluded.map(coveredEntry);
  for (const marked of findMarked(group)) {
    (marked.isIncluded ? included : excluded).push(marked.covered);
  }
  return newApplicability({ included, excluded, includedAll: applicableTo.includedAll });
}

/** What several rules of one incentive say together. */
export function joinApplicabilities(parts: readonly Applicability[]): Applicability {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const restricted = parts.filter((part) => part.isRestricted);
  return newApplicability({
    included: restricted.flatMap((part) => part.included),
    excluded: restricted.flatMap((part) => part.excluded),
    includedAll: parts.some((part) => part.includedAll),
  });
}

function newApplicability(
  parts: Pick<Applicability, 'included' | 'excluded' | 'includedAll'>,
): Applicability {
  const { included, excluded, includedAll } = parts;
  const entries = [...included, ...excluded].map(({ entry }) => entry);
  const hasFormulas = entries.some(hasFormula);
  return {
    ...parts,
    isRestricted: entries.length > 0,
    hasFormulas,
    signature:
      !hasFormulas && entries.every(({ item, budgets }) => item !== null && budgets.size === 0)
        ? JSON.stringify([includedAll, included.length, entries])
        : null,
  };
}

function hasFormula({ priceFormula, budgets }: ApplicableEntry): boolean {
  if (priceFormula !== null) return true;
  for (const { formula } of budgets.values()) if (formula !== null) return true;
  return false;
}

/**
 * Finds the lines of each entry. Exclusion wins over inclusion. With nothing included, or all,
 * lines that no entry names apply too, unless they are excluded.
 *
 * `skip_initially`, `repeat` and the limits stay with the entry: they count resources in the order
 * of `lines`. `APPLY_TO_CHEAPEST` and `APPLY_TO_MOST_EXPENSIVE` leave one line, of equal prices the
 * earlier; the lines that lose against it do not apply.
 */
export function resolveTargets(
  applicability: Applicability,
  lines: readonly OrderLine[],
  now: Now,
): Targets {
  const excluded = applicability.excluded.map(({ entry, covers }) => ({
    entry,
    lines: positionsOf(lines, (line) => covers(line, now)),
  }));
  const isOut = (line: OrderLine): boolean =>
    applicability.excluded.some(({ covers }) => covers(line, now));
  const covered = applicability.included.map(({ entry, covers }) => ({
    entry,
    lines: positionsOf(lines, (line) => covers(line, now) && !isOut(line)),
  }));
  const all = applicability.includedAll || covered.length === 0;
  const named = new Set(covered.flatMap((target) => target.lines));
  const included = covered.map(({ entry, lines: found }) => ({
    entry,
    lines: inOrderOfEffect(entry, found, lines),
  }));
  const chosen = new Set(included.flatMap((target) => target.lines));
  const applicable = positionsOf(lines, (line) => !isOut(line)).filter(
    (position) => chosen.has(position) || (all && !named.has(position)),
  );
  return { included, excluded, applicable };
}

function coveredEntry(entry: ApplicableEntry): CoveredEntry {
  const { item } = entry;
  return { entry, covers: (line) => item !== null && isItem(line, item) };
}

function positionsOf(
  lines: readonly OrderLine[],
  covers: (line: OrderLine) => boolean,
): readonly number[] {
  const positions: number[] = [];
  for (const [position, line] of lines.entries()) if (covers(line)) positions.push(position);
  return positions;
}

function inOrderOfEffect(
  { effect }: ApplicableEntry,
  positions: readonly number[],
  lines: readonly OrderLine[],
): readonly number[] {
  if (effect === 'APPLY_TO_EVERY') return positions;
  const isCheapest = effect === 'APPLY_TO_CHEAPEST' || effect === 'APPLY_FROM_CHEAPEST';
  const sign = isCheapest ? 1 : -1;
  const ranked = positions.toSorted((a, b) => sign * compareLines(lines[a], lines[b]) || a - b);
  const isSingle = effect === 'APPLY_TO_CHEAPEST' || effect === 'APPLY_TO_MOST_EXPENSIVE';
  return isSingle ? ranked.slice(0, 1) : ranked;
}

function compareLines(a: OrderLine | undefined, b: OrderLine | undefined): number {
  if (a === undefined || b === undefined) return 0;
  return (unitPrice(a) ?? 0) - (unitPrice(b) ?? 0);
}

type Marked = { readonly isIncluded: boolean; readonly covered: CoveredEntry };

/** Rules whose sub-rule says that the discount applies, or does not, to what they name. */
function findMarked(group: RuleGroup): readonly Marked[] {
  return group.rules.flatMap(({ test, group: inner }) => {
    const flag = markOf(inner);
    if (flag === null) return findMarked(inner);
    if (test.kind === 'metadata' && test.name === 'product.metadata') {
      const includes = productFilter(test.property, test.conditions);
      const covers = (line: OrderLine, now: Now): boolean => includes(line, 0, now);
      return [{ isIncluded: flag, covered: { entry: entryOf(null), covers } }];
    }
    if (test.kind !== 'items') return findMarked(inner);
    const isSku = test.name === 'sku.id';
    return test.conditions.flatMap(({ operator, operands }) => {
      const denies = operator === '$is_not' || operator === '$not_in';
      const covered = operands.map((item) => coveredEntry(entryOf(asSku(item, isSku))));
      return covered.map((one) => ({ isIncluded: flag !== denies, covered: one }));
    });
  });
}

function markOf({ rules }: RuleGroup): boolean | null {
  for (const { test } of rules) {
    if (test.kind === 'flag' && test.name.endsWith('.discount_applicable')) return test.value;
  }
  return null;
}

function asSku(item: ItemReference, isSku: boolean): ItemReference {
  return isSku ? { ...item, object: 'sku' } : item;
}
