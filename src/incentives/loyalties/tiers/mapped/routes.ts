/** What a tier makes of its programme's earning rules, and which rewards its members can have. */
import { done } from '../../../../engine/outcome.ts';
import { route } from '../../../../platform/http/route.ts';
import { presentEarningRule } from '../../earning-rules/present.ts';
import { EarningRuleList } from '../../earning-rules/schema.ts';
import { LoyaltyTierId } from '../schema.ts';
import { presentTierReward } from './present.ts';
import { MappedRulesQuery, TierRewardList } from './schema.ts';
import { rewardsOfTier, rulesOfTier } from './service.ts';

const tag = 'Loyalties';
const tier = '/v1/loyalties/:campaignId/tiers/:loyaltyTierId' as const;

export const mappedByTierRoutes = [
  route({
    operation: 'list-loyalty-tier-earning-rules',
    on: `GET ${tier}/earning-rules`,
    tag,
    does: 'Lists the earning rules of a programme with the points that members of the tier earn',
    may: 'loyalties.read',
    params: LoyaltyTierId,
    query: MappedRulesQuery,
    reply: EarningRuleList,
    fails: ['not_found'],
    async handle({ params, query }, context) {
      const page = await rulesOfTier(context, params, query);
      if (!page.ok) return page;
      const data = page.value.rows.map(presentEarningRule);
      return done({ object: 'list', data_ref: 'data', data, total: page.value.total });
    },
  }),
  route({
    operation: 'list-loyalty-tier-rewards',
    on: `GET ${tier}/rewards`,
    tag,
    does: 'Lists the rewards that members of the tier can have',
    may: 'loyalties.read',
    params: LoyaltyTierId,
    reply: TierRewardList,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await rewardsOfTier(context, params);
      if (!found.ok) return found;
      const data = found.value.map(presentTierReward);
      return done({ object: 'list', data_ref: 'data', data, total: data.length });
    },
  }),
];
