/** One incentive against one situation: may it be used, and what would the order cost then. */
import type { Temporal } from 'temporal-polyfill';
import { activityAt, type ActivityVerdict } from './activity/activity.ts';
import { bundlesOf, incompleteBundle, lacksBundle } from './bundled.ts';
import type { Targets } from './eligibility/applicability.ts';
import { type FoundBundles, hasBundledItem } from './eligibility/bundles.ts';
import type { RuleFacts } from './eligibility/facts.ts';
import { asksForItems, passesPart } from './eligibility/judge-part.ts';
import type { CompiledRule } from './eligibility/compile.ts';
import type { UsedUnits } from './eligibility/unit-budgets.ts';
import { usedUnits } from './examination/item-budgets.ts';
import {
  findsNoItem,
  type LackingKey,
  lackingForPayment,
  paidOf,
  payingFacts,
} from './examination/paying.ts';
import type { Candidate, Incentive } from './incentive.ts';
import { type Money, money, ZERO } from './money/money.ts';
import type { Order } from './order/order.ts';
import { refuse, type Refusal } from './outcome.ts';
import { applyEffect, effectTotal } from './pricing/apply-effect.ts';
import { type ComputedNumber, NOT_COMPUTED } from './pricing/compute-discount.ts';
import { givesWhatIsThere, needsLines } from './pricing/discount-needs.ts';
import type { PricedOrder } from './pricing/priced-order.ts';
import { linesOf } from './pricing/units/find-lines.ts';
import type { ProblemKey } from './problem.ts';
import { computedDiscount, effectOf, groundOf, type Priced, reachOf } from './reach.ts';
import { factsOf, knownOf, type Situation, type Violation } from './situation.ts';
import { exceededKey, type ExceededKey, type Paid } from './stored-value/payment.ts';

export { indexFacts, type Situation } from './situation.ts';

export type Examination =
  | {
      readonly ok: true;
      /** After this incentive; null without an order. */
      readonly price: PricedOrder | null;
      /** What its discount on items covers; null where it covers the order as a whole. */
      readonly targets: Targets | null;
      /** What its formula gave, if it has one. */
      readonly computed: ComputedNumber;
      /** What is there of bundles that a rule asks for; absent where none does. */
      readonly bundle?: FoundBundles;
      /** What it takes of limits that count discounted units. */
      readonly units: readonly UsedUnits[];
      /** What a card pays; absent: it is no card. */
      readonly paid?: Paid;
    }
  | {
      readonly ok: false;
      readonly refusal: Refusal;
      /** The violated rule's own message for the customer. */
      readonly message: string | null;
      readonly bundle?: FoundBundles;
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
  const bundles = bundlesOf(incentive, order?.lines ?? null);
  const told = bundles === null ? {} : { bundle: bundles };
  if (lacksBundle(bundles, situation.part)) {
    return { ok: false, refusal: incompleteBundle(), message: null, ...told };
  }
  const lacking = lackingKey(candidate, order);
  if (lacking !== null) {
    if (situation.part !== undefined) {
      const unpaid = payingOf(candidate, null, null);
      return {
        ok: true,
        price,
        targets: null,
        computed: NOT_COMPUTED,
        units: [],
        ...unpaid,
        ...told,
      };
    }
    return { ok: false, refusal: refuse(lacking), message: null };
  }
  if (order === null || price === null) {
    const { computed } = computedDiscount(candidate, situation, null);
    const paying = payingOf(candidate, null, null);
    return { ok: true, price: null, targets: null, computed, units: [], ...paying, ...told };
  }
  const priced = pricedWith(candidate, { situation, order, price }, bundles);
  return priced.ok && bundles !== null ? { ...priced, ...told } : priced;
}

/** What `examine` does once everything is there to be priced. */
function pricedWith(
  candidate: Candidate,
  { situation, order, price }: Priced,
  bundles: FoundBundles | null,
): Examination {
  const { incentive, payment } = candidate;
  const effect = effectOf(candidate, { situation, order, price }, bundles);
  const { targets, computed, discount, reached } = effect;
  if (payment !== undefined && findsNoItem(candidate, targets, price) && !situation.part) {
    return { ok: false, refusal: refuse('missing_order_items_amount'), message: null };
  }
  const after = applyEffect(price, discount, reached, groundOf(order, situation));
  const paying = payingOf(candidate, price, after);
  if (incentive.needsDiscountedAmount) {
    const facts = pricedFacts(candidate, situation, after.totalAmount, paying.paid);
    const late = violatedRule(incentive, facts, situation);
    if (late !== null) return late;
  }
  const lines = linesOf(order, price);
  const units = usedUnits({ targets, reached }, lines, candidate, { before: price, after });
  return { ok: true, price: after, targets, computed, units, ...paying };
}

/** What the card has paid, if it is one. */
function payingOf(
  { payment }: Candidate,
  before: PricedOrder | null,
  after: PricedOrder | null,
): { readonly paid?: Paid } {
  return payment === undefined ? {} : { paid: paidOf(payment, before, after) };
}

/**
 * The same for ranking: what `examine` would take off in all, or null where it would refuse. Builds
 * no price, so that ten thousand promotions can be ranked for one cart.
 */
export function discountFor(candidate: Candidate, situation: Situation): Money | null {
  const { incentive } = candidate;
  const { order, price } = situation;
  if (candidate.payment !== undefined) return amountPaid(examine(candidate, situation));
  const known = knownOf(situation);
  if (unusableKey(candidate, situation.now, known.instant) !== null) return null;
  const facts = factsOf(candidate, situation, known);
  if (violatedRule(incentive, facts, situation) !== null) return null;
  const bundles = bundlesOf(incentive, order?.lines ?? null);
  if (lacksBundle(bundles, situation.part)) return null;
  if (order === null || price === null) return ZERO;
  if (lackingKey(candidate, order) !== null) return situation.part === undefined ? null : ZERO;
  const { discount, reached } = effectOf(candidate, { situation, order, price }, bundles);
  const total = effectTotal(price, discount, reached, groundOf(order, situation));
  if (incentive.needsDiscountedAmount) {
    const after = money(price.totalAmount - total);
    if (violatedRule(incentive, withDiscountedAmount(facts, after), situation) !== null)
      return null;
  }
  return total;
}

function amountPaid(examined: Examination): Money | null {
  return examined.ok ? (examined.paid?.amount ?? ZERO) : null;
}

/** Whether `examine` lets the candidate pass; nothing is priced unless a rule asks for the price. */
export function isUsable(candidate: Candidate, situation: Situation): boolean {
  const { incentive } = candidate;
  const { order } = situation;
  if (candidate.payment !== undefined) return examine(candidate, situation).ok;
  if (incentive.needsDiscountedAmount) return discountFor(candidate, situation) !== null;
  const known = knownOf(situation);
  if (unusableKey(candidate, situation.now, known.instant) !== null) return false;
  const facts = factsOf(candidate, situation, known);
  if (violatedRule(incentive, facts, situation) !== null) return false;
  if (lacksBundle(bundlesOf(incentive, order?.lines ?? null), situation.part)) return false;
  if (order === null || situation.part !== undefined) return true;
  return lackingKey(candidate, order) === null;
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
  if (givesWhatIsThere(incentive.discount, order.lines)) return { discounts: true, concerns: true };
  const known = knownOf(situation);
  if (incentive.applicability.isRestricted) {
    const { targets } = reachOf(candidate, order.lines, situation, known);
    if (targets !== null && targets.applicable.length > 0)
      return { discounts: true, concerns: true };
  }
  const facts = factsOf(candidate, situation, known);
  const asks = incentive.rules.some((rule) => asksForItems(rule.root, facts));
  if (asks || hasBundledItem(incentive.bundles, order.lines)) {
    return { discounts: false, concerns: true };
  }
  const isOnAnyItem =
    incentive.discount.effect !== 'APPLY_TO_ORDER' && !incentive.applicability.isRestricted;
  const part = { customer: false, items: true };
  const concerns =
    isOnAnyItem && incentive.rules.every((rule) => passesPart(rule.root, facts, part));
  return { discounts: false, concerns };
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
  | ExceededKey
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
  { incentive, quantity, redeemedQuantity, lockedByOthers, payment }: Candidate,
  now: Temporal.ZonedDateTime,
  instant: number,
): UnusableKey | null {
  for (const activity of incentive.activities) {
    const verdict = activityAt(activity, now, instant);
    if (verdict !== 'ok') return inactivity[incentive.object][verdict];
  }
  const isUsedUp = quantity !== null && redeemedQuantity + lockedByOthers >= quantity;
  if (isUsedUp) return 'quantity_exceeded';
  return payment === undefined ? null : exceededKey(payment);
}

/** The facts as they are once the price is known, and what the card pays. */
function pricedFacts(
  candidate: Candidate,
  situation: Situation,
  discountedAmount: Money,
  paid: Paid | undefined,
): RuleFacts {
  const { payment } = candidate;
  const facts = factsOf(candidate, situation, knownOf(situation));
  const priced = withDiscountedAmount(facts, discountedAmount);
  return payment === undefined || paid === undefined ? priced : payingFacts(priced, payment, paid);
}

function withDiscountedAmount(facts: RuleFacts, discountedAmount: Money): RuleFacts {
  return facts.order === null ? facts : { ...facts, order: { ...facts.order, discountedAmount } };
}

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

/**
 * A discount on items needs items; one on the order needs an amount, one that adds items nothing.
 * Without an order a discount is told all the same, a payment is not.
 */
function lackingKey(
  candidate: Candidate,
  order: Order | null,
): LackingKey | 'missing_order_items' | null {
  const { payment, incentive } = candidate;
  if (payment !== undefined) return lackingForPayment(candidate, payment, order);
  if (order === null || order.lines.length > 0) return null;
  return needsLines(incentive.discount) ? 'missing_order_items' : null;
}
