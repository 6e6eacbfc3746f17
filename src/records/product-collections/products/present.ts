/** What a collection holds: rows → wire. */
import { presentProductAlone } from '../../products/present.ts';
import { presentSku } from '../../products/skus/present.ts';
import type { CollectionProduct } from '../schema.ts';
import type { Held } from './service.ts';

export function presentHeld({ product, sku }: Held): CollectionProduct {
  const alone = presentProductAlone(product);
  return sku === null ? alone : { ...presentSku(sku), product: alone };
}
