/** Assignments of rewards on the wire: which campaign has a reward, for how many points. */
import Type, { type Static } from 'typebox';
import { Limit, Page } from '../../../platform/http/query.ts';
import { DateTime, Nullable } from '../../../platform/http/shapes.ts';

const Id = Type.String({ minLength: 1, maxLength: 1_000 });
const MAX_RULES = 100;

const RewardIdText = Type.String({ minLength: 1, description: "The reward's id" });
const AssignmentIdText = Type.String({ minLength: 1, description: "The assignment's id" });

export const AssignedRewardId = Type.Object({ rewardId: RewardIdText });
export const RewardAssignmentId = Type.Object({
  rewardId: RewardIdText,
  assignmentId: AssignmentIdText,
});

const LoyaltyInput = Type.Object({
  points: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'How many points the reward costs',
    }),
  ),
  auto_redeem: Type.Optional(
    Nullable(
      Type.Boolean({
        description: 'Redeems it as soon as a card holds enough; one reward of a campaign may',
      }),
    ),
  ),
});

/** What every way of assigning a reward says. A reward that is paid with points has no cost. */
export const rewardTermsInput = {
  parameters: Type.Optional(Type.Object({ loyalty: Type.Optional(LoyaltyInput) })),
  validation_rules: Type.Optional(
    Type.Array(Id, { maxItems: MAX_RULES, description: 'Ids of rules that guard it' }),
  ),
};

export const RewardAssignmentInput = Type.Object({
  campaign: Type.Optional(
    Nullable(Type.String({ maxLength: 1_000, description: 'Id or name of a loyalty campaign' })),
  ),
  ...rewardTermsInput,
});
export type RewardAssignmentInput = Static<typeof RewardAssignmentInput>;

/** What is absent stays. */
export const RewardAssignmentUpdate = Type.Object({
  parameters: Type.Optional(Type.Object({ loyalty: Type.Optional(LoyaltyInput) })),
});
export type RewardAssignmentUpdate = Static<typeof RewardAssignmentUpdate>;

export const RewardAssignmentQuery = Type.Object({ limit: Limit, page: Page });

export const RewardAssignment = Type.Object({
  id: Type.String(),
  reward_id: Type.String(),
  related_object_id: Type.String({ description: 'Id of the campaign' }),
  related_object_type: Type.Literal('campaign'),
  parameters: Type.Optional(
    Type.Object({
      loyalty: Type.Object({
        points: Type.Optional(Type.Integer()),
        auto_redeem: Type.Optional(Nullable(Type.Boolean())),
      }),
    }),
  ),
  created_at: DateTime,
  updated_at: Nullable(DateTime),
  object: Type.Literal('reward_assignment'),
});
export type RewardAssignment = Static<typeof RewardAssignment>;

export const RewardAssignmentList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('data'),
  data: Type.Array(RewardAssignment),
  total: Type.Integer({ minimum: 0 }),
});
export type RewardAssignmentList = Static<typeof RewardAssignmentList>;
