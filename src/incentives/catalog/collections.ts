/** Product collections in memory: which of them hold a product or SKU. */
import type { Json } from '../../engine/json.ts';
import type { KnownProduct } from '../../engine/order/order.ts';
import { compileCollectionFilter } from '../../engine/products/collection-filter.ts';
import type { CollectionRow } from './store.ts';

type Member = (product: KnownProduct, sku: KnownProduct | null) => boolean;

export type Collections = {
  put(id: string, row: CollectionRow | null): void;
  /** Whether any collection lists its members: the request then asks the database for them. */
  readonly hasStatic: boolean;
  /** Ids of AUTO_UPDATE collections that hold the product. */
  holding(product: KnownProduct, sku: KnownProduct | null): readonly string[];
};

export function createCollections(): Collections {
  const filters = new Map<string, Member>();
  const statics = new Set<string>();
  return {
    put(id, row) {
      filters.delete(id);
      statics.delete(id);
      if (row === null) return;
      if (row.type === 'STATIC') statics.add(id);
      else filters.set(id, memberTest(row.filter));
    },
    get hasStatic() {
      return statics.size > 0;
    },
    holding(product, sku) {
      const ids: string[] = [];
      for (const [id, isMember] of filters) if (isMember(product, sku)) ids.push(id);
      return ids;
    },
  };
}

function memberTest(filter: Json): Member {
  return compileCollectionFilter(filter);
}
