/** Promotion stacks on the wire. */
import Type, { type Static } from 'typebox';
import { Limit, Order, Page, TimeRange } from '../../../platform/http/query.ts';
import { DateTime, Nullable } from '../../../platform/http/shapes.ts';
import { Category } from '../../categories/schema.ts';
import { CampaignIdText, categoryInput } from '../schema.ts';

/** The reference's limit. */
const MAX_TIERS = 30;

export const PromotionStackId = Type.Object({
  campaignId: CampaignIdText,
  stackId: Type.String({ minLength: 1, description: "The promotion stack's id" }),
});

const Name = Type.String({ minLength: 1, maxLength: 1_000 });
const HierarchyMode = Type.Literal('MANUAL', { default: 'MANUAL' });
const Tiers = Type.Object({
  ids: Type.Array(Type.String({ minLength: 1, maxLength: 1_000 }), {
    minItems: 1,
    maxItems: MAX_TIERS,
    uniqueItems: true,
    description: 'Ids of tiers of the campaign, in the order they apply',
  }),
  hierarchy_mode: Type.Optional(HierarchyMode),
});

export const StackInput = Type.Object({ name: Name, tiers: Tiers, ...categoryInput });
export type StackInput = Static<typeof StackInput>;

/** What is absent stays; null takes the category away. */
export const StackUpdate = Type.Object({
  name: Type.Optional(Name),
  tiers: Type.Optional(Tiers),
  ...categoryInput,
});
export type StackUpdate = Static<typeof StackUpdate>;

const Instant = Type.String({ format: 'date-time' });
const Instants = Type.Union([Instant, Type.Array(Instant, { minItems: 1, maxItems: 1 })]);
const TimeFilter = Type.Optional(
  Type.Object({
    conditions: Type.Object({
      $before: Type.Optional(Instants),
      $after: Type.Optional(Instants),
    }),
  }),
);

export const StackQuery = Type.Object({
  limit: Limit,
  page: Page,
  order: Order(['created_at', 'updated_at', 'name']),
  created_at: TimeRange,
  updated_at: TimeRange,
  filters: Type.Optional(
    Type.Object({
      junction: Type.Optional(Type.Enum(['AND', 'OR', 'and', 'or'])),
      created_at: TimeFilter,
      updated_at: TimeFilter,
    }),
  ),
});
export type StackQuery = Static<typeof StackQuery>;

export const PromotionStack = Type.Object({
  id: Type.String(),
  name: Type.String(),
  tiers: Type.Object({ ids: Type.Array(Type.String()), hierarchy_mode: HierarchyMode }),
  campaign_id: Type.String(),
  category_id: Nullable(Type.String()),
  categories: Type.Array(Category),
  created_at: DateTime,
  updated_at: Type.Optional(DateTime),
  object: Type.Literal('promotion_stack'),
});
export type PromotionStack = Static<typeof PromotionStack>;

export const PromotionStackList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('data'),
  data: Type.Array(PromotionStack),
  total: Type.Integer({ minimum: 0 }),
});
