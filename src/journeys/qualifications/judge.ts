/** Offers before the engine: whether each may be used, and what it alone would take off. */
import type { Targets } from '../../engine/eligibility/applicability.ts';
import type { FoundBundles } from '../../engine/eligibility/bundles.ts';
import {
  discountFor,
  examine,
  isUsable,
  itemConcern,
  type Situation,
} from '../../engine/examine.ts';
import type { Candidate } from '../../engine/incentive.ts';
import { type Money, subtract, ZERO } from '../../engine/money/money.ts';
import type { ComputedNumber } from '../../engine/pricing/compute-discount.ts';
import { hasEffect } from '../../engine/pricing/effect.ts';
import type { PricedOrder } from '../../engine/pricing/priced-order.ts';
import type { Paid } from '../../engine/stored-value/payment.ts';
import type { StackRow } from '../../incentives/catalog/service.ts';
import type { Facts } from '../facts/service.ts';
import { candidateOf, type Offer } from './offers.ts';
import type { Plan } from './scenario.ts';
import { decideOnStack, offerStacking } from './stacking.ts';

/** One incentive applied: of a stack, one of its tiers. */
export type Step = {
  readonly candidate: Candidate;
  /** After it, `applied…` being its own part; null without an order. */
  readonly price: PricedOrder | null;
  readonly targets: Targets | null;
  /** What its formula gave, if it has one. */
  readonly computed: ComputedNumber;
  /** What is there of bundles that a rule asks for; absent where none does. */
  readonly bundle?: FoundBundles;
  /** What a card would pay; absent: it is no card. */
  readonly paid?: Paid;
  /** What it was examined upon, to explain it. */
  readonly situation: Situation;
};

export type Judge = {
  isUsable(offer: Offer): boolean;
  /** What it takes off in all; null where it may not be used. */
  discountOf(offer: Offer): Money | null;
  /** Its steps, priced; null where it may not be used. */
  stepsOf(offer: Offer): readonly Step[] | null;
};

export function judgeOf(facts: Facts, situation: Situation, plan: Plan): Judge {
  const isPriced = situation.price !== null && plan.part === undefined;
  const stacking = offerStacking(facts, situation, isPriced);

  /** Null where it cannot apply, or has nothing to do with the items the scenario is about. */
  function singleOf(offer: Exclude<Offer, { readonly object: 'promotion_stack' }>) {
    const candidate = candidateOf(facts, offer);
    if (candidate === null || plan.concern === 'anything') return candidate;
    const { discounts, concerns } = itemConcern(candidate, situation);
    const isConcerned = plan.concern === 'discounted_items' ? discounts : concerns;
    return isConcerned ? candidate : null;
  }

  function stepsOf(offer: Offer): readonly Step[] | null {
    if (offer.object === 'promotion_stack') {
      return stepsOfStack(facts, offer.stack);
    }
    const candidate = singleOf(offer);
    const step = candidate === null ? null : stepOf(candidate, stacking.situationOf(offer));
    if (step === null) return null;
    const isIdle = step.price !== null && !hasEffect(step.price);
    return isIdle && stacking.isSkippedIdle(offer) ? null : [step];
  }

  return {
    isUsable(offer) {
      if (offer.object === 'promotion_stack' || stacking.isSkippedIdle(offer)) {
        return stepsOf(offer) !== null;
      }
      const candidate = singleOf(offer);
      return candidate !== null && isUsable(candidate, stacking.situationOf(offer));
    },
    discountOf(offer) {
      if (offer.object === 'promotion_stack' || stacking.isSkippedIdle(offer)) {
        const steps = stepsOf(offer);
        return steps === null ? null : totalOf(situation.price, steps);
      }
      const candidate = singleOf(offer);
      return candidate === null ? null : discountFor(candidate, stacking.situationOf(offer));
    },
    stepsOf,
  };
}

function stepOf(candidate: Candidate, situation: Situation): Step | null {
  const examined = examine(candidate, situation);
  if (!examined.ok) return null;
  const { ok: _, ...step } = examined;
  return { candidate, situation, ...step };
}

/** Those of its tiers that apply, each upon the price that the one before left. */
function stepsOfStack(facts: Facts, stack: StackRow): readonly Step[] | null {
  const decision = decideOnStack(facts, stack);
  if (decision === null || !decision.valid) return null;
  return decision.order.flatMap((position) => {
    const fate = decision.fates[position];
    if (fate?.status !== 'APPLICABLE' || fate.examined === undefined) return [];
    return [{ ...fate, situation: fate.examined.situation }];
  });
}

function totalOf(opened: PricedOrder | null, steps: readonly Step[]): Money {
  const last = steps.at(-1)?.price ?? null;
  if (opened === null || last === null) return ZERO;
  return subtract(last.totalDiscountAmount, opened.totalDiscountAmount);
}
