/** SQL of transfers: the cards, held in one order. */
import { type Sql, statement } from '../../../platform/db/database.ts';

const holdStatement = statement(
  'hold_cards_of_transfer',
  'select id from vouchers where project_id = $1 and id = any($2) order by id for no key update',
);

/** By id, so that transfers between the same cards in both directions never wait in a circle. */
export async function holdCards(
  sql: Sql,
  projectId: string,
  ids: readonly string[],
): Promise<void> {
  await sql.rows(holdStatement, [projectId, ids]);
}
