/** SQL of rewards and of what is left of them. */
import { sql } from 'kysely';
import type { JsonObject } from '../../engine/json.ts';
import { type Sql, statement } from '../../platform/db/database.ts';
import { type ListPage, listPage } from '../../platform/db/list.ts';
import type {
  Attributes,
  CampaignReward,
  CoinReward,
  MaterialReward,
  RewardQuery,
} from './schema.ts';

/** What a reward is, by its type. */
export type RewardKind =
  | { readonly type: 'CAMPAIGN'; readonly parameters: CampaignReward }
  | { readonly type: 'COIN'; readonly parameters: CoinReward }
  | { readonly type: 'MATERIAL'; readonly parameters: MaterialReward };

/** As the catalog holds it: without what changes with each redemption. */
export type RewardDefinition = RewardKind & {
  readonly id: string;
  readonly name: string;
  readonly attributes: Attributes;
  readonly metadata: JsonObject;
  readonly created_at: string;
  readonly updated_at: string | null;
};

/** With its units: null where they are not counted. */
export type RewardRow = RewardDefinition & {
  readonly stock: number | null;
  readonly redeemed: number | null;
};

const columns = `r.id, r.name, r.type, r.parameters, r.attributes, r.metadata, r.created_at,
  r.updated_at, s.stock, nullif(s.redeemed, 0) as redeemed`;
const joined = `rewards r
  left join reward_stocks s on s.project_id = r.project_id and s.reward_id = r.id`;

const insertStatement = statement(
  'insert_reward',
  `insert into rewards (project_id, id, name, type, parameters, attributes, metadata, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8)`,
);

export async function insertReward(
  tx: Sql,
  projectId: string,
  reward: Omit<RewardDefinition, 'updated_at'>,
): Promise<void> {
  const { id, name, type, parameters, attributes, metadata, created_at } = reward;
  const carried = [parameters, attributes, metadata].map((part) => JSON.stringify(part));
  await tx.rows(insertStatement, [projectId, id, name, type, ...carried, created_at]);
}

const updateStatement = statement(
  'update_reward',
  `update rewards set name = $3, parameters = $4, attributes = $5, metadata = $6, updated_at = $7
   where project_id = $1 and id = $2`,
);

export async function updateReward(
  tx: Sql,
  projectId: string,
  reward: Omit<RewardDefinition, 'created_at'>,
): Promise<void> {
  const { id, name, parameters, attributes, metadata, updated_at } = reward;
  const carried = [parameters, attributes, metadata].map((part) => JSON.stringify(part));
  await tx.rows(updateStatement, [projectId, id, name, ...carried, updated_at]);
}

const setStockStatement = statement(
  'set_reward_stock',
  `insert into reward_stocks (project_id, reward_id, stock) values ($1, $2, $3)
   on conflict (project_id, reward_id) do update set stock = excluded.stock`,
);

export async function setStock(
  tx: Sql,
  projectId: string,
  { id, stock }: Pick<RewardRow, 'id' | 'stock'>,
): Promise<void> {
  await tx.rows(setStockStatement, [projectId, id, stock]);
}

const countStatement = statement<{ count: number }>(
  'count_rewards',
  'select count(*) as count from rewards where project_id = $1',
);

export async function countRewards(sql: Sql, projectId: string): Promise<number> {
  const [row] = await sql.rows(countStatement, [projectId]);
  return row?.count ?? 0;
}

const findStatement = statement<RewardRow>(
  'find_reward',
  `select ${columns} from ${joined} where r.project_id = $1 and r.id = $2`,
);

export async function findReward(
  db: Sql,
  projectId: string,
  id: string,
): Promise<RewardRow | null> {
  const [row] = await db.rows(findStatement, [projectId, id]);
  return row ?? null;
}

const findSeveralStatement = statement<RewardRow>(
  'find_rewards',
  `select ${columns} from ${joined} where r.project_id = $1 and r.id = any($2::text[])`,
);

/** Those that exist, in no certain order. */
export function findRewards(
  db: Sql,
  projectId: string,
  ids: readonly string[],
): Promise<RewardRow[]> {
  return db.rows(findSeveralStatement, [projectId, ids]);
}

const removeStatement = statement<{ id: string }>(
  'remove_reward',
  'delete from rewards where project_id = $1 and id = $2 returning id',
);

/** False where there is none of this id. One that is assigned cannot be removed. */
export async function removeReward(tx: Sql, projectId: string, id: string): Promise<boolean> {
  return (await tx.rows(removeStatement, [projectId, id])).length > 0;
}

const findAssignmentIdsStatement = statement<{ id: string }>(
  'find_assignment_ids_of_reward',
  'select id from reward_assignments where project_id = $1 and reward_id = $2 order by id limit 100',
);

/** The oldest hundred. */
export async function findAssignmentIds(
  sql: Sql,
  projectId: string,
  rewardId: string,
): Promise<readonly string[]> {
  const rows = await sql.rows(findAssignmentIdsStatement, [projectId, rewardId]);
  return rows.map((row) => row.id);
}

export function listRewards(
  db: Sql,
  projectId: string,
  { assignment_id, limit, page }: RewardQuery,
): Promise<ListPage<RewardRow>> {
  return listPage(db, {
    select: sql.raw(columns),
    from: sql.raw(joined),
    countFrom: sql.raw('rewards r'),
    where: [
      sql`r.project_id = ${projectId}`,
      assignment_id === undefined
        ? null
        : sql`r.id in (select reward_id from reward_assignments
            where project_id = ${projectId} and id = ${assignment_id})`,
    ],
    orderBy: sql`r.id desc`,
    limit: limit ?? 10,
    page: page ?? 1,
  });
}

const findCampaignStatement = statement<{ id: string; campaign_type: string }>(
  'find_campaign_of_reward',
  `select id, campaign_type from campaigns where project_id = $1 and (id = $2 or name = $2)
   order by (id = $2) desc limit 1`,
);

/** By id or name. */
export async function findCampaign(
  db: Sql,
  projectId: string,
  idOrName: string,
): Promise<{ readonly id: string; readonly campaign_type: string } | null> {
  const [row] = await db.rows(findCampaignStatement, [projectId, idOrName]);
  return row ?? null;
}
