/**
 * What every amount of a worked cart has to be, added up from what the row says each redeemable
 * does: plain sums, so that they can be checked by hand and share nothing with the engine.
 */
import assert from 'node:assert/strict';
import { linesOf } from './cart.ts';
import type { Example, Taken } from './example.ts';
import { priceOf } from './goods.ts';

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
  readonly quantity: number;
  readonly initialQuantity: number;
  /** Units made free, in all and by the latest redeemable; units put in by it, and their price. */
  readonly free: number;
  readonly appliedFree: number;
  readonly added: number;
  readonly addedAmount: number;
  readonly amount: number;
  readonly initial: number;
  readonly discount: number;
  readonly applied: number;
  readonly subtotal: number;
};

/** A line before anything: its units, and what one of them costs. */
type Line = { readonly quantity: number; readonly price: number };

/** What a redeemable did: off the order, and to each line; `more` are those it added. */
type Part = {
  readonly order: number;
  readonly lines: readonly (readonly [added: number, free: number, off: number])[];
  readonly more: readonly string[];
};

export type Expected = {
  /** After each redeemable; of one that does not apply the key that says why. */
  readonly steps: readonly (Amounts | string)[];
  /** After the request: `applied` is all that it took. */
  readonly whole: Amounts;
};

export function expectedOf({ cart, taken, around }: Example): Expected {
  const lines = linesOf(cart).map(({ quantity, name, price }) => {
    return { quantity, price: price ?? priceOf(name) ?? assert.fail(`${name} has no price`) };
  });
  const amount = lines.length > 0 ? sum(lines.map(costOf)) : Number(cart);
  const { discountAmount = 0, lineDiscountAmounts = [] } = around.earlier ?? {};
  const before = partOf({ order: discountAmount, lines: lineDiscountAmounts });
  const parts = taken.map((one) => (typeof one === 'string' ? null : partOf(split(one))));
  const sequence = around.sequence ?? taken.map((_, position) => position);
  const steps = taken.map((one, position) => {
    if (typeof one === 'string') return one;
    const earlier = sequence.slice(0, sequence.indexOf(position)).map((at) => parts[at] ?? null);
    return amountsAfter({ amount, lines }, [before, ...applied(earlier)], [partOf(split(one))]);
  });
  return { steps, whole: amountsAfter({ amount, lines }, [before], applied(parts)) };
}

function applied(parts: readonly (Part | null)[]): readonly Part[] {
  return parts.filter((part) => part !== null);
}

type Split = {
  readonly order?: number;
  readonly lines?: readonly (number | Part['lines'][number])[];
  readonly more?: readonly string[];
};

function split(taken: Exclude<Taken, string>): Split {
  if (typeof taken === 'number') return { order: taken };
  return 'lines' in taken ? taken : { lines: taken };
}

function partOf({ order = 0, lines = [], more = [] }: Split): Part {
  const each = lines.map((one) => (typeof one === 'number' ? ([0, 0, one] as const) : one));
  return { order, lines: each, more };
}

function amountsAfter(
  start: { readonly amount: number; readonly lines: readonly Line[] },
  before: readonly Part[],
  now: readonly Part[],
): Amounts {
  const all = [...before, ...now];
  const more = all.flatMap((part) => part.more);
  const added = more.map((name) => ({ quantity: 0, price: priceOf(name) ?? 0 }));
  const lines = [...start.lines, ...added].map((line, index) => lineAfter(line, index, all, now));
  const longest = Math.max(...all.map((part) => part.lines.length));
  assert(longest <= lines.length, 'the row tells of lines that are there');
  const discount = sum(all.map((part) => part.order));
  const itemsDiscount = sum(lines.map((line) => line.discount));
  const orderApplied = sum(now.map((part) => part.order));
  const itemsApplied = sum(lines.map((line) => line.applied));
  const amount = start.amount + sum(lines.map((line) => line.amount - line.initial));
  return {
    amount,
    initial: start.amount,
    discount,
    itemsDiscount,
    totalDiscount: discount + itemsDiscount,
    applied: orderApplied,
    itemsApplied,
    totalApplied: orderApplied + itemsApplied,
    total: amount - discount - itemsDiscount,
    lines,
  };
}

function lineAfter(
  line: Line,
  index: number,
  all: readonly Part[],
  now: readonly Part[],
): LineAmounts {
  const did = (parts: readonly Part[], what: 0 | 1 | 2) =>
    sum(parts.map((part) => part.lines[index]?.[what] ?? 0));
  const quantity = line.quantity + did(all, 0);
  const amount = quantity * line.price;
  const discount = did(all, 2);
  return {
    quantity,
    initialQuantity: line.quantity,
    free: did(all, 1),
    appliedFree: did(now, 1),
    added: did(now, 0),
    addedAmount: did(now, 0) * line.price,
    amount,
    initial: costOf(line),
    discount,
    applied: did(now, 2),
    subtotal: amount - discount,
  };
}

function costOf({ quantity, price }: Line): number {
  return quantity * price;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
