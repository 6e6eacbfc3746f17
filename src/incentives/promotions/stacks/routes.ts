/** Promotion stacks: create, read, list, change, remove. */
import { done } from '../../../engine/outcome.ts';
import { route } from '../../../platform/http/route.ts';
import { NoContent } from '../../../platform/http/shapes.ts';
import { CampaignId } from '../schema.ts';
import { presentStack } from './present.ts';
import {
  PromotionStack,
  PromotionStackId,
  PromotionStackList,
  StackInput,
  StackQuery,
  StackUpdate,
} from './schema.ts';
import {
  createStack,
  deleteStack,
  getStack,
  pageOfStacks,
  stacksOfCampaign,
  updateStack,
} from './service.ts';

const tag = 'Promotions';

export const promotionStackRoutes = [
  route({
    operation: 'list-all-promotion-stacks',
    on: 'GET /v1/promotions/stacks',
    tag,
    does: 'Lists the stacks of all campaigns, newest first unless asked otherwise',
    may: 'promotions.read',
    query: StackQuery,
    reply: PromotionStackList,
    fails: [],
    async handle({ query }, context) {
      const { rows, total } = await pageOfStacks(context, query);
      return done({ object: 'list', data_ref: 'data', data: rows.map(presentStack), total });
    },
  }),
  route({
    operation: 'create-promotion-stack',
    on: 'POST /v1/promotions/:campaignId/stacks',
    tag,
    does: 'Stacks tiers of one campaign in the order they are named',
    may: 'promotions.modify',
    params: CampaignId,
    body: StackInput,
    reply: PromotionStack,
    fails: ['not_found'],
    async handle({ params, body }, context) {
      const created = await createStack(context, params.campaignId, body);
      return created.ok ? done(presentStack(created.value)) : created;
    },
  }),
  route({
    operation: 'list-promotion-stacks-in-campaign',
    on: 'GET /v1/promotions/:campaignId/stacks',
    tag,
    does: 'Lists all stacks of a campaign, oldest first',
    may: 'promotions.read',
    params: CampaignId,
    reply: PromotionStackList,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await stacksOfCampaign(context, params.campaignId);
      if (!found.ok) return found;
      const data = found.value.map(presentStack);
      return done({ object: 'list', data_ref: 'data', data, total: data.length });
    },
  }),
  route({
    operation: 'get-promotion-stack',
    on: 'GET /v1/promotions/:campaignId/stacks/:stackId',
    tag,
    does: 'Reads a promotion stack',
    may: 'promotions.read',
    params: PromotionStackId,
    reply: PromotionStack,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await getStack(context, params);
      return found.ok ? done(presentStack(found.value)) : found;
    },
  }),
  route({
    operation: 'update-promotion-stack',
    on: 'PUT /v1/promotions/:campaignId/stacks/:stackId',
    tag,
    does: 'Changes what is given; the rest stays',
    may: 'promotions.modify',
    params: PromotionStackId,
    body: StackUpdate,
    reply: PromotionStack,
    fails: ['not_found'],
    async handle({ params, body }, context) {
      const saved = await updateStack(context, params, body);
      return saved.ok ? done(presentStack(saved.value)) : saved;
    },
  }),
  route({
    operation: 'delete-promotion-stack',
    on: 'DELETE /v1/promotions/:campaignId/stacks/:stackId',
    tag,
    does: 'Removes a stack; its tiers stay',
    may: 'promotions.delete',
    params: PromotionStackId,
    reply: NoContent,
    status: 204,
    fails: ['not_found'],
    handle: ({ params }, context) => deleteStack(context, params),
  }),
];
