/**
 * The whole decision: which of the requested redeemables apply, in which order, at what price.
 *
 * One function for qualification, validation and redemption. Pure: the same facts, configuration and
 * `now` give the same decision.
 */
import type { CustomerFacts, RedemptionFacts } from './eligibility/facts.ts';
import { examine, type Examination, type Situation } from './examine.ts';
import type { Candidate } from './incentive.ts';
import type { Order } from './order/order.ts';
import type { Refusal } from './outcome.ts';
import {
  openOrder,
  requestTotals,
  type EarlierDiscounts,
  type PricedOrder,
} from './pricing/priced-order.ts';
import type { StackingSettings } from './stacking/settings.ts';
import type { Temporal } from 'temporal-polyfill';

/** What was asked for: a known incentive, or the refusal that its id met (unknown code …). */
export type Requested = { readonly ok: true; readonly candidate: Candidate } | Refusal;

export type Question = {
  readonly redeemables: readonly Requested[];
  readonly order: Order | null;
  readonly earlier: EarlierDiscounts | null;
  readonly customer: CustomerFacts | null;
  readonly redemption: RedemptionFacts;
  /** In the project's time zone. */
  readonly now: Temporal.ZonedDateTime;
  readonly stacking: StackingSettings;
};

export type SkipReason = 'applicable_redeemables_limit_exceeded' | 'preceding_validation_failed';

/** One redeemable's fate, in the order of the request. */
export type Fate =
  | ({ readonly status: 'APPLICABLE'; readonly candidate: Candidate } & Applied)
  | { readonly status: 'INAPPLICABLE'; readonly refusal: Refusal; readonly message: string | null }
  | { readonly status: 'SKIPPED'; readonly reason: SkipReason };

type Applied = Pick<Extract<Examination, { ok: true }>, 'price' | 'targets'>;

export type Decision = {
  /** Whether what was asked for can be redeemed. */
  readonly valid: boolean;
  readonly fates: readonly Fate[];
  /** The order's price before and after; null where the request has no order. */
  readonly opened: PricedOrder | null;
  /** `applied…` is all that this request took. */
  readonly price: PricedOrder | null;
};

export function decide(question: Question): Decision {
  const { order, stacking } = question;
  const opened = order === null ? null : openOrder(order, question.earlier ?? undefined);
  const fates: Fate[] = [];
  let price = opened;
  let applied = 0;
  let failed = false;
  for (const requested of question.redeemables) {
    const fate = nextFate(requested, { question, price, applied, failed });
    fates.push(fate);
    if (fate.status === 'INAPPLICABLE') failed = true;
    if (fate.status !== 'APPLICABLE') continue;
    applied += 1;
    price = fate.price ?? price;
  }
  const valid = applied > 0 && !(failed && stacking.applicationMode === 'ALL');
  const final = opened === null || price === null ? null : requestTotals(opened, price);
  return { valid, fates, opened, price: final };
}

function nextFate(
  requested: Requested,
  {
    question,
    price,
    applied,
    failed,
  }: {
    readonly question: Question;
    readonly price: PricedOrder | null;
    readonly applied: number;
    readonly failed: boolean;
  },
): Fate {
  const { stacking } = question;
  if (failed && stacking.applicationMode === 'ALL') {
    return { status: 'SKIPPED', reason: 'preceding_validation_failed' };
  }
  if (!requested.ok) return { status: 'INAPPLICABLE', refusal: requested, message: null };
  if (applied >= stacking.applicableRedeemablesLimit) {
    return { status: 'SKIPPED', reason: 'applicable_redeemables_limit_exceeded' };
  }
  const { candidate } = requested;
  const examination = examine(candidate, situationOf(question, price));
  if (!examination.ok) return { status: 'INAPPLICABLE', ...examination };
  const { price: after, targets } = examination;
  return { status: 'APPLICABLE', candidate, price: after, targets };
}

export function situationOf(question: Question, price: PricedOrder | null): Situation {
  const { order, customer, redemption, now, stacking } = question;
  return { order, price, customer, redemption, now, settings: stacking };
}
