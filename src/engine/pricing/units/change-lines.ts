/** A running price with other units in its lines. */
import assert from 'node:assert/strict';
import { MAX_AMOUNT, money, ZERO } from '../../money/money.ts';
import type { OrderLine } from '../../order/order.ts';
import type { PricedLine, PricedOrder, Replacement } from '../priced-order.ts';

/** What a line gains, or loses where below 0. */
export type LineChange = {
  /** Position among the lines, those added along with the change included. */
  readonly index: number;
  readonly quantity: number;
  /** The price of these units. */
  readonly amount: number;
  readonly discount: number;
  /** Units given for free. */
  readonly discountQuantity: number;
};

/** Beyond any cart; keeps sums of quantities far inside the safe integers. */
export const MAX_QUANTITY = 1_000_000_000;

/**
 * The price after the changes. `applied…` stays what it was: whoever changes several times tells the
 * difference at the end.
 */
export function changeLines(
  priced: PricedOrder,
  changes: readonly LineChange[],
  more: {
    readonly added?: readonly OrderLine[];
    readonly replacement?: Replacement;
  } = {},
): PricedOrder {
  const { added = [], replacement } = more;
  const lines = [...priced.lines, ...added.map(emptyLine)];
  let { amount, itemsDiscountAmount }: { amount: number; itemsDiscountAmount: number } = priced;
  for (const change of changes) {
    const line = lines[change.index];
    assert(line !== undefined, 'a line that changes is there');
    lines[change.index] = changedLine(line, change);
    amount += change.amount;
    itemsDiscountAmount += change.discount;
  }
  const totalDiscountAmount = money(priced.discountAmount + itemsDiscountAmount);
  const totalAmount = money(amount - totalDiscountAmount);
  assert(totalAmount >= 0 && amount <= MAX_AMOUNT, 'units never take more than is still to pay');
  return {
    ...priced,
    amount: money(amount),
    itemsDiscountAmount: money(itemsDiscountAmount),
    totalDiscountAmount,
    totalAmount,
    lines,
    added: added.length === 0 ? priced.added : [...priced.added, ...added],
    replacements:
      replacement === undefined ? priced.replacements : [...priced.replacements, replacement],
  };
}

function changedLine(line: PricedLine, change: LineChange): PricedLine {
  const quantity = line.quantity + change.quantity;
  const amount = money(line.amount + change.amount);
  const discountAmount = money(line.discountAmount + change.discount);
  const discountQuantity = line.discountQuantity + change.discountQuantity;
  assert(discountAmount >= 0 && discountAmount <= amount, 'a line never costs less than nothing');
  assert(discountQuantity <= quantity, 'no more units are free than there are');
  const subtotalAmount = money(amount - discountAmount);
  return { ...line, quantity, amount, discountAmount, discountQuantity, subtotalAmount };
}

function emptyLine({ index, price }: OrderLine): PricedLine {
  return {
    index,
    quantity: 0,
    initialQuantity: 0,
    price,
    amount: ZERO,
    initialAmount: ZERO,
    discountAmount: ZERO,
    appliedDiscountAmount: ZERO,
    subtotalAmount: ZERO,
    discountQuantity: 0,
    appliedDiscountQuantity: 0,
    appliedQuantity: 0,
    appliedQuantityAmount: ZERO,
  };
}
