/** Assignments of a reward: give it to a campaign, list, read, change, take it back. */
import { done } from '../../../engine/outcome.ts';
import { route } from '../../../platform/http/route.ts';
import { NoContent } from '../../../platform/http/shapes.ts';
import { presentRewardAssignment, presentRewardAssignmentPage } from './present.ts';
import {
  AssignedRewardId,
  RewardAssignment,
  RewardAssignmentId,
  RewardAssignmentInput,
  RewardAssignmentList,
  RewardAssignmentQuery,
  RewardAssignmentUpdate,
} from './schema.ts';
import {
  assignReward,
  changeRewardAssignment,
  getRewardAssignment,
  pageOfRewardAssignments,
  unassignReward,
} from './service.ts';

const tag = 'Rewards';

type Params = { readonly rewardId: string; readonly assignmentId: string };
const pathOf = ({ rewardId, assignmentId: id }: Params) => ({ rewardId, id });

export const rewardAssignmentRoutes = [
  route({
    operation: 'list-reward-assignments',
    on: 'GET /v1/rewards/:rewardId/assignments',
    tag,
    does: 'Lists which campaigns have a reward',
    may: 'rewards.read',
    params: AssignedRewardId,
    query: RewardAssignmentQuery,
    reply: RewardAssignmentList,
    fails: ['not_found'],
    async handle({ params, query }, context) {
      const page = await pageOfRewardAssignments(context, { rewardId: params.rewardId }, query);
      return page.ok ? done(presentRewardAssignmentPage(page.value)) : page;
    },
  }),
  route({
    operation: 'create-reward-assignment',
    on: 'POST /v1/rewards/:rewardId/assignments',
    tag,
    does: 'Gives a loyalty campaign the reward, for so many points',
    may: 'rewards.modify',
    params: AssignedRewardId,
    body: RewardAssignmentInput,
    reply: RewardAssignment,
    fails: ['not_found', 'duplicate_found', 'missing_param', 'invalid_payload'],
    async handle({ params, body }, context) {
      const assigned = await assignReward(context, params.rewardId, body);
      return assigned.ok ? done(presentRewardAssignment(assigned.value)) : assigned;
    },
  }),
  route({
    operation: 'get-reward-assignment',
    on: 'GET /v1/rewards/:rewardId/assignments/:assignmentId',
    tag,
    does: 'Reads an assignment',
    may: 'rewards.read',
    params: RewardAssignmentId,
    reply: RewardAssignment,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await getRewardAssignment(context, pathOf(params));
      return found.ok ? done(presentRewardAssignment(found.value)) : found;
    },
  }),
  route({
    operation: 'update-reward-assignment',
    on: 'PUT /v1/rewards/:rewardId/assignments/:assignmentId',
    tag,
    does: 'Changes how many points the reward costs',
    may: 'rewards.modify',
    params: RewardAssignmentId,
    body: RewardAssignmentUpdate,
    reply: RewardAssignment,
    fails: ['not_found', 'invalid_payload'],
    async handle({ params, body }, context) {
      const changed = await changeRewardAssignment(context, pathOf(params), body);
      return changed.ok ? done(presentRewardAssignment(changed.value)) : changed;
    },
  }),
  route({
    operation: 'delete-reward-assignment',
    on: 'DELETE /v1/rewards/:rewardId/assignments/:assignmentId',
    tag,
    does: 'Takes the reward back from a campaign',
    may: 'rewards.delete',
    params: RewardAssignmentId,
    reply: NoContent,
    status: 204,
    fails: ['not_found'],
    handle: ({ params }, context) => unassignReward(context, pathOf(params)),
  }),
];
