/** The lines of an order without what one redemption did to them. */
import type { OrderCalculatedItem } from '../../../records/orders/schema.ts';
import { isAdded } from '../../../records/orders/service.ts';

type Items = readonly OrderCalculatedItem[];

/**
 * The stored lines less the parts that the redemption's own lines tell as `applied…`. A line that a
 * discount had added, and that has no units left, goes.
 */
export function itemsWithout(stored: Items, redeemed: Items): OrderCalculatedItem[] {
  return stored.flatMap((item, index) => {
    const applied = isAdded(item)
      ? redeemed.find((one) => isAdded(one) && isSame(one, item))
      : redeemed[index];
    const left = itemWithout(item, applied);
    return isAdded(item) && left.quantity === 0 ? [] : [left];
  });
}

/**
 * The lines with discounts that sum to `sum`: what is too much goes from the first lines on. A discount
 * may have moved on, with units that a later redemption replaced, from the line it was taken off.
 */
export function withDiscountsOf(sum: number, items: Items): OrderCalculatedItem[] {
  let excess = items.reduce((total, item) => total + (item.discount_amount ?? 0), 0) - sum;
  return items.map((item) => {
    const { discount_amount = 0, amount = 0 } = item;
    const cut = Math.min(Math.max(excess, 0), discount_amount);
    if (cut === 0) return item;
    excess -= cut;
    const left = discount_amount - cut;
    return { ...item, discount_amount: left, subtotal_amount: amount - left };
  });
}

/** Whether units would be taken away that are no longer there: a later redemption replaced them. */
export function lackUnits(items: Items): boolean {
  return items.some(({ quantity = 0, amount = 0 }) => quantity < 0 || amount < 0);
}

/** By how much the redemption changed what the order costs before discounts. */
export function addedAmount(redeemed: Items): number {
  return redeemed.reduce((sum, item) => sum + (item.applied_quantity_amount ?? 0), 0);
}

/** Lines that discounts added are of one item each; others may have gone from before them. */
function isSame(a: OrderCalculatedItem, b: OrderCalculatedItem): boolean {
  return a.product_id === b.product_id && a.sku_id === b.sku_id;
}

function itemWithout(
  stored: OrderCalculatedItem,
  applied: OrderCalculatedItem | undefined,
): OrderCalculatedItem {
  const { application_details: _, ...item } = stored;
  const amount = (item.amount ?? 0) - (applied?.applied_quantity_amount ?? 0);
  const part = applied?.applied_discount_amount ?? 0;
  const discount = Math.min(Math.max(0, (item.discount_amount ?? 0) - part), amount);
  return {
    ...item,
    ...unitsWithout(item, applied),
    ...(item.amount === undefined ? {} : { amount }),
    discount_amount: discount,
    applied_discount_amount: 0,
    subtotal_amount: amount - discount,
  };
}

function unitsWithout(
  item: OrderCalculatedItem,
  applied: OrderCalculatedItem | undefined,
): Partial<OrderCalculatedItem> {
  if (item.discount_quantity === undefined) return {};
  const quantity = (item.quantity ?? 0) - (applied?.applied_quantity ?? 0);
  const free = item.discount_quantity - (applied?.applied_discount_quantity ?? 0);
  return {
    quantity,
    discount_quantity: Math.max(0, Math.min(free, quantity)),
    applied_discount_quantity: 0,
    applied_quantity: 0,
    applied_quantity_amount: 0,
  };
}
