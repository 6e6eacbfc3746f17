/** Rewards of loyalty campaigns: give them, list, read, change, take back; and those of a member. */
import { done } from '../../../engine/outcome.ts';
import { route } from '../../../platform/http/route.ts';
import { NoContent } from '../../../platform/http/shapes.ts';
import {
  presentRewardAssignment,
  presentRewardAssignmentPage,
} from '../../rewards/assignments/present.ts';
import {
  RewardAssignment,
  RewardAssignmentList,
  RewardAssignmentUpdate,
} from '../../rewards/assignments/schema.ts';
import {
  assignRewards,
  changeRewardAssignment,
  getRewardAssignment,
  pageOfRewardAssignments,
  unassignReward,
} from '../../rewards/assignments/service.ts';
import { presentReward } from '../../rewards/present.ts';
import { Reward } from '../../rewards/schema.ts';
import { presentMemberReward } from './present.ts';
import {
  CampaignAssignmentId,
  CampaignAssignmentsQuery,
  CampaignRewardsInput,
  CampaignRewardsQuery,
  MemberRewardList,
  MemberRewardsQuery,
  NewCampaignRewards,
  RewardedCampaignId,
  RewardedMemberId,
} from './schema.ts';
import { rewardOfAssignment, rewardsOfMember } from './service.ts';

const tag = 'Loyalties';

type Params = { readonly campaignId: string; readonly assignmentId: string };
const pathOf = ({ campaignId, assignmentId: id }: Params) => ({ campaignId, id });

/** Where an assignment is read: both addresses mean the same. */
const assignmentAddresses = [
  { operation: 'get-reward-assignment-2', address: 'rewards' },
  { operation: 'get-reward-assignment-1', address: 'reward-assignments' },
] as const;

export const loyaltyRewardRoutes = [
  route({
    operation: 'list-reward-assignments-2',
    on: 'GET /v1/loyalties/:campaignId/rewards',
    tag,
    does: 'Lists the rewards that a campaign has, newest first',
    may: 'loyalties.read',
    params: RewardedCampaignId,
    query: CampaignRewardsQuery,
    reply: RewardAssignmentList,
    fails: ['not_found'],
    async handle({ params, query }, context) {
      const of = { campaignId: params.campaignId, id: query.assignment_id };
      const page = await pageOfRewardAssignments(context, of, query);
      return page.ok ? done(presentRewardAssignmentPage(page.value)) : page;
    },
  }),
  route({
    operation: 'create-reward-assignment-1',
    on: 'POST /v1/loyalties/:campaignId/rewards',
    tag,
    does: 'Gives a campaign rewards, all or none',
    may: 'loyalties.modify',
    params: RewardedCampaignId,
    body: CampaignRewardsInput,
    reply: NewCampaignRewards,
    fails: ['not_found', 'duplicate_found', 'missing_param', 'invalid_payload'],
    async handle({ params, body }, context) {
      const assigned = await assignRewards(context, params.campaignId, body);
      return assigned.ok ? done(assigned.value.map(presentRewardAssignment)) : assigned;
    },
  }),
  ...assignmentAddresses.map(({ operation, address }) =>
    route({
      operation,
      on: `GET /v1/loyalties/:campaignId/${address}/:assignmentId`,
      tag,
      does: 'Reads which reward a campaign has, and for how many points',
      may: 'loyalties.read',
      params: CampaignAssignmentId,
      reply: RewardAssignment,
      fails: ['not_found'],
      async handle({ params }, context) {
        const found = await getRewardAssignment(context, pathOf(params));
        return found.ok ? done(presentRewardAssignment(found.value)) : found;
      },
    }),
  ),
  route({
    operation: 'update-reward-assignment-1',
    on: 'PUT /v1/loyalties/:campaignId/rewards/:assignmentId',
    tag,
    does: 'Changes how many points a reward costs',
    may: 'loyalties.modify',
    params: CampaignAssignmentId,
    body: RewardAssignmentUpdate,
    reply: RewardAssignment,
    fails: ['not_found', 'invalid_payload'],
    async handle({ params, body }, context) {
      const changed = await changeRewardAssignment(context, pathOf(params), body);
      return changed.ok ? done(presentRewardAssignment(changed.value)) : changed;
    },
  }),
  route({
    operation: 'delete-reward-assignment-1',
    on: 'DELETE /v1/loyalties/:campaignId/rewards/:assignmentId',
    tag,
    does: 'Takes a reward back from a campaign',
    may: 'loyalties.delete',
    params: CampaignAssignmentId,
    reply: NoContent,
    status: 204,
    fails: ['not_found'],
    handle: ({ params }, context) => unassignReward(context, pathOf(params)),
  }),
  route({
    operation: 'list-reward-assignments-1',
    on: 'GET /v1/loyalties/:campaignId/reward-assignments',
    tag,
    does: 'Lists the rewards that a campaign has, newest first',
    may: 'loyalties.read',
    params: RewardedCampaignId,
    query: CampaignAssignmentsQuery,
    reply: RewardAssignmentList,
    fails: ['not_found'],
    async handle({ params, query }, context) {
      const of = { campaignId: params.campaignId, id: query.assignmentId };
      const page = await pageOfRewardAssignments(context, of, query);
      return page.ok ? done(presentRewardAssignmentPage(page.value)) : page;
    },
  }),
  route({
    operation: 'get-reward-details',
    on: 'GET /v1/loyalties/:campaignId/reward-assignments/:assignmentId/reward',
    tag,
    does: 'Reads the reward behind an assignment',
    may: 'loyalties.read',
    params: CampaignAssignmentId,
    reply: Reward,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await rewardOfAssignment(context, pathOf(params));
      return found.ok ? done(presentReward(found.value)) : found;
    },
  }),
  route({
    operation: 'list-member-rewards',
    on: 'GET /v1/loyalties/members/:memberId/rewards',
    tag,
    does: 'Lists what a loyalty card can be exchanged for, newest first',
    may: 'loyalties.read',
    params: RewardedMemberId,
    query: MemberRewardsQuery,
    reply: MemberRewardList,
    fails: ['not_found'],
    async handle({ params, query }, context) {
      const affordableOnly = query.affordable_only ?? false;
      const offered = await rewardsOfMember(context, params.memberId, { affordableOnly });
      if (!offered.ok) return offered;
      const data = offered.value.map(presentMemberReward);
      return done({ object: 'list', data_ref: 'data', data, total: data.length });
    },
  }),
];
