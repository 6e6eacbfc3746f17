/** Validations of one code or tier: the same decision as of a stack of one, told in older shapes. */
import { done, notFound, type Outcome, type Refusal } from '../../../engine/outcome.ts';
import type { Catalogs } from '../../../incentives/catalog/service.ts';
import type { Context } from '../../../platform/context.ts';
import { clientRoute, route } from '../../../platform/http/route.ts';
import { type Decided, decideOn } from '../../redeemables/service.ts';
import type { RedeemableInput } from '../../redeemables/schema.ts';
import { CodeByQuery } from '../client/schema.ts';
import { requestOf } from '../client/service.ts';
import type { ValidationTally } from '../tally.ts';
import { presentTierValidation, presentVoucherValidation } from './present.ts';
import {
  SingleInput,
  TierValidation,
  ValidatedCode,
  ValidatedTier,
  VoucherValidation,
} from './schema.ts';

const singleFailures = ['unauthorized', 'invalid_amount'] as const;
type Failure = (typeof singleFailures)[number];

/** What the request says, about this redeemable alone; the answer always tells the order. */
function aboutOne(input: SingleInput, redeemable: RedeemableInput) {
  return { ...input, redeemables: [redeemable], options: { expand: ['order' as const] } };
}

/** Decides on what the request says of one redeemable. */
type Decide = (
  context: Context,
  input: SingleInput,
  redeemable: RedeemableInput,
) => Promise<Outcome<Decided, Failure>>;

export const singleValidationRoutes = (catalogs: Catalogs, tally: ValidationTally | null) => {
  const decide: Decide = async (context, input, redeemable) => {
    const decided = await decideOn(context, catalogs, aboutOne(input, redeemable));
    if (!decided.ok) return refusedAlone(decided);
    tally?.note(decided.value);
    return decided;
  };
  return [ofVoucher(decide), ofVoucherForClients(decide), ofTier(decide)];
};

/** Nothing it would not go with: of its refusals some are left. */
function refusedAlone(refusal: Refusal): Refusal<Failure> {
  const key = singleFailures.find((one) => one === refusal.key);
  if (key === undefined) throw new Error(`one redeemable alone is not refused with ${refusal.key}`);
  return { ...refusal, key };
}

const ofVoucher = (decide: Decide) =>
  route({
    operation: 'validate-voucher',
    on: 'POST /v1/vouchers/:code/validate',
    tag: 'Validations',
    does: 'Tells whether a code is valid for a customer and an order, and what it takes off',
    may: 'validations.modify',
    mutates: false,
    identity: 'facts',
    params: ValidatedCode,
    body: SingleInput,
    reply: VoucherValidation,
    fails: singleFailures,
    async handle({ params: { code }, body }, context) {
      const decided = await decide(context, body, { object: 'voucher', id: code });
      return decided.ok
        ? done(presentVoucherValidation(decided.value, code, context.requestId))
        : decided;
    },
  });

const ofVoucherForClients = (decide: Decide) =>
  clientRoute({
    operation: 'validate-voucher-client-side',
    on: 'GET /client/v1/validate',
    tag: 'Client side',
    does: 'Tells whether a code is valid for a customer and an order, asked for in the address',
    may: 'validations.modify',
    identity: 'facts',
    query: CodeByQuery,
    reply: VoucherValidation,
    fails: singleFailures,
    async handle({ query: { code, ...query } }, context) {
      const decided = await decide(context, requestOf(query), { object: 'voucher', id: code });
      return decided.ok
        ? done(presentVoucherValidation(decided.value, code, context.requestId))
        : decided;
    },
  });

const ofTier = (decide: Decide) =>
  route({
    operation: 'validate-promotion-tier',
    on: 'POST /v1/promotions/tiers/:promotionTierId/validation',
    tag: 'Promotions',
    does: 'Tells whether a tier applies to a customer and an order, and what it takes off',
    may: 'validations.modify',
    mutates: false,
    identity: 'facts',
    params: ValidatedTier,
    body: SingleInput,
    reply: TierValidation,
    fails: [...singleFailures, 'not_found'],
    async handle({ params: { promotionTierId: id }, body }, context) {
      const decided = await decide(context, body, { object: 'promotion_tier', id });
      if (!decided.ok) return decided;
      const tier = decided.value.facts.catalog.tier(id);
      if (tier === null) return notFound('promotion_tier', id);
      return done(presentTierValidation(decided.value, tier, context.requestId));
    },
  });
