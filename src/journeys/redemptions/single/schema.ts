/** Redemptions of one code or tier on the wire, as they were before stacks. */
import Type, { type Static } from 'typebox';
import { situation, wishes } from '../../redeemables/schema.ts';
import { inSession } from '../../sessions/schema.ts';

export const SingleRedemptionInput = Type.Object({
  ...situation,
  ...inSession,
  options: Type.Optional(
    Type.Object({ expand: Type.Optional(Type.Array(Type.Enum(['category']))) }),
  ),
});
export type SingleRedemptionInput = Static<typeof SingleRedemptionInput>;

/** Of a code that may be a card's. */
export const CodeRedemptionInput = Type.Object({ ...SingleRedemptionInput.properties, ...wishes });
export type CodeRedemptionInput = Static<typeof CodeRedemptionInput>;

const tracking = { tracking_id: Type.Optional(Type.String({ maxLength: 1_000 })) };
export const RedemptionTracking = Type.Object(tracking);

/** Where the code stands in the query. */
export const RedeemedByQuery = Type.Object({
  code: Type.String({ minLength: 1, maxLength: 1_000, description: "The voucher's code or id" }),
  ...tracking,
});

export type RedeemedByQuery = Static<typeof RedeemedByQuery>;

export const RedeemedTierId = Type.Object({
  promotionTierId: Type.String({ minLength: 1, description: 'The id of the tier' }),
});
