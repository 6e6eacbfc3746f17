/** How many points an earning rule gives: for what is the same each time, or for every so much of something. */
import type { FormulaFacts, FormulaSituation } from '../formula/facts.ts';
import type { Formula } from '../formula/formula.ts';
import {
  divide,
  multiply,
  rational,
  type Rational,
  toWhole,
  wholeNumber,
} from '../formula/rational.ts';
import { readAttribute } from '../formula/read-facts.ts';
import { numberOf } from '../formula/value.ts';
import type { JsonObject } from '../json.ts';
import { MAX_AMOUNT } from '../money/money.ts';
import { isOf, type NamedItem } from '../order/named-item.ts';

/** More than this nobody earns at once: what a formula gives beyond it is cut. */
export const MAX_POINTS = MAX_AMOUNT;

export type EarningRule = {
  /** Each time, or for every whole `every` of the measure. */
  readonly points: number;
  /** Computed instead of `points`; null, or where it cannot be computed: `points`. */
  readonly formula: Formula | null;
  /** Null: points are given once, whatever it was about. */
  readonly proportion: { readonly measure: Measure; readonly every: number } | null;
};

/** What points are proportional to. Amounts are in minor units. */
export type Measure =
  /** What the order costs before discounts, and what was to pay for it. */
  | { readonly type: 'ORDER_AMOUNT' | 'ORDER_TOTAL_AMOUNT' }
  | {
      readonly type: 'ORDER_METADATA' | 'CUSTOMER_METADATA' | 'CUSTOM_EVENT_METADATA';
      readonly property: string;
    }
  /** Of lines that one of the items names: units that are paid for, their price before discounts or after. */
  | {
      readonly type: 'ORDER_ITEMS_QUANTITY' | 'ORDER_ITEMS_AMOUNT' | 'ORDER_ITEMS_SUBTOTAL_AMOUNT';
      readonly items: readonly NamedItem[];
    };

export type EarningFacts = {
  readonly situation: FormulaSituation;
  readonly customEvent: { readonly metadata: JsonObject } | null;
};

/**
 * From 0 to MAX_POINTS. What does not fill a whole `every` earns nothing. Decimals of a formula are
 * rounded once, at the end: to the nearest, halves up.
 */
export function computePoints(rule: EarningRule, facts: EarningFacts): number {
  const times = timesOf(rule, facts);
  if (times <= 0n) return 0;
  const points = multiply(pointsEach(rule, facts), rational(times));
  return points === null ? MAX_POINTS : clamped(toWhole(points, 'HALF'));
}

/** How often the rule gives its points. */
function timesOf({ proportion }: EarningRule, facts: EarningFacts): bigint {
  if (proportion === null) return 1n;
  const measured = measure(proportion.measure, facts);
  const times = measured === null ? null : divide(measured, wholeNumber(proportion.every));
  return times === null ? 0n : toWhole(times, 'DOWN');
}

function pointsEach({ points, formula }: EarningRule, { situation }: EarningFacts): Rational {
  const computed = formula === null ? null : numberOf(formula.compute(formulaFacts(situation)));
  return computed ?? wholeNumber(points);
}

function formulaFacts(situation: FormulaSituation): FormulaFacts {
  const redeemable = { object: 'earning_rule', quantity: null, redeemedQuantity: 0 } as const;
  return { situation, redeemable, line: null };
}

/** Null where it is not there, or no number. */
function measure(what: Measure, { situation, customEvent }: EarningFacts): Rational | null {
  const { order, price, customer } = situation;
  switch (what.type) {
    case 'ORDER_AMOUNT':
      return price && wholeNumber(price.initialAmount);
    case 'ORDER_TOTAL_AMOUNT':
      return price && wholeNumber(price.totalAmount);
    case 'ORDER_METADATA':
      return attribute(order?.metadata, what.property);
    case 'CUSTOMER_METADATA':
      return attribute(customer?.metadata, what.property);
    case 'CUSTOM_EVENT_METADATA':
      return attribute(customEvent?.metadata, what.property);
    case 'ORDER_ITEMS_QUANTITY':
      return sumOf(situation, what.items, (line) => line.quantity - line.discountQuantity);
    case 'ORDER_ITEMS_AMOUNT':
      return sumOf(situation, what.items, (line) => line.initialAmount);
    case 'ORDER_ITEMS_SUBTOTAL_AMOUNT':
      return sumOf(situation, what.items, (line) => line.subtotalAmount);
    default:
      return what satisfies never;
  }
}

function attribute(metadata: JsonObject | undefined, property: string): Rational | null {
  return metadata === undefined ? null : numberOf(readAttribute(property)(metadata));
}

type Priced = NonNullable<FormulaSituation['price']>['lines'][number];

/** A line counts once, however many of the items name it. */
function sumOf(
  { order, price }: FormulaSituation,
  items: readonly NamedItem[],
  part: (line: Priced) => number,
): Rational | null {
  if (order === null || price === null) return null;
  const lines = [...order.lines, ...price.added];
  let sum = 0n;
  for (const priced of price.lines) {
    const line = lines[priced.index];
    if (line !== undefined && items.some((item) => isOf(line, item))) sum += BigInt(part(priced));
  }
  return rational(sum);
}

function clamped(points: bigint): number {
  if (points < 0n) return 0;
  return points > BigInt(MAX_POINTS) ? MAX_POINTS : Number(points);
}
