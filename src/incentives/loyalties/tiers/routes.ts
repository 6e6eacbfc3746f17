/** Loyalty tiers: add, read, list, change, remove. */
import { done } from '../../../engine/outcome.ts';
import { route } from '../../../platform/http/route.ts';
import { NoContent } from '../../../platform/http/shapes.ts';
import { tierOfMember } from './members/service.ts';
import { presentMemberTier, presentTier } from './present.ts';
import {
  LoyaltyTier,
  LoyaltyTierId,
  LoyaltyTierList,
  LoyaltyTiers,
  TierQuery,
  TiersCampaignId,
  TiersInput,
  TiersMemberId,
  TierUpdate,
} from './schema.ts';
import { createTiers, deleteTier, getTier, pageOfTiers, updateTier } from './service.ts';

const tag = 'Loyalties';

export const loyaltyTierRoutes = [
  route({
    operation: 'list-loyalty-tiers',
    on: 'GET /v1/loyalties/:campaignId/tiers',
    tag,
    does: 'Lists the tiers of a loyalty programme, oldest first unless asked otherwise',
    may: 'loyalties.read',
    params: TiersCampaignId,
    query: TierQuery,
    reply: LoyaltyTierList,
    fails: ['not_found'],
    async handle({ params, query }, context) {
      const page = await pageOfTiers(context, params.campaignId, query);
      if (!page.ok) return page;
      const data = page.value.rows.map(presentTier);
      return done({ object: 'list', data_ref: 'data', data, total: page.value.total });
    },
  }),
  route({
    operation: 'create-in-bulk-loyalty-tiers',
    on: 'POST /v1/loyalties/:campaignId/tiers',
    tag,
    does: 'Adds tiers to a loyalty programme; its members come into them in the background',
    may: 'loyalties.modify',
    params: TiersCampaignId,
    body: TiersInput,
    reply: LoyaltyTiers,
    fails: ['not_found', 'invalid_payload'],
    async handle({ params, body }, context) {
      const created = await createTiers(context, params.campaignId, body);
      return created.ok ? done(created.value.map(presentTier)) : created;
    },
  }),
  route({
    operation: 'list-member-loyalty-tier',
    on: 'GET /v1/loyalties/members/:memberId/tiers',
    tag,
    does: 'Lists the tier that a member is in, if any',
    may: 'loyalties.read',
    params: TiersMemberId,
    reply: LoyaltyTierList,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await tierOfMember(context, params.memberId);
      if (!found.ok) return found;
      const held = found.value === null ? [] : [found.value];
      const data = held.map((one) => presentMemberTier(one, context.project.timezone));
      return done({ object: 'list', data_ref: 'data', data, total: data.length });
    },
  }),
  route({
    operation: 'get-loyalty-tier',
    on: 'GET /v1/loyalties/:campaignId/tiers/:loyaltyTierId',
    tag,
    does: 'Reads a loyalty tier',
    may: 'loyalties.read',
    params: LoyaltyTierId,
    reply: LoyaltyTier,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await getTier(context, params);
      return found.ok ? done(presentTier(found.value)) : found;
    },
  }),
  route({
    operation: 'update-loyalty-tier',
    on: 'PUT /v1/loyalties/:campaignId/tiers/:loyaltyTierId',
    tag,
    does: 'Changes what is given; mappings are replaced, metadata merges, members follow in the background',
    may: 'loyalties.modify',
    extension: true,
    params: LoyaltyTierId,
    body: TierUpdate,
    reply: LoyaltyTier,
    fails: ['not_found', 'invalid_payload'],
    async handle({ params, body }, context) {
      const saved = await updateTier(context, params, body);
      return saved.ok ? done(presentTier(saved.value)) : saved;
    },
  }),
  route({
    operation: 'delete-loyalty-tier',
    on: 'DELETE /v1/loyalties/:campaignId/tiers/:loyaltyTierId',
    tag,
    does: 'Removes a tier; its members leave it, in the background',
    may: 'loyalties.delete',
    extension: true,
    params: LoyaltyTierId,
    reply: NoContent,
    status: 204,
    fails: ['not_found'],
    handle: ({ params }, context) => deleteTier(context, params),
  }),
];
