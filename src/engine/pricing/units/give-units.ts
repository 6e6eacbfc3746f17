/** A discount of units on a running price. */
import type { DiscountTargets } from '../discount-targets.ts';
import { type PricedOrder, requestTotals } from '../priced-order.ts';
import { addMissing, addNew, addSame } from './add-units.ts';
import type { UnitGround } from './find-lines.ts';
import { replaceUnits } from './replace-units.ts';
import type { UnitDiscount, UnitGrant } from './unit-discount.ts';

/**
 * The price with the units given, its `applied…` amounts being what this discount did.
 *
 * Added units raise the order's amount and its discounts alike. An item of which nothing is known
 * any more is not added. No order grows beyond `MAX_AMOUNT`: it gets fewer units then.
 */
export function giveUnits(
  priced: PricedOrder,
  discount: UnitDiscount,
  targets: DiscountTargets,
  ground: UnitGround,
): PricedOrder {
  let given = priced;
  for (const grant of discount.grants) given = giveOne(given, grant, targets, ground);
  return requestTotals(priced, given);
}

function giveOne(
  priced: PricedOrder,
  grant: UnitGrant,
  targets: DiscountTargets,
  ground: UnitGround,
): PricedOrder {
  switch (grant.effect) {
    case 'ADD_NEW_ITEMS':
      return addNew(priced, grant, ground);
    case 'ADD_MISSING_ITEMS':
      return addMissing(priced, grant, ground);
    case 'ADD_SAME_ITEMS':
      return addSame(priced, grant, ground);
    case 'REPLACE_ITEMS':
      return replaceUnits(priced, grant, targets, ground);
    default:
      return grant.effect satisfies never;
  }
}
