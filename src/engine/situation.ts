/** What an incentive is judged in: the cart, who asks, when; and what of it is worked out once. */
import type { Temporal } from 'temporal-polyfill';
import type { Targets } from './eligibility/applicability.ts';
import type { CompiledRule } from './eligibility/compile.ts';
import type { CustomerFacts, OrderFacts, RedemptionFacts, RuleFacts } from './eligibility/facts.ts';
import type { JudgedPart } from './eligibility/judge-part.ts';
import { payingFacts } from './examination/paying.ts';
import type { Candidate } from './incentive.ts';
import type { Order } from './order/order.ts';
import type { Refusal } from './outcome.ts';
import type { PricingSettings } from './pricing/discount.ts';
import type { DiscountTargets } from './pricing/discount-targets.ts';
import type { PricedOrder } from './pricing/priced-order.ts';
import type { ItemLookup } from './pricing/units/unit-discount.ts';

export type Situation = {
  readonly order: Order | null;
  /** The order's price at this point of the stack; null without an order. */
  readonly price: PricedOrder | null;
  readonly customer: CustomerFacts | null;
  readonly redemption: RedemptionFacts;
  readonly now: Temporal.ZonedDateTime;
  readonly settings: PricingSettings;
  /** What is known of items that discounts add; absent: nothing. */
  readonly items?: ItemLookup;
  /** Judges these rules alone and takes the others for met; absent: all rules. */
  readonly part?: JudgedPart;
  /** Lines whose product has had its one discount; absent: discounts stack. */
  readonly takenLines?: ReadonlySet<number>;
};

/** A rule's refusal, with its own message for the customer. */
export type Violation = {
  readonly ok: false;
  readonly refusal: Refusal;
  readonly message: string | null;
};

/** What is the same for all candidates of one situation, worked out once. */
export type Known = {
  /** `now` in milliseconds since the epoch: asking Temporal for it is slow. */
  readonly instant: number;
  readonly order: OrderFacts | null;
  /** By the signature of an applicability. */
  readonly reaches: Map<string, Reach>;
  /** Of rules that judge all incentives alike. */
  readonly verdicts: Map<CompiledRule, Violation | null>;
};

export type Reach = { readonly targets: Targets | null; readonly reached: DiscountTargets };

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

export function knownOf(situation: Situation): Known {
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

export function factsOf(candidate: Candidate, situation: Situation, { order }: Known): RuleFacts {
  const { customer, redemption, now } = situation;
  const facts = {
    customer,
    order,
    redemption,
    customEvent: null,
    holderId: candidate.holderId,
    counts: candidate.counts,
    now,
  };
  const { payment } = candidate;
  return payment === undefined ? facts : payingFacts(facts, payment, null);
}
