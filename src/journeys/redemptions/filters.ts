/** What redemptions can be filtered by: `filters[voucher_code][conditions][$is]=…`. */
import { sql } from 'kysely';
import type { FilterField } from '../../platform/db/filters.ts';

/** The column of a filter's name, or null where there is none. */
export function redemptionFilterField(name: string): FilterField | null {
  const text = (column: string): FilterField => ({ kind: 'text', column: sql.raw(column) });
  switch (name) {
    case 'voucher_code':
      return text(`r.snapshot ->> 'voucher_code'`);
    case 'related_object_id':
      return text('r.related_object_id');
    case 'related_object_parent_id':
    case 'campaign_id':
      return text('r.campaign_id');
    case 'parent_redemption_id':
      return text('r.parent_id');
    case 'customer_id':
      return text('r.customer_id');
    case 'id':
      return text('r.id');
    case 'object':
      return text('r.object');
    case 'result':
      return text('r.result');
    case 'status':
      return text('r.status');
    case 'failure_code':
      return text('r.failure_code');
    case 'tracking_id':
      return text('r.tracking_id');
    case 'created_at':
      return { kind: 'date', column: sql.raw('r.created_at') };
    default:
      return name.startsWith('metadata.')
        ? { kind: 'json', column: sql`r.metadata -> ${name.slice('metadata.'.length)}` }
        : null;
  }
}
