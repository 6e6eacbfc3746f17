/** Customers: row → wire. */
import type { ClientCustomer, Customer, CustomerInput } from './schema.ts';
import type { CustomerWithTotals } from './store.ts';

export function presentCustomer(row: CustomerWithTotals): Customer {
  return {
    id: row.id,
    ...(row.source_id === null ? {} : { source_id: row.source_id }),
    ...(row.name === null ? {} : { name: row.name }),
    ...(row.description === null ? {} : { description: row.description }),
    ...(row.email === null ? {} : { email: row.email }),
    ...(row.phone === null ? {} : { phone: row.phone }),
    ...(row.birthdate === null ? {} : { birthday: row.birthdate, birthdate: row.birthdate }),
    ...(row.address === null ? {} : { address: row.address }),
    metadata: row.metadata,
    system_metadata: {},
    summary: presentSummary(row),
    loyalty: presentLoyalty(row),
    referrals: presentReferrals(row),
    created_at: row.created_at,
    ...(row.updated_at === null ? {} : { updated_at: row.updated_at }),
    object: 'customer',
  };
}

/** Points have their own ledger; without a membership there are none. */
function presentLoyalty({ referred }: CustomerWithTotals): Customer['loyalty'] {
  const campaigns = Object.entries(referred ?? {});
  return {
    points: 0,
    referred_customers: campaigns.reduce((sum, [, count]) => sum + count, 0),
    campaigns: Object.fromEntries(
      campaigns.map(([id, count]) => [id, { points: 0, referred_customers: count }]),
    ),
  };
}

function presentReferrals(row: CustomerWithTotals): Customer['referrals'] {
  const campaigns = row.referrals ?? [];
  return {
    total: row.referrals_count,
    campaigns: campaigns.map((one) => ({ ...one, date: new Date(one.date).toISOString() })),
  };
}

/** Anybody may have a client key: what is stored of the customer besides is not theirs to read. */
export function presentClientCustomer(
  row: CustomerWithTotals,
  said: CustomerInput,
): ClientCustomer {
  const { name, description, email, phone, birthday, birthdate, address, metadata } = said;
  return {
    id: row.id,
    ...(row.source_id === null ? {} : { source_id: row.source_id }),
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(email === undefined ? {} : { email }),
    ...(phone === undefined ? {} : { phone }),
    ...(birthday === undefined ? {} : { birthday }),
    ...(birthdate === undefined ? {} : { birthdate }),
    ...(address === undefined ? {} : { address }),
    ...(metadata === undefined ? {} : { metadata }),
    object: 'customer',
  };
}

function presentSummary(row: CustomerWithTotals): Customer['summary'] {
  return {
    redemptions: {
      total_redeemed: row.redemptions_succeeded - row.rollbacks_succeeded,
      total_failed: row.redemptions_failed,
      total_succeeded: row.redemptions_succeeded,
      total_rolled_back: row.rollbacks_succeeded + row.rollbacks_failed,
      total_rollback_failed: row.rollbacks_failed,
      total_rollback_succeeded: row.rollbacks_succeeded,
      gift: { redeemed_amount: 0, amount_to_go: 0 },
      loyalty_card: { redeemed_points: 0, points_to_go: 0 },
    },
    orders: {
      total_amount: row.orders_amount,
      total_count: row.orders_count,
      average_amount: row.orders_count === 0 ? 0 : Math.round(row.orders_amount / row.orders_count),
      last_order_amount: row.last_order_amount ?? 0,
      ...(row.last_order_date === null ? {} : { last_order_date: row.last_order_date }),
    },
  };
}
