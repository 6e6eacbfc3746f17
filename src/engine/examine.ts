/** One incentive against one situation: may it be used, and what would the order cost then. */
import type { Temporal } from 'temporal-polyfill';
import { activityAt, type ActivityVerdict } from './activity/activity.ts';
import { resolveTargets, type Target, type Targets } from './eligibility/applicability.ts';
import type { CustomerFacts, OrderFacts, RedemptionFacts, RuleFacts } from './eligibility/facts.ts';
import { asksForItems, type JudgedPart, passesPart } from './eligibility/judge-part.ts';
import type { CompiledRule } from './eligibility/compile.ts';
import type { UsedUnits } from './eligibility/unit-budgets.ts';
import { usedUnits, withPools } from './examination/item-budgets.ts';
import type { Candidate, Incentive } from './incentive.ts';
import { type Money, money, ZERO } from './money/money.ts';
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
  /** Judges these rules alone and takes the others for met; absent: all rules. */
  readonly part?: JudgedPart;
};

export type Examination =
  | {
      readonly ok: true;
      /** After this incentive; null without an order. */
      readonly price: PricedOrder | null;
      /** What its discount on items covers; null where it covers the order as a whole. */
      readonly targets: Targets | null;
      /** What it takes of limits that count discounted units. */
      readonly units: readonly UsedUnits[];
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
  const known = knownOf(situation);
  const unusable = unusableKey(candidate, situation.now, known.instant);
  if (unusable !== null) return { ok: false, refusal: refuse(unusable), message: null };
  const facts = factsOf(candidate, situation, known);
  const violated = violatedRule(incentive, facts, situation);
  if (violated !== null) return violated;
  const { order, price } = situation;
  if (order === null || price === null) return { ok: true, price: null, targets: null, units: [] };
  const lacking = lackingKey(incentive, order);
  if (lacking !== null) {
    if (situation.part !== undefined) return { ok: true, price, targets: null, units: [] };
    return { ok: false, refusal: refuse(lacking), message: null };
  }
  const reach = reachOf(candidate, order, situation, known);
  const after = applyDiscount(price, incentive.discount, reach.reached, situation.settings);
  if (incentive.needsDiscountedAmount) {
    const late = violatedRule(incentive, withDiscountedAmount(facts, after.totalAmount), situation);
    if (late !== null) return late;
  }
  const units = usedUnits(reach, order.lines, candidate, { before: price, after });
  return { ok: true, price: after, targets: reach.targets, units };
}

/**
 * The same for ranking: what `examine` would take off in all, or null where it would refuse. Builds
 * no price, so that ten thousand promotions can be ranked for one cart.
 */
export function discountFor(candidate: Candidate, situation: Situation): Money | null {
  const { incentive } = candidate;
  const { order, price } = situation;
  const known = knownOf(situation);
  if (unusableKey(candidate, situation.now, known.instant) !== null) return null;
  const facts = factsOf(candidate, situation, known);
  if (violatedRule(incentive, facts, situation) !== null) return null;
  if (order === null || price === null) return ZERO;
  if (lackingKey(incentive, order) !== null) return situation.part === undefined ? null : ZERO;
  const { reached } = reachOf(candidate, order, situation, known);
  const total = discountTotal(price, incentive.discount, reached, situation.settings);
  if (incentive.needsDiscountedAmount) {
    const after = money(price.totalAmount - total);
    if (violatedRule(incentive, withDiscountedAmount(facts, after), situation) !== null)
      return null;
  }
  return total;
}

/** Whether `examine` lets the candidate pass; nothing is priced unless a rule asks for the price. */
export function isUsable(candidate: Candidate, situation: Situation): boolean {
  const { incentive } = candidate;
  const { order } = situation;
  if (incentive.needsDiscountedAmount) return discountFor(candidate, situation) !== null;
  const known = knownOf(situation);
  if (unusableKey(candidate, situation.now, known.instant) !== null) return false;
  const facts = factsOf(candidate, situation, known);
  if (violatedRule(incentive, facts, situation) !== null) return false;
  if (order === null || situation.part !== undefined) return true;
  return lackingKey(incentive, order) === null;
}

/** How an incentive has to do with the items of an order. */
export type ItemConcern = {
  /** Its discount is about named items, and the order holds some of them. */
  readonly discounts: boolean;
  /** The same, or its rules ask for items that the order holds, or it lowers any item's price. */
  readonly concerns: boolean;
};

const NO_CONCERN: ItemConcern = { discounts: false, concerns: false };

export function itemConcern(candidate: Candidate, situation: Situation): ItemConcern {
  const { order } = situation;
  if (order === null || order.lines.length === 0) return NO_CONCERN;
  const { incentive } = candidate;
  const known = knownOf(situation);
  if (incentive.applicability.isRestricted) {
    const { targets } = reachOf(candidate, order, situation, known);
    if (targets !== null && targets.applicable.length > 0)
      return { discounts: true, concerns: true };
  }
  const facts = factsOf(candidate, situation, known);
  if (incentive.rules.some((rule) => asksForItems(rule.root, facts))) {
    return { discounts: false, concerns: true };
  }
  const isOnAnyItem =
    incentive.discount.effect !== 'APPLY_TO_ORDER' && !incentive.applicability.isRestricted;
  const part = { customer: false, items: true };
  const concerns =
    isOnAnyItem && incentive.rules.every((rule) => passesPart(rule.root, facts, part));
  return { discounts: false, concerns };
}

/** What is the same for all candidates of one situation, worked out once. */
type Known = {
  /** `now` in milliseconds since the epoch: asking Temporal for it is slow. */
  readonly instant: number;
  readonly order: OrderFacts | null;
  /** By the signature of an applicability. */
  readonly reaches: Map<string, Reach>;
  /** Of rules that judge all incentives alike. */
  readonly verdicts: Map<CompiledRule, Violation | null>;
};
type Reach = { readonly targets: Targets | null; readonly reached: DiscountTargets };

const knownOfSituation = new WeakMap<Situation, Known>();

/** What an index of rules is asked with, to find the candidates worth examining. */
export function indexFacts(situation: Situation): RuleFacts {
  const nobody = { holderId: null, counts: () => 0 };
  const { customer, redemption, now } = situation;
  return {
    customer,
    order: knownOf(situation).order,
    redemption,
    customEvent: null,
    now,
    ...nobody,
  };
}

function knownOf(situation: Situation): Known {
  const known = knownOfSituation.get(situation);
  if (known !== undefined) return known;
  const { order, price, now } = situation;
  const made: Known = {
    instant: now.epochMilliseconds,
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
    reaches: new Map(),
    verdicts: new Map(),
  };
  knownOfSituation.set(situation, made);
  return made;
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
  instant: number,
): UnusableKey | null {
  for (const activity of incentive.activities) {
    const verdict = activityAt(activity, now, instant);
    if (verdict !== 'ok') return inactivity[incentive.object][verdict];
  }
  return quantity !== null && redeemedQuantity >= quantity ? 'quantity_exceeded' : null;
}

function factsOf(candidate: Candidate, situation: Situation, { order }: Known): RuleFacts {
  const { customer, redemption, now } = situation;
  return {
    customer,
    order,
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

type Violation = Extract<Examination, { ok: false }>;

function violatedRule(
  incentive: Incentive,
  facts: RuleFacts,
  situation: Situation,
): Violation | null {
  for (const rule of incentive.rules) {
    const violation = verdictOn(rule, facts, situation);
    if (violation !== null) return violation;
  }
  return null;
}

/** A rule that guards many incentives, as their campaign's does, is asked once a situation. */
function verdictOn(rule: CompiledRule, facts: RuleFacts, situation: Situation): Violation | null {
  const { verdicts, order } = knownOf(situation);
  if (rule.isAboutCandidate || facts.order !== order) return judged(rule, facts, situation);
  const known = verdicts.get(rule);
  if (known !== undefined) return known;
  const verdict = judged(rule, facts, situation);
  verdicts.set(rule, verdict);
  return verdict;
}

function judged(rule: CompiledRule, facts: RuleFacts, { part }: Situation): Violation | null {
  if (part !== undefined && passesPart(rule.root, facts, part)) return null;
  const verdict = rule.evaluate(facts);
  if (verdict.ok) return null;
  return { ok: false, refusal: refuse(verdict.key), message: verdict.message };
}

/** A discount on items needs items; one on the order needs an amount. */
function lackingKey({ discount }: Incentive, order: Order): 'missing_order_items' | null {
  return discount.effect !== 'APPLY_TO_ORDER' && order.lines.length === 0
    ? 'missing_order_items'
    : null;
}

const WHOLE_ORDER: Reach = { targets: null, reached: 'ALL_LINES' };

function reachOf(
  candidate: Candidate,
  order: Order,
  situation: Situation,
  { reaches }: Known,
): Reach {
  const { discount, applicability } = candidate.incentive;
  const { signature } = applicability;
  if (discount.effect === 'APPLY_TO_ORDER' && !applicability.isRestricted) return WHOLE_ORDER;
  const found = signature === null ? undefined : reaches.get(signature);
  if (found !== undefined) return found;
  const targets = resolveTargets(applicability, order.lines, situation.now);
  const whole = { targets, reached: discountTargets(targets) };
  const reach = withPools(whole, order.lines, candidate);
  if (signature !== null) reaches.set(signature, reach);
  return reach;
}

/** The shape pricing works with. Lines that no entry names are one entry of their own. */
function discountTargets(targets: Targets): DiscountTargets {
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
