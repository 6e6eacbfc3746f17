/** Pending points on the wire. */
import Type, { type Static } from 'typebox';
import { Limit, Order } from '../../../platform/http/query.ts';
import { DateOnly, DateTime, Metadata } from '../../../platform/http/shapes.ts';
import { MemberBalance, Points } from '../balance/schema.ts';
import { MemberId } from '../members/schema.ts';

export const PendingPointsOfMember = Type.Object({
  ...MemberId.properties,
  pendingPointsId: Type.String({ minLength: 1, description: "The pending points' id" }),
});

export const PendingPointsQuery = Type.Object({
  limit: Limit,
  order: Order(['id']),
  starting_after_id: Type.Optional(
    Type.String({ minLength: 1, description: 'Only those that come after the one with this id' }),
  ),
});
export type PendingPointsQuery = Static<typeof PendingPointsQuery>;

export const PendingPoints = Type.Object({
  id: Type.String(),
  voucher_id: Type.String({ description: "The loyalty card's id" }),
  campaign_id: Type.Optional(Type.String()),
  customer_id: Type.Optional(Type.String({ description: 'Who held the card then' })),
  order_id: Type.Optional(Type.String()),
  points: Type.Integer({ minimum: 1 }),
  activates_at: { ...DateOnly, description: 'The day at whose beginning they become active' },
  details: { ...Metadata, description: 'What they were earned by' },
  created_at: DateTime,
  updated_at: Type.Optional(DateTime),
});
export type PendingPoints = Static<typeof PendingPoints>;

export const PendingPointsList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('data'),
  data: Type.Array(PendingPoints),
  has_more: Type.Boolean(),
  more_starting_after: Type.Optional(Type.String()),
});
export type PendingPointsList = Static<typeof PendingPointsList>;

export const PendingPointsAdjustment = Type.Object({
  points: Type.Integer({ ...Points, description: 'To add; below 0 to take' }),
});

const { object, related_object } = MemberBalance.properties;

/** What is pending on the card after an adjustment. */
export const PendingBalance = Type.Object({
  points: Type.Integer({ description: 'Added, or below 0 taken' }),
  total: Type.Integer({ description: 'Pending on the card in all' }),
  type: Type.Literal('loyalty_card'),
  object,
  related_object,
  operation_type: Type.Literal('MANUAL'),
});
export type PendingBalance = Static<typeof PendingBalance>;
