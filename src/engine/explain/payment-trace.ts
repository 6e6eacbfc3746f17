/** The trace of a card: what it has, what is asked of it, what it pays, and what would let it. */
import type { Examination } from '../examine.ts';
import type { Incentive } from '../incentive.ts';
import type { Money } from '../money/money.ts';
import type { Order } from '../order/order.ts';
import { exceededKey, type Payment } from '../stored-value/payment.ts';
import { easiest, type Step } from './step.ts';

export type PaymentCheck = {
  readonly with: Payment['with'];
  /** Credits in minor units, or points: those that are there, and those asked for; null: as many as fit. */
  readonly available: number;
  readonly asked: number | null;
  /** Whether the card can give that. */
  readonly passed: boolean;
  /** What leaves the card, and what it pays; null where that cannot be told. */
  readonly spent: number | null;
  readonly amount: Money | null;
};

/** `priced` is the examination with a payment that the card can give; see `freedPayment`. */
export function tracePayment(
  payment: Payment | undefined,
  priced: Examination,
): PaymentCheck | null {
  if (payment === undefined) return null;
  const paid = priced.ok ? (priced.paid ?? null) : null;
  return {
    with: payment.with,
    available: payment.available,
    asked: payment.asked,
    passed: exceededKey(payment) === null,
    spent: paid?.spent ?? null,
    amount: paid?.amount ?? null,
  };
}

/** The same as if the card had what it is asked for, so that everything else is looked at as well. */
export function freedPayment(payment: Payment): Payment {
  return exceededKey(payment) === null
    ? payment
    : { ...payment, available: Math.max(payment.available, leastOf(payment)) };
}

/** Ask for what is there, or put more on the card: whichever is easier. Nothing where it can pay. */
export function paymentSteps(payment: Payment | undefined): readonly Step[] {
  if (payment === undefined || exceededKey(payment) === null) return [];
  const { available, asked } = payment;
  const enough = leastOf(payment);
  const topUp: Step = { type: 'TOP_UP', with: payment.with, by: enough - available };
  const less = { ...payment, asked: available };
  const isEnough = asked !== null && available > 0 && exceededKey(less) === null;
  if (!isEnough) return [topUp];
  return easiest([[topUp], [{ type: 'CHANGE_PAYMENT', with: payment.with, asked, available }]]);
}

/** The fewest credits or points that the card would have to hold. */
function leastOf(payment: Payment): number {
  const asked = payment.asked ?? 0;
  if (payment.with === 'credits') return Math.max(asked, 1);
  const { reward } = payment;
  if (reward === null) return 1;
  if (reward.type !== 'COIN') return reward.cost;
  return payment.asked === null ? reward.pointsRatio : Math.max(asked, 1);
}

/** What the order lacks of what a payment is for. */
export function lackingSteps(
  key: string,
  order: Order | null,
  { applicability }: Incentive,
): readonly Step[] {
  if (key === 'missing_amount') return [{ type: 'ADD_ORDER' }];
  if (order === null || order.lines.length === 0) return [{ type: 'ADD_LINES' }];
  const items = applicability.included.flatMap(({ entry }) => entry.item ?? []);
  return [{ type: 'ADD_ITEM', scope: { items, rule: null } }];
}
