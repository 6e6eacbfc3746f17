/** Rows of sums → what rules read by a counter's name. */
import type { CounterName } from '../../engine/eligibility/counter.ts';
import type { CountsByObject, Counts, SubjectCounts } from './question.ts';

type Subject = {
  /** Id of the voucher or tier. */
  readonly incentiveId: string;
  readonly campaignId: string | null;
};

/** Sums over one campaign or incentive: a customer's, an API key's or everyone's; zero where unknown. */
export type CountsReader = (subject: Subject) => (counter: CounterName) => number;

const nothing = (): number => 0;

export function countsReader(known: {
  readonly ofCustomer: readonly CountsByObject[];
  readonly ofKey: readonly CountsByObject[];
  readonly ofEveryone: readonly SubjectCounts[];
}): CountsReader {
  const { ofCustomer, ofKey, ofEveryone } = known;
  if (ofCustomer.length + ofKey.length + ofEveryone.length === 0) return () => nothing;
  const everyone = new Map(ofEveryone.map((counts) => [counts.subject_id, counts]));
  return (subject) => (counter) => {
    const [about, per, window, measure] = counter.split(':');
    const id = about === 'campaign' ? subject.campaignId : subject.incentiveId;
    // Nobody redeems as a user of the dashboard: those counts stay at nothing.
    if (id === null || per === 'user') return 0;
    if (per === 'everyone') return valueOf(everyone.get(id), window, measure);
    return (per === 'customer' ? ofCustomer : ofKey)
      .filter(
        (counts) => (about === 'campaign' ? counts.campaign_id : counts.related_object_id) === id,
      )
      .reduce((sum, counts) => sum + valueOf(counts, window, measure), 0);
  };
}

function valueOf(
  counts: Counts | undefined,
  window: string | undefined,
  measure: string | undefined,
): number {
  if (counts === undefined) return 0;
  if (measure === 'orders_amount') return counts.orders_amount;
  if (measure === 'discount_amount') return counts.discount_amount;
  if (measure === 'gift_amount') return counts.gift_amount;
  if (window === 'day') return counts.day_redemptions;
  if (window === 'week') return counts.week_redemptions;
  if (window === 'month') return counts.month_redemptions;
  return counts.redemptions;
}
