/** What a session locks of the vouchers that a decision lets pass. */
import type { Paid } from '../../engine/stored-value/payment.ts';
import type { Decided } from '../redeemables/service.ts';
import type { Reservation } from './store.ts';

/**
 * One redemption of each voucher that applies, limited or not, and of a card what it pays with; promotion tiers have nothing to lock.
 * Nothing where the request as a whole is not valid.
 */
export function reservationsOf({ decision, facts }: Decided): readonly Reservation[] {
  if (!decision.valid) return [];
  return decision.fates.flatMap((fate) => {
    if (fate.status !== 'APPLICABLE') return [];
    const voucher = facts.voucher(fate.candidate.id);
    if (voucher === null) return [];
    const { id, version } = voucher;
    return [{ id, version, quantity: 1, ...valueOf(fate.paid) }];
  });
}

function valueOf(paid: Paid | undefined): Pick<Reservation, 'credits' | 'points'> {
  if (paid === undefined) return { credits: null, points: null };
  return paid.with === 'credits'
    ? { credits: paid.spent, points: null }
    : { credits: null, points: paid.spent };
}
