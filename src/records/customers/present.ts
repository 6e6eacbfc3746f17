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

function presentLoyalty(row: CustomerWithTotals): Customer['loyalty'] {
  const referred = row.referred ?? {};
  const points = row.points_by_campaign ?? {};
  const ids = new Set([...Object.keys(points), ...Object.keys(referred)]);
  return {
    points: row.points,
    referred_customers: Object.values(referred).reduce((sum, count) => sum + count, 0),
    campaigns: Object.fromEntries(
      [...ids].map((id) => [
        id,
        { points: points[id] ?? 0, referred_customers: referred[id] ?? 0 },
      ]),
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
      gift: { redeemed_amount: row.credits_spent, amount_to_go: row.credits },
      loyalty_card: { redeemed_points: row.points_spent, points_to_go: row.points },
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
