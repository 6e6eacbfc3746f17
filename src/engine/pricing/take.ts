/** Lowering a running price: at order level or line by line. Each take is one redeemable's. */
import assert from 'node:assert/strict';
import { money, subtract, ZERO, type Money } from '../money/money.ts';
import type { PricedLine, PricedOrder } from './priced-order.ts';

/** Takes `off` at order level, leaving the lines' prices alone. At most what is still to pay. */
export function takeFromOrder(priced: PricedOrder, off: Money): PricedOrder {
  assert(off >= 0 && off <= priced.totalAmount, 'no more is taken than is still to pay');
  const totalDiscountAmount = money(priced.totalDiscountAmount + off);
  return {
    amount: priced.amount,
    initialAmount: priced.initialAmount,
    discountAmount: money(priced.discountAmount + off),
    itemsDiscountAmount: priced.itemsDiscountAmount,
    totalDiscountAmount,
    totalAmount: subtract(priced.amount, totalDiscountAmount),
    appliedDiscountAmount: off,
    itemsAppliedDiscountAmount: ZERO,
    totalAppliedDiscountAmount: off,
    lines: takeNothing(priced.lines),
    added: priced.added,
    replacements: priced.replacements,
  };
}

/** Takes a part off each line, by position: at most its subtotal, and in all what is to pay. */
export function takeFromLines(priced: PricedOrder, parts: readonly Money[]): PricedOrder {
  assert(parts.length === priced.lines.length, 'one part a line');
  let off = 0;
  for (const part of parts) off += part;
  assert(off <= priced.totalAmount, 'no more is taken than is still to pay');
  const totalDiscountAmount = money(priced.totalDiscountAmount + off);
  return {
    amount: priced.amount,
    initialAmount: priced.initialAmount,
    discountAmount: priced.discountAmount,
    itemsDiscountAmount: money(priced.itemsDiscountAmount + off),
    totalDiscountAmount,
    totalAmount: subtract(priced.amount, totalDiscountAmount),
    appliedDiscountAmount: ZERO,
    itemsAppliedDiscountAmount: money(off),
    totalAppliedDiscountAmount: money(off),
    lines: priced.lines.map((line) => takeFromLine(line, parts[line.index] ?? ZERO)),
    added: priced.added,
    replacements: priced.replacements,
  };
}

/** The lines as they are, without what the redeemable before took; shared where nothing changes. */
function takeNothing(lines: readonly PricedLine[]): readonly PricedLine[] {
  return lines.every(isUntouched) ? lines : lines.map((line) => takeFromLine(line, ZERO));
}

function isUntouched(line: PricedLine): boolean {
  return (
    line.appliedDiscountAmount === 0 &&
    line.appliedDiscountQuantity === 0 &&
    line.appliedQuantity === 0
  );
}

function takeFromLine(line: PricedLine, off: Money): PricedLine {
  assert(off >= 0 && off <= line.subtotalAmount, 'a line never costs less than nothing');
  if (off === 0 && isUntouched(line)) return line;
  return {
    index: line.index,
    quantity: line.quantity,
    initialQuantity: line.initialQuantity,
    price: line.price,
    amount: line.amount,
    initialAmount: line.initialAmount,
    discountAmount: money(line.discountAmount + off),
    appliedDiscountAmount: off,
    subtotalAmount: subtract(line.subtotalAmount, off),
    discountQuantity: line.discountQuantity,
    appliedDiscountQuantity: 0,
    appliedQuantity: 0,
    appliedQuantityAmount: ZERO,
  };
}
