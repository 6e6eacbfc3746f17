/** Redemptions as CSV. */
import type { ExportSource } from '../../workspace/exports/service.ts';
import { redemptionFilterField } from './filters.ts';

const spent = (types: string) => `select -sum(e.amount) from ledger_entries e
  where e.project_id = r.project_id and e.redemption_id = r.id and e.type = '${types}'`;

export const redemptionExport: ExportSource = {
  object: 'redemption',
  from: `redemptions r
    left join customers cu on cu.project_id = r.project_id and cu.id = r.customer_id
    left join campaigns c on c.project_id = r.project_id and c.id = r.campaign_id`,
  project: 'r.project_id',
  id: 'r.id',
  fields: {
    id: 'r.id',
    object: 'r.object',
    date: 'r.created_at',
    voucher_code: `r.snapshot ->> 'voucher_code'`,
    campaign: 'c.name',
    promotion_tier_id: `case r.related_object_type when 'promotion_tier' then r.related_object_id end`,
    customer_id: 'r.customer_id',
    customer_source_id: 'cu.source_id',
    customer_name: 'cu.name',
    tracking_id: 'r.tracking_id',
    order_id: 'r.order_id',
    order_amount: 'r.amount',
    gift_amount: spent('CREDITS_REDEMPTION'),
    loyalty_points: spent('POINTS_REDEMPTION'),
    result: 'r.result',
    failure_code: 'r.failure_code',
    failure_message: 'r.failure_message',
    metadata: 'r.metadata',
  },
  defaults: ['id', 'object', 'voucher_code', 'customer_id', 'date', 'result'],
  metadata: 'r.metadata',
  orders: {
    id: 'r.id',
    created_at: 'r.id',
    voucher_code: `r.snapshot ->> 'voucher_code'`,
    tracking_id: 'r.tracking_id',
    customer_id: 'r.customer_id',
  },
  order: '-created_at',
  filters: () => redemptionFilterField,
};
