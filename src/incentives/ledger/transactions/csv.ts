/** Transactions as CSV. */
import type { ExportSource } from '../../../workspace/exports/service.ts';
import { transactionFilterField } from './filters.ts';

const details = `e.details || jsonb_build_object('balance', jsonb_build_object(
    'type', case when e.type like 'CREDITS%' then 'gift_voucher' else 'loyalty_card' end,
    'total', e.total, 'object', 'balance',
    case when e.type like 'CREDITS%' then 'amount' else 'points' end, e.amount, 'balance', e.balance,
    'operation_type', case e.source when 'AUTOMATIC' then 'AUTOMATIC' else 'MANUAL' end,
    'related_object', jsonb_build_object('id', e.voucher_id, 'type', 'voucher')))
  || case when e.order_id is null then '{}' else jsonb_build_object('order',
    jsonb_build_object('id', e.order_id, 'source_id', o.source_id)) end
  || case when e.redemption_id is null then '{}' else jsonb_build_object('redemption',
    jsonb_build_object('id', e.redemption_id)) end
  || case when e.rollback_id is null then '{}' else jsonb_build_object('rollback',
    jsonb_build_object('id', e.rollback_id)) end`;

/** Amounts in minor units, or points. */
export const transactionExport: ExportSource = {
  object: 'voucher_transactions',
  from: `ledger_entries e left join orders o on o.project_id = e.project_id and o.id = e.order_id`,
  project: 'e.project_id',
  id: 'e.id',
  fields: {
    id: 'e.id',
    campaign_id: 'e.campaign_id',
    voucher_id: 'e.voucher_id',
    type: 'e.type',
    source_id: 'e.source_id',
    reason: 'e.reason',
    source: 'e.source',
    balance: 'e.balance',
    amount: 'e.amount',
    related_transaction_id: 'e.related_entry_id',
    created_at: 'e.created_at',
    details,
  },
  defaults: ['id', 'type', 'source_id', 'reason', 'source', 'balance', 'amount', 'created_at'],
  orders: { created_at: 'e.id' },
  order: '-created_at',
  scopes: { voucher_id: 'e.voucher_id', campaign_id: 'e.campaign_id' },
  filters: () => transactionFilterField,
};
