/** Orders: row → wire. */
import type { OrderCalculated } from './schema.ts';
import type { OrderRow } from './store.ts';

/** A stored order. */
export function presentOrder(row: OrderRow): OrderCalculated {
  return {
    id: row.id,
    source_id: row.source_id,
    created_at: row.created_at,
    updated_at: row.updated_at,
    status: row.status,
    ...storedAmounts(row),
    items: [...row.items],
    metadata: row.metadata,
    ...(row.customer_id === null ? {} : { customer: { id: row.customer_id, object: 'customer' } }),
    ...(row.referrer_id === null ? {} : { referrer: { id: row.referrer_id, object: 'customer' } }),
    customer_id: row.customer_id,
    referrer_id: row.referrer_id,
    ...(row.redemptions === null ? {} : { redemptions: row.redemptions }),
    object: 'order',
  };
}

/** An order that was stored without calculation had no discounts. */
function storedAmounts({ amount, total_discount_amount, total_amount, amounts }: OrderRow) {
  return {
    initial_amount: amount,
    discount_amount: total_discount_amount,
    items_discount_amount: 0,
    applied_discount_amount: 0,
    items_applied_discount_amount: 0,
    total_applied_discount_amount: 0,
    ...amounts,
    amount,
    total_discount_amount,
    total_amount,
  };
}
