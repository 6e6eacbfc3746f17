/** Carts for tests: orders with nothing but prices and quantities. */
import { money, ZERO, type Money } from '../money/money.ts';
import type { Order, OrderLine } from '../order/order.ts';
import { openOrder, type PricedOrder } from './priced-order.ts';

/** Unit price and quantity; the line's amount where it is not their product. */
export type CartLine = readonly [price: number | null, quantity: number, amount?: number];

export function cart(lines: readonly CartLine[]): PricedOrder {
  return openOrder(cartOrder(lines));
}

export function cartOrder(lines: readonly CartLine[]): Order {
  const made = lines.map(cartLine);
  return {
    amount: money(made.reduce((sum, line) => sum + line.amount, 0)),
    lines: made,
    metadata: {},
  };
}

/** An order of an amount alone. */
export function bareCart(amount: number): PricedOrder {
  return openOrder({ amount: money(amount), lines: [], metadata: {} });
}

function cartLine([price, quantity, amount]: CartLine, index: number): OrderLine {
  const unitPrice: Money | null = price === null ? null : money(price);
  return {
    index,
    sourceId: null,
    productId: null,
    skuId: null,
    product: null,
    sku: null,
    collectionIds: [],
    quantity,
    price: unitPrice,
    amount: money(amount ?? (unitPrice ?? ZERO) * quantity),
    metadata: {},
  };
}
