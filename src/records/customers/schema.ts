/** Customers on the wire. */
import Type, { type Static } from 'typebox';
import { Limit, Order, Page, TimeRange } from '../../platform/http/query.ts';
import { DateOnly, DateTime, Metadata, Nullable } from '../../platform/http/shapes.ts';

const Text = Nullable(Type.String({ maxLength: 10_000 }));

const Address = Type.Object({
  city: Type.Optional(Text),
  state: Type.Optional(Text),
  line_1: Type.Optional(Text),
  line_2: Type.Optional(Text),
  country: Type.Optional(Text),
  postal_code: Type.Optional(Text),
});

const attributes = {
  name: Type.Optional(Text),
  description: Type.Optional(Text),
  email: Type.Optional(Text),
  phone: Type.Optional(Text),
  birthday: Type.Optional(Nullable(DateOnly)),
  birthdate: Type.Optional(Nullable(DateOnly)),
  address: Type.Optional(Nullable(Address)),
  metadata: Type.Optional(Nullable(Metadata)),
};

export const CustomerId = Type.Object({
  customerId: Type.String({ minLength: 1, description: "The customer's id or source_id" }),
});

export const CustomerUpdate = Type.Object(attributes);
export type CustomerUpdate = Static<typeof CustomerUpdate>;

/**
 * A customer in a request: found by `id` or `source_id`, created where `source_id` is new, changed by
 * whatever else is given.
 */
export const CustomerInput = Type.Object({
  id: Type.Optional(Type.String()),
  source_id: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 1_000 }))),
  ...attributes,
});
export type CustomerInput = Static<typeof CustomerInput>;

export const CustomerQuery = Type.Object({
  limit: Limit,
  page: Page,
  email: Type.Optional(Type.String()),
  city: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  segment_id: Type.Optional(Type.String()),
  created_at: TimeRange,
  updated_at: TimeRange,
  order: Order(['created_at', 'updated_at', 'source_id']),
  starting_after: Type.Optional(DateTime),
});
export type CustomerQuery = Static<typeof CustomerQuery>;

const Summary = Type.Object({
  redemptions: Type.Object({
    total_redeemed: Type.Integer(),
    total_failed: Type.Integer(),
    total_succeeded: Type.Integer(),
    total_rolled_back: Type.Integer(),
    total_rollback_failed: Type.Integer(),
    total_rollback_succeeded: Type.Integer(),
    gift: Type.Object({ redeemed_amount: Type.Integer(), amount_to_go: Type.Integer() }),
    loyalty_card: Type.Object({ redeemed_points: Type.Integer(), points_to_go: Type.Integer() }),
  }),
  orders: Type.Object({
    total_amount: Type.Integer(),
    total_count: Type.Integer(),
    average_amount: Type.Integer(),
    last_order_amount: Type.Integer(),
    last_order_date: Type.Optional(DateTime),
  }),
});

const Loyalty = Type.Object({
  points: Type.Integer(),
  referred_customers: Type.Integer(),
  campaigns: Type.Record(
    Type.String(),
    Type.Object({
      points: Type.Integer(),
      loyalty_tier: Type.Optional(Type.String()),
      referred_customers: Type.Integer(),
    }),
  ),
});

const Referrals = Type.Object({
  total: Type.Integer(),
  campaigns: Type.Array(
    Type.Object({
      campaign_id: Type.String(),
      referrer_id: Type.String(),
      related_object_id: Type.String(),
      related_object_type: Type.String(),
      date: DateTime,
    }),
  ),
});

export const Customer = Type.Object({
  id: Type.String(),
  source_id: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  email: Type.Optional(Type.String()),
  phone: Type.Optional(Type.String()),
  birthday: Type.Optional(DateOnly),
  birthdate: Type.Optional(DateOnly),
  address: Type.Optional(Nullable(Address)),
  metadata: Metadata,
  summary: Summary,
  loyalty: Loyalty,
  referrals: Referrals,
  system_metadata: Type.Optional(Metadata),
  created_at: DateTime,
  updated_at: Type.Optional(DateTime),
  object: Type.Literal('customer'),
});
export type Customer = Static<typeof Customer>;

export const CustomerList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('customers'),
  customers: Type.Array(Customer),
  total: Type.Integer({ minimum: 0 }),
  has_more: Type.Boolean(),
});

/** What browsers are shown of a customer: who it is, and what the request itself has said. */
export const ClientCustomer = Type.Object({
  id: Type.String(),
  source_id: Type.Optional(Type.String()),
  ...attributes,
  object: Type.Literal('customer'),
});
export type ClientCustomer = Static<typeof ClientCustomer>;
