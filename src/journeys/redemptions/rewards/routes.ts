/** Exchanges of points for rewards, by member. */
import { route } from '../../../platform/http/route.ts';
import type { RedeemTools } from '../redeem.ts';
import { Redemption } from '../schema.ts';
import { singleFailures } from '../single/service.ts';
import { exchange } from './exchange.ts';
import { ExchangeInput, ExchangingMember, ExchangingMemberOfCampaign } from './schema.ts';

const tag = 'Loyalties';

export const exchangeRoutes = (tools: RedeemTools) => [
  route({
    operation: 'redeem-reward-1',
    on: 'POST /v1/loyalties/:campaignId/members/:memberId/redemption',
    tag,
    does: 'Exchanges points of a loyalty card for a reward of its campaign',
    may: 'redemptions.modify',
    idempotency: 'own',
    params: ExchangingMemberOfCampaign,
    body: ExchangeInput,
    reply: Redemption,
    fails: singleFailures,
    handle: ({ params, body }, context) => exchange(context, tools, params, body),
  }),
  route({
    operation: 'redeem-reward',
    on: 'POST /v1/loyalties/members/:memberId/redemption',
    tag,
    does: 'Exchanges points of a loyalty card for a reward, the card named alone',
    may: 'redemptions.modify',
    idempotency: 'own',
    params: ExchangingMember,
    body: ExchangeInput,
    reply: Redemption,
    fails: singleFailures,
    handle: ({ params, body }, context) => exchange(context, tools, params, body),
  }),
];
