/** Rewards on the wire: what points are exchanged for. */
import Type, { type Static } from 'typebox';
import { Limit, Page } from '../../platform/http/query.ts';
import { DateTime, Metadata, Nullable } from '../../platform/http/shapes.ts';

/** Points, credits and units that a card or a stock can hold. */
const MAX_COUNT = Number.MAX_SAFE_INTEGER;
/** Enough for any currency, and exact in what follows. */
const MAX_RATIO = 1_000_000_000;

const Id = Type.String({ minLength: 1, maxLength: 1_000 });
const Name = Type.String({ minLength: 1, maxLength: 1_000 });
const Text = Type.String({ maxLength: 10_000 });

export const RewardId = Type.Object({
  rewardId: Type.String({ minLength: 1, description: "The reward's id" }),
});

/** The reference's schema has texts, its examples have numbers: both are read. */
const Digits = Type.String({ pattern: '^[0-9]{1,10}(\\.[0-9]{1,6})?$', maxLength: 20 });

const CampaignParameters = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 1_000, description: 'Id or name of a campaign' }),
  balance: Type.Optional(
    Nullable(
      Type.Integer({
        maximum: MAX_COUNT,
        description: 'Points, or credits in minor units, that the reward gives',
      }),
    ),
  ),
});
const ProductParameters = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 1_000, description: 'Id or source_id of a product' }),
  sku_id: Type.Optional(Nullable(Id)),
});
const CoinParameters = Type.Object({
  exchange_ratio: Type.Union([Type.Number({ exclusiveMinimum: 0, maximum: MAX_RATIO }), Digits], {
    description: 'What `points_ratio` points are worth, in units of currency',
  }),
  points_ratio: Type.Optional(
    Type.Union([Type.Integer({ minimum: 1, maximum: MAX_RATIO }), Digits], {
      description: 'How many points are worth `exchange_ratio`; one if absent',
    }),
  ),
});

/** What is given says which type of reward it is: exactly one of them. */
const ParametersInput = Type.Object({
  campaign: Type.Optional(CampaignParameters),
  product: Type.Optional(ProductParameters),
  coin: Type.Optional(CoinParameters),
});
export type ParametersInput = Static<typeof ParametersInput>;

const Attributes = Type.Object({
  image_url: Type.Optional(Text),
  description: Type.Optional(Text),
});
export type Attributes = Static<typeof Attributes>;

const Stock = Nullable(
  Type.Integer({
    minimum: 0,
    maximum: MAX_COUNT,
    description: 'Units that are left of a material reward; null: without end',
  }),
);

export const RewardInput = Type.Object({
  name: Type.Optional(Name),
  parameters: ParametersInput,
  stock: Type.Optional(Stock),
  attributes: Type.Optional(Nullable(Attributes)),
  metadata: Type.Optional(Nullable(Metadata)),
});
export type RewardInput = Static<typeof RewardInput>;

/** What is absent stays. */
export const RewardUpdate = Type.Object({
  name: Type.Optional(Name),
  parameters: Type.Optional(ParametersInput),
  stock: Type.Optional(Stock),
  attributes: Type.Optional(Nullable(Attributes)),
  metadata: Type.Optional(Nullable(Metadata)),
});
export type RewardUpdate = Static<typeof RewardUpdate>;

export const RewardQuery = Type.Object({
  limit: Limit,
  page: Page,
  assignment_id: Type.Optional(Type.String({ description: 'Id of an assignment of the reward' })),
});
export type RewardQuery = Static<typeof RewardQuery>;

const rewardedCampaigns = ['DISCOUNT_COUPONS', 'GIFT_VOUCHERS', 'LOYALTY_PROGRAM'] as const;
export type RewardedCampaignType = (typeof rewardedCampaigns)[number];

const CampaignReward = Type.Object({
  campaign: Type.Object({
    id: Type.String(),
    balance: Type.Optional(Type.Integer({ description: 'Points, or credits in minor units' })),
    type: Type.Enum(rewardedCampaigns),
  }),
});
export type CampaignReward = Static<typeof CampaignReward>;

const MaterialReward = Type.Object({
  product: Type.Object({ id: Type.String(), sku_id: Nullable(Type.String()) }),
});
export type MaterialReward = Static<typeof MaterialReward>;

const CoinReward = Type.Object({
  coin: Type.Object({ exchange_ratio: Type.Number(), points_ratio: Type.Integer() }),
});
export type CoinReward = Static<typeof CoinReward>;

export const Reward = Type.Object({
  id: Type.String(),
  name: Type.String(),
  type: Type.Enum(['CAMPAIGN', 'COIN', 'MATERIAL']),
  parameters: Type.Union([CampaignReward, CoinReward, MaterialReward]),
  stock: Nullable(Type.Integer({ minimum: 0 })),
  redeemed: Nullable(Type.Integer({ minimum: 0, description: 'Units that were redeemed' })),
  attributes: Attributes,
  metadata: Metadata,
  created_at: DateTime,
  updated_at: Nullable(DateTime),
  object: Type.Literal('reward'),
});
export type Reward = Static<typeof Reward>;

export const RewardList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('data'),
  data: Type.Array(Reward),
  total: Type.Integer({ minimum: 0 }),
});
