/** Products: row → wire. */
import type { Product, ProductWithoutSkus } from './schema.ts';
import { presentSku } from './skus/present.ts';
import type { ProductWithSkus } from './service.ts';
import type { ProductRow } from './store.ts';

export function presentProduct({ product, skus }: ProductWithSkus): Product {
  return {
    ...presentProductAlone(product),
    skus: { object: 'list', data_ref: 'data', data: skus.map(presentSku), total: skus.length },
  };
}

export function presentProductAlone(row: ProductRow): ProductWithoutSkus {
  return {
    id: row.id,
    source_id: row.source_id,
    name: row.name,
    price: row.price,
    attributes: [...row.attributes],
    metadata: row.metadata,
    image_url: row.image_url,
    created_at: row.created_at,
    updated_at: row.updated_at,
    object: 'product',
  };
}
