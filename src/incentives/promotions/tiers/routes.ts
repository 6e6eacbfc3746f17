/** Promotion tiers: add, read, list, change, switch, remove. */
import { done } from '../../../engine/outcome.ts';
import { forClients, route } from '../../../platform/http/route.ts';
import { NoContent } from '../../../platform/http/shapes.ts';
import { CampaignId } from '../schema.ts';
import { presentTier } from './present.ts';
import {
  PromotionTier,
  PromotionTierId,
  PromotionTierList,
  TierInput,
  TierQuery,
  TierUpdate,
} from './schema.ts';
import {
  createTier,
  deleteTier,
  getTier,
  pageOfTiers,
  switchTier,
  tiersOfCampaign,
  updateTier,
} from './service.ts';

const tag = 'Promotions';

const allTiers = route({
  operation: 'list-promotion-tiers',
  on: 'GET /v1/promotions/tiers',
  tag,
  does: 'Lists the tiers of all campaigns, newest first unless asked otherwise',
  may: 'promotions.read',
  query: TierQuery,
  reply: PromotionTierList,
  fails: [],
  async handle({ query }, context) {
    const { rows, total } = await pageOfTiers(context, query);
    const passed = ((query.page ?? 1) - 1) * (query.limit ?? 10) + rows.length;
    const tiers = rows.map(presentTier);
    return done({ object: 'list', data_ref: 'tiers', tiers, total, has_more: passed < total });
  },
});

export const promotionTierRoutes = [
  allTiers,
  forClients(allTiers, {
    operation: 'list-promotion-tiers-client-side',
    on: 'GET /client/v1/promotions/tiers',
  }),
  route({
    operation: 'add-promotion-tier-to-campaign',
    on: 'POST /v1/promotions/:campaignId/tiers',
    tag,
    does: 'Adds a tier to a promotion campaign, last unless its hierarchy is given',
    may: 'promotions.modify',
    params: CampaignId,
    body: TierInput,
    reply: PromotionTier,
    fails: ['not_found', 'invalid_payload', 'invalid_formula', 'invalid_campaign_params'],
    async handle({ params, body }, context) {
      const created = await createTier(context, params.campaignId, body);
      return created.ok ? done(presentTier(created.value)) : created;
    },
  }),
  route({
    operation: 'list-promotion-tiers-from-campaign',
    on: 'GET /v1/promotions/:campaignId/tiers',
    tag,
    does: 'Lists all tiers of a campaign by their hierarchy',
    may: 'promotions.read',
    params: CampaignId,
    reply: PromotionTierList,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await tiersOfCampaign(context, params.campaignId);
      if (!found.ok) return found;
      const tiers = found.value.map(presentTier);
      const total = tiers.length;
      return done({ object: 'list', data_ref: 'tiers', tiers, total, has_more: false });
    },
  }),
  route({
    operation: 'get-promotion-tier',
    on: 'GET /v1/promotions/tiers/:promotionTierId',
    tag,
    does: 'Reads a promotion tier',
    may: 'promotions.read',
    params: PromotionTierId,
    reply: PromotionTier,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await getTier(context, params.promotionTierId);
      return found.ok ? done(presentTier(found.value)) : found;
    },
  }),
  route({
    operation: 'update-promotion-tier',
    on: 'PUT /v1/promotions/tiers/:promotionTierId',
    tag,
    does: 'Changes what is given; the rest stays, metadata merges, rules are replaced',
    may: 'promotions.modify',
    params: PromotionTierId,
    body: TierUpdate,
    reply: PromotionTier,
    fails: ['not_found', 'invalid_payload', 'invalid_formula'],
    async handle({ params, body }, context) {
      const saved = await updateTier(context, params.promotionTierId, body);
      return saved.ok ? done(presentTier(saved.value)) : saved;
    },
  }),
  route({
    operation: 'delete-promotion-tier',
    on: 'DELETE /v1/promotions/tiers/:promotionTierId',
    tag,
    does: 'Removes a tier, also from its stacks; its redemptions stay',
    may: 'promotions.delete',
    params: PromotionTierId,
    reply: NoContent,
    status: 204,
    fails: ['not_found'],
    handle: ({ params }, context) => deleteTier(context, params.promotionTierId),
  }),
  ...(
    [
      ['enable', 'Lets a tier be redeemed', true],
      ['disable', 'Keeps a tier from being redeemed', false],
    ] as const
  ).map(([verb, does, active]) =>
    route({
      operation: `${verb}-promotion-tier`,
      on: `POST /v1/promotions/tiers/:promotionTierId/${verb}`,
      tag,
      does,
      may: 'promotions.modify',
      params: PromotionTierId,
      reply: PromotionTier,
      fails: ['not_found'],
      async handle({ params }, context) {
        const switched = await switchTier(context, params.promotionTierId, active);
        return switched.ok ? done(presentTier(switched.value)) : switched;
      },
    }),
  ),
];
