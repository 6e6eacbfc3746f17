/** Activates what is due, batch by batch: each is one transaction, so a kill loses none and none counts twice. */
import type { Temporal } from 'temporal-polyfill';
import { done } from '../../../engine/outcome.ts';
import type { Project } from '../../../platform/context.ts';
import type { Database } from '../../../platform/db/database.ts';
import { newId } from '../../../platform/ids.ts';
import { entryAsk, type LedgerContext } from '../../ledger/service.ts';
import { expiryByRules, findExpirationRules } from '../expiry/service.ts';
import { pointsChanged } from '../points-changed/service.ts';
import { type ActivationAsk, activateEachPending, findDue, findDueProject } from './store.ts';

/** Cards that a transaction holds at most: few enough that nobody waits for it long. */
export const BATCH_SIZE = 500;

/** Activates the next ones; answers how many it looked at: fewer than a batch means that none is left. */
export async function activateNextDue(
  db: Database,
  projectId: string,
  now: Temporal.Instant,
): Promise<number> {
  const project = await findDueProject(db, projectId);
  if (project === null) return 0;
  const context = contextAt(project, now);
  const today = now.toZonedDateTimeISO(project.timezone).toPlainDate().toString();
  const looked = await db.transaction(async (tx) => {
    const due = await findDue(tx, projectId, { today, limit: BATCH_SIZE });
    const campaigns = new Set(due.flatMap(({ campaign_id }) => campaign_id ?? []));
    const rules = await findExpirationRules(tx, projectId, [...campaigns]);
    const asks = due.map((row): ActivationAsk => {
      const own = row.expiration_rules ?? rules.get(row.campaign_id ?? '') ?? null;
      return {
        id: row.id,
        card_id: row.voucher_id,
        entry: entryAsk(context, { type: 'PENDING_POINTS_ACTIVATION', source: 'AUTOMATIC' }),
        lot_id: context.newId('lopb'),
        expires_at: expiryByRules(context, own),
      };
    });
    const gained = await activateEachPending(tx, projectId, asks);
    if (gained.length > 0) await pointsChanged(context, tx, [...new Set(gained)].toSorted());
    return done(due.length);
  });
  return looked.ok ? looked.value : 0;
}

function contextAt(project: Project, now: Temporal.Instant): LedgerContext {
  return { project, now, newId: (prefix) => newId(prefix, now.epochMilliseconds) };
}
