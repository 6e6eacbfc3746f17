/** What follows from a change of points on cards: their holders' tiers. */
import type { Sql } from '../../../platform/db/database.ts';
import type { LedgerContext } from '../../ledger/service.ts';
import { checkTiers } from '../tiers/members/service.ts';

/**
 * To be called in the transaction of the change, with the ids of the loyalty cards it was about: holds
 * them. One statement where their programmes have no tiers. Where it is not called, the cards are looked
 * at within a minute all the same.
 */
export async function pointsChanged(
  context: LedgerContext,
  sql: Sql,
  cardIds: readonly string[],
): Promise<void> {
  await checkTiers(context, sql, cardIds);
}
