/** What promotions read of campaigns and categories: reading them here keeps imports one-way. */
import { type Sql, statement } from '../../platform/db/database.ts';

export type PromotionCampaign = { readonly id: string; readonly campaign_type: string };

const findCampaignStatement = statement<PromotionCampaign>(
  'find_promotion_campaign',
  `select id, campaign_type from campaigns where project_id = $1 and (id = $2 or name = $2)
   order by (id = $2) desc limit 1`,
);

/** By id or name; where both fit, the id wins. */
export async function findPromotionCampaign(
  db: Sql,
  projectId: string,
  idOrName: string,
): Promise<PromotionCampaign | null> {
  const [row] = await db.rows(findCampaignStatement, [projectId, idOrName]);
  return row ?? null;
}

const findCategoryByIdStatement = statement<{ id: string }>(
  'find_promotion_category_by_id',
  `select id from categories where project_id = $1 and id = $2`,
);
const findCategoryByNameStatement = statement<{ id: string }>(
  'find_promotion_category_by_name',
  `select id from categories where project_id = $1 and name = $2 order by id limit 1`,
);

/** The category's id, or null where nobody has it. Names need not be unique: the oldest counts. */
export async function findCategory(
  db: Sql,
  projectId: string,
  wanted: { readonly by: 'id' | 'name'; readonly text: string },
): Promise<string | null> {
  const lookup = wanted.by === 'id' ? findCategoryByIdStatement : findCategoryByNameStatement;
  const [row] = await db.rows(lookup, [projectId, wanted.text]);
  return row?.id ?? null;
}

/** A category joined to what is in it; all null where it is in none. */
export type JoinedCategory = {
  readonly category_name: string | null;
  readonly category_hierarchy: number | null;
  readonly category_created_at: string | null;
  readonly category_updated_at: string | null;
};
