/**
 * Referrals: a customer who used a referral code was referred by whoever it was published to.
 *
 * What has happened is looked at anew each time, under the lock of the referrer: is there a redemption
 * of the pair that stands, and is there a referral? So it does not matter in which order redemptions and
 * rollbacks are followed up, nor how often: what is rewarded is rewarded once.
 */
import { addReferee } from '../../incentives/referrals/holders/service.ts';
import type { ReferralProgram } from '../../incentives/referrals/program/schema.ts';
import { lookupKey } from '../../incentives/vouchers/service.ts';
import type { Context } from '../../platform/context.ts';
import type { Sql } from '../../platform/db/database.ts';
import { isoOf } from '../../platform/iso.ts';
import { returnRewards, rewardReferral } from './rewards/service.ts';
import {
  addReferred,
  type Cause,
  findProgram,
  findRedeemedPair,
  findReferral,
  findSharedCode,
  findStandingRedemption,
  insertReferral,
  keepReferral,
  lockReferrer,
  type Pair,
  type ReferralRow,
  revokeReferral,
} from './store.ts';

/** The topic of redemptions of referral codes, and of their rollbacks: {redemption_id}. */
export const REFERRAL_REDEEMED = 'referral.redeemed';

/**
 * Follows up the redemption of a referral code, or its rollback, in the caller's transaction. Safe to
 * repeat.
 */
export async function settleRedemption(
  context: Context,
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

/** A custom event of a customer that came with a referral code. */
export type ReferringEvent = {
  readonly id: string;
  readonly name: string;
  readonly customerId: string;
  readonly code: string;
};

/**
 * Follows up a custom event: where the programme of its code waits for it, its customer was referred.
 * Anything else about it (another event, a code that nobody shares, one's own) refers nobody.
 */
export async function settleEvent(
  context: Context,
  sql: Sql,
  { id, name, customerId, code }: ReferringEvent,
): Promise<void> {
  const projectId = context.project.id;
  const key = lookupKey(context.project, code);
  const shared = await findSharedCode(sql, projectId, { key, at: isoOf(context.now) });
  if (shared === null || shared.referrer_id === customerId) return;
  const { campaign_id, referrer_id, voucher_id: voucherId } = shared;
  const program = await findProgram(sql, projectId, campaign_id);
  const wanted = program?.custom_event;
  if (program?.conversion_event_type !== 'custom_event' || (wanted?.name ?? wanted?.id) !== name) {
    return;
  }
  const pair = { campaign_id, referrer_id, referee_id: customerId };
  await lockReferrer(sql, projectId, pair);
  if ((await findReferral(sql, projectId, pair)) !== null) return;
  await makeReferral(context, sql, pair, { type: 'event', id, voucherId }, program);
}

async function makeReferral(
  context: Context,
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
  context: Context,
  sql: Sql,
  pair: Pair,
  { id }: ReferralRow,
): Promise<void> {
  const projectId = context.project.id;
  await revokeReferral(sql, projectId, id, isoOf(context.now));
  const referred = await addReferred(sql, projectId, pair, -1);
  await returnRewards(context, sql, { id, pair, referred });
}
