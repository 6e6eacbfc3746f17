/** Publications on the wire: codes given to a customer. */
import Type, { type Static } from 'typebox';
import { Discount } from '../../incentives/discounts/schema.ts';
import { Voucher } from '../../incentives/vouchers/schema.ts';
import { Limit, Order, Page, TimeRange } from '../../platform/http/query.ts';
import { DateOnly, DateTime, Metadata, Nullable } from '../../platform/http/shapes.ts';
import { CustomerInput } from '../../records/customers/schema.ts';

/** The most vouchers one publication gives. */
export const MAX_COUNT = 50;

const Name = Type.String({ minLength: 1, maxLength: 1_000 });
const JoinOnce = Type.Optional(
  Type.Boolean({ description: 'Gives a customer who already has a code the same code again' }),
);

const PublicationCampaign = Type.Object({
  name: Type.Optional(Nullable(Type.String({ description: 'Name or id of the campaign' }))),
  id: Type.Optional(Nullable(Type.String({ description: 'Id of the campaign' }))),
  count: Type.Optional(
    Type.Integer({ minimum: 1, maximum: MAX_COUNT, description: 'How many codes; one if absent' }),
  ),
});

const given = {
  voucher: Type.Optional(Nullable(Type.String({ maxLength: 1_000, description: 'A code' }))),
  campaign: Type.Optional(Type.Union([PublicationCampaign, Name, Type.Null()])),
  source_id: Type.Optional(Nullable(Name)),
  customer: CustomerInput,
  metadata: Type.Optional(Nullable(Metadata)),
  channel: Type.Optional(
    Nullable(Type.String({ maxLength: 1_000, description: 'How the code reaches the customer' })),
  ),
};

/**
 * Either `voucher` or `campaign` names what is published; where both do, the voucher counts. The
 * official SDKs send `join_once` in the body, the reference documents it in the query: both count.
 */
export const PublicationInput = Type.Object({ ...given, join_once: JoinOnce });
export type PublicationInput = Static<typeof PublicationInput>;

export const PublicationOptions = Type.Object({ join_once: JoinOnce });

/** The same as query parameters. */
export const PublicationByQuery = Type.Object({ join_once: JoinOnce, ...given });

/** The official SDK names the campaign in the query. */
export const ClientPublicationOptions = Type.Object({
  join_once: JoinOnce,
  campaign: Type.Optional(Name),
});

const filterFields = [
  'failure_code',
  'result',
  'customer_id',
  'campaign_name',
  'voucher_type',
  'is_referral_code',
  'parent_object_id',
  'related_object_id',
  'source_id',
] as const;

const FieldConditions = Type.Optional(
  Type.Object({ conditions: Type.Optional(Type.Record(Type.String(), Type.Unknown())) }),
);

export const PublicationQuery = Type.Object({
  limit: Limit,
  page: Page,
  order: Order(['id', 'voucher_code', 'tracking_id', 'customer_id', 'created_at', 'channel']),
  campaign: Type.Optional(Type.String({ description: 'Name or id of a campaign' })),
  customer: Type.Optional(Type.String({ description: 'Id or source_id of a customer' })),
  voucher: Type.Optional(Type.String({ description: 'A code that was published' })),
  result: Type.Optional(Type.Enum(['SUCCESS', 'FAILURE'])),
  voucher_type: Type.Optional(Type.Enum(['discount', 'loyalty'])),
  is_referral_code: Type.Optional(Type.Boolean()),
  source_id: Type.Optional(Type.String({ description: "The caller's own id of a publication" })),
  created_at: TimeRange,
  filters: Type.Optional(
    Type.Object({
      junction: Type.Optional(Type.String({ description: '`and` or `or`' })),
      ...Object.fromEntries(filterFields.map((name) => [name, FieldConditions])),
    }),
  ),
});
export type PublicationQuery = Static<typeof PublicationQuery>;

/** The customer as a publication shows them: who they are, without their totals. */
const PublishedTo = Type.Object({
  id: Type.String(),
  source_id: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  email: Type.Optional(Type.String()),
  phone: Type.Optional(Type.String()),
  birthday: Type.Optional(DateOnly),
  birthdate: Type.Optional(DateOnly),
  address: Type.Optional(Metadata),
  metadata: Metadata,
  created_at: Type.Optional(DateTime),
  updated_at: Type.Optional(DateTime),
  summary: Type.Null(),
  loyalty: Type.Null(),
  referrals: Type.Null(),
  object: Type.Literal('customer'),
});
export type PublishedTo = Static<typeof PublishedTo>;

const shared = {
  id: Type.String(),
  object: Type.Literal('publication'),
  created_at: DateTime,
  customer_id: Type.String(),
  tracking_id: Type.Optional(Type.String({ description: "The customer's source_id" })),
  metadata: Metadata,
  channel: Type.String(),
  source_id: Nullable(Type.String()),
  result: Type.Enum(['SUCCESS', 'FAILURE']),
  failure_code: Type.Optional(Type.String()),
  failure_message: Type.Optional(Type.String()),
  customer: PublishedTo,
  vouchers_id: Type.Array(Type.String()),
  vouchers: Type.Optional(Type.Array(Type.String(), { description: 'Codes, where several' })),
};

/** `voucher` where one was published, `vouchers` where several were. */
export const Publication = Type.Object({ ...shared, voucher: Type.Optional(Voucher) });
export type Publication = Static<typeof Publication>;

const ListedVoucher = Type.Object({
  code: Type.String(),
  object: Type.Literal('voucher'),
  campaign: Type.Optional(Type.String({ description: "The campaign's name" })),
  discount: Type.Optional(Discount),
  gift: Type.Optional(
    Type.Object({ amount: Type.Integer(), balance: Type.Integer({ description: 'Credits left' }) }),
  ),
  loyalty_card: Type.Optional(
    Type.Object({ points: Type.Integer(), balance: Type.Integer({ description: 'Points left' }) }),
  ),
  is_referral_code: Type.Boolean(),
});

export const ListedPublication = Type.Object({ ...shared, voucher: Type.Optional(ListedVoucher) });
export type ListedPublication = Static<typeof ListedPublication>;

export const PublicationList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('publications'),
  publications: Type.Array(ListedPublication),
  total: Type.Integer({ minimum: 0 }),
});
