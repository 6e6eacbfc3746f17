/** What happened to a member, on the wire: events of the reference, composed from what is stored. */
import Type, { type Static } from 'typebox';
import { Limit, Order } from '../../../platform/http/query.ts';
import { DateTime, Metadata } from '../../../platform/http/shapes.ts';
import { MemberBalance } from '../balance/schema.ts';
import { LoyaltyMember } from '../members/schema.ts';
import { PendingPoints } from '../pending-points/schema.ts';

export const ActivityQuery = Type.Object({
  limit: Limit,
  order: Order(['created_at']),
  starting_after_id: Type.Optional(
    Type.String({ minLength: 1, description: 'Only events that come after the one with this id' }),
  ),
});
export type ActivityQuery = Static<typeof ActivityQuery>;

/** Those of the reference's types that can happen here. */
const types = [
  'customer.publication.succeeded',
  'customer.redemption.failed',
  'customer.redemption.succeeded',
  'customer.redemption.rollback.failed',
  'customer.redemption.rollback.succeeded',
  'customer.rewarded.loyalty_points',
  'customer.voucher.loyalty_card.pending_points.activated',
  'customer.voucher.loyalty_card.pending_points.added',
  'customer.voucher.loyalty_card.pending_points.canceled',
  'customer.voucher.loyalty_card.pending_points.updated',
  'customer.voucher.loyalty_card.points_added',
  'customer.voucher.loyalty_card.points_transferred',
  'customer.voucher.loyalty_card.points_expired',
] as const;
const ActivityType = Type.Enum(types);
export type ActivityType = Static<typeof ActivityType>;

const Customer = Type.Object({
  id: Type.String(),
  source_id: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  email: Type.Optional(Type.String()),
  metadata: Metadata,
  object: Type.Literal('customer'),
});
export type ActivityCustomer = Static<typeof Customer>;

const Campaign = Type.Object({
  id: Type.String(),
  name: Type.String(),
  campaign_type: Type.String(),
  type: Type.String(),
  object: Type.Literal('campaign'),
});

/** Which parts an event has depends on its type. Card, customer and campaign are as they are now. */
const ActivityData = Type.Object({
  customer: Type.Optional(Customer),
  campaign: Type.Optional(Campaign),
  voucher: LoyaltyMember,
  balance: Type.Optional(MemberBalance),
  voucher_pending_points_balance: Type.Optional(Metadata),
  pending_points: Type.Optional(Type.Union([PendingPoints, Metadata])),
  transaction: Type.Optional(Metadata),
  source_voucher: Type.Optional(Metadata),
  destination_voucher: Type.Optional(Metadata),
  points: Type.Optional(Type.Integer({ description: 'That expired' })),
  buckets: Type.Optional(
    Type.Array(Type.Object({ id: Type.String(), total_points: Type.Integer() })),
  ),
  publication: Type.Optional(Metadata),
  redemption: Type.Optional(Metadata),
  redemption_rollback: Type.Optional(Metadata),
});
export type ActivityData = Static<typeof ActivityData>;

const MemberActivity = Type.Object({
  id: Type.String(),
  type: ActivityType,
  data: Type.Object({
    data: ActivityData,
    event_source: Type.Object({ channel: Type.Enum(['API', 'INTERNAL']) }),
  }),
  created_at: DateTime,
});
export type MemberActivity = Static<typeof MemberActivity>;

export const MemberActivityList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('data'),
  data: Type.Array(MemberActivity),
  has_more: Type.Boolean(),
  more_starting_after: Type.Optional(Type.String()),
});
export type MemberActivityList = Static<typeof MemberActivityList>;
