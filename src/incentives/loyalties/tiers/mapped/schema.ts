/** What a tier makes of its programme's earning rules, and which rewards its members can have, on the wire. */
import Type, { type Static } from 'typebox';
import { Limit, Page } from '../../../../platform/http/query.ts';
import { Reward } from '../../../rewards/schema.ts';
import { RewardAssignment } from '../../../rewards/assignments/schema.ts';

export const MappedRulesQuery = Type.Object({ limit: Limit, page: Page });

const TierReward = Type.Object({
  reward: Reward,
  assignment: RewardAssignment,
  object: Type.Literal('loyalty_tier_reward'),
});
export type TierReward = Static<typeof TierReward>;

export const TierRewardList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('data'),
  data: Type.Array(TierReward),
  total: Type.Integer({ minimum: 0 }),
});
