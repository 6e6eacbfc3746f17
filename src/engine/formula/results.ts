/**
 * What a formula gives, as the discount needs it: rounded here, once, and kept within its bounds.
 *
 * Null where it cannot be computed: then the number beside the formula holds.
 */
import { MAX_AMOUNT, type Money, money } from '../money/money.ts';
import type { FormulaFacts } from './facts.ts';
import type { Formula } from './formula.ts';
import { multiply, rational, toWhole } from './rational.ts';
import { numberOf } from './value.ts';

/** Units of a product, and limits on them. */
export const MAX_UNITS = 1_000_000_000;
/** A percentage has four decimals. */
const PERCENT_STEPS = 10_000;

/** Units of currency → minor units, half up; from 0 to the largest amount. */
export function computeAmount(formula: Formula, facts: FormulaFacts): Money | null {
  const steps = stepsOf(formula, facts, 100n, 'HALF', MAX_AMOUNT);
  return steps === null ? null : money(steps);
}

/** From 0 to 100, half up at the fourth decimal. */
export function computePercent(formula: Formula, facts: FormulaFacts): number | null {
  const scale = BigInt(PERCENT_STEPS);
  const steps = stepsOf(formula, facts, scale, 'HALF', 100 * PERCENT_STEPS);
  return steps === null ? null : steps / PERCENT_STEPS;
}

/** Whole units, a part of one left out; from 0 to a billion. */
export function computeUnits(formula: Formula, facts: FormulaFacts): number | null {
  return stepsOf(formula, facts, 1n, 'DOWN', MAX_UNITS);
}

function stepsOf(
  formula: Formula,
  facts: FormulaFacts,
  scale: bigint,
  direction: 'HALF' | 'DOWN',
  most: number,
): number | null {
  const value = numberOf(formula.compute(facts));
  const scaled = value === null ? null : multiply(value, rational(scale));
  return scaled === null ? null : clamped(toWhole(scaled, direction), most);
}

function clamped(steps: bigint, most: number): number {
  if (steps < 0n) return 0;
  return steps > BigInt(most) ? most : Number(steps);
}
