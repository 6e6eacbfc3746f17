/** Rewards and which campaign has them: what an exchange of points has to know without asking. */
import type { RewardTerms } from '../../engine/stored-value/reward-terms.ts';
import type { RewardAssignmentRow } from '../rewards/assignments/service.ts';
import type { RewardDefinition } from '../rewards/service.ts';
import { memberSet } from './member-set.ts';

/** A reward with the assignment that gives it to a campaign. */
export type AssignedReward = {
  readonly reward: RewardDefinition;
  readonly assignment: RewardAssignmentRow;
};

export type Rewards = {
  /** What changes, by its kind: null for what is gone. */
  readonly notes: {
    reward(id: string, row: RewardDefinition | null): void;
    reward_assignment(id: string, row: RewardAssignmentRow | null): void;
  };
  /** Null where nobody has it. */
  reward(id: string): RewardDefinition | null;
  /** A campaign's reward, or null where it has no such one. */
  assigned(campaignId: string, rewardId: string): AssignedReward | null;
  /** The same as the engine reads it. */
  terms(campaignId: string, rewardId: string): RewardTerms | null;
  /** All of a campaign. */
  ofCampaign(campaignId: string): readonly AssignedReward[];
};

export function createRewards(): Rewards {
  const rewards = new Map<string, RewardDefinition>();
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

  function putReward(id: string, row: RewardDefinition | null): void {
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
    terms(campaignId, rewardId) {
      const found = assigned(campaignId, rewardId);
      return found && termsOf(found);
    },
    ofCampaign,
  };
}

/** Null where a cost is missing that the reward would need. */
function termsOf({ reward, assignment }: AssignedReward): RewardTerms | null {
  const known = { id: reward.id, assignmentId: assignment.id };
  if (reward.type === 'COIN') {
    const { exchange_ratio, points_ratio } = reward.parameters.coin;
    return {
      ...known,
      type: reward.type,
      exchangeRatio: exchange_ratio,
      pointsRatio: points_ratio,
    };
  }
  return assignment.points === null
    ? null
    : { ...known, type: reward.type, cost: assignment.points };
}
