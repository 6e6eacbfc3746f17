/** SQL of promotion tiers. */
import { sql } from 'kysely';
import type { JsonObject } from '../../../engine/json.ts';
import { type Sql, statement } from '../../../platform/db/database.ts';
import { type Condition, type ListPage, listPage, orderedBy } from '../../../platform/db/list.ts';
import type { Discount } from '../../discounts/schema.ts';
import type { ValidityColumns } from '../../validity/service.ts';
import type { JoinedCategory } from '../service.ts';
import type { TierQuery } from './schema.ts';

/** What a request decides. A null hierarchy is the next free number of the campaign. */
export type TierColumns = ValidityColumns & {
  readonly name: string;
  readonly banner: string | null;
  readonly action: { readonly discount: Discount };
  readonly hierarchy: number | null;
  readonly active: boolean;
  readonly category_id: string | null;
  readonly metadata: JsonObject;
};

/** `validity` holds the five columns of the validity as values of a statement. */
type WrittenTier = Omit<TierColumns, keyof ValidityColumns> & {
  readonly id: string;
  readonly validity: readonly (string | null)[];
};

/** A tier with its campaign, its category and its totals, in minor units. */
export type TierRow = TierColumns &
  JoinedCategory & {
    readonly id: string;
    readonly campaign_id: string;
    readonly hierarchy: number;
    readonly created_at: string;
    readonly updated_at: string | null;
    readonly campaign_active: boolean;
    readonly campaign_category_id: string | null;
    readonly campaign_start_date: ValidityColumns['start_date'];
    readonly campaign_expiration_date: ValidityColumns['expiration_date'];
    readonly campaign_validity_timeframe: ValidityColumns['validity_timeframe'];
    readonly campaign_validity_day_of_week: ValidityColumns['validity_day_of_week'];
    readonly campaign_validity_hours: ValidityColumns['validity_hours'];
    readonly redemptions: number;
    readonly orders_amount: number;
    readonly discount_amount: number;
  };

/** Totals lie spread over slots: summed when read. */
const tiers = `select t.id, t.campaign_id, t.name, t.banner, t.action, t.hierarchy, t.active,
  t.category_id, t.start_date, t.expiration_date, t.validity_timeframe, t.validity_day_of_week,
  t.validity_hours, t.metadata, t.created_at, t.updated_at,
  c.active as campaign_active, c.category_id as campaign_category_id,
  c.start_date as campaign_start_date, c.expiration_date as campaign_expiration_date,
  c.validity_timeframe as campaign_validity_timeframe,
  c.validity_day_of_week as campaign_validity_day_of_week,
  c.validity_hours as campaign_validity_hours, g.name as category_name, g.hierarchy as category_hierarchy,
  g.created_at as category_created_at, g.updated_at as category_updated_at, s.*
from promotion_tiers t
join campaigns c on c.project_id = t.project_id and c.id = t.campaign_id
left join categories g on g.project_id = t.project_id and g.id = t.category_id,
lateral (
  select coalesce(sum(redemptions), 0)::bigint as redemptions,
    coalesce(sum(orders_amount), 0)::bigint as orders_amount,
    coalesce(sum(discount_amount), 0)::bigint as discount_amount
  from redemption_totals where project_id = t.project_id and subject_id = t.id
) s
where t.project_id = $1`;

const findTiersStatement = statement<TierRow>(
  'find_promotion_tiers',
  `${tiers} and t.id = any($2::text[]) order by t.hierarchy, t.id`,
);

/** In the order of their hierarchy; ids nobody has are passed over. */
export function findTiers(db: Sql, projectId: string, ids: readonly string[]): Promise<TierRow[]> {
  return db.rows(findTiersStatement, [projectId, ids]);
}

const findTiersOfCampaignsStatement = statement<TierRow>(
  'find_promotion_tiers_of_campaigns',
  `${tiers} and t.campaign_id = any($2::text[]) order by t.hierarchy, t.id`,
);

export function findTiersOfCampaigns(
  db: Sql,
  projectId: string,
  campaignIds: readonly string[],
): Promise<TierRow[]> {
  return db.rows(findTiersOfCampaignsStatement, [projectId, campaignIds]);
}

const insertTierStatement = statement(
  'insert_promotion_tier',
  `insert into promotion_tiers (project_id, id, campaign_id, created_at, name, banner, action,
     hierarchy, active, category_id, metadata, start_date, expiration_date, validity_timeframe,
     validity_day_of_week, validity_hours)
   values ($1::id, $2, $3::id, $4, $5, $6, $7,
     coalesce($8::integer, (select coalesce(max(hierarchy), 0) + 1 from promotion_tiers
                            where project_id = $1::id and campaign_id = $3::id)),
     $9, $10, $11, $12, $13, $14, $15, $16)`,
);

export async function insertTier(
  db: Sql,
  projectId: string,
  tier: WrittenTier & { readonly campaignId: string; readonly createdAt: string },
): Promise<void> {
  const fixed = [projectId, tier.id, tier.campaignId, tier.createdAt];
  await db.rows(insertTierStatement, [...fixed, ...valuesOf(tier)]);
}

const updateTierStatement = statement(
  'update_promotion_tier',
  `update promotion_tiers set updated_at = $3, name = $4, banner = $5, action = $6,
     hierarchy = coalesce($7::integer, hierarchy), active = $8, category_id = $9, metadata = $10,
     start_date = $11, expiration_date = $12, validity_timeframe = $13, validity_day_of_week = $14,
     validity_hours = $15
   where project_id = $1 and id = $2`,
);

export async function updateTierRow(
  db: Sql,
  projectId: string,
  tier: WrittenTier & { readonly updatedAt: string },
): Promise<void> {
  const fixed = [projectId, tier.id, tier.updatedAt];
  await db.rows(updateTierStatement, [...fixed, ...valuesOf(tier)]);
}

const removeTierStatement = statement<{ id: string }>(
  'remove_promotion_tier',
  `with totals as (
     delete from redemption_totals where project_id = $1 and subject_id = $2
   ), units as (
     delete from redeemed_item_units where project_id = $1 and subject_id = $2
   )
   delete from promotion_tiers where project_id = $1 and id = $2 returning id`,
);

/** Its totals go with it, its redemptions stay. */
export async function removeTier(db: Sql, projectId: string, id: string): Promise<boolean> {
  const removed = await db.rows(removeTierStatement, [projectId, id]);
  return removed.length > 0;
}

/** One page: its ids first, so that totals are summed for no other tiers. */
export async function listTiers(
  db: Sql,
  projectId: string,
  query: TierQuery,
  now: string,
): Promise<ListPage<TierRow>> {
  const page = await listPage<{ id: string }>(db, {
    select: sql.raw('id'),
    from: sql.raw(`(
      select t.project_id, t.id, t.created_at, t.updated_at, t.active and c.active as active,
        greatest(t.start_date, c.start_date) as start_date,
        least(t.expiration_date, c.expiration_date) as expiration_date
      from promotion_tiers t
      join campaigns c on c.project_id = t.project_id and c.id = t.campaign_id
    ) as tiers`),
    where: [
      sql`project_id = ${projectId}`,
      ...(query.is_available === true ? availableAt(now) : []),
    ],
    orderBy: orderedBy(query.order, '-created_at'),
    limit: query.limit ?? 10,
    page: query.page ?? 1,
  });
  const ids = page.rows.map(({ id }) => id);
  const byId = new Map((await findTiers(db, projectId, ids)).map((row) => [row.id, row]));
  return { rows: ids.flatMap((id) => byId.get(id) ?? []), total: page.total };
}

function availableAt(now: string): readonly Condition[] {
  return [
    sql`active`,
    sql`(start_date is null or start_date <= ${now}::timestamptz)`,
    sql`(expiration_date is null or expiration_date > ${now}::timestamptz)`,
  ];
}

/** In the order of both statements. */
function valuesOf(tier: WrittenTier): readonly unknown[] {
  return [
    tier.name,
    tier.banner,
    JSON.stringify(tier.action),
    tier.hierarchy,
    tier.active,
    tier.category_id,
    JSON.stringify(tier.metadata),
    ...tier.validity,
  ];
}
