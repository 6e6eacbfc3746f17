/** Rewards of a loyalty campaign on the wire. */
import Type, { type Static } from 'typebox';
import { Limit, Page } from '../../../platform/http/query.ts';
import { RewardAssignment, rewardTermsInput } from '../../rewards/assignments/schema.ts';
import { Reward } from '../../rewards/schema.ts';

/** Assigned at once. */
const MAX_AT_ONCE = 100;

const CampaignIdText = Type.String({ minLength: 1, description: 'Id or name of the campaign' });
const AssignmentIdText = Type.String({ minLength: 1, description: "The assignment's id" });

export const RewardedCampaignId = Type.Object({ campaignId: CampaignIdText });
export const CampaignAssignmentId = Type.Object({
  campaignId: CampaignIdText,
  assignmentId: AssignmentIdText,
});
export const RewardedMemberId = Type.Object({
  memberId: Type.String({ minLength: 1, description: "The loyalty card's code or id" }),
});

export const CampaignRewardsInput = Type.Array(
  Type.Object({
    reward: Type.String({ minLength: 1, maxLength: 1_000, description: "The reward's id" }),
    ...rewardTermsInput,
  }),
  { minItems: 1, maxItems: MAX_AT_ONCE },
);

const OneAssignment = Type.Optional(
  Type.String({ description: 'Id of the only assignment to be listed' }),
);
export const CampaignRewardsQuery = Type.Object({
  limit: Limit,
  page: Page,
  assignment_id: OneAssignment,
});
export const CampaignAssignmentsQuery = Type.Object({
  limit: Limit,
  page: Page,
  assignmentId: OneAssignment,
});

export const NewCampaignRewards = Type.Array(RewardAssignment);

export const MemberRewardsQuery = Type.Object({
  affordable_only: Type.Optional(
    Type.Boolean({ description: 'Only what the card holds enough points for' }),
  ),
});

const MemberReward = Type.Object({
  reward: Reward,
  assignment: RewardAssignment,
  object: Type.Literal('loyalty_reward'),
});
export type MemberReward = Static<typeof MemberReward>;

export const MemberRewardList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('data'),
  data: Type.Array(MemberReward),
  total: Type.Integer({ minimum: 0 }),
});
