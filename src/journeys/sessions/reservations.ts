/** What a session locks of the vouchers that a decision lets pass. */
import type { Decided } from '../redeemables/service.ts';
import type { Reservation } from './store.ts';

/**
 * One redemption of each voucher that applies, limited or not; promotion tiers have nothing to lock.
 * Nothing where the request as a whole is not valid.
 */
export function reservationsOf({ decision, facts }: Decided): readonly Reservation[] {
  if (!decision.valid) return [];
  return decision.fates.flatMap((fate) => {
    const voucher = fate.status === 'APPLICABLE' ? facts.voucher(fate.candidate.id) : null;
    if (voucher === null) return [];
    const { id, version } = voucher;
    return [{ id, version, quantity: 1, credits: null, points: null }];
  });
}
