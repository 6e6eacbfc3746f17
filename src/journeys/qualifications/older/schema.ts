/** Qualifications on the wire as they were before there was one for everything. */
import Type, { type Static } from 'typebox';
import { CampaignBase } from '../../../incentives/campaigns/schema.ts';
import { ListedVoucher } from '../../../incentives/vouchers/schema.ts';
import { Order } from '../../../platform/http/query.ts';
import { DateTime, Nullable } from '../../../platform/http/shapes.ts';
import { ApplicableToList, situation } from '../../redeemables/schema.ts';
import { ValidTier } from '../../validations/single/schema.ts';
import { JudgedAssignmentList } from '../schema.ts';

/** The most that one request finds. */
export const MAX_FOUND = 50;
/** The most promotions that one request finds. */
export const MAX_PROMOTIONS = 150;
const MAX_POINTS = Number.MAX_SAFE_INTEGER;

export const OlderInput = Type.Object({
  ...situation,
  options: Type.Optional(
    Type.Object({ expand: Type.Optional(Type.Array(Type.Enum(['category']))) }),
  ),
});
export type OlderInput = Static<typeof OlderInput>;

export const VouchersInput = Type.Object({
  ...OlderInput.properties,
  reward: Type.Optional(
    Nullable(
      Type.Object({
        id: Type.Optional(
          Type.String({ maxLength: 1_000, description: 'What loyalty cards are to pay for' }),
        ),
        assignment_id: Type.Optional(Nullable(Type.String({ maxLength: 1_000 }))),
        points: Type.Optional(Nullable(Type.Integer({ minimum: 0, maximum: MAX_POINTS }))),
      }),
    ),
  ),
});
export type VouchersInput = Static<typeof VouchersInput>;

const AudienceRulesOnly = Type.Optional(
  Type.Boolean({ description: 'Judges rules on the customer alone, and takes the others for met' }),
);

const narrowed = {
  audienceRulesOnly: AudienceRulesOnly,
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: MAX_FOUND, description: `${MAX_FOUND} if absent` }),
  ),
};

export const VouchersQuery = Type.Object({
  ...narrowed,
  order: Order(['created_at', 'updated_at', 'code']),
});
export type VouchersQuery = Static<typeof VouchersQuery>;

/** `code` sorts by id: campaigns have none. */
export const CampaignsQuery = Type.Object({
  ...narrowed,
  order: Order(['created_at', 'updated_at', 'type', 'code', 'category', 'campaign']),
});
export type CampaignsQuery = Static<typeof CampaignsQuery>;

export const PromotionsQuery = Type.Object({
  audienceRulesOnly: AudienceRulesOnly,
  filters: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      description: 'Of `promotion_id` and `metadata.…`: `filters[promotion_id][conditions][$is]`',
    }),
  ),
});

const found = {
  object: Type.Literal('list'),
  data_ref: Type.Literal('data'),
  total: Type.Integer({ minimum: 0 }),
  id: Type.String({ description: 'Of this very qualification' }),
  created_at: DateTime,
  tracking_id: Type.Optional(Type.String()),
};

export const QualifiedVoucher = Type.Object({
  ...ListedVoucher.properties,
  validation_rules_assignments: JudgedAssignmentList,
  applicable_to: ApplicableToList,
  inapplicable_to: ApplicableToList,
});
export type QualifiedVoucher = Static<typeof QualifiedVoucher>;

export const QualifiedVouchers = Type.Object({ ...found, data: Type.Array(QualifiedVoucher) });
export type QualifiedVouchers = Static<typeof QualifiedVouchers>;

const QualifiedCampaign = Type.Object({
  ...CampaignBase.properties,
  validation_rules_assignments: JudgedAssignmentList,
});
export type QualifiedCampaign = Static<typeof QualifiedCampaign>;

export const QualifiedCampaigns = Type.Object({ ...found, data: Type.Array(QualifiedCampaign) });
export type QualifiedCampaigns = Static<typeof QualifiedCampaigns>;

export const QualifiedPromotions = Type.Object({
  valid: Type.Boolean({ description: 'Whether there is any' }),
  tracking_id: Type.Optional(Type.String()),
  promotions: Type.Array(ValidTier),
});
export type QualifiedPromotions = Static<typeof QualifiedPromotions>;
