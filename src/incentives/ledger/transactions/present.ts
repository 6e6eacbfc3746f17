/** Transactions: row → wire. */
import type { Balance, Transaction, TransactionList } from './schema.ts';
import type { TransactionPage, TransactionRow } from './service.ts';

export function presentTransactions({ rows, hasMore }: TransactionPage): TransactionList {
  const last = rows.at(-1);
  return {
    object: 'list',
    data_ref: 'data',
    data: rows.map(presentTransaction),
    has_more: hasMore,
    ...(hasMore && last !== undefined ? { more_starting_after: last.id } : {}),
  };
}

export function presentTransaction(row: TransactionRow): Transaction {
  return {
    id: row.id,
    source_id: row.source_id,
    voucher_id: row.voucher_id,
    campaign_id: row.campaign_id,
    source: row.source,
    reason: row.reason,
    type: row.type,
    details: presentDetails(row),
    related_transaction_id: row.related_entry_id,
    created_at: row.created_at,
  };
}

/** What was carried along comes as it was. */
function presentDetails(row: TransactionRow): Transaction['details'] {
  return {
    ...row.details,
    balance: presentBalance(row),
    ...(row.order_id === null
      ? {}
      : { order: { id: row.order_id, source_id: row.order_source_id } }),
    ...(row.redemption_id === null ? {} : { redemption: { id: row.redemption_id } }),
    ...(row.rollback_id === null ? {} : { rollback: { id: row.rollback_id } }),
  };
}

export function presentBalance(row: TransactionRow): Balance {
  const isGift = row.type.startsWith('CREDITS');
  return {
    type: isGift ? 'gift_voucher' : 'loyalty_card',
    total: row.total,
    object: 'balance',
    ...(isGift ? { amount: row.amount } : { points: row.amount }),
    balance: row.balance,
    operation_type: row.source === 'AUTOMATIC' ? 'AUTOMATIC' : 'MANUAL',
    related_object: { id: row.voucher_id, type: 'voucher' },
  };
}
