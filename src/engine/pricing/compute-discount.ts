/** A discount with a formula → the same with numbers, for one redeemable in one situation. */
import type { Money } from '../money/money.ts';
import type { Discount, PriceDiscount } from './discount.ts';
import type { DiscountTargets } from './discount-targets.ts';
import { type FormulaFacts, factsOfLine, type FormulaSituation } from '../formula/facts.ts';
import { type Formula, readsLine } from '../formula/formula.ts';
import { computeAmount, computePercent, computeUnits } from '../formula/results.ts';
import type { PricedLine } from './priced-order.ts';
import { MAX_UNIT_OFF, type UnitDiscount } from './units/unit-discount.ts';

/** What answers tell of it. */
export type ComputedNumber = {
  /** Whether a formula gave it; false where the fallback holds, or there is no formula. */
  readonly isDynamic: boolean;
  /** Null where the stored number holds, or lines have different ones. */
  readonly value: number | null;
  /** Of a discount that gives several kinds of units, one for each; null where the stored one holds. */
  readonly parts?: readonly (number | null)[];
};

export type ComputedDiscount = {
  readonly discount: Discount;
  readonly computed: ComputedNumber;
};

export const NOT_COMPUTED: ComputedNumber = { isDynamic: false, value: null };

/** All that it has: a discount of units may have one for each kind of them. */
export function formulasOf(discount: Discount): readonly Formula[] {
  if (discount.type === 'UNIT') return discount.grants.flatMap(({ formula }) => formula ?? []);
  return discount.formula === undefined ? [] : [discount.formula];
}

/** The same, where only that is asked: on the way of every price. */
export function hasFormula(discount: Discount): boolean {
  return discount.type === 'UNIT'
    ? discount.grants.some(({ formula }) => formula !== undefined)
    : discount.formula !== undefined;
}

/**
 * `reached` are the lines it is about; null without an order. A formula that looks at the line is
 * computed for each of them, unless the discount is one sum for all.
 */
export function computeDiscount(
  discount: Discount,
  facts: FormulaFacts,
  reached: DiscountTargets | null,
): ComputedDiscount {
  if (discount.type === 'UNIT') return computeGrants(discount, facts);
  const { formula } = discount;
  if (formula === undefined) return { discount, computed: NOT_COMPUTED };
  const lines = isByLine(discount, formula) ? reachedLines(facts.situation, reached) : null;
  switch (discount.type) {
    case 'AMOUNT': {
      const { all, ofLines, computed } = numbersOf<Money>(formula, facts, lines, computeAmount);
      const lineAmountsOff = ofLines === null ? {} : { lineAmountsOff: ofLines };
      const amountOff = all ?? discount.amountOff;
      return { discount: { ...discount, amountOff, ...lineAmountsOff }, computed };
    }
    case 'PERCENT': {
      const { all, ofLines, computed } = numbersOf(formula, facts, lines, computePercent);
      const linePercentsOff = ofLines === null ? {} : { linePercentsOff: ofLines };
      const percentOff = all ?? discount.percentOff;
      return { discount: { ...discount, percentOff, ...linePercentsOff }, computed };
    }
    case 'FIXED': {
      const { all, ofLines, computed } = numbersOf<Money>(formula, facts, lines, computeAmount);
      const lineFixedAmounts = ofLines === null ? {} : { lineFixedAmounts: ofLines };
      const fixedAmount = all === null ? {} : { fixedAmount: all };
      return { discount: { ...discount, ...fixedAmount, ...lineFixedAmounts }, computed };
    }
    default:
      return discount satisfies never;
  }
}

function computeGrants(discount: UnitDiscount, facts: FormulaFacts): ComputedDiscount {
  const parts = discount.grants.map(({ formula }) => {
    const units = formula === undefined ? null : computeUnits(formula, facts);
    return units === null ? null : Math.min(units, MAX_UNIT_OFF);
  });
  const grants = discount.grants.map((grant, at) => ({
    ...grant,
    units: parts[at] ?? grant.units,
  }));
  const isDynamic = parts.some((units) => units !== null);
  const value = parts.length === 1 ? (parts[0] ?? null) : null;
  return { discount: { ...discount, grants }, computed: { isDynamic, value, parts } };
}

function isByLine({ effect }: PriceDiscount, formula: Formula): boolean {
  const hasLines = effect === 'APPLY_TO_ITEMS' || effect === 'APPLY_TO_ITEMS_BY_QUANTITY';
  return hasLines && readsLine(formula);
}

function reachedLines(
  { price }: FormulaSituation,
  reached: DiscountTargets | null,
): readonly PricedLine[] {
  if (price === null || reached === null) return [];
  if (reached === 'ALL_LINES') return price.lines;
  const indexes = new Set(reached.flatMap(({ lines }) => lines.map(({ lineIndex }) => lineIndex)));
  return price.lines.filter(({ index }) => indexes.has(index));
}

type Numbers<N extends number> = {
  /** Null: the fallback. */
  readonly all: N | null;
  readonly ofLines: ReadonlyMap<number, N> | null;
  readonly computed: ComputedNumber;
};

function numbersOf<N extends number>(
  formula: Formula,
  facts: FormulaFacts,
  lines: readonly PricedLine[] | null,
  compute: (formula: Formula, facts: FormulaFacts) => N | null,
): Numbers<N> {
  if (lines === null) {
    const all = compute(formula, facts);
    const computed = all === null ? NOT_COMPUTED : { isDynamic: true, value: all };
    return { all, ofLines: null, computed };
  }
  const ofLines = new Map<number, N>();
  for (const priced of lines) {
    const value = compute(formula, factsOfLine(facts, priced));
    if (value !== null) ofLines.set(priced.index, value);
  }
  const [value = null, ...others] = new Set(ofLines.values());
  const isOne = others.length === 0 && ofLines.size === lines.length;
  const computed = { isDynamic: ofLines.size > 0, value: isOne ? value : null };
  return { all: null, ofLines, computed };
}
