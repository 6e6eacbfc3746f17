/** Where in an order an item is, or will be. */
import { ZERO, type Money } from '../../money/money.ts';
import { shareOf } from '../../money/share.ts';
import { isOf } from '../../order/named-item.ts';
import type { OrderLine } from '../../order/order.ts';
import type { PricedLine, PricedOrder } from '../priced-order.ts';
import type { GrantedItem, ItemLookup } from './unit-discount.ts';

/** An order's own lines, and what is known of the items that may be added to them. */
export type UnitGround = {
  readonly lines: readonly OrderLine[];
  readonly item: ItemLookup;
};

/** All lines of a price: the order's own, then those that discounts added. */
export function linesOf(
  { lines }: Pick<UnitGround, 'lines'>,
  { added }: PricedOrder,
): readonly OrderLine[] {
  return added.length === 0 ? lines : [...lines, ...added];
}

/** Whether one of the lines is of the item. */
export function holds(lines: readonly OrderLine[], item: GrantedItem): boolean {
  return lines.some((line) => line.quantity > 0 && isOf(line, item));
}

/** A place for units of an item: a line of just this item, or a new one. */
export type Place = {
  readonly index: number;
  /** Of one unit; of a line that came with an amount alone its share, half up. */
  readonly price: Money;
  /** Null where the line is there. */
  readonly newLine: OrderLine | null;
};

/** Null where the item is in no line and nothing is known of it. */
export function placeFor(priced: PricedOrder, item: GrantedItem, ground: UnitGround): Place | null {
  const lines = linesOf(ground, priced);
  const index = lines.findIndex((line) => isExactly(line, item));
  const there = priced.lines[index];
  if (there !== undefined) return { index, price: priceOf(there, lines[index]), newLine: null };
  const known = ground.item(item);
  if (known === null) return null;
  const nothing = { quantity: 0, amount: ZERO, sourceId: null, metadata: {} };
  const newLine = { ...known, ...nothing, index: priced.lines.length };
  return { index: newLine.index, price: known.price ?? ZERO, newLine };
}

/** Units of a product are not put into a line of one of its SKUs. */
function isExactly(line: OrderLine, item: GrantedItem): boolean {
  return isOf(line, item) && (item.object === 'sku' || line.skuId === null);
}

function priceOf(priced: PricedLine, line: OrderLine | undefined): Money {
  if (priced.price !== null) return priced.price;
  if (priced.quantity > 0) return shareOf(priced.amount, 1, priced.quantity);
  return line?.sku?.price ?? line?.product?.price ?? ZERO;
}

/** The place that a line itself is. */
export function placeAt(priced: PricedOrder, index: number, ground: UnitGround): Place | null {
  const there = priced.lines[index];
  if (there === undefined) return null;
  return { index, price: priceOf(there, linesOf(ground, priced)[index]), newLine: null };
}
