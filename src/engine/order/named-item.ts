/** Items that discounts give and points are earned by, as configuration names them. */
import { ALL_PRODUCTS, type OrderLine } from './order.ts';

export type NamedItem = {
  readonly object: 'product' | 'sku' | 'products_collection';
  readonly id: string;
};

/** Whether the line is of the item: a product covers its SKUs, a collection what it holds. */
export function isOf(line: OrderLine, { object, id }: NamedItem): boolean {
  switch (object) {
    case 'product':
      return line.productId === id;
    case 'sku':
      return line.skuId === id;
    case 'products_collection':
      return id === ALL_PRODUCTS || line.collectionIds.includes(id);
    default:
      return object satisfies never;
  }
}
