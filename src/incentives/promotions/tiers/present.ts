/** Promotion tiers: row → wire. */
import { presentAssignmentList } from '../../validation-rules/assignments/present.ts';
import { presentValidity } from '../../validity/present.ts';
import { presentCategories } from '../present.ts';
import type { PromotionTier } from './schema.ts';
import type { Tier } from './service.ts';

export function presentTier(tier: Tier): PromotionTier {
  return {
    id: tier.id,
    name: tier.name,
    ...(tier.banner === null ? {} : { banner: tier.banner }),
    action: tier.action,
    metadata: tier.metadata,
    hierarchy: tier.hierarchy,
    promotion_id: tier.campaign_id,
    campaign: presentCampaign(tier),
    campaign_id: tier.campaign_id,
    active: tier.active,
    ...presentValidity(tier),
    summary: {
      redemptions: { total_redeemed: tier.redemptions },
      orders: { total_amount: tier.orders_amount, total_discount_amount: tier.discount_amount },
    },
    validation_rule_assignments: presentAssignmentList(tier.assignments),
    ...(tier.category_id === null ? {} : { category_id: tier.category_id }),
    categories: presentCategories(tier),
    created_at: tier.created_at,
    ...(tier.updated_at === null ? {} : { updated_at: tier.updated_at }),
    object: 'promotion_tier',
  };
}

function presentCampaign(tier: Tier): PromotionTier['campaign'] {
  return {
    id: tier.campaign_id,
    ...presentValidity({
      start_date: tier.campaign_start_date,
      expiration_date: tier.campaign_expiration_date,
      validity_timeframe: tier.campaign_validity_timeframe,
      validity_day_of_week: tier.campaign_validity_day_of_week,
      validity_hours: tier.campaign_validity_hours,
    }),
    active: tier.campaign_active,
    ...(tier.campaign_category_id === null ? {} : { category_id: tier.campaign_category_id }),
    object: 'campaign',
  };
}
