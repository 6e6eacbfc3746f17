/** What points that expire can be filtered by. */
import { sql } from 'kysely';
import type { FilterField } from '../../../platform/db/filters.ts';

const fields: ReadonlyMap<string, FilterField> = new Map<string, FilterField>([
  ['id', { kind: 'text', column: sql.ref('l.id') }],
  ['voucher_id', { kind: 'text', column: sql.ref('l.voucher_id') }],
  ['campaign_id', { kind: 'text', column: sql.ref('l.campaign_id') }],
]);

export function pointsExpirationFilterField(name: string): FilterField | null {
  return fields.get(name) ?? null;
}
