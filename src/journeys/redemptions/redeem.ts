/** Redeem: decide on fresh facts, write in one guarded statement, answer what was written. */
import type { Decision, Fate } from '../../engine/decide.ts';
import { done, notFound, type Outcome, type Refusal, refuse } from '../../engine/outcome.ts';
import { isProblemKey, messageOf, type ProblemKey, statusOf } from '../../engine/problem.ts';
import type { Catalogs } from '../../incentives/catalog/service.ts';
import type { Context } from '../../platform/context.ts';
import { type Problem, presentProblem } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';
import { isoOf } from '../../platform/iso.ts';
import type { OutboxEntry } from '../../platform/outbox/entry.ts';
import type { KeptAnswer } from '../facts/service.ts';
import { presentPricedOrder, statusEvent } from '../../records/orders/service.ts';
import { explanationAt } from '../redeemables/present.ts';
import { campaignIdOf, type Decided, decideOn } from '../redeemables/service.ts';
import { channelOf } from './channel.ts';
import { type Applied, orderIdentity, type Plan, redeemAsk } from './ask.ts';
import type { RedeemQueue } from './queue.ts';
import { referralsRedeemed } from './referrals.ts';
import { presentResult, withCounters } from './result.ts';
import { giftsOf, type RewardsFailure, writeWithGifts } from './rewards/service.ts';
import { spentBy } from './spending.ts';
import type { RedemptionInput, RedemptionResult } from './schema.ts';
import { type FailedRow, findKeptAnswer, keepRefusal } from './store.ts';

/** Facts outdated this often in a row mean a fight over one code: the last tries find it used up. */
const MAX_TRIES = 20;

/** What a redemption may be refused with. A redeemable that does not apply refuses with its own key. */
export const redemptionFailures: readonly ProblemKey[] = [
  'not_found',
  'duplicated_redeemables',
  'invalid_redeemables',
  'invalid_amount',
  'invalid_voucher',
  'invalid_redeem_params',
  'missing_order_items',
  'no_effect',
  'redeemables_limit_exceeded',
  'quantity_exceeded',
  'not_published',
  'referrer_not_permitted_to_redeem',
  'gift_amount_exceeded',
  'invalid_gift',
  'loyalty_card_points_exceeded',
  'missing_amount',
  'missing_order_items_amount',
  'missing_reward',
  'missing_customer',
  'no_voucher_suitable_for_publication',
  'voucher_cannot_be_published',
  'invalid_add_balance_params',
  'voucher_disabled',
  'voucher_expired',
  'voucher_not_active',
  'voucher_not_active_now',
  'promotion_inactive',
  'promotion_not_active_now',
  'customer_rules_violated',
  'order_rules_violated',
  'redemption_rules_violated',
  'idempotency_key_reused',
  'multiple_requests',
];

type Redeemed = Outcome<RedemptionResult>;

export type RedeemTools = { readonly catalogs: Catalogs; readonly queue: RedeemQueue };

export async function redeem(
  context: Context,
  { catalogs, queue }: RedeemTools,
  request: RedemptionInput,
): Promise<Redeemed> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const decided = await decideOn(context, catalogs, request);
    if (!decided.ok) return refusedAtOnce(context, decided);
    const { answer } = decided.value.facts.row;
    if (answer !== null) return repeatAnswer(context, answer);
    const refusal = unknownCustomer(decided.value) ?? refusalOf(decided.value);
    if (refusal !== null) {
      if (await keepRefused(context, refusal, decided.value)) return refusal;
      continue;
    }
    const written = await write(context, queue, planOf(context, decided.value));
    if (written.ok) return written;
    if (written.key === 'multiple_requests') continue;
    // The reward could not be given: nothing was written.
    if (await keepRefused(context, written, decided.value)) return written;
  }
  return refuse('multiple_requests', 'Too many requests change the same objects at this moment');
}

/** Refuses with `multiple_requests` where something the decision relied on has changed. */
async function write(
  context: Context,
  queue: RedeemQueue,
  plan: Plan,
): Promise<Outcome<RedemptionResult, RewardsFailure>> {
  const result = presentResult(context, plan);
  const { idempotency } = context;
  const paid = await paidEntry(context, plan);
  const outbox = [...(paid === null ? [] : [paid]), ...referralsRedeemed(context, plan)];
  const ask = {
    ...redeemAsk(context, plan),
    ...(outbox.length === 0 ? {} : { outbox }),
    ...(idempotency === null
      ? {}
      : {
          idempotency: {
            key: idempotency.key,
            request_sha256: idempotency.requestSha256.toString('hex'),
            body: JSON.stringify(result),
          },
        }),
  };
  const gifts = giftsOf(plan);
  if (gifts.length > 0) return writeWithGifts(context, ask, gifts, result);
  const outcome = await queue.submit(context.db, context.project.id, ask);
  return 'counters' in outcome
    ? done(withCounters(result, outcome.counters))
    : refuse('multiple_requests');
}

/** A redemption pays its order; null where that is nothing new, or nobody wants to know. */
async function paidEntry(context: Context, plan: Plan): Promise<OutboxEntry | null> {
  const { earlier } = plan.decided.facts.row;
  const { id = null, source_id } = orderIdentity(plan);
  if (id === null) return null;
  const status = { before: earlier?.status ?? null, now: 'PAID' };
  const event = statusEvent({ id, source_id }, status);
  if (event === null) return null;
  await context.outbox.open(context.db);
  return context.outbox.entry(event);
}

/** Before anything was decided: kept for its key like any other answer, or what was kept before. */
async function refusedAtOnce(context: Context, refusal: Refusal): Promise<Redeemed> {
  const { idempotency } = context;
  if (idempotency === null || refusal.key === 'unauthorized') return refusal;
  if (await keep(context, refusal, null)) return refusal;
  const answer = await findKeptAnswer(context.db, context.project.id, idempotency.key);
  return answer === null ? refusal : repeatAnswer(context, answer);
}

/** Whoever gives only an id means somebody who exists. */
function unknownCustomer({ facts, request }: Decided): Refusal | null {
  const { customer } = request;
  if (customer?.id === undefined || customer.source_id || facts.row.customer !== null) return null;
  return notFound('customer', customer.id);
}

/** Of the first redeemable that was refused; where none was, of the first that was skipped. */
function failedPosition({ fates }: Decision): number {
  const refused = fates.findIndex(({ status }) => status === 'INAPPLICABLE');
  return refused >= 0 ? refused : fates.findIndex(({ status }) => status === 'SKIPPED');
}

/** The refusal of that redeemable, where that refuses the request. */
function refusalOf(decided: Decided): Refusal | null {
  const { decision, items, facts } = decided;
  if (decision.valid) return null;
  const position = failedPosition(decision);
  const fate = decision.fates[position];
  const item = items[position];
  if (item === undefined) throw new Error('what cannot be redeemed has a redeemable that says why');
  const id = item.object === 'voucher' ? (facts.voucher(item.id)?.id ?? item.id) : item.id;
  const explanation = explanationAt(decided, position);
  const resource = {
    resourceId: id,
    resourceType: item.object,
    ...(explanation === null ? {} : { explanation }),
  };
  // Nothing was refused and nothing applies: what is left are those that take nothing off.
  if (fate?.status !== 'INAPPLICABLE') return { ...resource, ...refuse('no_effect') };
  return {
    ...resource,
    ...fate.refusal,
    ...(fate.message === null ? {} : { customMessage: fate.message }),
  };
}

function planOf(context: Context, decided: Decided): Plan {
  const { facts, decision, request } = decided;
  const { row } = facts;
  const applied = decision.order.flatMap((position, place) => {
    const fate = decision.fates[position];
    return fate?.status === 'APPLICABLE' ? [appliedOf(context, decided, fate, place)] : [];
  });
  return {
    decided,
    applied,
    parentId: applied.length > 1 ? context.newId('r') : null,
    orderId: facts.order === null ? null : (row.earlier?.id ?? context.newId('ord')),
    customerId: row.customer?.id ?? (request.customer ? context.newId('cust') : null),
  };
}

function appliedOf(
  context: Context,
  { facts }: Decided,
  { candidate, price, units, paid }: Extract<Fate, { status: 'APPLICABLE' }>,
  place: number,
): Applied {
  const people = { customerId: facts.row.customer?.id ?? null, referrerId: null };
  const paying = paid === undefined ? {} : { paid };
  return {
    // One millisecond apart from none, yet in the order of application: the place is part of the time.
    id: newId('r', context.now.epochMilliseconds + place),
    candidate,
    campaignId: campaignIdOf(facts, candidate),
    discountAmount: price?.totalAppliedDiscountAmount ?? 0,
    units,
    spent: spentBy(context, facts, { candidate, ...paying }),
    ...paying,
    order:
      facts.order === null || price === null
        ? null
        : presentPricedOrder(facts.order, price, people),
  };
}

/**
 * Notes the failed attempt, and keeps the refusal where it may be asked for again. False where
 * another request with the same key was faster: its answer is the one to give.
 */
async function keepRefused(context: Context, refusal: Refusal, decided: Decided): Promise<boolean> {
  const failed = failedRow(context, refusal, decided);
  return context.idempotency === null && failed === null ? true : keep(context, refusal, failed);
}

function keep(context: Context, refusal: Refusal, failed: FailedRow | null): Promise<boolean> {
  const { idempotency } = context;
  return keepRefusal(context.db, context.project.id, {
    failed,
    idempotency:
      idempotency === null
        ? null
        : {
            ...idempotency,
            status: statusOf(refusal.key),
            body: JSON.stringify(presentProblem(refusal, context.requestId)),
          },
  });
}

/** Only attempts on something that exists are told by it. */
function failedRow(context: Context, refusal: Refusal, decided: Decided): FailedRow | null {
  const { facts, items, decision, trackingId } = decided;
  // A redeemable that applies fails where its reward cannot be given: the refusal names the card.
  const item =
    items[failedPosition(decision)] ??
    items.find(({ id }) => facts.voucher(id)?.id === refusal.resourceId);
  const voucher = item?.object === 'voucher' ? facts.voucher(item.id) : null;
  const tier = item?.object === 'promotion_tier' ? facts.catalog.tier(item.id) : null;
  const object = voucher ?? tier?.row ?? null;
  if (object === null) return null;
  return {
    id: context.newId('r'),
    failure_code: refusal.key,
    failure_message: refusal.customMessage ?? messageOf(refusal.key),
    related_object_type: voucher === null ? 'promotion_tier' : 'voucher',
    related_object_id: object.id,
    campaign_id: object.campaign_id,
    customer_id: facts.row.customer?.id ?? null,
    tracking_id: trackingId,
    metadata: {},
    channel: channelOf(context),
    snapshot:
      voucher === null ? { tier_name: tier?.row.name ?? '' } : { voucher_code: voucher.code },
    created_at: isoOf(context.now),
  };
}

/** The first answer again, or a conflict where the key came with another request. */
function repeatAnswer(context: Context, answer: KeptAnswer): Redeemed {
  if (answer.request_sha256 !== context.idempotency?.requestSha256.toString('hex')) {
    return refuse('idempotency_key_reused', 'The key came with another request before');
  }
  // Kept by this very operation: a success has its result's shape, a refusal the problem's.
  if (answer.status === 200) {
    const result: RedemptionResult = JSON.parse(answer.body);
    return done(withCounters(result, answer.counters ?? {}));
  }
  const problem: Problem = JSON.parse(answer.body);
  return refusalAgain(problem);
}

function refusalAgain(problem: Problem): Refusal {
  const { details, resource_id, resource_type, request_id, error, explanation } = problem;
  return {
    ok: false,
    key: isProblemKey(problem.key) ? problem.key : 'internal_error',
    requestId: request_id,
    ...(details === undefined ? {} : { details }),
    ...(resource_id === undefined ? {} : { resourceId: resource_id }),
    ...(resource_type === undefined ? {} : { resourceType: resource_type }),
    ...(error === undefined ? {} : { customMessage: error.message }),
    ...(explanation === undefined ? {} : { explanation }),
  };
}
