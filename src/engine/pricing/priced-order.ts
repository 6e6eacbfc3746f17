/** The running price of an order while redeemables are applied to it one after another. */
import assert from 'node:assert/strict';
import { MAX_AMOUNT, money, subtract, ZERO, type Money } from '../money/money.ts';
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
  /** What the lines are that discounts added: their prices follow those of the order's own lines. */
  readonly added: readonly OrderLine[];
  /** Which units this request's discounts have replaced so far. */
  readonly replacements: readonly Replacement[];
};

/** Units of one line that gave way to units of another. */
export type Replacement = {
  /** Positions among the lines. */
  readonly sourceIndex: number;
  readonly targetIndex: number;
  /** Units taken out and put in, both above 0, with their prices. */
  readonly sourceQuantity: number;
  readonly sourceAmount: Money;
  readonly targetQuantity: number;
  readonly targetAmount: Money;
  /** What the new units cost more than the old ones, which is not paid; never negative. */
  readonly discountAmount: Money;
};

/** What earlier requests took off an order that is redeemed upon again. */
export type EarlierDiscounts = {
  /** At order level. */
  readonly discountAmount: Money;
  /** Off each line, by position; lines beyond the list had none. */
  readonly lineDiscountAmounts: readonly Money[];
  /** Units that discounts put into or took out of each line, by position; none where absent. */
  readonly lineUnits?: readonly EarlierUnits[];
  /** Lines that discounts added, with nothing of their own: they follow the order's lines. */
  readonly added?: readonly AddedLine[];
};

export type EarlierUnits = {
  /** Below 0 where units were taken out; their price has the same sign. */
  readonly quantity: number;
  readonly amount: Money;
  /** Units given for free. */
  readonly discountQuantity: number;
};

export type AddedLine = {
  readonly line: OrderLine;
  readonly units: EarlierUnits;
  readonly discountAmount: Money;
};

const NOTHING_EARLIER: EarlierDiscounts = { discountAmount: ZERO, lineDiscountAmounts: [] };
const NO_UNITS: EarlierUnits = { quantity: 0, amount: ZERO, discountQuantity: 0 };

/**
 * The order's price before this request's redeemables: nothing applied yet.
 *
 * Earlier discounts that exceed a line or the order, because it has become cheaper since, are cut to
 * what there is, the order's own last.
 */
export function openOrder(order: Order, earlier: EarlierDiscounts = NOTHING_EARLIER): PricedOrder {
  let itemsDiscount = 0;
  const lines: PricedLine[] = [];
  let amount: number = order.amount;
  const put = (line: OrderLine, discount: Money, units: EarlierUnits) => {
    const opened = openLine({ ...line, index: lines.length }, discount, units);
    itemsDiscount += opened.discountAmount;
    amount += opened.amount - line.amount;
    lines.push(opened);
  };
  for (const [i, line] of order.lines.entries()) {
    put(line, earlier.lineDiscountAmounts[i] ?? ZERO, earlier.lineUnits?.[i] ?? NO_UNITS);
  }
  const added = earlier.added ?? [];
  for (const { line, units, discountAmount } of added) put(line, discountAmount, units);
  const orderDiscount = Math.min(earlier.discountAmount, amount - itemsDiscount);
  assert(orderDiscount >= 0, 'an order costs at least what its lines cost');
  const totalDiscountAmount = money(orderDiscount + itemsDiscount);
  return {
    amount: money(amount),
    initialAmount: order.amount,
    discountAmount: money(orderDiscount),
    itemsDiscountAmount: money(itemsDiscount),
    totalDiscountAmount,
    totalAmount: money(amount - totalDiscountAmount),
    appliedDiscountAmount: ZERO,
    itemsAppliedDiscountAmount: ZERO,
    totalAppliedDiscountAmount: ZERO,
    lines,
    added: added.map(({ line }, i) => ({ ...line, index: order.lines.length + i })),
    replacements: [],
  };
}

/** Units that no longer fit a line, because it has become smaller since, are forgotten. */
function openLine(line: OrderLine, earlier: Money, units: EarlierUnits): PricedLine {
  const quantity = line.quantity + units.quantity;
  const amount = line.amount + units.amount;
  const fits = quantity >= units.discountQuantity && amount >= 0 && amount <= MAX_AMOUNT;
  if (!fits) return openLine(line, earlier, NO_UNITS);
  const discountAmount = money(Math.min(earlier, amount));
  return {
    index: line.index,
    quantity,
    initialQuantity: line.quantity,
    price: line.price,
    amount: money(amount),
    initialAmount: line.amount,
    discountAmount,
    appliedDiscountAmount: ZERO,
    subtotalAmount: money(amount - discountAmount),
    discountQuantity: units.discountQuantity,
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
