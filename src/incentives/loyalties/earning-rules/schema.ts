/** Earning rules on the wire. */
import Type, { type Static } from 'typebox';
import { Limit, Order, Page } from '../../../platform/http/query.ts';
import { DateTime, Metadata, Nullable } from '../../../platform/http/shapes.ts';
import { validityInput, validityReply } from '../../validity/schema.ts';
import { ExpirationRulesInput } from '../expiration-rules/schema.ts';
import { EarningLoyalty, EarningLoyaltyInput } from './loyalty/schema.ts';

/** Rules that one request may add. */
const MAX_RULES = 100;

const Key = Type.String({ minLength: 1, maxLength: 1_000 });

export const EarningRulesOf = Type.Object({
  campaignId: Type.String({ minLength: 1, description: "The loyalty campaign's id or name" }),
});

export const EarningRuleId = Type.Object({
  campaignId: Type.String({ minLength: 1, description: "The loyalty campaign's id or name" }),
  earningRuleId: Type.String({ minLength: 1, description: "The earning rule's id" }),
});

const PendingPoints = Type.Object(
  {
    period_type: Type.Optional(Type.Enum(['DAY'])),
    period_value: Type.Integer({ minimum: 1, maximum: 90 }),
  },
  { description: 'How long points of a paid order wait before they are active' },
);

const attributes = {
  validation_rule_id: Type.Optional(Nullable(Key)),
  source: Type.Optional(
    Type.Object({ banner: Type.Optional(Nullable(Type.String({ maxLength: 10_000 }))) }),
  ),
  active: Type.Optional(Type.Boolean({ description: 'Whether points are earned by it' })),
  pending_points: Type.Optional(Nullable(PendingPoints)),
  expiration_rules: Type.Optional(Nullable(ExpirationRulesInput)),
  ...validityInput,
  metadata: Type.Optional(Nullable(Metadata)),
};

const Segment = Type.Object({ id: Key });
const CustomEvent = Type.Object({ schema_id: Key });
const LoyaltyTier = Type.Object({ id: Type.Optional(Key) });

/** A new rule. `event` is one of ours, or else the name of a custom event. */
export const EarningRuleInput = Type.Object({
  event: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 300,
      description: 'What earns; order.paid where absent',
    }),
  ),
  custom_event: Type.Optional(Nullable(CustomEvent)),
  segment: Type.Optional(Nullable(Segment)),
  loyalty_tier: Type.Optional(Nullable(LoyaltyTier)),
  loyalty: EarningLoyaltyInput,
  ...attributes,
});
export type EarningRuleInput = Static<typeof EarningRuleInput>;

export const EarningRulesInput = Type.Array(EarningRuleInput, { minItems: 1, maxItems: MAX_RULES });

/** What is absent stays, null clears, metadata merges, `loyalty` is replaced. */
export const EarningRuleUpdate = Type.Object({
  loyalty: Type.Optional(EarningLoyaltyInput),
  ...attributes,
});
export type EarningRuleUpdate = Static<typeof EarningRuleUpdate>;

export const EarningRuleQuery = Type.Object({
  limit: Limit,
  page: Page,
  order: Order(['created_at', 'updated_at']),
});
export type EarningRuleQuery = Static<typeof EarningRuleQuery>;

export const EarningRule = Type.Object({
  id: Type.String(),
  created_at: DateTime,
  updated_at: Nullable(DateTime),
  validation_rule_id: Nullable(Type.String()),
  loyalty: EarningLoyalty,
  event: Type.String(),
  custom_event: Type.Optional(CustomEvent),
  segment: Type.Optional(Segment),
  loyalty_tier: Type.Optional(LoyaltyTier),
  pending_points: Type.Optional(PendingPoints),
  source: Type.Object({
    banner: Type.Optional(Type.String()),
    object_id: Type.String({ description: "The campaign's id" }),
    object_type: Type.Literal('campaign'),
  }),
  active: Type.Boolean(),
  ...validityReply,
  expiration_rules: Type.Optional(ExpirationRulesInput),
  automation_id: Type.String(),
  metadata: Metadata,
  object: Type.Literal('earning_rule'),
});
export type EarningRule = Static<typeof EarningRule>;

export const EarningRuleList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('data'),
  data: Type.Array(EarningRule),
  total: Type.Integer({ minimum: 0 }),
});

/** Those that were added, in the order of the request. */
export const EarningRules = Type.Array(EarningRule);
