/** Holders of referral codes on the wire. */
import Type, { type Static } from 'typebox';
import { Limit, Order } from '../../../platform/http/query.ts';
import { DateTime, Metadata, Nullable } from '../../../platform/http/shapes.ts';
import { CustomerInput } from '../../../records/customers/schema.ts';

/** Referees that one request may add. */
const MAX_HOLDERS = 100;

const Id = Type.String({ minLength: 1, maxLength: 1_000 });
const memberId = Type.String({
  minLength: 1,
  maxLength: 255,
  pattern: '^[^\\u0000-\\u001f\\u007f]+$',
  description: 'A referral code, or its id',
});
const campaignId = Type.String({ ...Id, description: "The programme's campaign" });
const holderId = Type.String({ ...Id, description: 'A holder of the code, `rh_…`' });

export const Member = Type.Object({ memberId });
export const MemberOfCampaign = Type.Object({ campaignId, memberId });
export const HolderOfMember = Type.Object({ memberId, holderId });
export const HolderOfCampaignMember = Type.Object({ campaignId, memberId, holderId });

export const HoldersInput = Type.Object({
  holders: Type.Array(CustomerInput, {
    minItems: 1,
    maxItems: MAX_HOLDERS,
    description: 'Customers who were invited; created or changed as they are given',
  }),
  metadata: Type.Optional(Nullable(Metadata)),
});
export type HoldersInput = Static<typeof HoldersInput>;

const Role = Type.Enum(['OWNER', 'REFERRER', 'REFEREE']);

export const Holder = Type.Object({
  id: Type.String(),
  created_at: DateTime,
  redeemable_id: Type.String({ description: "The code's id" }),
  redeemable_object: Type.Literal('voucher'),
  customer_id: Type.String(),
  holder_role: Role,
  campaign_id: Type.String(),
  campaign_type: Type.Literal('REFERRAL_PROGRAM'),
  voucher_type: Type.Enum(['GIFT_VOUCHER', 'DISCOUNT_VOUCHER', 'LOYALTY_CARD']),
  metadata: Type.Optional(Metadata),
  object: Type.Literal('redeemable_holder'),
});
export type Holder = Static<typeof Holder>;

export const AddedHolders = Type.Object({ holders: Type.Array(Holder) });
export type AddedHolders = Static<typeof AddedHolders>;

export const HolderQuery = Type.Object({
  limit: Limit,
  order: Order(['id']),
  starting_after_id: Type.Optional(Type.String({ description: 'Goes on behind this holder' })),
  filters: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      description: 'Conditions on id, created_at, holder_role, customer_id, joined by `junction`',
    }),
  ),
});
export type HolderQuery = Static<typeof HolderQuery>;

export const HolderList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('data'),
  data: Type.Array(Holder),
  total: Type.Integer({ minimum: 0 }),
  has_more: Type.Boolean(),
  more_starting_after: Type.Optional(Type.String()),
});
export type HolderList = Static<typeof HolderList>;
