/** What the project's stacking rules make of an offer: its prices, and whether it may be idle. */
import type { Decision } from '../../engine/decide.ts';
import type { Situation } from '../../engine/examine.ts';
import type { Candidate } from '../../engine/incentive.ts';
import { calculationModeOf, noEffectOf } from '../../engine/stacking/categories.ts';
import type { StackRow } from '../../incentives/catalog/service.ts';
import { type Facts, tierCandidate } from '../facts/service.ts';
import { campaignIdOf, decideTogether, ranksOf } from '../redeemables/service.ts';
import { categoryIdsOf, type Offer, stackedTiers, tierOffer } from './offers.ts';

export type OfferStacking = {
  /** The situation with what this offer's percentages are taken of. */
  situationOf(offer: Offer): Situation;
  /** Whether it is skipped where it takes nothing off. */
  isSkippedIdle(offer: Offer): boolean;
};

export function offerStacking(
  facts: Facts,
  situation: Situation,
  isPriced: boolean,
): OfferStacking {
  const { catalog } = facts;
  const { stacking } = catalog;
  const ranks = (offer: Offer) => ranksOf(catalog, categoryIdsOf(catalog, offer));
  const hasModes = stacking.initialAmountCategories.size + stacking.discountedAmountCategories.size;
  const mayBeSkipped = stacking.noEffectRule === 'SKIP' || stacking.noEffectSkipCategories.size > 0;
  // Made once each: what is known of a situation is remembered by it.
  const byMode = new Map([[stacking.discountCalculationMode, situation]]);
  return {
    situationOf(offer) {
      if (hasModes === 0) return situation;
      const discountCalculationMode = calculationModeOf(ranks(offer), stacking);
      const known = byMode.get(discountCalculationMode);
      if (known !== undefined) return known;
      const made = { ...situation, settings: { discountCalculationMode } };
      byMode.set(discountCalculationMode, made);
      return made;
    },
    isSkippedIdle: (offer) =>
      mayBeSkipped && isPriced && noEffectOf(ranks(offer), stacking).rule === 'SKIP',
  };
}

/** A stack as a validation would decide on it; null where a tier is gone, or there are too many. */
export function decideOnStack(facts: Facts, stack: StackRow): Decision | null {
  const { catalog } = facts;
  const tiers = stackedTiers(catalog, stack);
  if (tiers === null || tiers.length > catalog.stacking.redeemablesLimit) return null;
  const redeemables = tiers.map((tier) => ({
    ok: true as const,
    candidate: tierCandidate(facts, tier),
    categories: ranksOf(catalog, categoryIdsOf(catalog, tierOffer(tier))),
  }));
  const { order, earlier, customer, redemption, now } = facts;
  const question = { order, earlier, customer, redemption, now, stacking: catalog.stacking };
  const campaignOf = (candidate: Candidate) => campaignIdOf(facts, candidate);
  return decideTogether({ ...question, redeemables }, campaignOf);
}
