/** Vouchers on the wire. */
import Type, { type Static } from 'typebox';
import { Limit, Order, Page, TimeRange } from '../../platform/http/query.ts';
import { DateTime, Metadata, Nullable } from '../../platform/http/shapes.ts';
import { GiftCard, GiftInput, LoyaltyCard, LoyaltyCardInput } from '../cards/schema.ts';
import { Category } from '../categories/schema.ts';
import { CodeConfig } from '../code-config/schema.ts';
import { Discount, DiscountInput } from '../discounts/schema.ts';
import { AssignmentList } from '../validation-rules/assignments/schema.ts';
import { validityInput, validityReply } from '../validity/schema.ts';

const types = ['DISCOUNT_VOUCHER', 'GIFT_VOUCHER', 'LOYALTY_CARD'] as const;
const VoucherTypeName = Type.Enum(types);

const Name = Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 1_000 })));

/** No control characters: a code is typed, printed and put into addresses. */
const Code = Type.String({
  minLength: 1,
  maxLength: 255,
  pattern: '^[^\\u0000-\\u001f\\u007f]+$',
  description: 'The code',
});

export const NewVoucherCode = Type.Object({ code: Code });
/** A path that names a voucher. */
export const VoucherCode = Type.Object({
  code: Type.String({
    minLength: 1,
    maxLength: 255,
    pattern: '^[^\\u0000-\\u001f\\u007f]+$',
    description: "The voucher's code or id",
  }),
});

const changeable = {
  category: Name,
  category_id: Name,
  ...validityInput,
  active: Type.Optional(Type.Boolean({ description: 'Whether it may be redeemed at all' })),
  additional_info: Type.Optional(Nullable(Type.String({ maxLength: 10_000 }))),
  metadata: Type.Optional(Nullable(Metadata)),
  type: Type.Optional(VoucherTypeName),
  discount: Type.Optional(Nullable(DiscountInput)),
  gift: Type.Optional(Nullable(GiftInput)),
  loyalty_card: Type.Optional(Nullable(LoyaltyCardInput)),
};

/** A voucher to be made: with a code of the caller's, or one made after `code_config`. */
export const VoucherInput = Type.Object({
  ...changeable,
  code: Type.Optional(Nullable(Code)),
  code_config: Type.Optional(CodeConfig),
  campaign: Name,
  campaign_id: Name,
  validation_rules: Type.Optional(
    Type.Array(Type.String(), { maxItems: 100, description: 'Ids of the rules that guard it' }),
  ),
  redemption: Type.Optional(
    Type.Object({
      quantity: Type.Optional(
        Nullable(
          Type.Integer({
            minimum: 0,
            maximum: 2_147_483_647,
            description: 'How often it may be redeemed; without limit where null or absent',
          }),
        ),
      ),
    }),
  ),
});
export type VoucherInput = Static<typeof VoucherInput>;

export const VoucherUpdate = Type.Object(changeable);
export type VoucherUpdate = Static<typeof VoucherUpdate>;

export const VoucherRemoval = Type.Object({
  force: Type.Optional(Type.Boolean({ description: 'Removed for good either way' })),
});

export const VoucherQuery = Type.Object({
  limit: Limit,
  page: Page,
  category: Type.Optional(Type.String({ description: 'Name or id of a category' })),
  campaign_id: Type.Optional(Type.String({ description: 'Id or name of a campaign' })),
  campaign: Type.Optional(Type.String({ description: 'Name or id of a campaign' })),
  customer: Type.Optional(Type.String({ description: "Id or source_id of the vouchers' holder" })),
  is_referral_code: Type.Optional(Type.Boolean()),
  created_at: TimeRange,
  updated_at: TimeRange,
  order: Order(['created_at', 'updated_at', 'code']),
  code: Type.Optional(Type.String({ description: 'One code, as written' })),
  ids: Type.Optional(
    Type.Union([Type.Array(Type.String(), { maxItems: 100 }), Type.String()], {
      description: 'Ids of vouchers',
    }),
  ),
  filters: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      description: 'Conditions by field, joined by `junction`',
    }),
  ),
});
export type VoucherQuery = Static<typeof VoucherQuery>;

const summary = {
  object: Type.Literal('list'),
  url: Type.String({ description: 'Where the entries are listed' }),
};

const shown = {
  id: Type.String(),
  code: Type.String(),
  campaign: Type.Optional(Type.String({ description: "The campaign's name" })),
  campaign_id: Type.Optional(Type.String()),
  category: Type.Optional(Type.String({ description: "The category's name" })),
  category_id: Type.Optional(Type.String()),
  type: VoucherTypeName,
  discount: Type.Optional(Discount),
  gift: Type.Optional(GiftCard),
  loyalty_card: Type.Optional(LoyaltyCard),
  ...validityReply,
  active: Type.Boolean(),
  additional_info: Type.Optional(Type.String()),
  metadata: Metadata,
  is_referral_code: Type.Boolean(),
  created_at: DateTime,
  updated_at: Type.Optional(DateTime),
  holder_id: Type.Optional(Type.String({ description: 'Id of the customer it was published to' })),
  object: Type.Literal('voucher'),
  publish: Type.Object({ ...summary, count: Type.Integer() }),
  redemption: Type.Object({
    ...summary,
    quantity: Nullable(Type.Integer({ description: 'Without limit where null' })),
    redeemed_quantity: Type.Integer(),
    redeemed_amount: Type.Optional(Type.Integer({ description: 'Credits, in minor units' })),
    redeemed_points: Type.Optional(Type.Integer()),
  }),
  categories: Type.Array(Category),
};

/** A voucher in a list. */
export const ListedVoucher = Type.Object(shown);
export type ListedVoucher = Static<typeof ListedVoucher>;

export const Voucher = Type.Object({ ...shown, validation_rules_assignments: AssignmentList });
export type Voucher = Static<typeof Voucher>;

export const VoucherList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('vouchers'),
  vouchers: Type.Array(ListedVoucher),
  total: Type.Integer({ minimum: 0 }),
});

/** Whose vouchers they are has to be said: what nobody holds is nobody's to see. */
export const ClientVoucherQuery = Type.Object({
  limit: Limit,
  page: Page,
  category: VoucherQuery.properties.category,
  campaign: VoucherQuery.properties.campaign,
  customer: Type.String({ minLength: 1, description: 'Id or source_id of the holder' }),
  created_at: TimeRange,
  updated_at: TimeRange,
});

/** What browsers are shown of a voucher. */
const ClientVoucher = Type.Object({
  code: Type.String(),
  active: Type.Boolean(),
  metadata: Metadata,
  start_date: Type.Optional(DateTime),
  expiration_date: Type.Optional(DateTime),
  created_at: DateTime,
  object: Type.Literal('voucher'),
});
export type ClientVoucher = Static<typeof ClientVoucher>;

export const ClientVoucherList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('vouchers'),
  vouchers: Type.Array(ClientVoucher),
  total: Type.Integer({ minimum: 0 }),
});
