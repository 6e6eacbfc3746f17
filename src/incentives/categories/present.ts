/** Categories: row → wire. */
import type { Category } from './schema.ts';
import type { CategoryRow } from './service.ts';

export function presentCategory(row: CategoryRow): Category {
  const { id, name, hierarchy, created_at, updated_at } = row;
  return {
    id,
    name,
    hierarchy,
    created_at,
    ...(updated_at === null ? {} : { updated_at }),
    object: 'category',
  };
}
