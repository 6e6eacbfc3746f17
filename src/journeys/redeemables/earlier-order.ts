/** A request upon an order that is already stored: what it leaves open is taken from there. */
import type { CustomerInput } from '../../records/customers/schema.ts';
import type { OrderInput } from '../../records/orders/schema.ts';
import { itemAgain } from '../../records/orders/service.ts';
import type { EarlierOrder } from '../facts/service.ts';

type Upon = { readonly order?: OrderInput | null; readonly customer?: CustomerInput | null };

/**
 * The request with the stored order's lines, amount and metadata where it names the order alone, and
 * with the order's customer where it names nobody. The very same request where nothing is missing.
 */
export function uponEarlierOrder<Request extends Upon>(
  request: Request,
  earlier: EarlierOrder | null,
): Request {
  const { order, customer } = request;
  if (earlier === null || !order) return request;
  const takesLines = typeof order.amount !== 'number' && !order.items;
  const takesCustomer = !customer && earlier.customer_id !== null;
  if (!takesLines && !takesCustomer) return request;
  return {
    ...request,
    ...(takesLines ? { order: storedOrder(order, earlier) } : {}),
    ...(takesCustomer ? { customer: { id: earlier.customer_id } } : {}),
  };
}

function storedOrder(order: OrderInput, { items, amounts, metadata }: EarlierOrder): OrderInput {
  return {
    ...order,
    items: items.flatMap(itemAgain),
    amount: amounts.initial_amount ?? null,
    metadata: { ...metadata, ...order.metadata },
  };
}
