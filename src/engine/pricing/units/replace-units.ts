/** Units that give way to others: what the new ones cost more is not paid, so it is an upgrade. */
import { MAX_AMOUNT, money } from '../../money/money.ts';
import { shareOf } from '../../money/share.ts';
import { type Coverage, coverTargets } from '../coverage.ts';
import type { DiscountTargets } from '../discount-targets.ts';
import type { PricedLine, PricedOrder } from '../priced-order.ts';
import { changeLines, MAX_QUANTITY } from './change-lines.ts';
import { type Place, placeFor, type UnitGround } from './find-lines.ts';
import type { UnitGrant } from './unit-discount.ts';

/**
 * Replaces the units that the targets cover, `grant.units` for each of them. Where the new ones cost
 * less, the order becomes cheaper by the difference.
 *
 * Without named targets nothing is replaced, nor is the new item by itself. What earlier discounts
 * took off a line and no longer fits it goes with its units; where that would be more than the new
 * ones cost, or the order's own discounts more than the order, these units stay.
 */
export function replaceUnits(
  priced: PricedOrder,
  grant: UnitGrant,
  targets: DiscountTargets,
  ground: UnitGround,
): PricedOrder {
  if (targets === 'ALL_LINES' || grant.units === 0) return priced;
  let given = priced;
  for (const coverage of coverTargets(priced, targets)) {
    const place = placeFor(given, grant.item, ground);
    if (place === null) return given;
    if (place.index !== coverage.line.index) given = replaceOne(given, coverage, place, grant);
  }
  return given;
}

function replaceOne(
  priced: PricedOrder,
  { line, units }: Coverage,
  place: Place,
  grant: UnitGrant,
): PricedOrder {
  if (line.quantity === 0) return priced;
  const quantity = units * grant.units;
  const source = costOf(line, units);
  const target = place.price * quantity;
  const dearer = Math.max(0, target - source);
  const moved = Math.max(0, line.discountAmount - (line.amount - source));
  const isTooMuch =
    priced.amount - source + target > MAX_AMOUNT ||
    quantity + (priced.lines[place.index]?.quantity ?? 0) > MAX_QUANTITY;
  const cheaper = Math.max(0, source - target);
  if (isTooMuch || moved > target || cheaper > priced.totalAmount) return priced;
  const discount = Math.min(moved + dearer, target);
  const out = { quantity: -units, amount: -source, discount: -moved, discountQuantity: 0 };
  const changes = [
    { index: line.index, ...out },
    { index: place.index, quantity, amount: target, discount, discountQuantity: 0 },
  ];
  const replacement = {
    sourceIndex: line.index,
    targetIndex: place.index,
    sourceQuantity: units,
    sourceAmount: money(source),
    targetQuantity: quantity,
    targetAmount: money(target),
    discountAmount: money(dearer),
  };
  const added = place.newLine === null ? [] : [place.newLine];
  return changeLines(priced, changes, { added, replacement });
}

/** The price of some of the line's units before discounts. */
function costOf(line: PricedLine, units: number): number {
  return units === line.quantity ? line.amount : shareOf(line.amount, units, line.quantity);
}
