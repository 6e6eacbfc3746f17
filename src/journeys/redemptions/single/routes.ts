/** Redemptions of one code or tier: a stack of one, answered as the one redemption it is. */
import { clientRoute, route } from '../../../platform/http/route.ts';
import type { RedeemTools } from '../redeem.ts';
import { RedeemedCode, Redemption } from '../schema.ts';
import {
  CodeRedemptionInput,
  RedeemedByQuery,
  RedeemedTierId,
  RedemptionTracking,
  SingleRedemptionInput,
} from './schema.ts';
import { redeemCode, redeemOne, singleFailures } from './service.ts';

export const singleRedemptionRoutes = (tools: RedeemTools) => [
  route({
    operation: 'redeem-voucher',
    on: 'POST /v1/vouchers/:code/redemption',
    tag: 'Redemptions',
    does: 'Consumes one code upon an order',
    may: 'redemptions.modify',
    identity: 'facts',
    idempotency: 'own',
    params: RedeemedCode,
    query: RedemptionTracking,
    body: CodeRedemptionInput,
    reply: Redemption,
    fails: singleFailures,
    handle: ({ params, query, body }, context) =>
      redeemCode(context, tools, { ...query, code: params.code }, body),
  }),
  route({
    operation: 'redeem-promotion',
    on: 'POST /v1/promotions/tiers/:promotionTierId/redemption',
    tag: 'Promotions',
    does: 'Consumes one promotion tier upon an order',
    may: 'redemptions.modify',
    identity: 'facts',
    idempotency: 'own',
    params: RedeemedTierId,
    body: SingleRedemptionInput,
    reply: Redemption,
    fails: singleFailures,
    handle: ({ params, body }, context) =>
      redeemOne(context, tools, { object: 'promotion_tier', id: params.promotionTierId }, body),
  }),
  clientRoute({
    operation: 'redeem-voucher-client-side',
    on: 'POST /client/v1/redeem',
    tag: 'Client side',
    does: 'Consumes one code upon an order, where the project lets client keys redeem',
    may: 'redemptions.modify',
    needs: 'redeem',
    identity: 'facts',
    idempotency: 'own',
    query: RedeemedByQuery,
    body: CodeRedemptionInput,
    reply: Redemption,
    fails: singleFailures,
    handle: ({ query, body }, context) => redeemCode(context, tools, query, body),
  }),
];
