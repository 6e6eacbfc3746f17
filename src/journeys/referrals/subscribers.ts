/** Who follows up redemptions of referral codes, their rollbacks, and custom events with such a code. */
import { type Json, type JsonObject, textOf } from '../../engine/json.ts';
import type { Subscriber } from '../../platform/outbox/outbox.ts';
import { CUSTOM_EVENT } from '../custom-events/service.ts';
import { REFERRAL_REDEEMED, settleEvent, settleRedemption } from './service.ts';

export const referralSubscribers: readonly Subscriber[] = [
  {
    topics: [REFERRAL_REDEEMED],
    open: async () => ({
      wants: () => true,
      follow: (context, tx, { payload }) =>
        settleRedemption(context, tx, textOf(payload['redemption_id'])),
    }),
  },
  {
    topics: [CUSTOM_EVENT],
    open: async () => ({
      wants: ({ payload }) => codeOf(payload) !== null,
      async follow(context, tx, { payload }) {
        const code = codeOf(payload);
        if (code === null) return;
        await settleEvent(context, tx, {
          id: textOf(payload['id']),
          name: textOf(payload['type']),
          customerId: textOf(payload['customer_id']),
          code,
        });
      },
    }),
  },
];

/** The referral code that came with an event; null where none did. */
function codeOf({ referral }: JsonObject): string | null {
  if (!isObject(referral)) return null;
  const code = referral['code'] ?? null;
  return code === null ? null : textOf(code);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
