/** SQL of loyalty programs: which campaigns are some. */
import { type Sql, statement } from '../../../platform/db/database.ts';

const findProgramStatement = statement<{ id: string; campaign_type: string }>(
  'find_loyalty_program',
  `select id, campaign_type from campaigns where project_id = $1 and (id = $2 or name = $2)
   order by (id = $2) desc limit 1`,
);

/** Null where no loyalty program has this id or name. */
export async function findProgram(
  sql: Sql,
  projectId: string,
  idOrName: string,
): Promise<string | null> {
  const [row] = await sql.rows(findProgramStatement, [projectId, idOrName]);
  return row?.campaign_type === 'LOYALTY_PROGRAM' ? row.id : null;
}
