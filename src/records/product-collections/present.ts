/** Product collections and what they hold: row → wire. */
import type { Held } from './products/service.ts';
import type { CollectionProduct, ProductCollection } from './schema.ts';
import type { Collection } from './service.ts';
import type { MemberRow } from './store.ts';

export function presentCollection({ row, members }: Collection): ProductCollection {
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    ...(row.filter === null ? {} : { filter: row.filter }),
    ...(members === null ? {} : { products: members.map(presentMember) }),
    created_at: row.created_at,
    ...(row.updated_at === null ? {} : { updated_at: row.updated_at }),
    object: 'products_collection',
  };
}

function presentMember({ object, member_id, product_id }: MemberRow) {
  return object === 'sku' ? { id: member_id, product_id, object } : { id: member_id, object };
}

/** A product, or an SKU with its product. What only the lookup knows (collections, SKUs) stays inside. */
export function presentHeld({ product: found, sku }: Held): CollectionProduct {
  const { collection_ids: _, sku_ids: __, ...row } = found;
  const product = { ...row, attributes: [...row.attributes], object: 'product' as const };
  if (sku === null) return product;
  const { collection_ids: ___, ...variant } = sku;
  return { ...variant, object: 'sku', product };
}
