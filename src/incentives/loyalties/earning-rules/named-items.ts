/** The products, SKUs and collections that an earning rule names: each has to be there. */
import { ALL_PRODUCTS } from '../../../engine/order/order.ts';
import { done, notFound, type Outcome } from '../../../engine/outcome.ts';
import type { Sql } from '../../../platform/db/database.ts';
import { findCollection } from '../../../records/product-collections/service.ts';
import { SHIPPING } from '../../../records/orders/service.ts';
import { findByKeys } from '../../../records/products/known/service.ts';
import type { EarningLoyalty } from './loyalty/schema.ts';
import { itemsNamed } from './loyalty/service.ts';

/** Refuses with the first item nobody has. Items are named by their ids. */
export async function knowsItems(
  sql: Sql,
  projectId: string,
  loyalty: EarningLoyalty,
): Promise<Outcome<null, 'not_found'>> {
  const items = itemsNamed(loyalty);
  if (items.length === 0) return done(null);
  const keysOf = (object: string) =>
    items.filter((item) => item.object === object).map(({ id }) => id);
  const keys = { productKeys: keysOf('product'), skuKeys: keysOf('sku') };
  const { products, skus } = await findByKeys(sql, projectId, keys);
  const known = new Set([...products, ...skus, SHIPPING].map(({ id }) => id));
  for (const { object, id } of items) {
    const isThere =
      object === 'products_collection'
        ? id === ALL_PRODUCTS || (await findCollection(sql, projectId, id)) !== null
        : known.has(id);
    if (!isThere) return notFound(object, id);
  }
  return done(null);
}
