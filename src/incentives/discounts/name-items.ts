/** The items that a UNIT discount gives: looked up when it is set, so that it names what is there. */
import { ALL_PRODUCTS } from '../../engine/order/order.ts';
import { done, notFound, type Outcome } from '../../engine/outcome.ts';
import type { Sql } from '../../platform/db/database.ts';
import { findCollection } from '../../records/product-collections/service.ts';
import { SHIPPING } from '../../records/orders/service.ts';
import {
  findByKeys,
  type FoundProduct,
  type FoundSku,
} from '../../records/products/known/service.ts';
import type { Discount, FreeUnits } from './schema.ts';
import { partsOf } from './unit.ts';

/**
 * The discount with ids, source_ids and names of its items; as it is where it gives none. Items may
 * be named by id or source_id, and a collection only where what the order holds of it is given.
 * Refuses unknown ones with `not_found`.
 */
export async function withNamedItems(
  sql: Sql,
  projectId: string,
  discount: Discount,
): Promise<Outcome<Discount, 'not_found'>> {
  if (discount.type !== 'UNIT') return done(discount);
  const keys = partsOf(discount).map(({ unit_type = '' }) => unit_type);
  const found = await findByKeys(sql, projectId, { productKeys: keys, skuKeys: keys });
  const named: FreeUnits[] = [];
  for (const units of partsOf(discount)) {
    const item = await namedItem(sql, projectId, units, found);
    if (item === null) return notFound('product', units.unit_type ?? '');
    named.push({ ...units, ...item });
  }
  const [first] = named;
  const isMany = discount.effect === 'ADD_MANY_ITEMS';
  return done({ ...discount, ...(isMany ? { units: named } : first) });
}

type Found = { readonly products: readonly FoundProduct[]; readonly skus: readonly FoundSku[] };
type Named = Pick<FreeUnits, 'unit_type' | 'product' | 'sku'>;

/** An id wins over an equal source_id, a product over an SKU. */
async function namedItem(
  sql: Sql,
  projectId: string,
  { unit_type: key = '', effect }: FreeUnits,
  { products, skus }: Found,
): Promise<Named | null> {
  const product = byKey([...products, SHIPPING], key);
  const sku = byKey(skus, key);
  if (sku !== null && (product === null || product.id !== key)) {
    const parent = products.find(({ id }) => id === sku.product_id);
    return {
      unit_type: sku.id,
      sku: { ...identity(sku), ...named(sku.sku), ...(sku.sku === null ? {} : { sku: sku.sku }) },
      ...(parent === undefined ? {} : { product: { ...identity(parent), ...named(parent.name) } }),
    };
  }
  if (product !== null) {
    const shown = { ...identity(product), ...named(product.name) };
    return { unit_type: product.id, product: shown };
  }
  const isCollection = effect === 'ADD_SAME_ITEMS' && (await hasCollection(sql, projectId, key));
  return isCollection ? { unit_type: key } : null;
}

async function hasCollection(sql: Sql, projectId: string, id: string): Promise<boolean> {
  return id === ALL_PRODUCTS || (await findCollection(sql, projectId, id)) !== null;
}

type Row = { readonly id: string; readonly source_id: string | null };

function byKey<Known extends Row>(rows: readonly Known[], key: string): Known | null {
  return rows.find(({ id }) => id === key) ?? rows.find((row) => row.source_id === key) ?? null;
}

function identity({ id, source_id }: Row) {
  return { id, ...(source_id === null ? {} : { source_id }) };
}

function named(name: string | null) {
  return name === null ? {} : { name };
}
