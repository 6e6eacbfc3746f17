/** Rows of sums → what rules read by a counter's name. */
import type { CounterName } from '../../engine/eligibility/counter.ts';
import type { Counts, CustomerCounts, SubjectCounts } from './question.ts';

type Subject = {
  /** Id of the voucher or tier. */
  readonly incentiveId: string;
  readonly campaignId: string | null;
};

/** Sums over one campaign or incentive, of one customer or of everyone; all zero where none is known. */
export type CountsReader = (subject: Subject) => (counter: CounterName) => number;

const nothing = (): number => 0;

export function countsReader(
  ofCustomer: readonly CustomerCounts[],
  ofEveryone: readonly SubjectCounts[],
): CountsReader {
  if (ofCustomer.length + ofEveryone.length === 0) return () => nothing;
  const everyone = new Map(ofEveryone.map((counts) => [counts.subject_id, counts]));
  return (subject) => (counter) => {
    const [about, per, window, measure] = counter.split(':');
    const id = about === 'campaign' ? subject.campaignId : subject.incentiveId;
    if (id === null) return 0;
    if (per === 'customer') {
      const own = ofCustomer.filter(
        (counts) => (about === 'campaign' ? counts.campaign_id : counts.related_object_id) === id,
      );
      return own.reduce((sum, counts) => sum + valueOf(counts, window, measure), 0);
    }
    return valueOf(everyone.get(id), window, measure);
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
  // Gift credits have their own ledger; discounts redeem none.
  if (measure === 'gift_amount') return 0;
  if (window === 'day') return counts.day_redemptions;
  if (window === 'week') return counts.week_redemptions;
  if (window === 'month') return counts.month_redemptions;
  return counts.redemptions;
}
