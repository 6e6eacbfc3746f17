/**
 * An order after a rollback: without what the redemption took off, and canceled; or, where the
 * project's stacking rules say so, as it was.
 */
import type { Temporal } from 'temporal-polyfill';
import type { StackingSettings } from '../../../engine/stacking/settings.ts';
import type {
  OrderAmounts,
  OrderCalculated,
  OrderCalculatedItem,
  OrderRedemption,
} from '../../../records/orders/schema.ts';
import type { OrderRow } from '../../../records/orders/service.ts';
import type { StoredRedemption } from '../store.ts';
import type { RollbackAsk, RolledBack } from './store.ts';

type Made = {
  readonly rollbackIds: RolledBack;
  readonly now: Temporal.Instant;
  readonly orderMode: StackingSettings['rollbackOrderMode'];
};

/**
 * The stored order less the redemption's own part, which its snapshot tells as `applied…`. Discounts
 * of other redemptions on the same order stay.
 */
export function revertedOrder(
  order: OrderRow,
  redemption: StoredRedemption,
  made: Made,
): NonNullable<RollbackAsk['order']> {
  const isKept = made.orderMode === 'WITHOUT_ORDER';
  const { snapshot } = redemption;
  const before = { ...order.amounts, ...amountsOf(order) };
  const after = isKept ? before : withoutApplied(before, snapshot.order ?? null);
  const { amount, total_discount_amount, total_amount, ...amounts } = after;
  return {
    id: order.id,
    is_new: false,
    status: isKept ? order.status : 'CANCELED',
    source_id: order.source_id,
    amount: amount ?? order.amount,
    total_discount_amount: total_discount_amount ?? 0,
    total_amount: total_amount ?? order.amount,
    amounts,
    items: isKept
      ? order.items
      : order.items.map((item, index) => itemWithout(item, snapshot.order?.items?.[index])),
    metadata: order.metadata,
    redemptions: entryWithRollback(order, redemption, made),
    earlier_redemptions: order.redemptions,
    earlier_updated_at: order.updated_at,
  };
}

/** A redemption's order as its rollback shows it: its part taken off again, or as it was. */
export function orderShown(
  order: OrderCalculated | null,
  mode: Made['orderMode'],
): OrderCalculated | null {
  if (order === null || mode === 'WITHOUT_ORDER') return order;
  return {
    ...order,
    ...withoutApplied(order, order),
    ...(order.status === undefined ? {} : { status: 'CANCELED' as const }),
    ...(order.items === undefined
      ? {}
      : { items: order.items.map((item) => itemWithout(item, item)) }),
  };
}

function amountsOf({ amount, total_amount, total_discount_amount }: OrderRow) {
  return { amount, total_amount, total_discount_amount };
}

/** `applied…` become zero, what they had added to the discounts goes, the total rises by it. */
function withoutApplied<Amounts extends Partial<OrderAmounts>>(
  amounts: Amounts,
  applied: Partial<OrderAmounts> | null,
): Amounts {
  const less = (value: number | undefined, part: number | undefined) =>
    Math.max(0, (value ?? 0) - (part ?? 0));
  return {
    ...amounts,
    discount_amount: less(amounts.discount_amount, applied?.applied_discount_amount),
    items_discount_amount: less(
      amounts.items_discount_amount,
      applied?.items_applied_discount_amount,
    ),
    total_discount_amount: less(
      amounts.total_discount_amount,
      applied?.total_applied_discount_amount,
    ),
    total_amount: (amounts.total_amount ?? 0) + (applied?.total_applied_discount_amount ?? 0),
    applied_discount_amount: 0,
    items_applied_discount_amount: 0,
    total_applied_discount_amount: 0,
  };
}

function itemWithout(
  item: OrderCalculatedItem,
  applied: OrderCalculatedItem | undefined,
): OrderCalculatedItem {
  const part = applied?.applied_discount_amount ?? 0;
  return {
    ...item,
    discount_amount: Math.max(0, (item.discount_amount ?? 0) - part),
    applied_discount_amount: 0,
    subtotal_amount: (item.subtotal_amount ?? 0) + part,
  };
}

/** The redemption's entry of the order, with the rollback noted in it. */
function entryWithRollback(
  order: OrderRow,
  { id }: StoredRedemption,
  made: Pick<Made, 'rollbackIds' | 'now'>,
): Record<string, OrderRedemption> {
  const { ids, parentId } = made.rollbackIds;
  return {
    [id]: {
      ...order.redemptions?.[id],
      rollback_id: parentId ?? ids[0] ?? '',
      rollback_date: made.now.toString({ smallestUnit: 'millisecond' }),
      ...(parentId === null ? {} : { rollback_stacked: [...ids] }),
    },
  };
}
