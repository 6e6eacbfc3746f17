/** Redemptions of one code or tier: a stack of one, answered as the one redemption it is. */
import { done, type Outcome } from '../../../engine/outcome.ts';
import type { ProblemKey } from '../../../engine/problem.ts';
import type { Context } from '../../../platform/context.ts';
import { clientRoute, route } from '../../../platform/http/route.ts';
import type { RedeemableInput } from '../../redeemables/schema.ts';
import { wishOf } from '../../redeemables/service.ts';
import { redeem, redemptionFailures, type RedeemTools } from '../redeem.ts';
import { RedeemedCode, Redemption } from '../schema.ts';
import {
  CodeRedemptionInput,
  RedeemedByQuery,
  RedeemedTierId,
  RedemptionTracking,
  SingleRedemptionInput,
} from './schema.ts';

/** What several may be refused with for being several. */
const together: readonly ProblemKey[] = [
  'duplicated_redeemables',
  'invalid_redeemables',
  'redeemables_limit_exceeded',
];
const singleFailures = redemptionFailures.filter((key) => !together.includes(key));

/** The redemption with the order it was made upon. */
async function redeemOne(
  context: Context,
  tools: RedeemTools,
  redeemable: RedeemableInput,
  { customer, ...input }: SingleRedemptionInput,
  trackingId?: string,
): Promise<Outcome<Redemption>> {
  const result = await redeem(context, tools, {
    ...input,
    // The official SDK sends an empty customer where it knows nobody.
    customer: somebody(customer),
    ...(trackingId === undefined ? {} : { tracking_id: trackingId }),
    redeemables: [redeemable],
  });
  if (!result.ok) return result;
  const { redemptions, order = null } = result.value;
  const [redemption] = redemptions;
  if (redemption === undefined) throw new Error('one redeemable gives one redemption');
  return done({ ...redemption, order });
}

/** A code, with what is wished of it where it is a card's. */
function redeemCode(
  context: Context,
  tools: RedeemTools,
  { code, tracking_id }: RedeemedByQuery,
  { gift, reward, ...input }: CodeRedemptionInput,
): Promise<Outcome<Redemption>> {
  const redeemable = { object: 'voucher' as const, id: code, ...wishOf({ gift, reward }) };
  return redeemOne(context, tools, redeemable, input, tracking_id);
}

function somebody(customer: SingleRedemptionInput['customer']) {
  return Object.values(customer ?? {}).some((value) => value !== null) ? (customer ?? null) : null;
}

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
