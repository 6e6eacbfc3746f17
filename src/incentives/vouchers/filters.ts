/** What vouchers can be filtered by in `filters[…]`, over the columns of the list's query. */
import { type RawBuilder, sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { FilterField, FilterFields } from '../../platform/db/filters.ts';
import { isoOf } from '../../platform/iso.ts';

const plain: ReadonlyMap<string, FilterField> = new Map<string, FilterField>([
  ['id', { kind: 'text', column: sql.ref('id') }],
  ['code', { kind: 'text', column: sql.ref('code') }],
  ['voucher_type', { kind: 'text', column: sql.ref('type') }],
  ['type', { kind: 'text', column: sql.ref('type') }],
  ['campaign', { kind: 'text', column: sql.ref('c_name') }],
  ['campaign_ids', { kind: 'text', column: sql.ref('campaign_id') }],
  ['campaign_id', { kind: 'text', column: sql.ref('campaign_id') }],
  ['campaign_type', { kind: 'text', column: sql.ref('c_campaign_type') }],
  ['category', { kind: 'text', column: sql.ref('k_name') }],
  ['categories', { kind: 'text', column: sql.ref('k_name') }],
  ['category_ids', { kind: 'text', column: sql.ref('category_id') }],
  ['category_id', { kind: 'text', column: sql.ref('category_id') }],
  ['holder_id', { kind: 'text', column: sql.ref('holder_id') }],
  ['customer_id', { kind: 'text', column: sql.ref('holder_id') }],
  ['additional_info', { kind: 'text', column: sql.ref('additional_info') }],
  ['created_at', { kind: 'date', column: sql.ref('created_at') }],
  ['created_date', { kind: 'date', column: sql.ref('created_at') }],
  ['updated_at', { kind: 'date', column: sql.ref('updated_at') }],
  ['start_date', { kind: 'date', column: effective('start_date') }],
  ['expiration_date', { kind: 'date', column: effective('expiration_date') }],
  ['redemption.quantity', { kind: 'number', column: sql.ref('quantity') }],
  ['redemption.redeemed_quantity', { kind: 'number', column: sql.ref('redeemed_quantity') }],
  ['redemption.redeemed_amount', { kind: 'number', column: spentBy('GIFT_VOUCHER') }],
  ['redemption.redeemed_points', { kind: 'number', column: spentBy('LOYALTY_CARD') }],
  ['balance', { kind: 'number', column: sql.ref('balance') }],
  ['gift.balance', { kind: 'number', column: heldBy('GIFT_VOUCHER') }],
  ['loyalty_card.balance', { kind: 'number', column: heldBy('LOYALTY_CARD') }],
  ['publish.count', { kind: 'number', column: sql.ref('published_count') }],
  ['discount.type', { kind: 'text', column: discount('type') }],
  ['discount.amount_off', { kind: 'number', column: sql`(${discount('amount_off')})::numeric` }],
  ['discount.percent_off', { kind: 'number', column: sql`(${discount('percent_off')})::numeric` }],
  ['discount.effect', { kind: 'text', column: discount('effect') }],
  [
    'is_referral_code',
    { kind: 'boolean', column: sql`coalesce(c_campaign_type = 'REFERRAL_PROGRAM', false)` },
  ],
]);

/** `metadata.<key>` beside the fields with names of their own; `active` asks for states at `now`. */
export function voucherFilterFields(now: Temporal.Instant): FilterFields {
  const moment = sql`${isoOf(now)}::timestamptz`;
  const started = sql`coalesce(${effective('start_date')} <= ${moment}, true)`;
  const expired = sql`coalesce(${effective('expiration_date')} <= ${moment}, false)`;
  const active: FilterField = {
    kind: 'states',
    states: {
      $active: sql`active and ${started} and not ${expired}`,
      $expired: expired,
      $enabled: sql.ref('active'),
      $disabled: sql`not active`,
      $is: sql.ref('active'),
      $is_not: sql`not active`,
    },
  };
  return (name) => {
    if (name === 'active') return active;
    if (!name.startsWith('metadata.')) return plain.get(name) ?? null;
    const key = name.slice('metadata.'.length);
    return { kind: 'json', column: sql`(coalesce(metadata, c_voucher_metadata) -> ${key}::text)` };
  };
}

/** The voucher's own, else its campaign's. */
function effective(column: string): RawBuilder<unknown> {
  return sql`coalesce(${sql.ref(column)}, ${sql.ref(`c_${column}`)})`;
}

function discount(property: string): RawBuilder<unknown> {
  return sql`(coalesce(discount, c_discount) ->> ${sql.lit(property)})`;
}

/** What is left on cards of a type; null of other vouchers. */
function heldBy(type: string): RawBuilder<unknown> {
  return sql`case type when ${sql.lit(type)} then balance end`;
}

function spentBy(type: string): RawBuilder<unknown> {
  return sql`case type when ${sql.lit(type)} then spent end`;
}
