/** SQL of the assignments of rewards. */
import { sql } from 'kysely';
import { type Sql, statement } from '../../../platform/db/database.ts';
import { equal, type ListPage, listPage } from '../../../platform/db/list.ts';

export type RewardAssignmentRow = {
  readonly id: string;
  readonly reward_id: string;
  readonly campaign_id: string;
  /** Null where the points pay for an order. */
  readonly points: number | null;
  readonly auto_redeem: boolean | null;
  readonly created_at: string;
  readonly updated_at: string | null;
};

const columns = 'id, reward_id, campaign_id, points, auto_redeem, created_at, updated_at';

/** Whose assignments: those of a reward, of a campaign, or both. */
export type AssignmentsOf = {
  readonly rewardId?: string | undefined;
  readonly campaignId?: string | undefined;
};

const insertStatement = statement<{ id: string }>(
  'insert_reward_assignment',
  `insert into reward_assignments (project_id, id, reward_id, campaign_id, points, auto_redeem, created_at)
   values ($1, $2, $3, $4, $5, $6, $7)
   on conflict (project_id, reward_id, campaign_id) do nothing returning id`,
);

/** False where the campaign has the reward already. */
export async function insertRewardAssignment(
  tx: Sql,
  projectId: string,
  row: Omit<RewardAssignmentRow, 'updated_at'>,
): Promise<boolean> {
  const { id, reward_id, campaign_id, points, auto_redeem, created_at } = row;
  const values = [projectId, id, reward_id, campaign_id, points, auto_redeem, created_at];
  return (await tx.rows(insertStatement, values)).length > 0;
}

const findStatement = statement<RewardAssignmentRow>(
  'find_reward_assignment',
  `select ${columns} from reward_assignments where project_id = $1 and id = $2`,
);

export async function findRewardAssignment(
  db: Sql,
  projectId: string,
  id: string,
): Promise<RewardAssignmentRow | null> {
  const [row] = await db.rows(findStatement, [projectId, id]);
  return row ?? null;
}

const findPairStatement = statement<RewardAssignmentRow>(
  'find_assignment_of_reward_and_campaign',
  `select ${columns} from reward_assignments
   where project_id = $1 and reward_id = $2 and campaign_id = $3`,
);

export async function findAssignmentOfPair(
  db: Sql,
  projectId: string,
  { rewardId, campaignId }: { readonly rewardId: string; readonly campaignId: string },
): Promise<RewardAssignmentRow | null> {
  const [row] = await db.rows(findPairStatement, [projectId, rewardId, campaignId]);
  return row ?? null;
}

const findAutomaticStatement = statement<{ id: string }>(
  'find_automatic_reward_assignment',
  `select id from reward_assignments where project_id = $1 and campaign_id = $2 and auto_redeem`,
);

/** The id of the campaign's only assignment that is redeemed by itself. */
export async function findAutomatic(
  db: Sql,
  projectId: string,
  campaignId: string,
): Promise<string | null> {
  const [row] = await db.rows(findAutomaticStatement, [projectId, campaignId]);
  return row?.id ?? null;
}

const updateStatement = statement(
  'update_reward_assignment',
  `update reward_assignments set points = $3, auto_redeem = $4, updated_at = $5
   where project_id = $1 and id = $2`,
);

export async function updateRewardAssignment(
  tx: Sql,
  projectId: string,
  row: Pick<RewardAssignmentRow, 'id' | 'points' | 'auto_redeem' | 'updated_at'>,
): Promise<void> {
  const { id, points, auto_redeem, updated_at } = row;
  await tx.rows(updateStatement, [projectId, id, points, auto_redeem, updated_at]);
}

const removeStatement = statement(
  'remove_reward_assignment',
  'delete from reward_assignments where project_id = $1 and id = $2',
);

export async function removeRewardAssignment(
  tx: Sql,
  projectId: string,
  id: string,
): Promise<void> {
  await tx.rows(removeStatement, [projectId, id]);
}

/** The newest first. */
export function listRewardAssignments(
  db: Sql,
  projectId: string,
  of: AssignmentsOf & { readonly id?: string | undefined },
  { limit, page }: { readonly limit?: number | undefined; readonly page?: number | undefined },
): Promise<ListPage<RewardAssignmentRow>> {
  return listPage(db, {
    select: sql.raw(columns),
    from: sql.raw('reward_assignments'),
    where: [
      sql`project_id = ${projectId}`,
      equal('reward_id', of.rewardId),
      equal('campaign_id', of.campaignId),
      equal('id', of.id),
    ],
    orderBy: sql`id desc`,
    limit: limit ?? 10,
    page: page ?? 1,
  });
}

const countStatement = statement<{ count: number }>(
  'count_reward_assignments',
  'select count(*) as count from reward_assignments where project_id = $1 and campaign_id = $2',
);

export async function countAssignmentsOfCampaign(
  db: Sql,
  projectId: string,
  campaignId: string,
): Promise<number> {
  const [row] = await db.rows(countStatement, [projectId, campaignId]);
  return row?.count ?? 0;
}

const ofCampaignStatement = statement<RewardAssignmentRow>(
  'find_reward_assignments_of_campaign',
  `select ${columns} from reward_assignments where project_id = $1 and campaign_id = $2
   order by id desc`,
);

/** All of them, the newest first. */
export function findAssignmentsOfCampaign(
  db: Sql,
  projectId: string,
  campaignId: string,
): Promise<RewardAssignmentRow[]> {
  return db.rows(ofCampaignStatement, [projectId, campaignId]);
}
