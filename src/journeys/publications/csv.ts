/** Publications as CSV: a row for each voucher that was given. */
import type { ExportSource } from '../../workspace/exports/service.ts';
import { publicationFilterField } from './filters.ts';

const given = `select p.*, v.code as voucher_code, c.name as campaign_name, c.campaign_type,
    cu.source_id as customer_source_id, p.id || given.at as row_id,
    case v.type when 'LOYALTY_CARD' then 'loyalty' when 'GIFT_VOUCHER' then 'gift' else 'discount' end
      as voucher_type
  from publications p
  cross join lateral jsonb_array_elements_text(p.voucher_ids) with ordinality as given(voucher_id, at)
  left join vouchers v on v.project_id = p.project_id and v.id = given.voucher_id
  left join campaigns c on c.project_id = p.project_id and c.id = p.campaign_id
  left join customers cu on cu.project_id = p.project_id and cu.id = p.customer_id`;

export const publicationExport: ExportSource = {
  object: 'publication',
  from: `(${given}) as publications`,
  project: 'project_id',
  id: 'row_id',
  fields: {
    voucher_code: 'voucher_code',
    code: 'voucher_code',
    customer_id: 'customer_id',
    customer_source_id: 'customer_source_id',
    date: 'created_at',
    channel: 'channel',
    campaign: 'campaign_name',
    metadata: 'metadata',
  },
  defaults: ['code', 'customer_id', 'date', 'channel'],
  metadata: 'metadata',
  orders: {
    id: 'row_id',
    created_at: 'row_id',
    voucher_code: 'voucher_code',
    tracking_id: 'tracking_id',
    customer_id: 'customer_id',
    channel: 'channel',
  },
  order: '-created_at',
  filters: () => publicationFilterField,
};
