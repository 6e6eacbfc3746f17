/** Vouchers as CSV. */
import type { ExportSource } from '../../workspace/exports/service.ts';
import { voucherFilterFields } from './filters.ts';
import { joined } from './store.ts';

const discount = 'coalesce(discount, c_discount)';
/** What gift cards hold and what amounts take off, in the currency with its cents. */
const value = `case type when 'GIFT_VOUCHER' then to_char(balance / 100.0, 'FM99999999999999990.00')
  when 'LOYALTY_CARD' then balance::text
  else case ${discount} ->> 'type'
    when 'AMOUNT' then to_char((${discount} ->> 'amount_off')::numeric / 100, 'FM99999999999999990.00')
    when 'FIXED' then to_char((${discount} ->> 'fixed_amount')::numeric / 100, 'FM99999999999999990.00')
    when 'PERCENT' then ${discount} ->> 'percent_off'
    else ${discount} ->> 'unit_off' end end`;
const frame = 'coalesce(validity_timeframe, c_validity_timeframe)';
const holder = (column: string) =>
  `select cu.${column} from customers cu where cu.project_id = vouchers.project_id and cu.id = holder_id`;

export const voucherExport: ExportSource = {
  object: 'voucher',
  from: `(${joined}) as vouchers`,
  project: 'project_id',
  id: 'id',
  fields: {
    id: 'id',
    code: 'code',
    voucher_type: 'type',
    value,
    discount_type: `${discount} ->> 'type'`,
    campaign: 'c_name',
    campaign_id: 'campaign_id',
    category: 'k_name',
    start_date: 'coalesce(start_date, c_start_date)',
    expiration_date: 'coalesce(expiration_date, c_expiration_date)',
    gift_balance: `case type when 'GIFT_VOUCHER' then balance end`,
    loyalty_balance: `case type when 'LOYALTY_CARD' then balance end`,
    redemption_quantity: 'quantity',
    redemption_count: 'redeemed_quantity',
    active: 'active',
    metadata: 'coalesce(metadata, c_voucher_metadata)',
    is_referral_code: `coalesce(c_campaign_type = 'REFERRAL_PROGRAM', false)`,
    created_at: 'created_at',
    updated_at: 'updated_at',
    validity_timeframe_interval: `${frame} ->> 'interval'`,
    validity_timeframe_duration: `${frame} ->> 'duration'`,
    validity_day_of_week: `select string_agg(day, ',') from jsonb_array_elements_text(
      coalesce(validity_day_of_week, c_validity_day_of_week)) day`,
    discount_amount_limit: `${discount} ->> 'amount_limit'`,
    discount_effect: `${discount} ->> 'effect'`,
    discount_unit_type: `${discount} ->> 'unit_type'`,
    discount_unit_effect: `case ${discount} ->> 'type' when 'UNIT' then ${discount} ->> 'effect' end`,
    additional_info: 'additional_info',
    customer_id: 'holder_id',
    customer_source_id: holder('source_id'),
  },
  defaults: ['code', 'voucher_type', 'value', 'discount_type'],
  metadata: 'coalesce(metadata, c_voucher_metadata)',
  orders: { created_at: 'id', updated_at: 'updated_at', code: 'code' },
  order: '-created_at',
  filters: voucherFilterFields,
};
