/** SQL of how tiers are reached and kept: a column of the programme. */
import { type Sql, statement } from '../../../../platform/db/database.ts';
import type { TiersExpiration } from './schema.ts';

const saveStatement = statement(
  'save_loyalty_tiers_expiration',
  'update campaigns set loyalty_tiers_expiration = $3 where project_id = $1 and id = $2',
);

export async function saveExpiration(
  sql: Sql,
  projectId: string,
  { campaignId, expiration }: { readonly campaignId: string; readonly expiration: TiersExpiration },
): Promise<void> {
  await sql.rows(saveStatement, [projectId, campaignId, JSON.stringify(expiration)]);
}
