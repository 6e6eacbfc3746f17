/** What is offered and does not apply, for an explanation of why it is not shown. */
import { type Examination, examine, type Situation } from '../../engine/examine.ts';
import type { Candidate } from '../../engine/incentive.ts';
import type { Facts } from '../facts/service.ts';
import { inOrder } from './in-order.ts';
import { candidateOf, type Offer, stackCandidates } from './offers.ts';
import { MAX_EXPLAINED } from './schema.ts';

/** An offer with the incentive that refuses it: of a stack the first of its tiers that does. */
export type UnqualifiedOffer = {
  readonly offer: Offer;
  readonly candidate: Candidate;
  readonly situation: Situation;
  readonly violation: Extract<Examination, { readonly ok: false }>;
};

export type UnqualifiedOffers = {
  readonly offers: readonly UnqualifiedOffer[];
  readonly hasMore: boolean;
};

/** The newest of them. Takes `offers` over: their order is not kept. */
export function unqualifiedOf(
  offers: Offer[],
  facts: Facts,
  situation: Situation,
): UnqualifiedOffers {
  const found: UnqualifiedOffer[] = [];
  for (const offer of inOrder(offers, newestFirst)) {
    const refused = refusedOf(offer, facts, situation);
    if (refused === null) continue;
    if (found.length === MAX_EXPLAINED) return { offers: found, hasMore: true };
    found.push(refused);
  }
  return { offers: found, hasMore: false };
}

/** Null where it applies, or where nothing is there that could. */
function refusedOf(offer: Offer, facts: Facts, situation: Situation): UnqualifiedOffer | null {
  let here = situation;
  for (const candidate of candidatesOf(offer, facts)) {
    const examined = examine(candidate, here);
    if (!examined.ok) return { offer, candidate, situation: here, violation: examined };
    if (examined.price !== here.price) here = { ...here, price: examined.price };
  }
  return null;
}

function candidatesOf(offer: Offer, facts: Facts): readonly Candidate[] {
  if (offer.object === 'promotion_stack') return stackCandidates(facts, offer.stack) ?? [];
  const candidate = candidateOf(facts, offer);
  return candidate === null ? [] : [candidate];
}

function newestFirst(a: Offer, b: Offer): number {
  return b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1);
}
