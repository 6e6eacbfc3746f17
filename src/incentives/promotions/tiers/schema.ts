/** Promotion tiers on the wire. */
import Type, { type Static } from 'typebox';
import { Limit, Order, Page } from '../../../platform/http/query.ts';
import { DateTime, Metadata, Nullable } from '../../../platform/http/shapes.ts';
import { Discount, DiscountInput } from '../../discounts/schema.ts';
import { AssignmentList } from '../../validation-rules/assignments/schema.ts';
import { validityInput, validityReply } from '../../validity/schema.ts';
import { Category } from '../../categories/schema.ts';
import { categoryInput } from '../schema.ts';

/** Rules that may guard one tier. */
const MAX_RULES = 100;
/** Leaves room for the next free number in the database's integer. */
const MAX_HIERARCHY = 1_000_000_000;

export const PromotionTierId = Type.Object({
  promotionTierId: Type.String({ minLength: 1, description: "The promotion tier's id" }),
});

const Name = Type.String({ minLength: 1, maxLength: 1_000 });
const RuleId = Type.String({ minLength: 1, maxLength: 1_000 });
const Action = Type.Object({ discount: DiscountInput }, { description: 'What the tier does' });
const Hierarchy = Type.Integer({
  minimum: 0,
  maximum: MAX_HIERARCHY,
  description: 'Place among the tiers of its campaign, the lowest first',
});

/** The list of an answer, sent back: of each assignment its rule counts. */
const AssignmentListInput = Type.Object({
  object: Type.Optional(Type.String()),
  data_ref: Type.Optional(Type.String()),
  data: Type.Optional(
    Type.Array(
      Type.Object({
        id: Type.Optional(Type.String()),
        rule_id: RuleId,
        related_object_id: Type.Optional(Type.String()),
        related_object_type: Type.Optional(Type.String()),
        created_at: Type.Optional(Type.String()),
        object: Type.Optional(Type.String()),
      }),
      { maxItems: MAX_RULES },
    ),
  ),
  total: Type.Optional(Type.Integer()),
});

const attributes = {
  banner: Type.Optional(
    Nullable(Type.String({ maxLength: 10_000, description: 'Text for customers' })),
  ),
  metadata: Type.Optional(Nullable(Metadata)),
  hierarchy: Type.Optional(Hierarchy),
  active: Type.Optional(Type.Boolean({ description: 'Whether it may be redeemed' })),
  ...validityInput,
  ...categoryInput,
  validation_rules: Type.Optional(
    Nullable(
      Type.Array(RuleId, { maxItems: MAX_RULES, description: 'Ids of the rules that guard it' }),
    ),
  ),
  validation_rule_assignments: Type.Optional(Nullable(AssignmentListInput)),
};

/** A new tier, alone or in the `promotion.tiers` of a new campaign. */
export const TierInput = Type.Object({ name: Name, action: Action, ...attributes });
export type TierInput = Static<typeof TierInput>;

/** What is absent stays, null clears, metadata merges, rules are replaced. */
export const TierUpdate = Type.Object({
  name: Type.Optional(Name),
  action: Type.Optional(Action),
  ...attributes,
});
export type TierUpdate = Static<typeof TierUpdate>;

export const TierQuery = Type.Object({
  is_available: Type.Optional(
    Type.Boolean({ description: 'Only active tiers of active campaigns, both within their dates' }),
  ),
  limit: Limit,
  page: Page,
  order: Order(['created_at', 'updated_at']),
});
export type TierQuery = Static<typeof TierQuery>;

const CampaignOfTier = Type.Object({
  id: Type.String(),
  ...validityReply,
  active: Type.Boolean(),
  category_id: Type.Optional(Type.String()),
  object: Type.Literal('campaign'),
});

const Summary = Type.Object({
  redemptions: Type.Object({ total_redeemed: Type.Integer() }),
  orders: Type.Object({
    total_amount: Type.Integer({ description: 'In minor units' }),
    total_discount_amount: Type.Integer({ description: 'In minor units' }),
  }),
});

export const PromotionTier = Type.Object({
  id: Type.String(),
  name: Type.String(),
  banner: Type.Optional(Type.String()),
  action: Type.Object({ discount: Discount }),
  metadata: Metadata,
  hierarchy: Type.Integer(),
  promotion_id: Type.String({ description: "The campaign's id" }),
  campaign: CampaignOfTier,
  campaign_id: Type.String(),
  active: Type.Boolean(),
  ...validityReply,
  summary: Summary,
  validation_rule_assignments: AssignmentList,
  category_id: Type.Optional(Type.String()),
  categories: Type.Array(Category),
  created_at: DateTime,
  updated_at: Type.Optional(DateTime),
  object: Type.Literal('promotion_tier'),
});
export type PromotionTier = Static<typeof PromotionTier>;

export const PromotionTierList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('tiers'),
  tiers: Type.Array(PromotionTier),
  total: Type.Integer({ minimum: 0 }),
  has_more: Type.Boolean(),
});
