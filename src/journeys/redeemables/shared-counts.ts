/**
 * Vouchers and tiers of one campaign in one request: a limit of the campaign counts all of them, so
 * each sees in its counts what those before it are about to add.
 */
import { decide, type Decision, type Question, type Requested } from '../../engine/decide.ts';
import type { Candidate } from '../../engine/incentive.ts';
import type { Counter, CounterName } from '../../engine/eligibility/counter.ts';

/** What one that applies adds to the counters of its campaign. */
export type Addition = {
  readonly campaignId: string | null;
  /** What it takes off, in minor units. */
  readonly discountAmount: number;
};

type CampaignOf = (candidate: Candidate) => string | null;

/** As `decide`; again and again, until what the earlier ones add is what the later ones counted. */
export function decideTogether(question: Question, campaignOf: CampaignOf): Decision {
  const first = decide(question);
  if (!areTogether(question, campaignOf)) return first;
  let decision = first;
  // Each round settles at least the next redeemable: nothing before it changes any more.
  for (let round = 1; round < question.redeemables.length; round++) {
    const before = additionsOf(decision, campaignOf);
    const redeemables = question.redeemables.map((requested, position) =>
      counting(requested, before.slice(0, position), { question, campaignOf }),
    );
    decision = decide({ ...question, redeemables });
  }
  return decision;
}

/** The redeemable as it was decided on: with what those before it add to its counts. */
export function requestedAt(
  position: number,
  { question, decision }: { readonly question: Question; readonly decision: Decision },
  campaignOf: CampaignOf,
): Requested | null {
  const requested = question.redeemables[position];
  if (requested === undefined) return null;
  const before = additionsOf(decision, campaignOf).slice(0, position);
  return counting(requested, before, { question, campaignOf });
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
      return 0;
    default:
      return counter.measure satisfies never;
  }
}

/** Whether two of the same campaign meet, and a rule counts it. */
function areTogether({ redeemables }: Question, campaignOf: CampaignOf): boolean {
  const seen = new Map<string, boolean>();
  return redeemables.some((requested) => {
    if (!requested.ok) return false;
    const { candidate } = requested;
    const campaignId = campaignOf(candidate);
    if (campaignId === null) return false;
    const counts = candidate.incentive.rules.some((rule) =>
      rule.counters.some((counter) => counter.subject === 'campaign'),
    );
    const before = seen.get(campaignId);
    seen.set(campaignId, counts || before === true);
    return before !== undefined && (counts || before);
  });
}

/** One for one with the fates; null for what does not apply. */
function additionsOf({ fates }: Decision, campaignOf: CampaignOf): (Addition | null)[] {
  return fates.map((fate) =>
    fate.status === 'APPLICABLE'
      ? {
          campaignId: campaignOf(fate.candidate),
          discountAmount: fate.price?.totalAppliedDiscountAmount ?? 0,
        }
      : null,
  );
}

function counting(
  requested: Requested,
  before: readonly (Addition | null)[],
  { question, campaignOf }: { readonly question: Question; readonly campaignOf: CampaignOf },
): Requested {
  if (!requested.ok) return requested;
  const { candidate } = requested;
  const campaignId = campaignOf(candidate);
  const counters = new Map(
    candidate.incentive.rules.flatMap((rule) => rule.counters.map((one) => [one.name, one])),
  );
  const counts = (name: CounterName): number => {
    const counter = counters.get(name);
    const added =
      counter === undefined
        ? 0
        : addedBefore(counter, campaignId, before, question.order?.amount ?? 0);
    return candidate.counts(name) + added;
  };
  return { ok: true, candidate: { ...candidate, counts } };
}
