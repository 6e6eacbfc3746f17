/** What promotion tiers and stacks look up alike: their campaign and their category. */
import { done, notFound, type Outcome } from '../../engine/outcome.ts';
import type { Context } from '../../platform/context.ts';
import type { Sql } from '../../platform/db/database.ts';
import type { CategoryInput } from './schema.ts';
import { findCategory, findPromotionCampaign, type PromotionCampaign } from './store.ts';

export type { JoinedCategory, PromotionCampaign } from './store.ts';

/** Any campaign by id or name, whatever its type. */
export async function promotionCampaign(
  context: Context,
  sql: Sql,
  idOrName: string,
): Promise<Outcome<PromotionCampaign, 'not_found'>> {
  const campaign = await findPromotionCampaign(sql, context.project.id, idOrName);
  return campaign === null ? notFound('campaign', idOrName) : done(campaign);
}

/** The id of the category a request names; what it leaves open stays `current`. */
export async function chosenCategory(
  context: Context,
  sql: Sql,
  { category_id: id, category: name }: CategoryInput,
  current: string | null,
): Promise<Outcome<string | null, 'not_found'>> {
  if (id === undefined && name === undefined) return done(current);
  const text = id ?? name ?? null;
  if (text === null) return done(null);
  const by = typeof id === 'string' ? 'id' : 'name';
  const found = await findCategory(sql, context.project.id, { by, text });
  return found === null ? notFound('category', text) : done(found);
}
