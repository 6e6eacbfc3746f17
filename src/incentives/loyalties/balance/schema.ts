/** A member's balance on the wire: points to add or to take, and what is there then. */
import Type, { type Static } from 'typebox';
import { DateTime, Nullable } from '../../../platform/http/shapes.ts';

/** As amounts: what one request may move. */
const MAX_POINTS = 100_000_000_000_000;

export const Points = Type.Integer({ minimum: -MAX_POINTS, maximum: MAX_POINTS });
export const SourceId = Type.Optional(
  Nullable(
    Type.String({ minLength: 1, maxLength: 1_000, description: "The caller's own name for it" }),
  ),
);
export const Reason = Type.Optional(Nullable(Type.String({ maxLength: 10_000 })));

export const MemberBalanceInput = Type.Object({
  points: Type.Integer({ ...Points, description: 'To add; below 0 to take' }),
  expiration_type: Type.Optional(
    Type.Enum(['PROGRAM_RULES', 'CUSTOM_DATE', 'NON_EXPIRING'], {
      description: 'When added points expire: as the program has it, where absent',
    }),
  ),
  expiration_date: Type.Optional(Nullable({ ...DateTime, description: 'Their last day' })),
  reason: Reason,
  source_id: SourceId,
});
export type MemberBalanceInput = Static<typeof MemberBalanceInput>;

export const MemberBalance = Type.Object({
  points: Type.Integer({ description: 'Added, or below 0 taken' }),
  total: Type.Integer({ description: 'Points put in over its life, less those taken by hand' }),
  balance: Type.Integer({ description: 'Points left' }),
  type: Type.Literal('loyalty_card'),
  object: Type.Literal('balance'),
  related_object: Type.Object({ type: Type.Literal('voucher'), id: Type.String() }),
  operation_type: Type.Enum(['MANUAL', 'AUTOMATIC']),
});
export type MemberBalance = Static<typeof MemberBalance>;
