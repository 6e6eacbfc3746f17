/** What a card can be exchanged for: row → wire. */
import { presentRewardAssignment } from '../../rewards/assignments/present.ts';
import { presentReward } from '../../rewards/present.ts';
import type { MemberReward } from './schema.ts';
import type { OfferedReward } from './service.ts';

export function presentMemberReward({ reward, assignment }: OfferedReward): MemberReward {
  return {
    reward: presentReward(reward),
    assignment: presentRewardAssignment(assignment),
    object: 'loyalty_reward',
  };
}
