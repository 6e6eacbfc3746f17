/** Putting value on a card or taking it off, on the wire. */
import Type, { type Static } from 'typebox';
import { VoucherCode } from '../schema.ts';

/** What a card may hold, and so what can be put on it. */
const MOST = Number.MAX_SAFE_INTEGER;

export const CardOfBalance = VoucherCode;

export const BalanceChange = Type.Object({
  amount: Type.Integer({
    minimum: -MOST,
    maximum: MOST,
    description: 'Points, or credits in minor units, to put on; below 0 to take off',
  }),
  source_id: Type.Optional(
    Type.String({ maxLength: 255, description: "The caller's own name for the transaction" }),
  ),
  reason: Type.Optional(Type.String({ maxLength: 1_000, description: 'Why' })),
});
export type BalanceChange = Static<typeof BalanceChange>;

export const ChangedBalance = Type.Object({
  amount: Type.Integer({ description: 'What was put on, or below 0 taken off' }),
  total: Type.Integer({ description: 'All that was put in less what was taken out by hand' }),
  balance: Type.Integer({ description: 'What the card holds now' }),
  type: Type.Enum(['gift_voucher', 'loyalty_card']),
  operation_type: Type.Literal('MANUAL'),
  object: Type.Literal('balance'),
  related_object: Type.Object({ type: Type.Literal('voucher'), id: Type.String() }),
});
export type ChangedBalance = Static<typeof ChangedBalance>;
