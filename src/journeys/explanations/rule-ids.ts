/** Which validation rules guard an incentive, one for one with its compiled rules. */
import type { Candidate } from '../../engine/incentive.ts';
import type { Facts } from '../facts/service.ts';

export function ruleIdsOf(facts: Facts, { id, incentive, payment }: Candidate): readonly string[] {
  const { catalog } = facts;
  const ofObject = (objectId: string) => catalog.assignmentsOf(objectId).map((one) => one.rule_id);
  const known = (ids: readonly string[]) => ids.filter((one) => catalog.rule(one) !== null);
  if (incentive.object === 'promotion_tier') {
    const campaignId = catalog.tier(id)?.campaign.id;
    return known([...(campaignId === undefined ? [] : ofObject(campaignId)), ...ofObject(id)]);
  }
  const voucher = facts.voucher(id);
  const reward = payment?.with === 'points' ? payment.reward : null;
  return known([
    ...ofObject(voucher?.campaign_id ?? id),
    ...(voucher?.rule_ids ?? []),
    ...(reward === null ? [] : ofObject(reward.assignmentId)),
  ]);
}
