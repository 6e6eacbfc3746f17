/** SQL of loyalty tiers. */
import { sql } from 'kysely';
import type { PointsMapping, PointsMappings } from '../../../engine/loyalty/tier-mapping.ts';
import type { JsonObject } from '../../../engine/json.ts';
import { type Sql, statement } from '../../../platform/db/database.ts';
import { type ListPage, listPage, orderedBy } from '../../../platform/db/list.ts';
import type { TierQuery } from './schema.ts';

/** What a request decides. */
export type TierColumns = {
  readonly name: string;
  /** Both ends included; null: open. */
  readonly points_from: number | null;
  readonly points_to: number | null;
  readonly earning_rules: EarningMappings;
  readonly rewards: PointsMappings;
  readonly metadata: JsonObject;
};

/** By id of the earning rule. */
export type EarningMappings = {
  readonly [id: string]: Exclude<PointsMapping, { type: 'NOT_AVAILABLE' }>;
};

export type LoyaltyTierRow = TierColumns & {
  readonly id: string;
  readonly campaign_id: string;
  readonly created_at: string;
  readonly updated_at: string | null;
};

const columns = `id, campaign_id, name, points_from, points_to, earning_rules, rewards, metadata,
  created_at, updated_at`;

const findStatement = statement<LoyaltyTierRow>(
  'find_loyalty_tier',
  `select ${columns} from loyalty_tiers where project_id = $1 and campaign_id = $2 and id = $3`,
);

export async function findTier(
  db: Sql,
  projectId: string,
  tier: { readonly campaignId: string; readonly id: string },
): Promise<LoyaltyTierRow | null> {
  const [row] = await db.rows(findStatement, [projectId, tier.campaignId, tier.id]);
  return row ?? null;
}

const countStatement = statement<{ tiers: number }>(
  'count_loyalty_tiers',
  'select count(*) as tiers from loyalty_tiers where project_id = $1 and campaign_id = $2',
);

export async function countTiers(db: Sql, projectId: string, campaignId: string): Promise<number> {
  const [row] = await db.rows(countStatement, [projectId, campaignId]);
  return row?.tiers ?? 0;
}

export function listTiers(
  db: Sql,
  projectId: string,
  campaignId: string,
  query: TierQuery,
): Promise<ListPage<LoyaltyTierRow>> {
  return listPage<LoyaltyTierRow>(db, {
    select: sql.raw(columns),
    from: sql.raw('loyalty_tiers'),
    where: [sql`project_id = ${projectId}`, sql`campaign_id = ${campaignId}`],
    orderBy: orderedBy(query.order, 'created_at'),
    limit: query.limit ?? 10,
    page: 1,
  });
}

const insertStatement = statement<LoyaltyTierRow>(
  'insert_loyalty_tier',
  `insert into loyalty_tiers (project_id, campaign_id, id, created_at, name, points_from, points_to,
     earning_rules, rewards, metadata)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${columns}`,
);

export async function insertTier(
  db: Sql,
  projectId: string,
  tier: TierColumns & {
    readonly id: string;
    readonly campaignId: string;
    readonly createdAt: string;
  },
): Promise<LoyaltyTierRow[]> {
  const fixed = [projectId, tier.campaignId, tier.id, tier.createdAt];
  return db.rows(insertStatement, [...fixed, ...valuesOf(tier)]);
}

const updateStatement = statement<LoyaltyTierRow>(
  'update_loyalty_tier',
  `update loyalty_tiers set updated_at = $3, name = $4, points_from = $5, points_to = $6,
     earning_rules = $7, rewards = $8, metadata = $9
   where project_id = $1 and id = $2 returning ${columns}`,
);

export function updateTierRow(
  db: Sql,
  projectId: string,
  tier: TierColumns & { readonly id: string; readonly updatedAt: string },
): Promise<LoyaltyTierRow[]> {
  return db.rows(updateStatement, [projectId, tier.id, tier.updatedAt, ...valuesOf(tier)]);
}

const removeStatement = statement(
  'remove_loyalty_tier',
  'delete from loyalty_tiers where project_id = $1 and id = $2',
);

export async function removeTier(db: Sql, projectId: string, id: string): Promise<void> {
  await db.rows(removeStatement, [projectId, id]);
}

function valuesOf(tier: TierColumns): readonly unknown[] {
  return [
    tier.name,
    tier.points_from,
    tier.points_to,
    JSON.stringify(tier.earning_rules),
    JSON.stringify(tier.rewards),
    JSON.stringify(tier.metadata),
  ];
}
