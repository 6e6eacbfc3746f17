/** Estimating the points that an order would earn. Stores nothing. */
import { done } from '../../engine/outcome.ts';
import type { Catalogs } from '../../incentives/catalog/service.ts';
import { route } from '../../platform/http/route.ts';
import { estimatePoints } from './estimate.ts';
import { Estimate, EstimateCampaignId, EstimateInput } from './schema.ts';

export const earningRoutes = (catalogs: Catalogs) => [
  route({
    operation: 'estimate-points',
    on: 'POST /v1/loyalties/:campaignId/qualifications',
    tag: 'Loyalties',
    does: 'Estimates the points that a customer would earn by paying for an order',
    may: 'loyalties.read',
    mutates: false,
    params: EstimateCampaignId,
    body: EstimateInput,
    reply: Estimate,
    fails: [
      'not_found',
      'unauthorized',
      'invalid_amount',
      'campaign_not_active',
      'campaign_not_allow_auto_join',
      'loyalty_card_not_active',
    ],
    async handle({ params, body }, context) {
      const estimated = await estimatePoints(context, catalogs, params.campaignId, body);
      if (!estimated.ok) return estimated;
      const { id, name, points } = estimated.value;
      return done({ campaign: { id, name, object: 'campaign' }, points_estimation: points });
    },
  }),
];
