/** Products that a request describes with `override`: stored as it describes them, before lines open. */
import type { Context } from '../../../platform/context.ts';
import type { Sql } from '../../../platform/db/database.ts';
import { findByKeys } from '../../products/known/service.ts';
import { keepProduct } from '../../products/service.ts';
import { keepSku } from '../../products/skus/service.ts';
import { knownItems, type KnownRows } from '../known-items/service.ts';
import { orderKeys } from '../lines/service.ts';
import type { OrderItemInput } from '../schema.ts';

/**
 * What is known of the items' products, once those marked `override` are stored: name, price and
 * metadata replace what was. For use cases that store the order; a validation only looks.
 *
 * An SKU is stored only where its product is, or is described with `override` too.
 */
export async function keepDescribedProducts(
  context: Context,
  tx: Sql,
  items: readonly OrderItemInput[],
): Promise<KnownRows> {
  const keys = orderKeys(items);
  const known = await findByKeys(tx, context.project.id, keys);
  const described = items.filter(({ product, sku }) => product?.override || sku?.override);
  if (described.length === 0) return known;
  const find = knownItems(known);
  const stored = new Set(known.products.map(({ id }) => id));
  // Sorted, so that two orders at once lock the same products in the same order.
  for (const item of described.toSorted(byName)) {
    const { product, sku } = find(item);
    let productId = product?.id ?? null;
    if (item.product?.override) {
      const { name, price, metadata } = item.product;
      const key = { id: productId, source_id: product?.sourceId ?? null };
      const given = { ...key, ...defined({ name, price, metadata }) };
      const kept = await keepProduct(context, tx, given, { replaceMetadata: true });
      productId = kept.id;
      stored.add(kept.id);
    }
    if (item.sku?.override && productId !== null && stored.has(productId)) {
      const { sku: name, price, metadata } = item.sku;
      const key = { id: sku?.id ?? null, source_id: sku?.sourceId ?? null };
      const given = { ...key, ...defined({ sku: name, price, metadata }) };
      await keepSku(context, tx, productId, given, { replaceMetadata: true });
    }
  }
  return findByKeys(tx, context.project.id, keys);
}

function byName(a: OrderItemInput, b: OrderItemInput): number {
  const [first, second] = [nameOf(a), nameOf(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}

function nameOf({ product_id, product, source_id }: OrderItemInput): string {
  return product_id ?? product?.id ?? product?.source_id ?? source_id ?? '';
}

/** Without what is absent: an absent property leaves what is stored, a null would clear it. */
function defined<Given extends object>(
  given: Given,
): { [K in keyof Given]?: NonNullable<Given[K]> } {
  const result: { [K in keyof Given]?: NonNullable<Given[K]> } = {};
  for (const key in given) {
    const value = given[key];
    if (value !== undefined && value !== null) result[key] = value;
  }
  return result;
}
