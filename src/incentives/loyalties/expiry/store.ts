/** SQL of what loyalty programs say of the expiry of points. */
import type { ExpirationRules } from '../../../engine/loyalty/points-expiry.ts';
import { type Sql, statement } from '../../../platform/db/database.ts';

const rulesStatement = statement<{ id: string; rules: ExpirationRules | null }>(
  'find_expiration_rules',
  `select id, voucher -> 'loyalty_card' -> 'expiration_rules' as rules
   from campaigns where project_id = $1 and id = any($2)`,
);

/** By campaign; those that are gone, or whose points never expire, are missing. */
export async function findExpirationRules(
  sql: Sql,
  projectId: string,
  campaignIds: readonly string[],
): Promise<ReadonlyMap<string, ExpirationRules>> {
  const rows = await sql.rows(rulesStatement, [projectId, campaignIds]);
  return new Map(rows.flatMap(({ id, rules }) => (rules === null ? [] : [[id, rules]])));
}
