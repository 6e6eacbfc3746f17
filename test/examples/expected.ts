/**
 * What every amount of a worked cart has to be, added up from what the row says each redeemable
 * takes: plain sums, so that they can be checked by hand and share nothing with the engine.
 */
import assert from 'node:assert/strict';
import type { Example, Taken } from './example.ts';

export type Amounts = {
  readonly amount: number;
  readonly initial: number;
  readonly discount: number;
  readonly itemsDiscount: number;
  readonly totalDiscount: number;
  readonly applied: number;
  readonly itemsApplied: number;
  readonly totalApplied: number;
  readonly total: number;
  readonly lines: readonly LineAmounts[];
};

export type LineAmounts = {
  readonly amount: number;
  readonly initial: number;
  readonly discount: number;
  readonly applied: number;
  readonly subtotal: number;
};

/** What a redeemable took: off the order, and off each line. */
type Part = { readonly order: number; readonly lines: readonly number[] };

/** `prices` are the lines' before any discount; `amount` is the order's. */
export type Start = { readonly amount: number; readonly prices: readonly number[] };

/** The order after each redeemable, null where it does not apply. */
export function expectedSteps(start: Start, { taken, around }: Example): (Amounts | null)[] {
  const before = earlierPart(start, around.earlier);
  const parts = taken.map((one) => partOf(start, one));
  return parts.map((part, position) => {
    if (part === null) return null;
    const earlier = parts.slice(0, position).filter((one) => one !== null);
    return amountsAfter(start, [before, ...earlier], [part]);
  });
}

/** The order after the request: `applied` is all that it took. */
export function expectedTotal(start: Start, { taken, around }: Example): Amounts {
  const before = earlierPart(start, around.earlier);
  const parts = taken.map((one) => partOf(start, one)).filter((one) => one !== null);
  return amountsAfter(start, [before], parts);
}

function partOf(start: Start, taken: Taken): Part | null {
  if (typeof taken === 'string') return null;
  if (typeof taken === 'number') return { order: taken, lines: start.prices.map(() => 0) };
  assert.equal(taken.length, start.prices.length, 'the row tells what each line gives');
  return { order: 0, lines: taken };
}

function earlierPart(start: Start, earlier: Example['around']['earlier']): Part {
  const lines = start.prices.map((_, index) => earlier?.lineDiscountAmounts[index] ?? 0);
  return { order: earlier?.discountAmount ?? 0, lines };
}

function amountsAfter(start: Start, before: readonly Part[], now: readonly Part[]): Amounts {
  const all = [...before, ...now];
  const lines = start.prices.map((price, index) => {
    const discount = sum(all.map((part) => part.lines[index] ?? 0));
    const applied = sum(now.map((part) => part.lines[index] ?? 0));
    return { amount: price, initial: price, discount, applied, subtotal: price - discount };
  });
  const [discount, applied] = [all, now].map((parts) => sum(parts.map((part) => part.order)));
  const itemsDiscount = sum(lines.map((line) => line.discount));
  const itemsApplied = sum(lines.map((line) => line.applied));
  assert(discount !== undefined && applied !== undefined);
  return {
    amount: start.amount,
    initial: start.amount,
    discount,
    itemsDiscount,
    totalDiscount: discount + itemsDiscount,
    applied,
    itemsApplied,
    totalApplied: applied + itemsApplied,
    total: start.amount - discount - itemsDiscount,
    lines,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
