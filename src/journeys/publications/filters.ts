/** What publications can be filtered by in `filters[…]`, over the columns of the list's query. */
import { sql } from 'kysely';
import type { FilterField } from '../../platform/db/filters.ts';

const fields: ReadonlyMap<string, FilterField> = new Map<string, FilterField>([
  ['failure_code', { kind: 'text', column: sql.ref('failure_code') }],
  ['result', { kind: 'text', column: sql.ref('result') }],
  ['customer_id', { kind: 'text', column: sql.ref('customer_id') }],
  ['campaign_name', { kind: 'text', column: sql.ref('campaign_name') }],
  ['voucher_type', { kind: 'text', column: sql.ref('voucher_type') }],
  ['voucher_code', { kind: 'text', column: sql.ref('voucher_code') }],
  [
    'is_referral_code',
    { kind: 'boolean', column: sql`coalesce(campaign_type = 'REFERRAL_PROGRAM', false)` },
  ],
  ['parent_object_id', { kind: 'text', column: sql.ref('campaign_id') }],
  // A list of ids: met where one of them is.
  ['related_object_id', { kind: 'json', column: sql.ref('voucher_ids') }],
  ['source_id', { kind: 'text', column: sql.ref('source_id') }],
  ['channel', { kind: 'text', column: sql.ref('channel') }],
  ['created_at', { kind: 'date', column: sql.ref('created_at') }],
]);

export function publicationFilterField(name: string): FilterField | null {
  return fields.get(name) ?? null;
}
