/** Why offers are shown, and why others are not: where a qualification asks for it. */
import { explain } from '../../engine/explain/explain.ts';
import type { Situation } from '../../engine/examine.ts';
import type { Candidate } from '../../engine/incentive.ts';
import { messageOf, statusOf } from '../../engine/problem.ts';
import type { Facts } from '../facts/service.ts';
import { presentExplanation } from '../explanations/present.ts';
import type { Explanation } from '../explanations/schema.ts';
import type { Step } from './judge.ts';
import type { Offer } from './offers.ts';
import type { Unqualified, UnqualifiedList } from './schema.ts';
import type { Qualified } from './service.ts';
import type { UnqualifiedOffer } from './unqualified.ts';

export function presentStepExplained(
  { facts, explain: isAsked }: Qualified,
  { candidate, situation }: Step,
): { readonly explanation?: Explanation } {
  return isAsked ? { explanation: explained(facts, candidate, situation) } : {};
}

export function presentUnqualified({ facts, unqualified }: Qualified): {
  readonly inapplicable_redeemables?: UnqualifiedList;
} {
  if (unqualified === null) return {};
  const data = unqualified.offers.map((one) => presentOne(facts, one));
  return {
    inapplicable_redeemables: {
      object: 'list',
      data_ref: 'data',
      data,
      total: data.length,
      has_more: unqualified.hasMore,
    },
  };
}

function presentOne(
  facts: Facts,
  { offer, candidate, situation, violation }: UnqualifiedOffer,
): Unqualified {
  const { refusal, message } = violation;
  const name = nameOf(offer);
  return {
    id: offer.id,
    object: offer.object,
    created_at: new Date(offer.createdAt).toISOString(),
    ...(name === null ? {} : { name }),
    result: {
      error: {
        code: statusOf(refusal.key),
        key: refusal.key,
        message: messageOf(refusal.key),
        ...(message === null ? {} : { error: { message } }),
      },
    },
    ...(offer.object === 'promotion_stack' ? { promotion_tier_id: candidate.id } : {}),
    explanation: explained(facts, candidate, situation),
  };
}

function explained(facts: Facts, candidate: Candidate, situation: Situation): Explanation {
  const explanation = explain(candidate, situation);
  return presentExplanation({ facts, explanation, candidate, idAt: () => candidate.id });
}

function nameOf(offer: Offer): string | null {
  switch (offer.object) {
    case 'promotion_tier':
      return offer.tier.row.name;
    case 'promotion_stack':
      return offer.stack.name;
    case 'campaign':
      return offer.campaign.campaign.name;
    case 'voucher':
      return null;
    default:
      return offer satisfies never;
  }
}
