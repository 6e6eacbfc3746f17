/** Promotion stacks: row → wire. */
import { presentCategories } from '../present.ts';
import type { PromotionStack } from './schema.ts';
import type { StackRow } from './store.ts';

export function presentStack(row: StackRow): PromotionStack {
  return {
    id: row.id,
    name: row.name,
    tiers: { ids: [...row.tier_ids], hierarchy_mode: 'MANUAL' },
    campaign_id: row.campaign_id,
    category_id: row.category_id,
    categories: presentCategories(row),
    created_at: row.created_at,
    ...(row.updated_at === null ? {} : { updated_at: row.updated_at }),
    object: 'promotion_stack',
  };
}
