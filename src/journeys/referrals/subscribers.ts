/** Who follows up redemptions of referral codes, their rollbacks, and custom events with such a code. */
import { textOf } from '../../engine/json.ts';
import type { Subscriber } from '../../platform/outbox/outbox.ts';
import { REFERRAL_REDEEMED, settleEvent, settleRedemption } from './service.ts';

export const referralSubscribers: readonly Subscriber[] = [
  {
    topics: [REFERRAL_REDEEMED],
    wants: async () => true,
    follow: (context, tx, { payload }) =>
      settleRedemption(context, tx, textOf(payload['redemption_id'])),
  },
  {
    topics: ['custom_event'],
    wants: async (_context, { payload }) => typeof payload['referral_code'] === 'string',
    follow: (context, tx, { payload }) =>
      settleEvent(context, tx, {
        id: textOf(payload['id']),
        name: textOf(payload['type']),
        customerId: textOf(payload['customer_id']),
        code: textOf(payload['referral_code']),
      }),
  },
];
