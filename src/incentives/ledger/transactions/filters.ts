/** What transactions can be filtered by in `filters[…]`. */
import { sql } from 'kysely';
import type { FilterField } from '../../../platform/db/filters.ts';

const fields: ReadonlyMap<string, FilterField> = new Map<string, FilterField>([
  ['id', { kind: 'text', column: sql.ref('e.id') }],
  ['voucher_id', { kind: 'text', column: sql.ref('e.voucher_id') }],
  ['campaign_id', { kind: 'text', column: sql.ref('e.campaign_id') }],
  ['type', { kind: 'text', column: sql.ref('e.type') }],
  ['created_at', { kind: 'date', column: sql.ref('e.created_at') }],
]);

export function transactionFilterField(name: string): FilterField | null {
  return fields.get(name) ?? null;
}
