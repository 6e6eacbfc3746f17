/** Categories of tiers and stacks: joined columns → wire. */
import type { Category } from '../categories/schema.ts';
import type { JoinedCategory } from './service.ts';

/** A list of one, or of none. */
export function presentCategories(
  row: JoinedCategory & { readonly category_id: string | null },
): Category[] {
  const { category_id, category_name, category_hierarchy, category_created_at } = row;
  if (category_id === null || category_name === null) return [];
  if (category_hierarchy === null || category_created_at === null) return [];
  return [
    {
      id: category_id,
      name: category_name,
      hierarchy: category_hierarchy,
      created_at: category_created_at,
      ...(row.category_updated_at === null ? {} : { updated_at: row.category_updated_at }),
      object: 'category',
    },
  ];
}
