/** Rewards and which campaign has them: what an exchange of points has to know without asking. */
import { mappedCost, mappingOf, type PointsMappings } from '../../engine/loyalty/tier-mapping.ts';
import type { RewardTerms } from '../../engine/stored-value/reward-terms.ts';
import type { RewardAssignmentRow } from '../rewards/assignments/service.ts';
import type { CatalogReward } from '../rewards/service.ts';
import { memberSet } from './member-set.ts';

/** A reward with the assignment that gives it to a campaign. */
export type AssignedReward = {
  readonly reward: CatalogReward;
  readonly assignment: RewardAssignmentRow;
};

type Tier = { readonly rewards: PointsMappings };

export type Rewards = {
  /** What changes, by its kind: null for what is gone. */
  readonly notes: {
    reward(id: string, row: CatalogReward | null): void;
    reward_assignment(id: string, row: RewardAssignmentRow | null): void;
  };
  /** Null where nobody has it. */
  reward(id: string): CatalogReward | null;
  /** A campaign's reward, or null where it has no such one. */
  assigned(campaignId: string, rewardId: string): AssignedReward | null;
  /** The same as the engine reads it, for cards of a tier; null also where that cannot have it. */
  terms(campaignId: string, rewardId: string, tierId?: string | null): RewardTerms | null;
  /** All of a campaign. */
  ofCampaign(campaignId: string): readonly AssignedReward[];
};

/** `tiers` say what members pay otherwise, by the assignment's id. */
export function createRewards(tiers: ReadonlyMap<string, Tier>): Rewards {
  const rewards = new Map<string, CatalogReward>();
  const assignments = new Map<string, RewardAssignmentRow>();
  const byCampaign = new Map<string, Set<string>>();

  function ofCampaign(campaignId: string): readonly AssignedReward[] {
    return [...(byCampaign.get(campaignId) ?? [])].flatMap((id) => {
      const assignment = assignments.get(id);
      const reward = rewards.get(assignment?.reward_id ?? '');
      return assignment === undefined || reward === undefined ? [] : [{ reward, assignment }];
    });
  }

  const assigned = (campaignId: string, rewardId: string) =>
    ofCampaign(campaignId).find(({ reward }) => reward.id === rewardId) ?? null;

  function putReward(id: string, row: CatalogReward | null): void {
    if (row === null) rewards.delete(id);
    else rewards.set(id, row);
  }

  function putAssignment(id: string, row: RewardAssignmentRow | null): void {
    const before = assignments.get(id);
    if (before !== undefined) memberSet(byCampaign, before.campaign_id).delete(id);
    if (row === null) {
      assignments.delete(id);
      return;
    }
    assignments.set(id, row);
    memberSet(byCampaign, row.campaign_id).add(id);
  }

  return {
    notes: { reward: putReward, reward_assignment: putAssignment },
    reward: (id) => rewards.get(id) ?? null,
    assigned,
    terms(campaignId, rewardId, tierId = null) {
      const found = assigned(campaignId, rewardId);
      return found && termsOf(found, tiers.get(tierId ?? '')?.rewards ?? {});
    },
    ofCampaign,
  };
}

/** Null where a cost is missing that the reward would need. */
function termsOf(
  { reward, assignment }: AssignedReward,
  mappings: PointsMappings,
): RewardTerms | null {
  const known = { id: reward.id, assignmentId: assignment.id };
  const mapping = mappingOf(mappings, assignment.id);
  if (reward.type === 'COIN') {
    if (mapping?.type === 'NOT_AVAILABLE') return null;
    const { exchange_ratio: exchangeRatio, points_ratio: pointsRatio } = reward.parameters.coin;
    return { ...known, type: reward.type, exchangeRatio, pointsRatio };
  }
  const cost = assignment.points === null ? null : mappedCost(assignment.points, mapping);
  if (cost === null) return null;
  return { ...known, type: reward.type, cost, isOutOfStock: reward.is_out_of_stock };
}
