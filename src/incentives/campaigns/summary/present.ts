/** Campaign summaries: row → wire. */
import { presentGiftSums, presentLoyaltySums } from './cards/present.ts';
import { presentCampaignBase } from '../present.ts';
import type { CampaignSummary } from './schema.ts';
import type { CampaignWithSummary } from './service.ts';

export function presentCampaignSummary({
  row,
  summary,
  cards,
}: CampaignWithSummary): CampaignSummary {
  return {
    object: 'campaign_summary',
    campaign: presentCampaignBase(row, { categories: false }),
    redemptions: summary.redemptions_succeeded + summary.redemptions_failed,
    redemptions_succeeded: summary.redemptions_succeeded,
    redemptions_failed: summary.redemptions_failed,
    rollbacks: summary.rollbacks_succeeded + summary.rollbacks_failed,
    rollbacks_succeeded: summary.rollbacks_succeeded,
    rollbacks_failed: summary.rollbacks_failed,
    validations: summary.validations,
    validations_succeeded: summary.validations_succeeded,
    validations_failed: summary.validations - summary.validations_succeeded,
    orders_amount: summary.orders_amount,
    orders_rolledback_amount: summary.orders_rolledback_amount,
    discounted_amount: summary.discounted_amount,
    rolledback_discounted_amount: summary.rolledback_discounted_amount,
    ...(row.voucher === null ? {} : vouchersAndPublications(summary)),
    ...(row.campaign_type === 'REFERRAL_PROGRAM'
      ? { referred_customers: summary.referred_customers }
      : {}),
    ...presentCards(row, cards),
  };
}

function vouchersAndPublications(summary: CampaignWithSummary['summary']) {
  return {
    vouchers_created: summary.vouchers_created,
    vouchers_deleted: summary.vouchers_deleted,
    publications: summary.publications_succeeded + summary.publications_failed,
    publications_succeeded: summary.publications_succeeded,
    publications_failed: summary.publications_failed,
  };
}

function presentCards(row: CampaignWithSummary['row'], cards: CampaignWithSummary['cards']) {
  if (cards === null) return {};
  return row.voucher?.type === 'GIFT_VOUCHER' ? presentGiftSums(cards) : presentLoyaltySums(cards);
}
