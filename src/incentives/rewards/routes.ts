/** Rewards: create, list, read, change, remove. */
import { done } from '../../engine/outcome.ts';
import { route } from '../../platform/http/route.ts';
import { NoContent } from '../../platform/http/shapes.ts';
import { presentReward } from './present.ts';
import { Reward, RewardId, RewardInput, RewardList, RewardQuery, RewardUpdate } from './schema.ts';
import { changeReward, createReward, deleteReward, getReward, pageOfRewards } from './service.ts';

const tag = 'Rewards';

export const rewardRoutes = [
  route({
    operation: 'list-rewards',
    on: 'GET /v1/rewards',
    tag,
    does: 'Lists rewards, newest first',
    may: 'rewards.read',
    query: RewardQuery,
    reply: RewardList,
    fails: [],
    async handle({ query }, context) {
      const { rows, total } = await pageOfRewards(context, query);
      return done({ object: 'list', data_ref: 'data', data: rows.map(presentReward), total });
    },
  }),
  route({
    operation: 'create-reward',
    on: 'POST /v1/rewards',
    tag,
    does: 'Creates a reward: something of a campaign, a product, or what points are worth',
    may: 'rewards.modify',
    body: RewardInput,
    reply: Reward,
    fails: ['not_found', 'invalid_payload', 'invalid_balance'],
    async handle({ body }, context) {
      const created = await createReward(context, body);
      return created.ok ? done(presentReward(created.value)) : created;
    },
  }),
  route({
    operation: 'get-reward',
    on: 'GET /v1/rewards/:rewardId',
    tag,
    does: 'Reads a reward',
    may: 'rewards.read',
    params: RewardId,
    reply: Reward,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await getReward(context, params.rewardId);
      return found.ok ? done(presentReward(found.value)) : found;
    },
  }),
  route({
    operation: 'update-reward',
    on: 'PUT /v1/rewards/:rewardId',
    tag,
    does: 'Changes what is given; a reward keeps its type',
    may: 'rewards.modify',
    params: RewardId,
    body: RewardUpdate,
    reply: Reward,
    fails: ['not_found', 'invalid_payload', 'invalid_balance'],
    async handle({ params, body }, context) {
      const changed = await changeReward(context, params.rewardId, body);
      return changed.ok ? done(presentReward(changed.value)) : changed;
    },
  }),
  route({
    operation: 'delete-reward',
    on: 'DELETE /v1/rewards/:rewardId',
    tag,
    does: 'Removes a reward that no campaign has',
    may: 'rewards.delete',
    params: RewardId,
    reply: NoContent,
    status: 204,
    fails: ['not_found', 'resource_in_use'],
    handle: ({ params }, context) => deleteReward(context, params.rewardId),
  }),
];
