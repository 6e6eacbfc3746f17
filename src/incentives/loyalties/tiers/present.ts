/** Loyalty tiers: row → wire. */
import type { LoyaltyTier } from './schema.ts';
import type { LoyaltyTierRow } from './service.ts';

export function presentTier(tier: LoyaltyTierRow): LoyaltyTier {
  const points = {
    ...(tier.points_from === null ? {} : { from: tier.points_from }),
    ...(tier.points_to === null ? {} : { to: tier.points_to }),
  };
  return {
    id: tier.id,
    name: tier.name,
    campaign_id: tier.campaign_id,
    metadata: tier.metadata,
    created_at: tier.created_at,
    updated_at: tier.updated_at,
    earning_rules: tier.earning_rules,
    rewards: tier.rewards,
    config: { points },
    points,
    object: 'loyalty_tier',
  };
}
