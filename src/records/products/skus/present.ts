/** SKUs: row → wire. */
import type { SkuRow } from '../known/service.ts';
import type { Sku } from './schema.ts';

export function presentSku(row: SkuRow): Sku {
  return { ...row, object: 'sku' };
}
