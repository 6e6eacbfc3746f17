/** What a loyalty campaign and a card of it can be exchanged for. */
import { done, notFound, type Outcome } from '../../../engine/outcome.ts';
import type { Context } from '../../../platform/context.ts';
import {
  assignmentsOfCampaign,
  getRewardAssignment,
  type RewardAssignmentRow,
} from '../../rewards/assignments/service.ts';
import { getReward, type RewardRow, rewardsById } from '../../rewards/service.ts';
import { getVoucher } from '../../vouchers/service.ts';

/** The reward that an assignment gives to a campaign, the campaign by id or name. */
export async function rewardOfAssignment(
  context: Context,
  path: { readonly campaignId: string; readonly id: string },
): Promise<Outcome<RewardRow, 'not_found'>> {
  const assignment = await getRewardAssignment(context, path);
  return assignment.ok ? getReward(context, assignment.value.reward_id) : assignment;
}

export type OfferedReward = {
  readonly reward: RewardRow;
  readonly assignment: RewardAssignmentRow;
};

/** What the card's campaign offers, the newest first; `affordableOnly`: for the points that are there. */
export async function rewardsOfMember(
  context: Context,
  memberId: string,
  { affordableOnly }: { readonly affordableOnly: boolean },
): Promise<Outcome<readonly OfferedReward[], 'not_found'>> {
  const found = await getVoucher(context, memberId);
  const card = found.ok ? found.value.row : null;
  if (card === null || card.type !== 'LOYALTY_CARD') return notFound('voucher', memberId);
  const assignments =
    card.campaign_id === null ? [] : await assignmentsOfCampaign(context, card.campaign_id);
  const rewards = await rewardsById(
    context,
    assignments.map((one) => one.reward_id),
  );
  const offered = assignments.flatMap((assignment) => {
    const reward = rewards.get(assignment.reward_id);
    return reward === undefined ? [] : [{ reward, assignment }];
  });
  const balance = card.balance ?? 0;
  return done(affordableOnly ? offered.filter((one) => leastCost(one) <= balance) : offered);
}

/** The fewest points that get something for it. */
function leastCost({ reward, assignment }: OfferedReward): number {
  if (reward.type === 'COIN') return reward.parameters.coin.points_ratio;
  return assignment.points ?? Number.MAX_SAFE_INTEGER;
}
