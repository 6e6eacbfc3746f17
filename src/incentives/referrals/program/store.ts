/** SQL of referral programmes: the campaigns their rewards come from. */
import { type Sql, statement } from '../../../platform/db/database.ts';

export type RewardingCampaign = {
  readonly id: string;
  readonly name: string;
  readonly campaign_type: string;
};

const findStatement = statement<RewardingCampaign>(
  'find_rewarding_campaign',
  `select id, name, campaign_type from campaigns where project_id = $1 and (id = $2 or name = $2)
   order by (id = $2) desc limit 1`,
);

/** By id or name; null where there is none. */
export async function findRewardingCampaign(
  sql: Sql,
  projectId: string,
  idOrName: string,
): Promise<RewardingCampaign | null> {
  const [row] = await sql.rows(findStatement, [projectId, idOrName]);
  return row ?? null;
}
