/** Campaign summaries on the wire. */
import Type, { type Static } from 'typebox';
import { DateOnly } from '../../../platform/http/shapes.ts';
import { GiftSummary, LoyaltySummary } from './cards/schema.ts';
import { CampaignBase } from '../schema.ts';

export const CampaignSummaryQuery = Type.Object({
  start_date: Type.Optional(DateOnly),
  end_date: Type.Optional(DateOnly),
});
export type CampaignSummaryQuery = Static<typeof CampaignSummaryQuery>;

const Count = Type.Integer({ minimum: 0 });
const Amount = Type.Integer({ description: 'In minor units' });

/** The figures of vouchers are those of campaigns that have some, those of credits and points of cards. */
export const CampaignSummary = Type.Object({
  object: Type.Literal('campaign_summary'),
  campaign: CampaignBase,
  redemptions: Count,
  redemptions_succeeded: Count,
  redemptions_failed: Count,
  rollbacks: Count,
  rollbacks_succeeded: Count,
  rollbacks_failed: Count,
  validations: Count,
  validations_succeeded: Count,
  validations_failed: Count,
  orders_amount: Amount,
  orders_rolledback_amount: Amount,
  discounted_amount: Amount,
  rolledback_discounted_amount: Amount,
  vouchers_created: Type.Optional(Count),
  vouchers_deleted: Type.Optional(Count),
  publications: Type.Optional(Count),
  publications_succeeded: Type.Optional(Count),
  publications_failed: Type.Optional(Count),
  referred_customers: Type.Optional(Count),
  ...Type.Partial(GiftSummary).properties,
  ...Type.Partial(LoyaltySummary).properties,
});
export type CampaignSummary = Static<typeof CampaignSummary>;
