/** Validations of one code or tier: the same decision as of a stack of one, told in older shapes. */
import { done, notFound, type Outcome, type Refusal } from '../../../engine/outcome.ts';
import type { Catalogs } from '../../../incentives/catalog/service.ts';
import type { Context } from '../../../platform/context.ts';
import { clientRoute, route } from '../../../platform/http/route.ts';
import type { RedeemableInput } from '../../redeemables/schema.ts';
import { type Decided, wishOf } from '../../redeemables/service.ts';
import type { Session } from '../../sessions/schema.ts';
import { decideInSession } from '../../sessions/service.ts';
import { CodeByQuery } from '../client/schema.ts';
import { requestOf } from '../client/service.ts';
import type { ValidationTally } from '../tally.ts';
import { presentTierValidation, presentVoucherValidation } from './present.ts';
import {
  CodeInput,
  SingleInput,
  TierValidation,
  ValidatedCode,
  ValidatedTier,
  VoucherValidation,
} from './schema.ts';

const singleFailures = [
  'unauthorized',
  'invalid_amount',
  'multiple_requests',
  'idempotency_key_reused',
] as const;
type Failure = (typeof singleFailures)[number];

/** What the request says, about this redeemable alone; the answer always tells the order. */
function aboutOne(input: SingleInput, redeemable: RedeemableInput) {
  return { ...input, redeemables: [redeemable], options: { expand: ['order' as const] } };
}

/** Decides on what the request says of one redeemable, and tells it. */
type Validate = <Answer>(
  context: Context,
  input: SingleInput,
  redeemable: RedeemableInput,
  present: (decided: Decided, session: Session | null) => Answer,
) => Promise<Outcome<Answer, Failure>>;

export const singleValidationRoutes = (catalogs: Catalogs, tally: ValidationTally | null) => {
  const validate: Validate = async (context, input, redeemable, present) => {
    const request = aboutOne(input, redeemable);
    const answered = await decideInSession(context, catalogs, request, present);
    if (!answered.ok) return refusedAlone(answered);
    const { answer, decided } = answered.value;
    if (decided !== null) tally?.note(decided);
    return done(answer);
  };
  return [ofVoucher(validate), ofVoucherForClients(validate), ofTier(validate)];
};

/** The answer is told by the code as it was asked for. */
function validateCode(
  validate: Validate,
  context: Context,
  code: string,
  { gift, reward, ...input }: CodeInput,
) {
  const redeemable = { object: 'voucher' as const, id: code, ...wishOf({ gift, reward }) };
  return validate(context, input, redeemable, (decided, session) =>
    presentVoucherValidation(decided, { code, requestId: context.requestId, session }),
  );
}

/** Nothing it would not go with: of its refusals some are left. */
function refusedAlone(refusal: Refusal): Refusal<Failure> {
  const key = singleFailures.find((one) => one === refusal.key);
  if (key === undefined) throw new Error(`one redeemable alone is not refused with ${refusal.key}`);
  return { ...refusal, key };
}

const ofVoucher = (validate: Validate) =>
  route({
    operation: 'validate-voucher',
    on: 'POST /v1/vouchers/:code/validate',
    tag: 'Validations',
    does: 'Tells whether a code is valid for a customer and an order, and what it takes off',
    may: 'validations.modify',
    identity: 'facts',
    idempotency: 'own',
    params: ValidatedCode,
    body: CodeInput,
    reply: VoucherValidation,
    fails: singleFailures,
    handle: ({ params: { code }, body }, context) => validateCode(validate, context, code, body),
  });

const ofVoucherForClients = (validate: Validate) =>
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
    handle: ({ query: { code, ...query } }, context) =>
      validateCode(validate, context, code, requestOf(query)),
  });

const ofTier = (validate: Validate) =>
  route({
    operation: 'validate-promotion-tier',
    on: 'POST /v1/promotions/tiers/:promotionTierId/validation',
    tag: 'Promotions',
    does: 'Tells whether a tier applies to a customer and an order, and what it takes off',
    may: 'validations.modify',
    identity: 'facts',
    idempotency: 'own',
    params: ValidatedTier,
    body: SingleInput,
    reply: TierValidation,
    fails: [...singleFailures, 'not_found'],
    async handle({ params: { promotionTierId: id }, body }, context) {
      const asked = { object: 'promotion_tier' as const, id };
      const told = await validate(context, body, asked, (decided, session) => {
        const tier = decided.facts.catalog.tier(id);
        return tier === null
          ? null
          : presentTierValidation(decided, tier, { requestId: context.requestId, session });
      });
      if (!told.ok) return told;
      return told.value === null ? notFound('promotion_tier', id) : done(told.value);
    },
  });
