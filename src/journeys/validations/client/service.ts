/** What an address asks for, as the request it stands for. */
import type { CustomerInput } from '../../../records/customers/schema.ts';
import type { OrderInput } from '../../../records/orders/schema.ts';
import type { SessionInput } from '../../sessions/schema.ts';
import type { SingleInput } from '../single/schema.ts';
import type { PromotionsByQuery } from './schema.ts';

export function requestOf(query: PromotionsByQuery): SingleInput {
  return {
    order: orderOf(query),
    customer: customerOf(query),
    session: sessionOf(query),
    ...(query.tracking_id === undefined ? {} : { tracking_id: query.tracking_id }),
    ...(query.metadata === undefined ? {} : { metadata: query.metadata }),
  };
}

/** Metadata alone makes no order. */
function orderOf({ amount, item, order }: PromotionsByQuery): OrderInput | null {
  if (amount === undefined && item === undefined) return null;
  return {
    ...(amount === undefined ? {} : { amount }),
    ...(item === undefined ? {} : { items: item }),
    ...(order?.metadata === undefined ? {} : { metadata: order.metadata }),
  };
}

function customerOf({ customer }: PromotionsByQuery): CustomerInput | null {
  if (typeof customer !== 'string') return customer ?? null;
  return customer.startsWith('cust_') ? { id: customer } : { source_id: customer };
}

function sessionOf(query: PromotionsByQuery): SessionInput | null {
  const { session_type: type, session_key: key, session_ttl: ttl } = query;
  if (type === undefined && !key) return null;
  return {
    ...(type === undefined ? {} : { type }),
    ...(key ? { key } : {}),
    ...(ttl === undefined ? {} : { ttl }),
    ...(query.session_ttl_unit === undefined ? {} : { ttl_unit: query.session_ttl_unit }),
  };
}
