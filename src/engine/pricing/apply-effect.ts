/** Any discount on a running price: one that lowers prices, or one that gives units. */
import type { Money } from '../money/money.ts';
import { applyDiscount, discountTotal } from './apply-discount.ts';
import type { Discount, PricingSettings } from './discount.ts';
import type { DiscountTargets } from './discount-targets.ts';
import type { PricedOrder } from './priced-order.ts';
import type { UnitGround } from './units/find-lines.ts';
import { giveUnits } from './units/give-units.ts';

/** What discounts are applied with, beside what they are applied to. */
export type PricingGround = UnitGround & { readonly settings: PricingSettings };

/** The price after the discount, its `applied…` amounts being what this discount took. */
export function applyEffect(
  priced: PricedOrder,
  discount: Discount,
  targets: DiscountTargets,
  ground: PricingGround,
): PricedOrder {
  return discount.type === 'UNIT'
    ? giveUnits(priced, discount, targets, ground)
    : applyDiscount(priced, discount, targets, ground.settings);
}

/** What `applyEffect` would take off in all, for ranking: no price is built where none is needed. */
export function effectTotal(
  priced: PricedOrder,
  discount: Discount,
  targets: DiscountTargets,
  ground: PricingGround,
): Money {
  return discount.type === 'UNIT'
    ? giveUnits(priced, discount, targets, ground).totalAppliedDiscountAmount
    : discountTotal(priced, discount, targets, ground.settings);
}
