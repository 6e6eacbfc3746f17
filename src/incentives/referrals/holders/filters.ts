/** What holders can be filtered by in `filters[…]`. */
import { sql } from 'kysely';
import type { FilterField } from '../../../platform/db/filters.ts';

const fields: ReadonlyMap<string, FilterField> = new Map<string, FilterField>([
  ['id', { kind: 'text', column: sql.ref('h.id') }],
  ['created_at', { kind: 'date', column: sql.ref('h.created_at') }],
  ['holder_role', { kind: 'text', column: sql.ref('h.role') }],
  ['customer_id', { kind: 'text', column: sql.ref('h.customer_id') }],
]);

export function holderFilterField(name: string): FilterField | null {
  return fields.get(name) ?? null;
}
