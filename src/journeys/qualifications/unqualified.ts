/** What is offered and does not apply, for an explanation of why it is not shown. */
import { type Examination, examine, type Situation } from '../../engine/examine.ts';
import type { Candidate } from '../../engine/incentive.ts';
import type { Facts } from '../facts/service.ts';
import { inOrder } from './in-order.ts';
import { candidateOf, type Offer } from './offers.ts';
import { MAX_EXPLAINED } from './schema.ts';
import { decideOnStack } from './stacking.ts';

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
  if (offer.object === 'promotion_stack') return refusedStack(offer, facts);
  const candidate = candidateOf(facts, offer);
  const examined = candidate === null ? null : examine(candidate, situation);
  if (candidate === null || examined === null || examined.ok) return null;
  return { offer, candidate, situation, violation: examined };
}

/** By the first of its tiers that is refused where it stands. */
function refusedStack(
  offer: Extract<Offer, { readonly object: 'promotion_stack' }>,
  facts: Facts,
): UnqualifiedOffer | null {
  const decision = decideOnStack(facts, offer.stack);
  if (decision === null || decision.valid) return null;
  for (const position of decision.order) {
    const fate = decision.fates[position];
    if (fate?.status !== 'INAPPLICABLE' || fate.examined === undefined) continue;
    const { refusal, message } = fate;
    return { offer, ...fate.examined, violation: { ok: false, refusal, message } };
  }
  return null;
}

function newestFirst(a: Offer, b: Offer): number {
  return b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1);
}
