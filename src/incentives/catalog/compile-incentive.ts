/** Rows of tiers and campaigns → incentives that the engine decides on. */
import type { Activity } from '../../engine/activity/activity.ts';
import type { CompiledRule } from '../../engine/eligibility/compile.ts';
import { paymentDiscount } from '../../engine/examination/paying.ts';
import { compileIncentive } from '../../engine/incentive.ts';
import type { Discount } from '../../engine/pricing/discount.ts';
import { readDiscount } from '../discounts/service.ts';
import { activityOf } from './activity.ts';
import type { CatalogCampaign } from './code-campaigns.ts';
import type { CampaignRow, TierRow } from './store.ts';
import type { CatalogTier } from './tiers.ts';

export type IncentiveCompiler = {
  /** Null where its discount is of a type that is not there yet. */
  tier(row: TierRow, campaign: CampaignRow): CatalogTier | null;
  /** Null where it has no unique codes, or codes that take nothing off an order. */
  campaign(campaign: CampaignRow): CatalogCampaign | null;
};

export function createIncentiveCompiler(
  rulesOf: (objectId: string) => readonly CompiledRule[],
): IncentiveCompiler {
  const activityOfCampaign = createCampaignActivities();
  return {
    tier(row, campaign) {
      const discount = readDiscount(row.action.discount);
      if (!discount.ok) return null;
      const incentive = compileIncentive({
        object: 'promotion_tier',
        discount: discount.value,
        activities: [activityOf(row, row.created_at), activityOfCampaign(campaign)],
        rules: [...rulesOf(campaign.id), ...rulesOf(row.id)],
        described: {
          ...neverPublished,
          metadata: row.metadata,
          startDate: row.start_date ?? campaign.start_date,
          expirationDate: row.expiration_date ?? campaign.expiration_date,
        },
      });
      return { row, campaign, incentive, createdAt: Date.parse(row.created_at) };
    },
    campaign(campaign) {
      const discount = discountOfCodes(campaign);
      if (discount === null || campaign.type === 'STANDALONE') return null;
      const incentive = compileIncentive({
        object: 'voucher',
        discount,
        activities: [activityOfCampaign(campaign)],
        rules: rulesOf(campaign.id),
        described: {
          ...neverPublished,
          metadata: campaign.voucher_metadata,
          startDate: campaign.start_date,
          expirationDate: campaign.expiration_date,
        },
      });
      const credits = campaign.voucher?.gift?.amount ?? null;
      return { campaign, incentive, credits, createdAt: Date.parse(campaign.created_at) };
    },
  };
}

/** What its codes take off, or where a gift card's payment goes; null where they do neither. */
function discountOfCodes({ voucher }: CampaignRow): Discount | null {
  const gift = voucher?.gift ?? null;
  if (gift !== null) return paymentDiscount(gift.effect);
  const discount = voucher?.discount ? readDiscount(voucher.discount) : null;
  return discount?.ok ? discount.value : null;
}

const neverPublished = { publishedCount: 0, publicationMetadata: null };

/** One for all tiers of a campaign. */
function createCampaignActivities(): (campaign: CampaignRow) => Activity {
  const activities = new WeakMap<CampaignRow, Activity>();
  return (campaign) => {
    const known = activities.get(campaign);
    if (known !== undefined) return known;
    const activity = activityOf(campaign, campaign.created_at);
    activities.set(campaign, activity);
    return activity;
  };
}
