/** Rewards of a tier: row → wire. */
import { presentRewardAssignment } from '../../../rewards/assignments/present.ts';
import { presentReward } from '../../../rewards/present.ts';
import type { TierReward } from './schema.ts';
import type { TierRewardRow } from './service.ts';

export function presentTierReward({ reward, assignment }: TierRewardRow): TierReward {
  return {
    reward: presentReward(reward),
    assignment: presentRewardAssignment(assignment),
    object: 'loyalty_tier_reward',
  };
}
