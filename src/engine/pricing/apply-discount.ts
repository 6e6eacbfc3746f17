/** A discount on a running price: what it takes, and the price after it. */
import { ZERO, type Money } from '../money/money.ts';
import type { PriceDiscount, PricingSettings } from './discount.ts';
import type { DiscountTargets } from './discount-targets.ts';
import { itemDiscount } from './item-discount.ts';
import { orderDiscount } from './order-discount.ts';
import type { PricedOrder } from './priced-order.ts';
import { takeFromLines, takeFromOrder } from './take.ts';

/**
 * The price after the discount, its `applied…` amounts being what this discount took.
 *
 * A discount on the order ignores `targets` and lowers no line; one on items lowers lines only.
 */
export function applyDiscount(
  priced: PricedOrder,
  discount: PriceDiscount,
  targets: DiscountTargets,
  settings: PricingSettings,
): PricedOrder {
  if (discount.effect === 'APPLY_TO_ORDER') {
    return takeFromOrder(priced, orderDiscount(priced, discount, settings));
  }
  const parts: Money[] = priced.lines.map(() => ZERO);
  itemDiscount(priced, discount, targets, settings, parts);
  return takeFromLines(priced, parts);
}

/**
 * What `applyDiscount` would take in all, without the price after it: for ranking many discounts.
 */
export function discountTotal(
  priced: PricedOrder,
  discount: PriceDiscount,
  targets: DiscountTargets,
  settings: PricingSettings,
): Money {
  return discount.effect === 'APPLY_TO_ORDER'
    ? orderDiscount(priced, discount, settings)
    : itemDiscount(priced, discount, targets, settings, null);
}
