/** Whether the latest redeemable changed anything. */
import type { PricedOrder } from './priced-order.ts';

/** It took something off, or gave units; units of a product without price are an effect as well. */
export function hasEffect({ totalAppliedDiscountAmount, lines }: PricedOrder): boolean {
  return (
    totalAppliedDiscountAmount > 0 ||
    lines.some((line) => line.appliedDiscountQuantity > 0 || line.appliedQuantity > 0)
  );
}
