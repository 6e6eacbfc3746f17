/** The catalogue of products as others ask it: by keys, or all of it, product by product. */
import { money } from '../../../engine/money/money.ts';
import type { KnownProduct } from '../../../engine/order/order.ts';
import type { Sql } from '../../../platform/db/database.ts';
import {
  batchOfProducts,
  batchOfSkus,
  findByKeys,
  type ProductKeys,
  type ProductRow,
  type SkuRow,
} from './store.ts';

export {
  findByKeys,
  findProduct,
  type FoundProduct,
  type FoundSku,
  lockProduct,
  type ProductKeys,
  type ProductRow,
  type SkuRow,
} from './store.ts';

type Identity = { readonly id: string; readonly productId: string };

/** Who is behind a key; an id wins over an equal source_id of another. */
export type Resolved = {
  product(key: string): Identity | null;
  sku(key: string): Identity | null;
};

/** Finds out which product or SKU each key, an id or a source_id, stands for. */
export async function resolveProducts(
  db: Sql,
  projectId: string,
  keys: ProductKeys,
): Promise<Resolved> {
  const { products, skus } = await findByKeys(db, projectId, keys);
  const productBy = byKey(products.map((row) => ({ ...row, productId: row.id })));
  const skuBy = byKey(skus.map((row) => ({ ...row, productId: row.product_id })));
  return {
    product: (key) => productBy.get(key) ?? null,
    sku: (key) => skuBy.get(key) ?? null,
  };
}

function byKey<Row extends { readonly id: string; readonly source_id: string | null }>(
  rows: readonly Row[],
): ReadonlyMap<string, Row> {
  const found = new Map<string, Row>();
  for (const row of rows) if (row.source_id !== null) found.set(row.source_id, row);
  for (const row of rows) found.set(row.id, row);
  return found;
}

/** One product, or one SKU with its product, as a collection's filter judges it. */
export type Candidate = {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string | null;
  readonly product: KnownProduct;
  readonly sku: KnownProduct | null;
};

/** Read at once: a few hundred kilobytes. */
const BATCH = 1_000;

/** All products, then all SKUs of a project, in batches. Of an SKU's product the id alone is known. */
export async function* allCandidates(
  db: Sql,
  projectId: string,
): AsyncGenerator<readonly Candidate[]> {
  for (let after: string | undefined = ''; after !== undefined; ) {
    const rows = await batchOfProducts(db, projectId, after, BATCH);
    yield rows.map(productCandidate);
    after = rows.length < BATCH ? undefined : rows.at(-1)?.id;
  }
  for (let after: string | undefined = ''; after !== undefined; ) {
    const rows = await batchOfSkus(db, projectId, after, BATCH);
    yield rows.map(skuCandidate);
    after = rows.length < BATCH ? undefined : rows.at(-1)?.id;
  }
}

function productCandidate(row: ProductRow & { readonly sku_ids: readonly string[] }): Candidate {
  const { id, name, attributes, sku_ids } = row;
  const product = { ...knownOf(row), name, attributeNames: attributes, skuIds: sku_ids };
  return { id, createdAt: row.created_at, updatedAt: row.updated_at, product, sku: null };
}

function skuCandidate(row: SkuRow): Candidate {
  const product: KnownProduct = {
    id: row.product_id,
    sourceId: null,
    name: null,
    price: null,
    attributes: {},
    metadata: {},
  };
  const sku = { ...knownOf(row), name: row.sku, attributes: row.attributes };
  return { id: row.id, createdAt: row.created_at, updatedAt: row.updated_at, product, sku };
}

function knownOf(row: ProductRow | SkuRow): KnownProduct {
  return {
    id: row.id,
    sourceId: row.source_id,
    name: null,
    price: row.price === null ? null : money(row.price),
    attributes: {},
    metadata: row.metadata,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    imageUrl: row.image_url,
  };
}
