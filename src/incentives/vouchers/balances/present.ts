/** A balance that was changed: → wire. */
import type { ChangedBalance } from './schema.ts';
import type { BalanceAfter } from './service.ts';

export function presentBalance({ card, amount, value }: BalanceAfter): ChangedBalance {
  return {
    amount,
    total: value.added - value.removed,
    balance: value.balance,
    type: card.type === 'GIFT_VOUCHER' ? 'gift_voucher' : 'loyalty_card',
    operation_type: 'MANUAL',
    object: 'balance',
    related_object: { type: 'voucher', id: card.id },
  };
}
