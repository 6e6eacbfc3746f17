/**
 * Referrals: a customer who used a referral code was referred by whoever it was published to.
 *
 * What has happened is looked at anew each time, under the lock of the referrer: is there a redemption
 * of the pair that stands, and is there a referral? So it does not matter in which order redemptions and
 * rollbacks are followed up, nor how often: what is rewarded is rewarded once.
 */
import { addReferee } from '../../incentives/referrals/holders/service.ts';
import type { ReferralProgram } from '../../incentives/referrals/program/schema.ts';
import type { WorkContext } from '../../platform/context.ts';
import type { Sql } from '../../platform/db/database.ts';
import { isoOf } from '../../platform/iso.ts';
import { returnRewards, rewardReferral } from './rewards/service.ts';
import {
  addReferred,
  type Cause,
  findProgram,
  findRedeemedPair,
  findReferral,
  findStandingRedemption,
  insertReferral,
  keepReferral,
  lockReferrer,
  type Pair,
  type ReferralRow,
  revokeReferral,
} from './store.ts';

/**
 * Follows up the redemption of a referral code, or its rollback, in the caller's transaction. Safe to
 * repeat.
 */
export async function settleRedemption(
  context: WorkContext,
  sql: Sql,
  redemptionId: string,
): Promise<void> {
  const projectId = context.project.id;
  const pair = await findRedeemedPair(sql, projectId, redemptionId);
  if (pair === null) return;
  const program = await findProgram(sql, projectId, pair.campaign_id);
  await lockReferrer(sql, projectId, pair);
  const referral = await findReferral(sql, projectId, pair);
  const standing = await findStandingRedemption(sql, projectId, pair);
  if (referral === null) {
    const converts = program?.conversion_event_type === 'redemption';
    if (standing !== null && converts) await makeReferral(context, sql, pair, standing, program);
    return;
  }
  if (referral.related_object_type !== 'redemption') return;
  if (standing === null) await takeReferralBack(context, sql, pair, referral);
  else if (standing.id !== referral.related_object_id) {
    await keepReferral(sql, projectId, referral.id, standing);
  }
}

async function makeReferral(
  context: WorkContext,
  sql: Sql,
  pair: Pair,
  cause: Cause,
  program: ReferralProgram,
): Promise<void> {
  const projectId = context.project.id;
  const referral = { id: context.newId('rfl'), cause, at: isoOf(context.now) };
  await insertReferral(sql, projectId, pair, referral);
  const referred = await addReferred(sql, projectId, pair, 1);
  await addReferee(context, sql, {
    voucherId: cause.voucherId,
    campaignId: pair.campaign_id,
    customerId: pair.referee_id,
  });
  await rewardReferral(context, sql, { id: referral.id, pair, program, referred });
}

async function takeReferralBack(
  context: WorkContext,
  sql: Sql,
  pair: Pair,
  { id }: ReferralRow,
): Promise<void> {
  const projectId = context.project.id;
  await revokeReferral(sql, projectId, id, isoOf(context.now));
  const referred = await addReferred(sql, projectId, pair, -1);
  await returnRewards(context, sql, { id, pair, referred });
}
