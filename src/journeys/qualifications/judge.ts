/** Offers before the engine: whether each may be used, and what it alone would take off. */
import type { Targets } from '../../engine/eligibility/applicability.ts';
import {
  discountFor,
  examine,
  isUsable,
  itemConcern,
  type Situation,
} from '../../engine/examine.ts';
import type { Candidate } from '../../engine/incentive.ts';
import { type Money, subtract, ZERO } from '../../engine/money/money.ts';
import type { PricedOrder } from '../../engine/pricing/priced-order.ts';
import type { Facts } from '../facts/service.ts';
import { candidateOf, type Offer, stackCandidates } from './offers.ts';
import type { Plan } from './scenario.ts';

/** One incentive applied: of a stack, one of its tiers. */
export type Step = {
  readonly candidate: Candidate;
  /** After it, `applied…` being its own part; null without an order. */
  readonly price: PricedOrder | null;
  readonly targets: Targets | null;
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
      const tiers = stackCandidates(facts, offer.stack);
      return tiers === null ? null : stepsThrough(tiers, situation);
    }
    const candidate = singleOf(offer);
    return candidate === null ? null : stepsThrough([candidate], situation);
  }

  return {
    isUsable(offer) {
      if (offer.object === 'promotion_stack') return stepsOf(offer) !== null;
      const candidate = singleOf(offer);
      return candidate !== null && isUsable(candidate, situation);
    },
    discountOf(offer) {
      if (offer.object === 'promotion_stack') {
        const steps = stepsOf(offer);
        return steps === null ? null : totalOf(situation.price, steps);
      }
      const candidate = singleOf(offer);
      return candidate === null ? null : discountFor(candidate, situation);
    },
    stepsOf,
  };
}

/** Each upon the price that the one before left; all of them have to apply. */
function stepsThrough(
  candidates: readonly Candidate[],
  situation: Situation,
): readonly Step[] | null {
  const steps: Step[] = [];
  let { price } = situation;
  for (const candidate of candidates) {
    const here = price === situation.price ? situation : { ...situation, price };
    const examined = examine(candidate, here);
    if (!examined.ok) return null;
    ({ price } = examined);
    steps.push({ candidate, price, targets: examined.targets, situation: here });
  }
  return steps;
}

function totalOf(opened: PricedOrder | null, steps: readonly Step[]): Money {
  const last = steps.at(-1)?.price ?? null;
  if (opened === null || last === null) return ZERO;
  return subtract(last.totalDiscountAmount, opened.totalDiscountAmount);
}
