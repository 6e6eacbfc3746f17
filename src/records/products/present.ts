/** Products: row → wire. Rows have the wire's names; what they are is said beside. */
import type { Product } from './schema.ts';
import type { ProductWithSkus } from './service.ts';

export function presentProduct({ product, skus }: ProductWithSkus): Product {
  const data = skus.map((row) => ({ ...row, object: 'sku' as const }));
  return {
    ...product,
    attributes: [...product.attributes],
    object: 'product',
    skus: { object: 'list', data_ref: 'data', data, total: data.length },
  };
}
