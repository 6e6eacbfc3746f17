/** What a redemption answers: composed before the write, its counters filled in after. */
import type { Context } from '../../platform/context.ts';
import { presentListedVoucher } from '../../incentives/vouchers/service.ts';
import type { OrderCalculated } from '../../records/orders/schema.ts';
import { type CardCounter, voucherWithCampaign } from '../facts/service.ts';
import { categoriesOf, presentSorted, presentTotal } from '../redeemables/present.ts';
import { presentGiftCard, presentLoyaltyCard } from '../../incentives/cards/present.ts';
import { type Applied, orderEntries, orderIdentity, type Plan } from './ask.ts';
import { presentCustomer, presentRedeemedTier, presentSpent } from './present.ts';
import type { RedeemedVoucher, Redemption, RedemptionResult, SimpleCustomer } from './schema.ts';
import type { Counters } from './store.ts';

export function presentResult(context: Context, plan: Plan): RedemptionResult {
  const order = wholeOrder(context, plan);
  const { applicable, others } = presentSorted(plan.decided, context.requestId);
  return {
    // In the order of application, both.
    redemptions: plan.applied.map((one, place) => {
      const explanation = applicable[place]?.explanation;
      const redemption = presentApplied(context, plan, one);
      return explanation === undefined ? redemption : { ...redemption, explanation };
    }),
    ...(plan.parentId === null
      ? {}
      : { parent_redemption: presentParent(context, plan, plan.parentId, order) }),
    ...(order === null ? {} : { order }),
    ...others,
  };
}

/** The same with how often each voucher has been redeemed by now, as the write has counted. */
export function withCounters(result: RedemptionResult, counters: Counters): RedemptionResult {
  return {
    ...result,
    redemptions: result.redemptions.map((redemption) => {
      const { voucher } = redemption;
      const counter = counters[voucher?.id ?? ''];
      if (voucher?.redemption === undefined || counter === undefined) return redemption;
      return { ...redemption, voucher: { ...voucher, ...counted(voucher, counter) } };
    }),
  };
}

/** What the write has counted, as the voucher shows it. */
function counted(
  { redemption, gift }: RedeemedVoucher,
  counter: number | CardCounter,
): Partial<RedeemedVoucher> {
  if (redemption === undefined) return {};
  if (typeof counter === 'number') {
    return { redemption: { ...redemption, redeemed_quantity: counter } };
  }
  const { redeemed: redeemed_quantity, ...value } = counter;
  if (gift !== undefined) {
    return {
      redemption: { ...redemption, redeemed_quantity, redeemed_amount: value.spent },
      gift: presentGiftCard({ ...value, gift_effect: gift.effect }, null),
    };
  }
  return {
    redemption: { ...redemption, redeemed_quantity, redeemed_points: value.spent },
    loyalty_card: presentLoyaltyCard({ ...value, gift_effect: null }, null),
  };
}

function presentApplied(context: Context, plan: Plan, applied: Applied): Redemption {
  const { facts } = plan.decided;
  const { candidate } = applied;
  const tier = facts.catalog.tier(candidate.id);
  const voucher = facts.voucher(candidate.id);
  return {
    ...shared(context, plan),
    id: applied.id,
    redemption: plan.parentId,
    order: applied.order === null ? null : { ...applied.order, ...orderIdentity(plan) },
    related_object_type: candidate.incentive.object,
    related_object_id: candidate.id,
    ...presentSpent(applied.spent, 1),
    ...(tier === null ? {} : { promotion_tier: presentRedeemedTier(tier) }),
    ...(voucher === null
      ? {}
      : {
          voucher: {
            ...presentListedVoucher(voucherWithCampaign(facts.catalog, voucher)),
            categories: categoriesOf(facts.catalog, [voucher.category_id]),
          },
        }),
  };
}

function presentParent(
  context: Context,
  plan: Plan,
  id: string,
  order: OrderCalculated | null,
): Redemption {
  return {
    ...shared(context, plan),
    id,
    redemption: null,
    order,
    related_object_type: 'redemption',
    related_object_id: id,
  };
}

function shared(context: Context, { decided, customerId }: Plan) {
  const { request } = decided;
  const customer = customerOf(decided.facts.row.customer, request.customer, customerId);
  return {
    object: 'redemption' as const,
    date: context.now.toString({ smallestUnit: 'millisecond' }),
    customer_id: customerId,
    tracking_id: decided.trackingId,
    metadata: request.metadata ?? {},
    result: 'SUCCESS' as const,
    status: 'SUCCEEDED' as const,
    channel: { channel_id: context.key.appId, channel_type: 'API' as const },
    customer,
    ...(request.session?.key ? { session: { key: request.session.key } } : {}),
  };
}

/** As they will be once the request's attributes are saved. */
function customerOf(
  stored: Plan['decided']['facts']['row']['customer'],
  given: Plan['decided']['request']['customer'],
  customerId: string | null,
): SimpleCustomer | null {
  if (customerId === null) return null;
  const changed = <Value>(value: Value | undefined, before: Value | undefined): Value | null =>
    value === undefined ? (before ?? null) : value;
  return presentCustomer({
    id: customerId,
    source_id: stored?.source_id ?? given?.source_id ?? null,
    name: changed(given?.name, stored?.name),
    email: changed(given?.email, stored?.email),
    metadata: { ...stored?.metadata, ...given?.metadata },
  });
}

/** The order as the redemption leaves it: paid, with what it remembers of its redemptions. */
function wholeOrder(context: Context, plan: Plan): OrderCalculated | null {
  const { decided, customerId } = plan;
  const { order } = presentTotal(decided);
  if (order === undefined) return null;
  const { earlier } = decided.facts.row;
  const now = context.now.toString({ smallestUnit: 'millisecond' });
  return {
    ...order,
    ...orderIdentity(plan),
    status: 'PAID',
    metadata: { ...earlier?.metadata, ...order.metadata },
    created_at: earlier === null ? now : new Date(earlier.created_at).toISOString(),
    updated_at: earlier === null ? null : now,
    ...(customerId === null ? {} : { customer: { id: customerId, object: 'customer' as const } }),
    redemptions: orderEntries(context, plan),
  };
}
