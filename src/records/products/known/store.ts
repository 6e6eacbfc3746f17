/** SQL that finds products and SKUs: by the keys that orders or collections name them by, or all. */
import type { JsonObject } from '../../../engine/json.ts';
import { type Sql, statement } from '../../../platform/db/database.ts';

export type ProductRow = {
  readonly id: string;
  readonly source_id: string | null;
  readonly name: string | null;
  /** Minor units. */
  readonly price: number | null;
  readonly attributes: readonly string[];
  readonly metadata: JsonObject;
  readonly image_url: string | null;
  readonly created_at: string;
  readonly updated_at: string | null;
};

export type SkuRow = {
  readonly id: string;
  readonly product_id: string;
  readonly source_id: string | null;
  readonly sku: string | null;
  /** Minor units. */
  readonly price: number | null;
  readonly currency: string | null;
  readonly attributes: JsonObject;
  readonly metadata: JsonObject;
  readonly image_url: string | null;
  readonly created_at: string;
  readonly updated_at: string | null;
};

const productColumns =
  'id, source_id, name, price, attributes, metadata, image_url, created_at, updated_at';
const skuColumns = `id, product_id, source_id, sku, price, currency, attributes, metadata, image_url,
  created_at, updated_at`;

const findProductStatement = statement<ProductRow>(
  'find_product',
  `select ${productColumns} from products where project_id = $1 and (id = $2 or source_id = $2)
   order by (id = $2) desc limit 1`,
);

/** By id or source_id; where both fit a product, the id wins. */
export async function findProduct(
  db: Sql,
  projectId: string,
  idOrSourceId: string,
): Promise<ProductRow | null> {
  const [row] = await db.rows(findProductStatement, [projectId, idOrSourceId]);
  return row ?? null;
}

const lockProductStatement = statement<ProductRow>(
  'lock_product',
  `select ${productColumns} from products where project_id = $1 and (id = $2 or source_id = $3)
   order by (id = $2) desc nulls last limit 1 for no key update`,
);

/** By id, else by source_id; held until the transaction ends. */
export async function lockProduct(
  tx: Sql,
  projectId: string,
  key: { readonly id: string | null; readonly sourceId: string | null },
): Promise<ProductRow | null> {
  const [row] = await tx.rows(lockProductStatement, [projectId, key.id, key.sourceId]);
  return row ?? null;
}

/** Every key may be an id or a source_id. */
export type ProductKeys = {
  readonly productKeys: readonly string[];
  readonly skuKeys: readonly string[];
};

/** With the STATIC collections that name this very product or SKU, and a product's SKUs by id. */
export type FoundProduct = ProductRow & {
  readonly collection_ids: readonly string[];
  readonly sku_ids: readonly string[];
};
export type FoundSku = SkuRow & { readonly collection_ids: readonly string[] };

const collectionIds = (id: string) => `array(
  select m.collection_id from product_collection_members m
  where m.project_id = $1 and m.member_id = ${id} order by m.collection_id) as collection_ids`;

const foundProductsStatement = statement<FoundProduct>(
  'find_products_by_keys',
  `select p.id, p.source_id, p.name, p.price, p.attributes, p.metadata, p.image_url, p.created_at,
     p.updated_at, ${collectionIds('p.id')}, array(
       select s.id from skus s where s.project_id = $1 and s.product_id = p.id order by s.id
     ) as sku_ids
   from products p
   where p.project_id = $1 and (p.id = any($2) or p.source_id = any($2) or p.id in (
     select s.product_id from skus s
     where s.project_id = $1 and (s.id = any($3) or s.source_id = any($3))))`,
);
const foundSkusStatement = statement<FoundSku>(
  'find_skus_by_keys',
  `select s.id, s.product_id, s.source_id, s.sku, s.price, s.currency, s.attributes, s.metadata,
     s.image_url, s.created_at, s.updated_at, ${collectionIds('s.id')}
   from skus s
   where s.project_id = $1 and (s.id = any($2) or s.source_id = any($2))`,
);

/** The products and SKUs found by their keys; with each SKU also its product. */
export async function findByKeys(
  db: Sql,
  projectId: string,
  { productKeys, skuKeys }: ProductKeys,
): Promise<{ readonly products: readonly FoundProduct[]; readonly skus: readonly FoundSku[] }> {
  if (productKeys.length + skuKeys.length === 0) return { products: [], skus: [] };
  const products = await db.rows(foundProductsStatement, [projectId, productKeys, skuKeys]);
  const skus = skuKeys.length === 0 ? [] : await db.rows(foundSkusStatement, [projectId, skuKeys]);
  return { products, skus };
}

const batchOfProductsStatement = statement<ProductRow & { readonly sku_ids: readonly string[] }>(
  'batch_of_products',
  `select ${productColumns}, array(
     select s.id from skus s where s.project_id = $1 and s.product_id = products.id order by s.id
   ) as sku_ids
   from products where project_id = $1 and id > $2 order by id limit $3`,
);

/** The next products by id after this one ('' for the first), with the ids of their SKUs. */
export function batchOfProducts(
  db: Sql,
  projectId: string,
  afterId: string,
  limit: number,
): Promise<(ProductRow & { readonly sku_ids: readonly string[] })[]> {
  return db.rows(batchOfProductsStatement, [projectId, afterId, limit]);
}

const batchOfSkusStatement = statement<SkuRow>(
  'batch_of_skus',
  `select ${skuColumns} from skus where project_id = $1 and id > $2 order by id limit $3`,
);

/** The next SKUs by id after this one ('' for the first). */
export function batchOfSkus(
  db: Sql,
  projectId: string,
  afterId: string,
  limit: number,
): Promise<SkuRow[]> {
  return db.rows(batchOfSkusStatement, [projectId, afterId, limit]);
}
