/** SKUs: row → wire. */
import type { Sku } from './schema.ts';
import type { SkuRow } from './store.ts';

export function presentSku(row: SkuRow): Sku {
  return {
    id: row.id,
    source_id: row.source_id,
    product_id: row.product_id,
    sku: row.sku,
    price: row.price,
    currency: row.currency,
    attributes: row.attributes,
    image_url: row.image_url,
    metadata: row.metadata,
    created_at: row.created_at,
    updated_at: row.updated_at,
    object: 'sku',
  };
}
