/**
 * Vouchers and tiers of one campaign in one request: a limit of the campaign counts all of them, so
 * each sees in its counts what those before it are about to add.
 */
import { decide, type Decision, type Question, type Taken } from '../../engine/decide.ts';
import type { Candidate } from '../../engine/incentive.ts';
import type { Counter, CounterName } from '../../engine/eligibility/counter.ts';
import {
  subjectsCounted,
  type UnitCounter,
  type UsedUnits,
} from '../../engine/eligibility/unit-budgets.ts';
import type { Paid } from '../../engine/stored-value/payment.ts';

/** What one that applies adds to the counters of its campaign. */
export type Addition = {
  readonly campaignId: string | null;
  /** What it takes off, in minor units. */
  readonly discountAmount: number;
  /** What it takes of limits that count discounted units. */
  readonly units: readonly UsedUnits[];
  /** What a card has paid; absent: it is no card. */
  readonly paid?: Paid;
};

type CampaignOf = (candidate: Candidate) => string | null;

/** As `decide`, each counting what those applied before it are about to add. */
export function decideTogether(question: Question, campaignOf: CampaignOf): Decision {
  return decide(togetherIn(question, campaignOf));
}

/** The question with that counting in it, where there is something to count together. */
export function togetherIn(question: Question, campaignOf: CampaignOf): Question {
  if (!areTogether(question, campaignOf)) return question;
  const ordersAmount = question.order?.amount ?? 0;
  const counting = (candidate: Candidate, taken: readonly Taken[]): Candidate => {
    const before = taken.map((one) => ({
      campaignId: campaignOf(one.candidate),
      discountAmount: one.discountAmount,
      units: one.units,
      ...(one.paid === undefined ? {} : { paid: one.paid }),
    }));
    return countingThose(candidate, { campaignId: campaignOf(candidate), before, ordersAmount });
  };
  return { ...question, counting };
}

/** How much of a counter those before bring along, in the counter's own unit. */
export function addedBefore(
  counter: Pick<Counter, 'subject' | 'per' | 'measure'>,
  campaignId: string | null,
  before: readonly (Addition | null)[],
  ordersAmount: number,
): number {
  if (counter.subject !== 'campaign' || campaignId === null) return 0;
  const same = before.filter((one) => one !== null && one.campaignId === campaignId);
  switch (counter.measure) {
    case 'redemptions':
      return same.length;
    case 'discount_amount':
      return same.reduce((sum, one) => sum + (one?.discountAmount ?? 0), 0);
    case 'orders_amount':
      // A campaign's total holds an order once; a customer's sum once for each redemption.
      return counter.per === 'customer' ? same.length * ordersAmount : 0;
    case 'gift_amount':
      return same.reduce((sum, one) => sum + creditsOf(one?.paid), 0);
    default:
      return counter.measure satisfies never;
  }
}

function creditsOf(paid: Paid | undefined): number {
  return paid?.with === 'credits' ? paid.spent : 0;
}

/** Whether two of the same campaign meet, and a rule counts it. */
function areTogether({ redeemables }: Question, campaignOf: CampaignOf): boolean {
  const seen = new Map<string, boolean>();
  return redeemables.some((requested) => {
    if (!requested.ok) return false;
    const { candidate } = requested;
    const campaignId = campaignOf(candidate);
    if (campaignId === null) return false;
    const counts = candidate.incentive.rules.some(
      ({ counters, applicability }) =>
        counters.some((counter) => counter.subject === 'campaign') ||
        applicability.included.some(({ entry }) => subjectsCounted(entry).includes('campaign')),
    );
    const before = seen.get(campaignId);
    seen.set(campaignId, counts || before === true);
    return before !== undefined && (counts || before);
  });
}

function countingThose(
  candidate: Candidate,
  {
    campaignId,
    before,
    ordersAmount,
  }: {
    readonly campaignId: string | null;
    readonly before: readonly Addition[];
    readonly ordersAmount: number;
  },
): Candidate {
  const counters = new Map(
    candidate.incentive.rules.flatMap((rule) => rule.counters.map((one) => [one.name, one])),
  );
  const counts = (name: CounterName): number => {
    const counter = counters.get(name);
    const added =
      counter === undefined ? 0 : addedBefore(counter, campaignId, before, ordersAmount);
    return candidate.counts(name) + added;
  };
  const { unitsCounted } = candidate;
  if (unitsCounted === undefined) return { ...candidate, counts };
  const together = (counter: UnitCounter): number | null => {
    const counted = unitsCounted(counter);
    return counted === null ? null : counted + unitsBefore(counter, campaignId, before);
  };
  return { ...candidate, counts, unitsCounted: together };
}

/** Units that those before take of the same budget of the campaign. */
function unitsBefore(
  counter: UnitCounter,
  campaignId: string | null,
  before: readonly Addition[],
): number {
  if (counter.subject !== 'campaign') return 0;
  const used = before
    .filter((one) => one.campaignId === campaignId)
    .flatMap(({ units }) => units)
    .filter((one) => isSame(one.counter, counter));
  return used.reduce((sum, one) => sum + one.units, 0);
}

function isSame(one: UnitCounter, other: UnitCounter): boolean {
  return (
    one.subject === other.subject &&
    one.perCustomer === other.perCustomer &&
    one.item === other.item &&
    one.productId === other.productId
  );
}
