/** What customers can be filtered by when they are exported. */
import { sql } from 'kysely';
import type { FilterField } from '../../platform/db/filters.ts';

const texts = ['id', 'source_id', 'name', 'email', 'phone', 'description'];
const dates = ['created_at', 'updated_at'];

export function customerFilterField(name: string): FilterField | null {
  if (texts.includes(name)) return { kind: 'text', column: sql.ref(`cu.${name}`) };
  if (dates.includes(name)) return { kind: 'date', column: sql.ref(`cu.${name}`) };
  const [group = '', key = ''] = name.split(/\.(.*)/s);
  if (name === 'city') return { kind: 'text', column: sql`(cu.address ->> 'city')` };
  if (key === '' || (group !== 'metadata' && group !== 'address')) return null;
  return { kind: 'json', column: sql`(${sql.ref(`cu.${group}`)} -> ${key}::text)` };
}
