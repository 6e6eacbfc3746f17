/**
 * Why a redeemable applies or not: the whole trace of its decision, and the smallest change.
 *
 * A walk of its own after the decision, over the same compiled nodes with the same facts. Where the
 * decision stops at the first refusal, this goes on, so that all that stands in the way is named.
 */
import { type Decision, placeOf, type Question } from '../decide.ts';
import type { CompiledRule } from '../eligibility/compile.ts';
import type { RuleFacts } from '../eligibility/facts.ts';
import { payingFacts } from '../examination/paying.ts';
import { type Examination, examine, indexFacts, type Situation } from '../examine.ts';
import type { Candidate } from '../incentive.ts';
import { type ActivityCheck, activitySteps, traceActivities } from './activity-trace.ts';
import { type DiscountTrace, traceDiscount } from './discount-trace.ts';
import { nodePasses, type RuleTrace, traceRule } from './rule-trace.ts';
import {
  freedPayment,
  lackingSteps,
  type PaymentCheck,
  paymentSteps,
  tracePayment,
} from './payment-trace.ts';
import { ruleSteps } from './rule-steps.ts';
import { type StackingCheck, stackingSteps, traceStacking } from './stacking-trace.ts';
import { type Step, together } from './step.ts';

export type QuantityCheck = {
  /** Redemptions so far, and those that sessions of others have locked. */
  readonly count: number;
  readonly adds: number;
  readonly limit: number;
  readonly passed: boolean;
};

export type Explanation = {
  /** What the decision says: it may be used here, and nothing of the request stops it. */
  readonly applies: boolean;
  readonly activity: readonly ActivityCheck[];
  /** Null where it may be redeemed without limit. */
  readonly quantity: QuantityCheck | null;
  /** Null where it is no card. */
  readonly payment: PaymentCheck | null;
  /** One for one with the incentive's rules. */
  readonly rules: readonly RuleTrace[];
  /** Null where redeemables are looked at one by one. */
  readonly stacking: readonly StackingCheck[] | null;
  /** What it takes off, or would; null without an order. */
  readonly discount: DiscountTrace | null;
  /** All that would have to change together; nothing where it applies. */
  readonly steps: readonly Step[];
};

/** One incentive against one situation, as `examine` judges it. */
export function explain(candidate: Candidate, situation: Situation): Explanation {
  const { incentive } = candidate;
  const { now, part } = situation;
  const activity = traceActivities(incentive.activities, now);
  const quantity = traceQuantity(candidate);
  const freed = withoutConditions(candidate);
  const priced = examine(freed, situation);
  const facts = factsOf(candidate, situation, priced);
  const payment = tracePayment(candidate.payment, priced);
  const rules = incentive.rules.map((rule) => traceRule(rule, { facts, part }));
  const steps = together([
    ...activitySteps(incentive.activities, now),
    ...quantitySteps(quantity),
    ...paymentSteps(candidate.payment),
    ...incentive.rules.flatMap((rule) => ruleSteps(rule.root, { facts, part })),
    ...pricingSteps(priced, candidate, situation),
  ]);
  return {
    applies:
      activity.every(({ passed }) => passed) &&
      quantity?.passed !== false &&
      payment?.passed !== false &&
      rules.every(({ passed }) => passed) &&
      priced.ok,
    activity,
    quantity,
    payment,
    rules,
    stacking: null,
    discount: priced.ok ? traceDiscount(freed, situation, priced.price, priced.targets) : null,
    steps,
  };
}

/** One redeemable of a request, at its place in the stack and on the price it met there. */
export function explainFate(question: Question, decision: Decision, position: number): Explanation {
  const place = placeOf(question, decision, position);
  const stacking = traceStacking(question, decision, place);
  const stopped = stackingSteps(stacking);
  if (place.examined === null) {
    const requested = question.redeemables[position];
    const key = requested?.ok === false ? requested.key : 'not_found';
    return { ...UNKNOWN, stacking, steps: [...stopped, { type: 'NAME_ANOTHER', key }] };
  }
  const { candidate, situation } = place.examined;
  const explanation = explain(candidate, situation);
  return {
    ...explanation,
    applies: explanation.applies && stopped.length === 0,
    stacking,
    steps: together([...stopped, ...explanation.steps]),
  };
}

const UNKNOWN: Explanation = {
  applies: false,
  activity: [],
  quantity: null,
  payment: null,
  rules: [],
  stacking: null,
  discount: null,
  steps: [],
};

function traceQuantity(candidate: Candidate): QuantityCheck | null {
  const { quantity, redeemedQuantity, lockedByOthers } = candidate;
  if (quantity === null) return null;
  const count = redeemedQuantity + lockedByOthers;
  return { count, adds: 1, limit: quantity, passed: count < quantity };
}

function quantitySteps(quantity: QuantityCheck | null): readonly Step[] {
  if (quantity === null || quantity.passed) return [];
  const { count, adds, limit } = quantity;
  return [{ type: 'RAISE_QUANTITY', by: count + adds - limit, quantity: limit }];
}

function pricingSteps(
  priced: Examination,
  { payment, incentive }: Candidate,
  { order }: Situation,
): readonly Step[] {
  if (priced.ok) return [];
  const lacking = priced.bundle?.missing ?? [];
  if (lacking.length > 0) {
    return lacking.map(({ item }) => ({ type: 'ADD_ITEM', scope: { items: [item], rule: null } }));
  }
  const { key } = priced.refusal;
  if (payment !== undefined) return lackingSteps(key, order, incentive);
  return [key === 'missing_order_items' ? { type: 'ADD_LINES' } : { type: 'NAME_ANOTHER', key }];
}

/** The same incentive as if everything allowed it, so that it is priced by whoever decides. */
function withoutConditions(candidate: Candidate): Candidate {
  const { incentive } = candidate;
  const rules = incentive.rules.map((rule): CompiledRule => {
    return { ...rule, evaluate: () => ({ ok: true }), isAboutCandidate: true };
  });
  const { payment } = candidate;
  return {
    ...candidate,
    quantity: null,
    incentive: { ...incentive, activities: [], rules },
    ...(payment === undefined ? {} : { payment: freedPayment(payment) }),
  };
}

/** With the price after it where the decision would come to ask for it. */
function factsOf(candidate: Candidate, situation: Situation, priced: Examination): RuleFacts {
  const { holderId, counts, incentive, payment } = candidate;
  const { part } = situation;
  const known = { ...indexFacts(situation), holderId, counts };
  const facts = payment === undefined ? known : payingFacts(known, payment, null);
  const price = priced.ok ? priced.price : null;
  if (!incentive.needsDiscountedAmount || facts.order === null || price === null) return facts;
  const isRefusedBefore = incentive.rules.some(({ root }) => !nodePasses(root, { facts, part }));
  if (isRefusedBefore) return facts;
  const late = { ...facts, order: { ...facts.order, discountedAmount: price.totalAmount } };
  const paid = priced.ok ? priced.paid : undefined;
  return payment === undefined || paid === undefined ? late : payingFacts(late, payment, paid);
}
