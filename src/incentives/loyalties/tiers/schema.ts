/** Loyalty tiers on the wire. */
import Type, { type Static } from 'typebox';
import { Limit, Order } from '../../../platform/http/query.ts';
import { DateOnly, DateTime, Metadata, Nullable } from '../../../platform/http/shapes.ts';

/** As the reference bounds a tier structure. */
export const MAX_TIERS = 100;
const MAX_POINTS = 1_000_000_000_000;
const MAX_MULTIPLIER = 1_000_000;

export const TiersCampaignId = Type.Object({
  campaignId: Type.String({ minLength: 1, description: "The loyalty campaign's id or name" }),
});
export const LoyaltyTierId = Type.Object({
  campaignId: Type.String({ minLength: 1, description: "The loyalty campaign's id or name" }),
  loyaltyTierId: Type.String({ minLength: 1, description: "The loyalty tier's id" }),
});
export const TiersMemberId = Type.Object({
  memberId: Type.String({ minLength: 1, description: "The loyalty card's code or id" }),
});

const Points = Type.Integer({ minimum: 0, maximum: MAX_POINTS });

const Multiply = Type.Object({
  type: Type.Literal('MULTIPLY'),
  multiplier: Type.Number({
    minimum: 0,
    maximum: MAX_MULTIPLIER,
    description: 'Read to four decimals; the product is rounded once, half up',
  }),
});
const Custom = Type.Object({ type: Type.Literal('CUSTOM'), points: Points });
const NotAvailable = Type.Object(
  { type: Type.Literal('NOT_AVAILABLE') },
  { description: 'Members of the tier cannot have the reward', 'x-scrip-extension': true },
);

const EarningRuleMapping = Type.Union([Multiply, Custom]);
const RewardMapping = Type.Union([Multiply, Custom, NotAvailable]);
const EarningRuleMappings = Type.Record(Type.String(), EarningRuleMapping, {
  description: "What members earn otherwise than others, by the earning rule's id",
});
const RewardMappings = Type.Record(Type.String(), RewardMapping, {
  description: "What members pay otherwise than others, by the id of the reward's assignment",
});

const Range = Type.Object(
  { from: Type.Optional(Points), to: Type.Optional(Points) },
  { description: 'Points of its members, both ends included' },
);
const Name = Type.String({ minLength: 1, maxLength: 1_000 });

const attributes = {
  earning_rules: Type.Optional(EarningRuleMappings),
  rewards: Type.Optional(RewardMappings),
  metadata: Type.Optional(Nullable(Metadata)),
};

export const TierInput = Type.Object({ name: Name, points: Range, ...attributes });
export type TierInput = Static<typeof TierInput>;

export const TiersInput = Type.Array(TierInput, { minItems: 1, maxItems: MAX_TIERS });

/** What is absent stays; mappings are replaced, metadata merges. */
export const TierUpdate = Type.Object({
  name: Type.Optional(Name),
  points: Type.Optional(Range),
  ...attributes,
});
export type TierUpdate = Static<typeof TierUpdate>;

export const TierQuery = Type.Object({
  limit: Limit,
  order: Order(['created_at', 'updated_at']),
});
export type TierQuery = Static<typeof TierQuery>;

const Expiration = Type.Object(
  {
    customer_id: Type.String(),
    campaign_id: Type.String(),
    tier_id: Type.String(),
    start_date: Type.Optional(DateOnly),
    expiration_date: Type.Optional(
      Type.String({ format: 'date', description: "The last day, in the project's time zone" }),
    ),
    created_at: DateTime,
    updated_at: Type.Optional(DateTime),
  },
  { description: 'How long the member is in it' },
);

export const LoyaltyTier = Type.Object({
  id: Type.String(),
  name: Type.String(),
  campaign_id: Type.String(),
  metadata: Metadata,
  created_at: DateTime,
  updated_at: Nullable(DateTime),
  earning_rules: EarningRuleMappings,
  rewards: RewardMappings,
  config: Type.Object({ points: Range }),
  points: Range,
  expiration: Type.Optional(Expiration),
  object: Type.Literal('loyalty_tier'),
});
export type LoyaltyTier = Static<typeof LoyaltyTier>;

export const LoyaltyTiers = Type.Array(LoyaltyTier);

export const LoyaltyTierList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('data'),
  data: LoyaltyTiers,
  total: Type.Integer({ minimum: 0 }),
});
