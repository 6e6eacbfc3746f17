/** Whether an order line is of a product, SKU or collection that a rule names. */
import { ALL_PRODUCTS, type OrderLine } from '../order/order.ts';
import type { ItemReference } from './parse/rule-tree.ts';

/** A product covers its SKUs. The shop's own id is asked only where no id is given. */
export function isItem(line: OrderLine, item: ItemReference): boolean {
  const { id, object } = item;
  if (id === null) return hasSourceId(line, item);
  if (id === ALL_PRODUCTS) return true;
  if (object !== 'sku' && object !== 'products_collection' && line.productId === id) return true;
  if (object !== 'product' && object !== 'products_collection' && line.skuId === id) return true;
  return object !== 'product' && object !== 'sku' && line.collectionIds.includes(id);
}

function hasSourceId(line: OrderLine, item: ItemReference): boolean {
  const { sourceId, object } = item;
  if (sourceId === null || object === 'products_collection') return false;
  if (object !== 'sku' && line.product?.sourceId === sourceId) return true;
  return object !== 'product' && line.sku?.sourceId === sourceId;
}

export function isAnyItem(line: OrderLine, items: readonly ItemReference[]): boolean {
  for (const item of items) if (isItem(line, item)) return true;
  return false;
}

/**
 * Price of one unit in minor units, a fraction where an amount does not divide by its quantity;
 * null where a line of no units has no price.
 */
export function unitPrice(line: OrderLine): number | null {
  if (line.price !== null) return line.price;
  return line.quantity > 0 ? line.amount / line.quantity : null;
}
