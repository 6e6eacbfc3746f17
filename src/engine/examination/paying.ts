/** A card's payment in an examination: what it offers, what it lacks, what rules are told of it. */
import type { Targets } from '../eligibility/applicability.ts';
import type { RuleFacts } from '../eligibility/facts.ts';
import type { Candidate, Incentive } from '../incentive.ts';
import { ZERO } from '../money/money.ts';
import type { Order } from '../order/order.ts';
import { needsLines } from '../pricing/discount-needs.ts';
import type { AmountDiscount, Discount } from '../pricing/discount.ts';
import type { PricedOrder } from '../pricing/priced-order.ts';
import {
  offeredAmount,
  type Paid,
  type Payment,
  paysForOrder,
  spentFor,
} from '../stored-value/payment.ts';

export type GiftEffect = 'APPLY_TO_ORDER' | 'APPLY_TO_ITEMS';

/**
 * Where the payment of a card goes. On items it is shared by what they still cost, as one sum of money
 * is: none of them comes first.
 */
export function paymentDiscount(effect: GiftEffect): AmountDiscount {
  return {
    type: 'AMOUNT',
    effect: effect === 'APPLY_TO_ITEMS' ? 'APPLY_TO_ITEMS_PROPORTIONALLY' : effect,
    amountOff: ZERO,
  };
}

function isOnItems({ effect }: Discount): boolean {
  return effect !== 'APPLY_TO_ORDER';
}

/** The same with what the card may pay of this price at most. */
export function offeredDiscount(
  { discount }: Incentive,
  payment: Payment,
  { totalAmount }: PricedOrder,
): AmountDiscount {
  const effect = isOnItems(discount) ? 'APPLY_TO_ITEMS' : 'APPLY_TO_ORDER';
  return { ...paymentDiscount(effect), amountOff: offeredAmount(payment, totalAmount) };
}

/** What the payment came to, the price `after` being what it made of `before`. */
export function paidOf(
  payment: Payment,
  before: PricedOrder | null,
  after: PricedOrder | null,
): Paid {
  const amount = after?.totalAppliedDiscountAmount ?? ZERO;
  const payable = before?.totalAmount ?? ZERO;
  return { with: payment.with, amount, spent: spentFor(payment, { payable, amount }) };
}

export type LackingKey = 'missing_amount' | 'missing_order_items_amount';

/** What the order lacks of what the payment is for; what is merely offered does without an order. */
export function lackingForPayment(
  { incentive: { discount } }: Candidate,
  payment: Payment,
  order: Order | null,
): LackingKey | null {
  if (!paysForOrder(payment) || (order === null && payment.isOffered)) return null;
  if (needsLines(discount)) {
    return (order?.lines.length ?? 0) === 0 ? 'missing_order_items_amount' : null;
  }
  return order === null ? 'missing_amount' : null;
}

/** Whether a payment for items finds none that costs anything. */
export function findsNoItem(
  { incentive: { discount } }: Candidate,
  targets: Targets | null,
  price: PricedOrder,
): boolean {
  if (!isOnItems(discount)) return false;
  const lines =
    targets === null
      ? price.lines
      : price.lines.filter(({ index }) => targets.applicable.includes(index));
  return lines.every(({ amount }) => amount === 0);
}

/** The facts for rules about payments: what it came to, or null while that is not known. */
export function payingFacts(facts: RuleFacts, payment: Payment, paid: Paid | null): RuleFacts {
  const spent = paid?.spent ?? null;
  const used = payment.with === 'credits' ? { giftCredits: spent } : { pointsUsed: spent };
  return { ...facts, redemption: { ...facts.redemption, ...used } };
}
