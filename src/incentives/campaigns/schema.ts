/** Campaigns on the wire. */
import Type, { type Static } from 'typebox';
import { Limit, Order } from '../../platform/http/query.ts';
import { DateTime, Metadata, Nullable } from '../../platform/http/shapes.ts';
import { AcceptedAction } from '../../workspace/async-actions/schema.ts';
import { CodeConfig } from '../code-config/schema.ts';
import { GiftInput, GiftTemplate, LoyaltyCardInput, LoyaltyCardTemplate } from '../cards/schema.ts';
import { Discount, DiscountInput } from '../discounts/schema.ts';
import { Category } from '../categories/schema.ts';
import { categoryInput } from '../promotions/schema.ts';
import { PromotionTierList, TierInput } from '../promotions/tiers/schema.ts';
import { AssignmentList } from '../validation-rules/assignments/schema.ts';
import { validityInput, validityReply } from '../validity/schema.ts';
import { Voucher } from '../vouchers/schema.ts';

const campaignTypes = [
  'LOYALTY_PROGRAM',
  'GIFT_VOUCHERS',
  'DISCOUNT_COUPONS',
  'PROMOTION',
  'REFERRAL_PROGRAM',
] as const;
const statuses = ['DONE', 'IN_PROGRESS', 'FAILED', 'DRAFT', 'MODIFYING'] as const;

const CampaignType = Type.Enum(campaignTypes, { description: 'What it gives away' });
export type CampaignType = Static<typeof CampaignType>;
const Kind = Type.Enum(['AUTO_UPDATE', 'STATIC', 'STANDALONE'], {
  description: 'Whether vouchers are added over time; STANDALONE has a single one',
});
const Status = Type.Enum(statuses);
export type GenerationStatus = Static<typeof Status>;
const VoucherType = Type.Enum(['DISCOUNT_VOUCHER', 'GIFT_VOUCHER', 'LOYALTY_CARD']);

/** No control characters: they have no place in a name, and zero bytes none in the database. */
const plainText = '^[^\\u0000-\\u001f\\u007f]*$';
const Description = Type.Optional(
  Nullable(Type.String({ maxLength: 10_000, description: 'Notes on it' })),
);
const Quantity = Nullable(
  Type.Integer({
    minimum: 0,
    maximum: 2_147_483_647,
    description: 'How often each may be redeemed; without limit where null',
  }),
);

export const CampaignId = Type.Object({
  campaignId: Type.String({ minLength: 1, description: "The campaign's id or name" }),
});

const codePattern = '^[^\\u0000-\\u001f\\u007f]+$';
const Code = Type.String({ minLength: 1, maxLength: 255, pattern: codePattern });

const CampaignVoucherInput = Type.Object({
  type: VoucherType,
  code: Type.Optional(
    Nullable(Type.String({ ...Code, description: 'The one code of a STANDALONE campaign' })),
  ),
  discount: Type.Optional(Nullable(DiscountInput)),
  gift: Type.Optional(Nullable(GiftInput)),
  loyalty_card: Type.Optional(Nullable(LoyaltyCardInput)),
  code_config: Type.Optional(CodeConfig),
  redemption: Type.Optional(Type.Object({ quantity: Type.Optional(Quantity) })),
  is_referral_code: Type.Optional(Type.Boolean()),
});
export type CampaignVoucherInput = Static<typeof CampaignVoucherInput>;

/** Areas and stores: taken and left aside, as projects here have none. */
const AccessChange = Type.Object({
  areas_ids: Type.Optional(Type.Array(Type.String())),
  area_stores_ids: Type.Optional(Type.Array(Type.String())),
  area_all_stores_ids: Type.Optional(Type.Array(Type.String())),
});
const AccessSettings = Type.Optional(
  Type.Object({ assign: Type.Optional(AccessChange), unassign: Type.Optional(AccessChange) }),
);

/** Codes a request may ask for at once. */
const MAX_COUNT = 10_000_000;

const Duration = Type.Optional(
  Nullable(
    Type.String({
      maxLength: 50,
      description: 'How long a voucher lives after it was published, ISO 8601',
    }),
  ),
);

const changeable = {
  description: Description,
  ...validityInput,
  activity_duration_after_publishing: Duration,
  ...categoryInput,
  metadata: Type.Optional(Nullable(Metadata)),
  join_once: Type.Optional(
    Type.Boolean({
      description: 'Whether a customer gets one voucher at most; always of loyalty programs',
    }),
  ),
  auto_join: Type.Optional(Type.Boolean({ description: 'Of loyalty programs' })),
  access_settings: AccessSettings,
};

export const CampaignInput = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 255, pattern: plainText }),
  campaign_type: Type.Optional(CampaignType),
  type: Type.Optional(Kind),
  ...changeable,
  use_voucher_metadata_schema: Type.Optional(
    Type.Boolean({ description: 'Whether its metadata follows the schema of vouchers' }),
  ),
  vouchers_count: Type.Optional(
    Type.Integer({ minimum: 0, maximum: MAX_COUNT, description: 'Codes to make' }),
  ),
  active: Type.Optional(Type.Boolean({ description: 'Whether it starts enabled' })),
  validation_rules: Type.Optional(
    Type.Array(Type.String(), { maxItems: 100, description: 'Ids of the rules that guard it' }),
  ),
  voucher: Type.Optional(CampaignVoucherInput),
  promotion: Type.Optional(
    Type.Object({ tiers: Type.Optional(Nullable(Type.Array(TierInput, { maxItems: 100 }))) }),
  ),
});
export type CampaignInput = Static<typeof CampaignInput>;

export const CampaignUpdate = Type.Object({
  ...changeable,
  type: Type.Optional(Type.Enum(['AUTO_UPDATE', 'STATIC'])),
  unset_metadata_fields: Type.Optional(
    Nullable(Type.Array(Type.String(), { maxItems: 1_000, description: 'Keys to remove' })),
  ),
  discount: Type.Optional(DiscountInput),
  gift: Type.Optional(GiftInput),
  loyalty_card: Type.Optional(LoyaltyCardInput),
});
export type CampaignUpdate = Static<typeof CampaignUpdate>;

export const CampaignRemoval = Type.Object({
  force: Type.Optional(Type.Boolean({ description: 'Removed for good either way' })),
});

export const CampaignQuery = Type.Object({
  limit: Limit,
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 1 })),
  campaign_type: Type.Optional(CampaignType),
  expand: Type.Optional(
    Type.Enum(['category', 'access_settings_assignments'], {
      description: 'Details to show with each campaign',
    }),
  ),
  campaign_status: Type.Optional(Status),
  is_referral_code: Type.Optional(Type.Boolean()),
  order: Order(['created_at', 'updated_at']),
  filters: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      description: 'Conditions by field, joined by `junction`',
    }),
  ),
  access_settings: Type.Optional(Type.Object({})),
});
export type CampaignQuery = Static<typeof CampaignQuery>;

const CampaignVoucher = Type.Object({
  type: VoucherType,
  discount: Type.Optional(Discount),
  gift: Type.Optional(GiftTemplate),
  loyalty_card: Type.Optional(LoyaltyCardTemplate),
  redemption: Type.Object({ quantity: Quantity }),
  code_config: CodeConfig,
  is_referral_code: Type.Boolean(),
  ...validityReply,
});

const base = {
  id: Type.String(),
  name: Type.String(),
  description: Type.Optional(Type.String()),
  campaign_type: CampaignType,
  type: Kind,
  voucher: Type.Optional(CampaignVoucher),
  auto_join: Type.Boolean(),
  join_once: Type.Boolean(),
  use_voucher_metadata_schema: Type.Boolean(),
  ...validityReply,
  activity_duration_after_publishing: Type.Optional(Type.String()),
  vouchers_count: Type.Optional(Type.Integer({ minimum: 0, description: 'Vouchers it has now' })),
  active: Type.Boolean(),
  metadata: Metadata,
  created_at: DateTime,
  updated_at: Type.Optional(DateTime),
  category: Type.Optional(Type.String({ description: "The category's name" })),
  creation_status: Status,
  vouchers_generation_status: Status,
  readonly: Type.Optional(Type.Boolean()),
  protected: Type.Boolean({ description: 'Whether it is kept from changes and removal' }),
  category_id: Nullable(Type.String()),
  categories: Type.Array(Category),
  object: Type.Literal('campaign'),
};

export const CampaignBase = Type.Object(base);
export type CampaignBase = Static<typeof CampaignBase>;

export const Campaign = Type.Object({
  ...base,
  promotion: Type.Optional(PromotionTierList),
  validation_rules_assignments: AssignmentList,
});
export type Campaign = Static<typeof Campaign>;

export const CampaignList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('campaigns'),
  campaigns: Type.Array(CampaignBase),
  total: Type.Integer({ minimum: 0 }),
});

export const Empty = Type.Object({});

const overrides = {
  ...categoryInput,
  metadata: Type.Optional(Nullable(Metadata)),
  redemption: Type.Optional(Type.Object({ quantity: Type.Optional(Quantity) })),
  additional_info: Type.Optional(Nullable(Type.String({ maxLength: 10_000 }))),
  start_date: validityInput.start_date,
  expiration_date: validityInput.expiration_date,
};

/** What one voucher has of its own, the rest being its campaign's. */
export const CampaignVoucherOverrides = Type.Object(overrides);
export type CampaignVoucherOverrides = Static<typeof CampaignVoucherOverrides>;

export const AddVouchersQuery = Type.Object({
  vouchers_count: Type.Optional(
    Type.Integer({ minimum: 1, maximum: MAX_COUNT, default: 1, description: 'Codes to make' }),
  ),
});

export const AddVouchersInput = Type.Object({
  code: Type.Optional(Nullable(Code)),
  code_config: Type.Optional(CodeConfig),
  ...overrides,
});
export type AddVouchersInput = Static<typeof AddVouchersInput>;

/** One voucher, or for several the action that makes them. */
export const AddedVouchers = Type.Union([Voucher, AcceptedAction]);

export const CodeOfCampaign = Type.Object({
  campaignId: Type.String({ minLength: 1, description: "The campaign's id or name" }),
  code: Code,
});
