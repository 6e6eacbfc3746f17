/** Loyalty tiers: row → wire. */
import type { LoyaltyTier } from './schema.ts';
import { Temporal } from 'temporal-polyfill';
import type { MemberTierRow } from './members/service.ts';
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

/** The tier of a member, with how long it lasts: days of the project's time zone, the last included. */
export function presentMemberTier(held: MemberTierRow, timezone: string): LoyaltyTier {
  const { tier, expires_at: end } = held;
  const dayOf = (iso: string) =>
    Temporal.Instant.from(iso).toZonedDateTimeISO(timezone).toPlainDate();
  return {
    ...presentTier(tier),
    expiration: {
      customer_id: held.customer_id,
      campaign_id: tier.campaign_id,
      tier_id: tier.id,
      start_date: dayOf(held.started_at).toString(),
      ...(end === null ? {} : { expiration_date: dayOf(end).subtract({ days: 1 }).toString() }),
      created_at: held.joined_at,
      ...(held.changed_at === null ? {} : { updated_at: held.changed_at }),
    },
  };
}
