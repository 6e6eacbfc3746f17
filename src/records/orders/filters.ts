/** What orders can be filtered by when they are exported. */
import { sql } from 'kysely';
import type { FilterField } from '../../platform/db/filters.ts';

const texts = ['id', 'source_id', 'status', 'customer_id', 'referrer_id'];
const dates = ['created_at', 'updated_at'];
const numbers = ['amount', 'total_discount_amount', 'total_amount'];
const furtherNumbers = ['discount_amount', 'items_discount_amount'];

export function orderFilterField(name: string): FilterField | null {
  const column = sql.ref(`o.${name}`);
  if (texts.includes(name)) return { kind: 'text', column };
  if (dates.includes(name)) return { kind: 'date', column };
  if (numbers.includes(name)) return { kind: 'number', column };
  if (furtherNumbers.includes(name)) {
    return { kind: 'number', column: sql`coalesce((o.amounts ->> ${name})::bigint, 0)` };
  }
  if (!name.startsWith('metadata.')) return null;
  return { kind: 'json', column: sql`(o.metadata -> ${name.slice('metadata.'.length)}::text)` };
}
