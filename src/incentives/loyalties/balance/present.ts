/** A member's balance after a change: card → wire. */
import type { CardValue } from '../../ledger/service.ts';
import type { MemberBalance } from './schema.ts';

/** `points` is what was added, or below 0 taken; what was taken by hand is no part of the total. */
export function presentMemberBalance(
  cardId: string,
  points: number,
  { added, removed, balance }: CardValue,
): MemberBalance {
  return {
    points,
    total: added - removed,
    balance,
    type: 'loyalty_card',
    object: 'balance',
    related_object: { type: 'voucher', id: cardId },
    operation_type: 'MANUAL',
  };
}
