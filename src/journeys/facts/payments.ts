/** A card with what the request wishes of it → what it pays with, as the engine reads it. */
import { type GiftEffect, paymentDiscount } from '../../engine/examination/paying.ts';
import { done, notFound, type Outcome, refuse } from '../../engine/outcome.ts';
import type { Discount } from '../../engine/pricing/discount.ts';
import type { Payment } from '../../engine/stored-value/payment.ts';
import type { RewardTerms } from '../../engine/stored-value/reward-terms.ts';
import type { CampaignRow, Catalog } from '../../incentives/catalog/service.ts';
import { valueFor } from './locks.ts';
import type { FactsRow, VoucherFacts } from './question.ts';

/** What a request says of a card beside its code. */
export type Wish = {
  /** Credits in minor units; absent: as many as there are to pay. */
  readonly gift?: { readonly credits?: number | null } | null;
  /** Points are for paying; absent: as many as there are to pay. */
  readonly reward?: { readonly id?: string | null; readonly points?: number | null } | null;
};

type Holding = {
  readonly facts: { readonly catalog: Catalog; readonly row: FactsRow };
  readonly voucher: VoucherFacts;
  readonly campaign: CampaignRow | null;
};

export type CardFailure = 'invalid_gift' | 'missing_reward' | 'not_found';

/** Null where the voucher is no card. `wish` is null where nobody named the card: it is offered. */
export function paymentOf(
  holding: Holding,
  wish: Wish | null,
): Outcome<Payment | null, CardFailure> {
  const { facts, voucher } = holding;
  if (wish?.gift && voucher.type !== 'GIFT_VOUCHER') {
    return refuse('invalid_gift', 'Only gift cards have credits');
  }
  const shared = { available: valueFor(facts.row, voucher), isOffered: wish === null };
  switch (voucher.type) {
    case 'DISCOUNT_VOUCHER':
      return done(null);
    case 'GIFT_VOUCHER':
      return done({ ...shared, with: 'credits', asked: wish?.gift?.credits ?? null });
    case 'LOYALTY_CARD': {
      const reward = rewardOf(holding, wish);
      if (!reward.ok) return reward;
      const asked = wish?.reward?.points ?? null;
      return done({ ...shared, with: 'points', asked, reward: reward.value });
    }
    default:
      return unknownType(voucher.type);
  }
}

/** A gift card as its campaign would give it away. */
export function freshGift(credits: number): Payment {
  return { with: 'credits', available: credits, asked: null, isOffered: true };
}

/** Null where the card is offered, and nobody has chosen what for. */
function rewardOf(
  { facts, voucher }: Holding,
  wish: Wish | null,
): Outcome<RewardTerms | null, 'missing_reward' | 'not_found'> {
  if (wish === null) return done(null);
  const id = wish.reward?.id;
  if (!id)
    return refuse('missing_reward', 'The points of a loyalty card are redeemed for a reward');
  const terms = facts.catalog.rewardTerms(voucher.campaign_id ?? '', id);
  return terms === null ? notFound('reward', id) : done(terms);
}

/** Where the payment of a card goes; null where the voucher is no card. */
export function discountOfCard({ voucher, campaign }: Omit<Holding, 'facts'>): Discount | null {
  if (voucher.type === 'DISCOUNT_VOUCHER') return null;
  return paymentDiscount(giftEffectOf(voucher, campaign) ?? 'APPLY_TO_ORDER');
}

function giftEffectOf(voucher: VoucherFacts, campaign: CampaignRow | null): GiftEffect | null {
  return voucher.gift_effect ?? campaign?.voucher?.gift?.effect ?? null;
}

function unknownType(type: never): never {
  throw new Error(`a voucher of an unknown type: ${String(type)}`);
}
