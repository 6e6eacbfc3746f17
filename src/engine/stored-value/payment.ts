/**
 * Paying with a card: gift credits, or points by the ratio of a reward. What the card gives is never
 * more than it holds, than the request asks for, or than is to pay.
 */
import { money, type Money, ZERO } from '../money/money.ts';
import { pointsWorth, worthOf } from './coin.ts';
import type { CoinRatio, RewardTerms } from './reward-terms.ts';

type Wish = {
  /** What the card has for this request, without what has expired or others have locked. */
  readonly available: number;
  /** How much of it the request names; null: as much as there is to pay. */
  readonly asked: number | null;
  /** Nobody named it: it is shown to a customer, with or without an order. */
  readonly isOffered: boolean;
};

export type Payment =
  /** Minor units. */
  | (Wish & { readonly with: 'credits' })
  /** Points; without a reward they may be offered, but do nothing. */
  | (Wish & { readonly with: 'points'; readonly reward: RewardTerms | null });

/** What a payment came to. */
export type Paid = {
  readonly with: Payment['with'];
  /** Off what was to pay, in minor units. */
  readonly amount: Money;
  /** What leaves the card for it: credits in minor units, or points. */
  readonly spent: number;
};

export type ExceededKey = 'gift_amount_exceeded' | 'loyalty_card_points_exceeded';

/** Why the card cannot give what it is asked for; null where it can. */
export function exceededKey(payment: Payment): ExceededKey | null {
  const { available } = payment;
  if (payment.with === 'credits') {
    return lacks(payment, 1) ? 'gift_amount_exceeded' : null;
  }
  const { reward } = payment;
  if (reward === null) return available > 0 ? null : 'loyalty_card_points_exceeded';
  if (reward.type === 'COIN') {
    // Without a wish whole ratios are spent: one is the least.
    const least = payment.asked === null ? reward.pointsRatio : 1;
    return lacks(payment, least) ? 'loyalty_card_points_exceeded' : null;
  }
  return reward.cost > available ? 'loyalty_card_points_exceeded' : null;
}

function lacks({ available, asked }: Payment, least: number): boolean {
  return available < least || (asked ?? 0) > available;
}

/** Whether it pays for the order, rather than for something beside it. */
export function paysForOrder(payment: Payment): boolean {
  return payment.with === 'credits' || payment.reward?.type === 'COIN';
}

/** The most it may pay of what is `payable`, in minor units; it may be more than that. */
export function offeredAmount(payment: Payment, payable: Money): Money {
  if (payment.with === 'credits') return money(payment.asked ?? payment.available);
  const { reward } = payment;
  if (reward?.type !== 'COIN') return ZERO;
  return worthOf(payment.asked ?? wholeRatios(payment.available, reward, payable), reward);
}

/** What leaves the card where `amount` of what was `payable` is paid with it. */
export function spentFor(
  payment: Payment,
  { payable, amount }: { readonly payable: Money; readonly amount: Money },
): number {
  if (payment.with === 'credits') return amount;
  const { reward, asked, available } = payment;
  if (reward === null) return 0;
  if (reward.type !== 'COIN') return reward.cost;
  if (asked === null) return wholeRatios(available, reward, payable);
  // Of points that were named none is taken that pays for nothing.
  return Math.min(pointsWorth(amount, reward) ?? asked, asked);
}

/** Points for all that is payable, or as far as the card goes: as often as the ratio names, never a part. */
function wholeRatios(available: number, ratio: CoinRatio, payable: Money): number {
  const { pointsRatio } = ratio;
  const most = Math.floor(available / pointsRatio);
  const needed = pointsWorth(payable, ratio);
  if (needed === null) return most * pointsRatio;
  return Math.min(Math.ceil(needed / pointsRatio), most) * pointsRatio;
}
