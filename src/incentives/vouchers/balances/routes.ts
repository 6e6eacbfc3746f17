/** Balances of cards: change one by hand. */
import { done } from '../../../engine/outcome.ts';
import { route } from '../../../platform/http/route.ts';
import { presentBalance } from './present.ts';
import { BalanceChange, CardOfBalance, ChangedBalance } from './schema.ts';
import { changeBalance } from './service.ts';

export const balanceRoutes = [
  route({
    operation: 'update-voucher-balance',
    on: 'POST /v1/vouchers/:code/balance',
    tag: 'Vouchers',
    does: 'Puts credits or points on a card, or takes them off, never more than it holds',
    may: 'vouchers.modify',
    params: CardOfBalance,
    body: BalanceChange,
    reply: ChangedBalance,
    fails: [
      'not_found',
      'invalid_add_balance_params',
      'gift_amount_exceeded',
      'loyalty_card_points_exceeded',
    ],
    async handle({ params, body }, context) {
      const changed = await changeBalance(context, params.code, body);
      return changed.ok ? done(presentBalance(changed.value)) : changed;
    },
  }),
];
