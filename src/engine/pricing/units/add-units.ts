/** Units that are given for free: further ones, or those that are in the order already. */
import { MAX_AMOUNT } from '../../money/money.ts';
import { shareOf } from '../../money/share.ts';
import { isOf } from '../../order/named-item.ts';
import type { PricedLine, PricedOrder } from '../priced-order.ts';
import { changeLines, type LineChange, MAX_QUANTITY } from './change-lines.ts';
import { linesOf, type Place, placeAt, placeFor, type UnitGround } from './find-lines.ts';
import type { UnitGrant } from './unit-discount.ts';

/** Adds all the units, for free. */
export function addNew(priced: PricedOrder, grant: UnitGrant, ground: UnitGround): PricedOrder {
  return addTo(priced, placeFor(priced, grant.item, ground), grant.units);
}

/**
 * Makes units in the order free, line after line, then adds as many as are missing. Units that an
 * earlier discount gave for free do not count.
 */
export function addMissing(priced: PricedOrder, grant: UnitGrant, ground: UnitGround): PricedOrder {
  let missing = grant.units;
  let payable: number = priced.totalAmount;
  const changes: LineChange[] = [];
  for (const [index, line] of linesOf(ground, priced).entries()) {
    const there = priced.lines[index];
    if (missing === 0) break;
    if (there === undefined || !isOf(line, grant.item)) continue;
    const change = makeFree(there, missing, payable);
    if (change === null) continue;
    changes.push(change);
    missing -= change.discountQuantity;
    payable -= change.discount;
  }
  const freed = changes.length === 0 ? priced : changeLines(priced, changes);
  return missing === 0 ? freed : addNew(freed, { ...grant, units: missing }, ground);
}

/** Adds the units to each product and SKU of the item that the order holds, for free. */
export function addSame(priced: PricedOrder, grant: UnitGrant, ground: UnitGround): PricedOrder {
  const seen = new Set<string>();
  let given = priced;
  for (const [index, line] of ground.lines.entries()) {
    if (line.quantity === 0 || !isOf(line, grant.item)) continue;
    const name = `${line.productId} ${line.skuId}`;
    if (seen.has(name)) continue;
    seen.add(name);
    given = addTo(given, placeAt(given, index, ground), grant.units);
  }
  return given;
}

/** As many of the units as the largest order has room for. */
function addTo(priced: PricedOrder, place: Place | null, units: number): PricedOrder {
  if (place === null) return priced;
  const { index, price, newLine } = place;
  const room = price === 0 ? units : Math.floor((MAX_AMOUNT - priced.amount) / price);
  const quantity = Math.min(units, room, MAX_QUANTITY - (priced.lines[index]?.quantity ?? 0));
  if (quantity <= 0) return priced;
  const amount = price * quantity;
  const change = { index, quantity, amount, discount: amount, discountQuantity: quantity };
  return changeLines(priced, [change], newLine === null ? {} : { added: [newLine] });
}

/** Null where the line has no unit that is still paid for. */
function makeFree(line: PricedLine, atMost: number, payable: number): LineChange | null {
  const paid = line.quantity - line.discountQuantity;
  const units = Math.min(paid, atMost);
  if (units <= 0) return null;
  const cost = units === paid ? line.subtotalAmount : shareOf(line.subtotalAmount, units, paid);
  const discount = Math.min(cost, payable);
  return { index: line.index, quantity: 0, amount: 0, discount, discountQuantity: units };
}
