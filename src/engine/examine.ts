/** One incentive against one situation: may it be used, and what would the order cost then. */
import type { Temporal } from 'temporal-polyfill';
import { activityAt, type ActivityVerdict } from './activity/activity.ts';
import { resolveTargets, type Target, type Targets } from './eligibility/applicability.ts';
import type { CustomerFacts, RedemptionFacts, RuleFacts } from './eligibility/facts.ts';
import type { Candidate, Incentive } from './incentive.ts';
import { type Money, money } from './money/money.ts';
import type { Order } from './order/order.ts';
import { refuse, type Refusal } from './outcome.ts';
import { applyDiscount, discountTotal } from './pricing/apply-discount.ts';
import type { PricingSettings } from './pricing/discount.ts';
import type { DiscountTargets, TargetEntry } from './pricing/discount-targets.ts';
import type { PricedOrder } from './pricing/priced-order.ts';
import type { ProblemKey } from './problem.ts';

export type Situation = {
  readonly order: Order | null;
  /** The order's price at this point of the stack; null without an order. */
  readonly price: PricedOrder | null;
  readonly customer: CustomerFacts | null;
  readonly redemption: RedemptionFacts;
  readonly now: Temporal.ZonedDateTime;
  readonly settings: PricingSettings;
};

export type Examination =
  | {
      readonly ok: true;
      /** After this incentive; null without an order. */
      readonly price: PricedOrder | null;
      /** What its discount on items covers; null where it covers the order as a whole. */
      readonly targets: Targets | null;
    }
  | {
      readonly ok: false;
      readonly refusal: Refusal;
      /** The violated rule's own message for the customer. */
      readonly message: string | null;
    };

/**
 * Refusals in order of precedence: switched off, outside its time, used up, rules violated, an order
 * that lacks what the discount is about.
 */
export function examine(candidate: Candidate, situation: Situation): Examination {
  const { incentive } = candidate;
  const unusable = unusableKey(candidate, situation.now);
  if (unusable !== null) return { ok: false, refusal: refuse(unusable), message: null };
  const facts = factsOf(candidate, situation);
  const violated = violatedRule(incentive, facts);
  if (violated !== null) return violated;
  const { order, price } = situation;
  if (order === null || price === null) return { ok: true, price: null, targets: null };
  const lacking = lackingKey(incentive, order);
  if (lacking !== null) return { ok: false, refusal: refuse(lacking), message: null };
  const targets = targetsOf(incentive, order, situation.now);
  const after = applyDiscount(
    price,
    incentive.discount,
    discountTargets(targets),
    situation.settings,
  );
  if (incentive.needsDiscountedAmount) {
    const late = violatedRule(incentive, withDiscountedAmount(facts, after.totalAmount));
    if (late !== null) return late;
  }
  return { ok: true, price: after, targets };
}

/**
 * The same for ranking: what `examine` would take off in all, or null where it would refuse. Builds
 * no price, so that ten thousand promotions can be ranked for one cart.
 */
export function discountFor(candidate: Candidate, situation: Situation): Money | null {
  const { incentive } = candidate;
  const { order, price } = situation;
  if (unusableKey(candidate, situation.now) !== null) return null;
  const facts = factsOf(candidate, situation);
  if (violatedRule(incentive, facts) !== null) return null;
  if (order === null || price === null) return money(0);
  if (lackingKey(incentive, order) !== null) return null;
  const targets = targetsOf(incentive, order, situation.now);
  const total = discountTotal(
    price,
    incentive.discount,
    discountTargets(targets),
    situation.settings,
  );
  if (incentive.needsDiscountedAmount) {
    const after = money(price.totalAmount - total);
    if (violatedRule(incentive, withDiscountedAmount(facts, after)) !== null) return null;
  }
  return total;
}

type UnusableKey = Extract<
  ProblemKey,
  | 'voucher_disabled'
  | 'voucher_not_active'
  | 'voucher_expired'
  | 'voucher_not_active_now'
  | 'promotion_inactive'
  | 'promotion_not_active_now'
  | 'quantity_exceeded'
>;

const inactivity: Readonly<
  Record<Incentive['object'], Record<Exclude<ActivityVerdict, 'ok'>, UnusableKey>>
> = {
  voucher: {
    disabled: 'voucher_disabled',
    not_started: 'voucher_not_active',
    expired: 'voucher_expired',
    not_now: 'voucher_not_active_now',
  },
  promotion_tier: {
    disabled: 'promotion_inactive',
    not_started: 'promotion_inactive',
    expired: 'promotion_inactive',
    not_now: 'promotion_not_active_now',
  },
};

function unusableKey(
  { incentive, quantity, redeemedQuantity }: Candidate,
  now: Temporal.ZonedDateTime,
): UnusableKey | null {
  for (const activity of incentive.activities) {
    const verdict = activityAt(activity, now);
    if (verdict !== 'ok') return inactivity[incentive.object][verdict];
  }
  return quantity !== null && redeemedQuantity >= quantity ? 'quantity_exceeded' : null;
}

function factsOf(candidate: Candidate, situation: Situation): RuleFacts {
  const { order, price, customer, redemption, now } = situation;
  return {
    customer,
    order:
      order === null || price === null
        ? null
        : {
            initialAmount: order.amount,
            amount: price.totalAmount,
            discountedAmount: null,
            lines: order.lines,
            metadata: order.metadata,
          },
    redemption,
    customEvent: null,
    holderId: candidate.holderId,
    counts: candidate.counts,
    now,
  };
}

function withDiscountedAmount(facts: RuleFacts, discountedAmount: Money): RuleFacts {
  return facts.order === null ? facts : { ...facts, order: { ...facts.order, discountedAmount } };
}

function violatedRule(
  incentive: Incentive,
  facts: RuleFacts,
): Extract<Examination, { ok: false }> | null {
  for (const rule of incentive.rules) {
    const verdict = rule.evaluate(facts);
    if (!verdict.ok) return { ok: false, refusal: refuse(verdict.key), message: verdict.message };
  }
  return null;
}

/** A discount on items needs items; one on the order needs an amount. */
function lackingKey({ discount }: Incentive, order: Order): 'missing_order_items' | null {
  return discount.effect !== 'APPLY_TO_ORDER' && order.lines.length === 0
    ? 'missing_order_items'
    : null;
}

function targetsOf(
  incentive: Incentive,
  order: Order,
  now: Temporal.ZonedDateTime,
): Targets | null {
  const { discount, applicability } = incentive;
  if (discount.effect === 'APPLY_TO_ORDER' && !applicability.isRestricted) return null;
  return resolveTargets(applicability, order.lines, now);
}

/** The shape pricing works with. Lines that no entry names are one entry of their own. */
function discountTargets(targets: Targets | null): DiscountTargets {
  if (targets === null) return 'ALL_LINES';
  const entries = targets.included.map(targetEntry);
  const named = new Set(targets.included.flatMap(({ lines }) => lines));
  const rest = targets.applicable.filter((line) => !named.has(line));
  if (rest.length > 0) {
    entries.push({ lines: rest.map((lineIndex) => ({ lineIndex })), effect: 'APPLY_TO_EVERY' });
  }
  return entries;
}

function targetEntry({ entry, lines }: Target): TargetEntry {
  const newPrice = entry.price === null ? {} : { newPrice: money(entry.price) };
  return {
    lines: lines.toSorted((a, b) => a - b).map((lineIndex) => ({ lineIndex, ...newPrice })),
    effect: entry.effect,
    target: entry.target,
    skipInitially: entry.skipInitially,
    repeat: entry.repeat,
    ...(entry.quantityLimit === null ? {} : { quantityLimit: entry.quantityLimit }),
    ...(entry.aggregatedQuantityLimit === null
      ? {}
      : { aggregatedQuantityLimit: entry.aggregatedQuantityLimit }),
    ...(entry.amountLimit === null ? {} : { amountLimit: money(entry.amountLimit) }),
    ...(entry.aggregatedAmountLimit === null
      ? {}
      : { aggregatedAmountLimit: money(entry.aggregatedAmountLimit) }),
  };
}
