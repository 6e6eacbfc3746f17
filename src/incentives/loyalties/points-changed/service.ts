/** What follows from a change of points on cards: their holders' tiers. */
import type { Sql } from '../../../platform/db/database.ts';
import type { LedgerContext } from '../../ledger/service.ts';

/** To be called in the transaction of the change, with the ids of the loyalty cards it was about. */
export async function pointsChanged(
  _context: LedgerContext,
  _sql: Sql,
  _cardIds: readonly string[],
): Promise<void> {}
