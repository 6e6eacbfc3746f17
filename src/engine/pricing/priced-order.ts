/** The running price of an order while redeemables are applied to it one after another. */
import assert from 'node:assert/strict';
import { money, subtract, ZERO, type Money } from '../money/money.ts';
import type { Order, OrderLine } from '../order/order.ts';

/** A line's running price. `applied…` is the latest redeemable's own part, the rest is cumulated. */
export type PricedLine = {
  /** Position among the lines, from 0. */
  readonly index: number;
  /** Units now, those a discount added included. */
  readonly quantity: number;
  readonly initialQuantity: number;
  /** Unit price; null where the line came with an amount alone. */
  readonly price: Money | null;
  /** Price of the line before discounts, units that a discount added included. */
  readonly amount: Money;
  readonly initialAmount: Money;
  readonly discountAmount: Money;
  readonly appliedDiscountAmount: Money;
  /** What is still to pay for the line: amount less discountAmount. */
  readonly subtotalAmount: Money;
  /** Units given for free by unit discounts. */
  readonly discountQuantity: number;
  readonly appliedDiscountQuantity: number;
  /** Units the latest redeemable added, and their price. */
  readonly appliedQuantity: number;
  readonly appliedQuantityAmount: Money;
};

/**
 * An order's running price. `applied…` is the latest redeemable's own part, the rest is cumulated.
 *
 * Always: items… is the lines' sum; total… is order level plus items…;
 * totalAmount is amount less totalDiscountAmount and never negative.
 */
export type PricedOrder = {
  readonly amount: Money;
  readonly initialAmount: Money;
  /** Taken at order level. */
  readonly discountAmount: Money;
  readonly itemsDiscountAmount: Money;
  readonly totalDiscountAmount: Money;
  /** What is still to pay. */
  readonly totalAmount: Money;
  readonly appliedDiscountAmount: Money;
  readonly itemsAppliedDiscountAmount: Money;
  readonly totalAppliedDiscountAmount: Money;
  readonly lines: readonly PricedLine[];
};

/** What earlier requests took off an order that is redeemed upon again. */
export type EarlierDiscounts = {
  /** At order level. */
  readonly discountAmount: Money;
  /** Off each line, by position; lines beyond the list had none. */
  readonly lineDiscountAmounts: readonly Money[];
};

const NOTHING_EARLIER: EarlierDiscounts = { discountAmount: ZERO, lineDiscountAmounts: [] };

/**
 * The order's price before this request's redeemables: nothing applied yet.
 *
 * Earlier discounts that exceed a line or the order, because it has become cheaper since, are cut to
 * what there is, the order's own last.
 */
export function openOrder(order: Order, earlier: EarlierDiscounts = NOTHING_EARLIER): PricedOrder {
  let itemsDiscount = 0;
  const lines: PricedLine[] = [];
  for (const [i, line] of order.lines.entries()) {
    const opened = openLine(line, i, earlier.lineDiscountAmounts[i] ?? ZERO);
    itemsDiscount += opened.discountAmount;
    lines.push(opened);
  }
  const orderDiscount = Math.min(earlier.discountAmount, order.amount - itemsDiscount);
  assert(orderDiscount >= 0, 'an order costs at least what its lines cost');
  const totalDiscountAmount = money(orderDiscount + itemsDiscount);
  return {
    amount: order.amount,
    initialAmount: order.amount,
    discountAmount: money(orderDiscount),
    itemsDiscountAmount: money(itemsDiscount),
    totalDiscountAmount,
    totalAmount: subtract(order.amount, totalDiscountAmount),
    appliedDiscountAmount: ZERO,
    itemsAppliedDiscountAmount: ZERO,
    totalAppliedDiscountAmount: ZERO,
    lines,
  };
}

function openLine(line: OrderLine, index: number, earlier: Money): PricedLine {
  const discountAmount = earlier < line.amount ? earlier : line.amount;
  return {
    index,
    quantity: line.quantity,
    initialQuantity: line.quantity,
    price: line.price,
    amount: line.amount,
    initialAmount: line.amount,
    discountAmount,
    appliedDiscountAmount: ZERO,
    subtotalAmount: subtract(line.amount, discountAmount),
    discountQuantity: 0,
    appliedDiscountQuantity: 0,
    appliedQuantity: 0,
    appliedQuantityAmount: ZERO,
  };
}

/** The state after the last redeemable, with `applied…` showing all that the request took. */
export function requestTotals(opened: PricedOrder, last: PricedOrder): PricedOrder {
  return {
    ...last,
    appliedDiscountAmount: subtract(last.discountAmount, opened.discountAmount),
    itemsAppliedDiscountAmount: subtract(last.itemsDiscountAmount, opened.itemsDiscountAmount),
    totalAppliedDiscountAmount: subtract(last.totalDiscountAmount, opened.totalDiscountAmount),
    lines: last.lines.map((line) => lineTotals(opened.lines[line.index], line)),
  };
}

/** A line that a discount added has no state before. */
function lineTotals(opened: PricedLine | undefined, last: PricedLine): PricedLine {
  return {
    ...last,
    appliedDiscountAmount: subtract(last.discountAmount, opened?.discountAmount ?? ZERO),
    appliedDiscountQuantity: last.discountQuantity - (opened?.discountQuantity ?? 0),
    appliedQuantity: last.quantity - (opened?.quantity ?? 0),
    appliedQuantityAmount: subtract(last.amount, opened?.amount ?? ZERO),
  };
}
