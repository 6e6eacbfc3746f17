/** What discounts of units give: looked up in the shop's catalogue, as the server does it. */
import assert from 'node:assert/strict';
import type { OrderLine } from '../../src/engine/order/order.ts';
import type { Discount, DiscountUnit } from '../../src/incentives/discounts/schema.ts';
import { openedOrder } from '../../src/records/orders/service.ts';
import { knownGoods } from './goods.ts';

type GivenItem = { readonly object: string; readonly id: string };

/** The good as a line of it would be; null for one that the shop does not sell. */
export function knownGood({ object, id }: GivenItem): OrderLine | null {
  const item = object === 'sku' ? { sku_id: id } : { product_id: id };
  const opened = openedOrder({ items: [{ ...item, quantity: 0 }] }, knownGoods, () => []);
  assert(opened.ok);
  const [line] = opened.value.lines;
  return line === undefined || line.product?.createdAt === undefined ? null : line;
}

/** A discount as it is stored: with the names of the goods it gives. */
export function withNames(discount: Discount): Discount {
  if (discount.type !== 'UNIT') return discount;
  const { units, ...own } = discount;
  if (units === undefined) return { ...discount, ...named(discount) };
  return { ...own, units: units.map((one) => ({ ...one, ...named(one) })) };
}

function named({ unit_type: id = '' }: Pick<DiscountUnit, 'unit_type'>) {
  const item = { id, name: id };
  return id.startsWith('sku_') ? { sku: item } : { product: item };
}
