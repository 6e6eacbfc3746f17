/** The priced part of an order's row: calculated by the engine whenever lines or amount are given. */
import { done, refuse, type Outcome } from '../../../engine/outcome.ts';
import { openOrder } from '../../../engine/pricing/priced-order.ts';
import type { Context } from '../../../platform/context.ts';
import type { Sql } from '../../../platform/db/database.ts';
import { presentAmounts, presentItems } from '../calculated/service.ts';
import { earlierDiscountsOf } from '../earlier/service.ts';
import { keepDescribedProducts } from '../described-products/service.ts';
import { hasAmount, openedOrder } from '../lines/service.ts';
import type {
  OrderAmounts,
  OrderCalculatedItem,
  OrderItemInput,
  OrderRedemption,
  OrderUpdate,
} from '../schema.ts';

export type PricedRow = {
  readonly amount: number;
  readonly total_discount_amount: number;
  readonly total_amount: number;
  readonly amounts: Partial<OrderAmounts>;
  readonly items: readonly OrderCalculatedItem[];
};

/** What was before, with the redemptions upon it. */
type Before = PricedRow & { readonly redemptions: Record<string, OrderRedemption> | null };

/**
 * Prices under what is given; as they were `before` where neither lines nor amount are given. A new
 * order, `before` being null, needs one of the two.
 */
export async function pricedAnew(
  context: Context,
  tx: Sql,
  before: Before | null,
  given: OrderUpdate,
): Promise<Outcome<PricedRow, 'missing_amount' | 'invalid_amount'>> {
  const saysNothing = typeof given.amount !== 'number' && !given.items;
  if (saysNothing && before !== null) return done(before);
  const items = given.items ?? (before?.items ?? []).flatMap(itemAgain);
  const input = { items, amount: given.amount ?? null };
  const known = await keepDescribedProducts(context, tx, items);
  const opened = openedOrder(input, known, () => []);
  if (!opened.ok) return opened;
  if (items.length === 0 && !hasAmount(input, opened.value)) {
    return refuse('missing_amount', 'An order has an amount, or items');
  }
  const priced = openOrder(
    opened.value,
    hasRedemptions(before) ? earlierDiscountsOf(before) : undefined,
  );
  return done({
    amount: priced.amount,
    total_discount_amount: priced.totalDiscountAmount,
    total_amount: priced.totalAmount,
    amounts: presentAmounts(priced),
    items: presentItems(opened.value.lines, priced),
  });
}

/** A stored line as a request would give it: as it was before discounts; none that a discount added. */
export function itemAgain(item: OrderCalculatedItem): OrderItemInput[] {
  const { initial_quantity, initial_amount, discount_quantity: _, ...rest } = item;
  const quantity = initial_quantity ?? item.quantity;
  if (quantity === 0 && item.quantity !== 0) return [];
  const amount = initial_amount ?? item.amount;
  return [
    {
      ...rest,
      ...(quantity === undefined ? {} : { quantity }),
      // Where there is a price, it gives the amount.
      ...(amount === undefined || item.price !== undefined ? { amount: null } : { amount }),
    },
  ];
}

/** Only what redemptions did stays; discounts that are there without any are calculated anew. */
function hasRedemptions(before: Before | null): before is Before {
  return Object.keys(before?.redemptions ?? {}).length > 0;
}
