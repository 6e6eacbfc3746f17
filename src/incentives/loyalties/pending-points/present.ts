/** Pending points: row → wire. */
import type { CardValue } from '../../ledger/service.ts';
import type { PendingBalance, PendingPoints, PendingPointsList } from './schema.ts';
import type { PendingPointsRow } from './service.ts';

export function presentPendingPoints(row: PendingPointsRow): PendingPoints {
  return {
    id: row.id,
    voucher_id: row.voucher_id,
    ...(row.campaign_id === null ? {} : { campaign_id: row.campaign_id }),
    ...(row.customer_id === null ? {} : { customer_id: row.customer_id }),
    ...(row.order_id === null ? {} : { order_id: row.order_id }),
    points: row.points,
    activates_at: row.activates_at,
    details: row.details,
    created_at: row.created_at,
    ...(row.updated_at === null ? {} : { updated_at: row.updated_at }),
  };
}

/** `more`: whether others come after these. */
export function presentPendingPage(
  rows: readonly PendingPointsRow[],
  more: boolean,
): PendingPointsList {
  const last = rows.at(-1);
  return {
    object: 'list',
    data_ref: 'data',
    data: rows.map(presentPendingPoints),
    has_more: more,
    ...(more && last !== undefined ? { more_starting_after: last.id } : {}),
  };
}

export function presentPendingBalance(
  cardId: string,
  points: number,
  { pending }: CardValue,
): PendingBalance {
  return {
    points,
    total: pending,
    type: 'loyalty_card',
    object: 'balance',
    related_object: { type: 'voucher', id: cardId },
    operation_type: 'MANUAL',
  };
}
