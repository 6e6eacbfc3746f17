/**
 * Removing campaigns. A small one goes in the request; of a large one the vouchers go in the
 * background, batch by batch, and the campaign, disabled at once, goes with the last of them.
 * What was redeemed stays in the records of customers and orders.
 */
import { done, notFound, type Outcome } from '../../../engine/outcome.ts';
import type { Context } from '../../../platform/context.ts';
import type { Database, Sql } from '../../../platform/db/database.ts';
import { isoOf } from '../../../platform/iso.ts';
import { addJob } from '../../../platform/jobs/add-job.ts';
import {
  createAsyncAction,
  finishAsyncAction,
  progressAsyncAction,
} from '../../../workspace/async-actions/service.ts';
import { removeAssignmentsOfTiers } from '../../promotions/tiers/service.ts';
import { removeAssignmentsOf } from '../../validation-rules/assignments/service.ts';
import { abandonGenerations } from '../generation/service.ts';
import { getCampaign, protectedCampaign } from '../service.ts';
import {
  lockForRemoval,
  markForRemoval,
  removeCampaign,
  removeVouchersOf,
  vouchersLeft,
} from './store.ts';

/** The task's name. */
export const REMOVE_CAMPAIGN = 'remove_campaign';
/** Vouchers of a batch: some 100 ms. */
const BATCH_SIZE = 2_000;

/** Answers the async action's id. */
export async function deleteCampaign(
  context: Context,
  idOrName: string,
): Promise<Outcome<string, 'not_found' | 'resource_protected'>> {
  const projectId = context.project.id;
  const at = isoOf(context.now);
  return context.db.transaction(async (tx) => {
    const before = await getCampaign(context, idOrName, tx);
    if (!before.ok) return before;
    const { id, protected: isProtected } = before.value.row;
    if (isProtected) return protectedCampaign(id);
    // Somebody else may have removed it while this request waited.
    if (!(await lockForRemoval(tx, projectId, id))) return notFound('campaign', idOrName);
    await abandonGenerations(context, tx, id);
    const current = await getCampaign(context, id, tx);
    if (!current.ok) return current;
    const wanted = current.value.row.vouchers_count;
    const actionId = await createAsyncAction(context, tx, 'CAMPAIGN.VOUCHERS_DELETE');
    const removal = { projectId, campaignId: id, actionId, wanted };
    if ((await removeBatch(tx, removal, at)).isOver) return done(actionId);
    await markForRemoval(tx, projectId, { id, at });
    await addJob(tx, REMOVE_CAMPAIGN, removal);
    return done(actionId);
  });
}

/** A removal as jobs name it; `wanted` vouchers were there when it began. */
export type Removal = {
  readonly projectId: string;
  readonly campaignId: string;
  readonly actionId: string;
  readonly wanted: number;
};

/** In a transaction of its own, for jobs. */
export async function removeNextBatch(
  db: Database,
  removal: Removal,
  at: string,
): Promise<{ readonly isOver: boolean }> {
  const batch = await db.transaction(async (tx) => {
    const { projectId, campaignId } = removal;
    const isThere = await lockForRemoval(tx, projectId, campaignId);
    return done(isThere ? await removeBatch(tx, removal, at) : { isOver: true });
  });
  return batch.ok ? batch.value : { isOver: true };
}

async function removeBatch(
  tx: Sql,
  { projectId, campaignId, actionId, wanted }: Removal,
  at: string,
): Promise<{ readonly isOver: boolean }> {
  const removed = await removeVouchersOf(tx, projectId, campaignId, BATCH_SIZE);
  const action = { projectId, id: actionId, at };
  if (removed === BATCH_SIZE) {
    const left = await vouchersLeft(tx, projectId, campaignId);
    await progressAsyncAction(tx, action, { finished: Math.max(0, wanted - left), wanted });
    return { isOver: false };
  }
  await removeAssignmentsOfTiers(projectId, tx, campaignId);
  await removeAssignmentsOf(projectId, tx, campaignId);
  await removeCampaign(tx, projectId, campaignId);
  const message = `Deleted ${wanted} vouchers.`;
  await finishAsyncAction(tx, action, { message, done_count: wanted });
  return { isOver: true };
}
