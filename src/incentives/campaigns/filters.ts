/** What campaigns can be filtered by in `filters[…]`, over the columns of the list's query. */
import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { FilterField, FilterFields } from '../../platform/db/filters.ts';
import { isoOf } from '../../platform/iso.ts';

const plain: ReadonlyMap<string, FilterField> = new Map<string, FilterField>([
  ['campaigns', { kind: 'text', column: sql.ref('name') }],
  ['campaigns_id', { kind: 'text', column: sql.ref('id') }],
  ['campaign_status', { kind: 'text', column: sql.ref('vouchers_generation_status') }],
  [
    'is_referral_code',
    {
      kind: 'text',
      column: sql`case when campaign_type = 'REFERRAL_PROGRAM' then 'TRUE' else 'FALSE' end`,
    },
  ],
  ['voucher_type', { kind: 'text', column: sql`(voucher ->> 'type')` }],
  ['categories', { kind: 'text', column: sql.ref('category_name') }],
  ['category_ids', { kind: 'text', column: sql.ref('category_id') }],
  ['type', { kind: 'text', column: sql.ref('type') }],
  ['created_date', { kind: 'date', column: sql.ref('created_at') }],
  ['updated_at', { kind: 'date', column: sql.ref('updated_at') }],
  ['start_date', { kind: 'date', column: sql.ref('start_date') }],
  ['expiration_date', { kind: 'date', column: sql.ref('expiration_date') }],
]);

/** Fields whose conditions are asked for by name alone, with an empty value. */
const byNameAlone = ['status', 'active', 'validity_timeframe'];

export function campaignFilterFields(now: Temporal.Instant): FilterFields {
  const moment = sql`${isoOf(now)}::timestamptz`;
  const made = sql`vouchers_generation_status = 'DONE'`;
  const expired = sql`coalesce(expiration_date <= ${moment}, false)`;
  const started = sql`coalesce(start_date <= ${moment}, true)`;
  const fields: ReadonlyMap<string, FilterField> = new Map<string, FilterField>([
    ...plain,
    [
      'status',
      {
        kind: 'states',
        states: {
          $active: made,
          $failed: sql`vouchers_generation_status = 'FAILED'`,
          $in_progress: sql`vouchers_generation_status in ('IN_PROGRESS', 'MODIFYING')`,
          $expired: sql`${made} and ${expired}`,
          before_start: sql`${made} and not ${started}`,
        },
      },
    ],
    [
      'active',
      {
        kind: 'states',
        states: {
          $enabled: sql.ref('active'),
          $disabled: sql`not active`,
          $expired: expired,
          $active: sql`active and ${started} and not ${expired}`,
        },
      },
    ],
    [
      'validity_timeframe',
      {
        kind: 'states',
        states: {
          $has_value: sql`validity_timeframe is not null`,
          $is_unknown: sql`validity_timeframe is null`,
        },
      },
    ],
    [
      'validity_day_of_week',
      {
        kind: 'json',
        column: sql`(select jsonb_agg(day) from jsonb_array_elements_text(validity_day_of_week) day)`,
      },
    ],
  ]);
  return (name) => fields.get(name) ?? null;
}

type Filters = Readonly<Record<string, unknown>>;

/**
 * The reference writes `filters[status][conditions][$active]=` and, of `active`, leaves `conditions`
 * out: both are brought into the form of the other filters.
 */
export function plainFilters(filters: Filters | undefined): Filters | undefined {
  if (filters === undefined) return undefined;
  const entries = Object.entries(filters).map(([name, filter]) => {
    if (!byNameAlone.includes(name) || !isRecord(filter)) return [name, filter];
    const conditions = isRecord(filter['conditions']) ? filter['conditions'] : filter;
    const named = Object.entries(conditions).map(([key, value]) => [
      key,
      value === '' || isRecord(value) ? 'true' : value,
    ]);
    return [name, { conditions: Object.fromEntries(named) }];
  });
  return Object.fromEntries(entries);
}

function isRecord(value: unknown): value is Filters {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
