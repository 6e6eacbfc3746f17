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
import { candidatesOf, type Offer } from './offers.ts';
import type { Plan } from './scenario.ts';

/** One incentive applied: of a stack, one of its tiers. */
export type Step = {
  readonly candidate: Candidate;
  /** After it, `applied…` being its own part; null without an order. */
  readonly price: PricedOrder | null;
  readonly targets: Targets | null;
};

export type Judge = {
  isUsable(offer: Offer): boolean;
  /** What it takes off in all; null where it may not be used. */
  discountOf(offer: Offer): Money | null;
  /** Its steps, priced; null where it may not be used. */
  stepsOf(offer: Offer): readonly Step[] | null;
};

export function judgeOf(facts: Facts, situation: Situation, plan: Plan): Judge {
  function candidates(offer: Offer): readonly Candidate[] | null {
    const found = candidatesOf(facts, offer);
    if (found === null || plan.concern === 'anything') return found;
    return found.some(isConcerned) ? found : null;
  }

  function isConcerned(candidate: Candidate): boolean {
    const { discounts, concerns } = itemConcern(candidate, situation);
    return plan.concern === 'discounted_items' ? discounts : concerns;
  }

  return {
    isUsable(offer) {
      const found = candidates(offer);
      const only = found?.length === 1 ? found[0] : undefined;
      if (only !== undefined) return isUsable(only, situation);
      return found !== null && stepsThrough(found, situation) !== null;
    },
    discountOf(offer) {
      const found = candidates(offer);
      const only = found?.length === 1 ? found[0] : undefined;
      if (only !== undefined) return discountFor(only, situation);
      const steps = found === null ? null : stepsThrough(found, situation);
      return steps === null ? null : totalOf(situation.price, steps);
    },
    stepsOf(offer) {
      const found = candidates(offer);
      return found === null ? null : stepsThrough(found, situation);
    },
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
    steps.push({ candidate, price, targets: examined.targets });
  }
  return steps;
}

function totalOf(opened: PricedOrder | null, steps: readonly Step[]): Money {
  const last = steps.at(-1)?.price ?? null;
  if (opened === null || last === null) return ZERO;
  return subtract(last.totalDiscountAmount, opened.totalDiscountAmount);
}
