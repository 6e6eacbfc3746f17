/** Products for tests of units: what is known of them, and carts of them. */
import { money } from '../../money/money.ts';
import type { KnownItem, KnownProduct, Order, OrderLine } from '../../order/order.ts';
import { ALL_PRODUCTS } from '../../order/order.ts';
import type { GrantedItem, ItemLookup, UnitDiscount, UnitGrant } from './unit-discount.ts';

/** Unit prices. `tee-l` is an SKU of `tee`; nobody knows a price of `ship`. */
const prices = { tee: 2_900, cap: 3_100, mug: 1_000, bean: 7, 'tee-l': 3_500, ship: null } as const;
export type ItemName = keyof typeof prices;
export const itemNames = ['tee', 'cap', 'mug', 'bean', 'tee-l', 'ship'] as const;

function known(name: ItemName): KnownProduct {
  const price = prices[name];
  const id = { id: name, sourceId: null, name };
  return { ...id, price: price === null ? null : money(price), attributes: {}, metadata: {} };
}

export function knownItem(name: ItemName): KnownItem {
  const isSku = name === 'tee-l';
  const product = known(isSku ? 'tee' : name);
  const sku = isSku ? known(name) : null;
  const { price } = sku ?? product;
  const ids = { productId: product.id, skuId: sku?.id ?? null };
  return { ...ids, product, sku, price, collectionIds: name === 'cap' ? ['hats'] : [] };
}

/** Knows all of them; `gone` and collections are known to nobody. */
export const lookup: ItemLookup = ({ id }) => {
  const name = itemNames.find((one) => one === id);
  return name === undefined ? null : knownItem(name);
};

export function itemOf(name: ItemName | 'gone' | 'hats' | 'all'): GrantedItem {
  if (name === 'hats') return { object: 'products_collection', id: name };
  if (name === 'all') return { object: 'products_collection', id: ALL_PRODUCTS };
  return { object: name === 'tee-l' ? 'sku' : 'product', id: name };
}

export function grant(
  effect: UnitGrant['effect'],
  units: number,
  name: Parameters<typeof itemOf>[0],
): UnitDiscount {
  return { type: 'UNIT', effect, grants: [{ effect, units, item: itemOf(name) }] };
}

/** Item and quantity; a price of its own, or null and the line's amount. */
export type ItemLine = readonly [
  name: ItemName,
  quantity: number,
  price?: number | null,
  amount?: number,
];

export function orderOf(lines: readonly ItemLine[]): Order {
  const made = lines.map(lineOf);
  const amount = money(made.reduce((sum, line) => sum + line.amount, 0));
  return { amount, lines: made, metadata: {} };
}

function lineOf([name, quantity, given, amount]: ItemLine, index: number): OrderLine {
  const item = knownItem(name);
  const price = given === undefined ? item.price : given === null ? null : money(given);
  const cost = money(amount ?? (price ?? 0) * quantity);
  return { ...item, index, sourceId: null, quantity, price, amount: cost, metadata: {} };
}
