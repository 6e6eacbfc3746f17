/** Conditions on who the customer is: segments and loyalty tiers. */
import type { IdSource } from '../node.ts';

const loyaltyTier: IdSource = {
  has: ({ customer }, id) => customer?.loyaltyTierIds.has(id) ?? null,
  list: ({ customer }) => [...(customer?.loyaltyTierIds ?? [])],
};

export const customerIds = {
  'customer.segment': {
    has: ({ customer }, id) => customer?.segmentIds.has(id) ?? null,
    list: ({ customer }) => [...(customer?.segmentIds ?? [])],
  },
  'customer.loyalty.tier': loyaltyTier,
  'customer.loyalty_tier': loyaltyTier,
} as const satisfies Record<string, IdSource>;
