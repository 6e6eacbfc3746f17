/** Which loyalty cards have enough points for a reward. */
import { exceededKey } from '../../../engine/stored-value/payment.ts';
import { foundVoucher } from '../../facts/service.ts';
import type { Narrowing } from '../service.ts';

type WantedReward = {
  readonly id: string;
  readonly assignment_id?: string | null;
  /** Of what points pay for; absent: as many as there are to pay. */
  readonly points?: number | null;
};

export function paysFor({
  id,
  points,
  assignment_id,
}: WantedReward): NonNullable<Narrowing['isWanted']> {
  const wish = { reward: { id, ...(points === undefined ? {} : { points }) } };
  return (offer, facts) => {
    if (offer.object !== 'voucher' || offer.voucher.type !== 'LOYALTY_CARD') return false;
    const card = foundVoucher(facts, offer.voucher, wish);
    const payment = card.ok ? card.candidate.payment : undefined;
    if (payment?.with !== 'points' || exceededKey(payment) !== null) return false;
    return !assignment_id || payment.reward?.assignmentId === assignment_id;
  };
}
