/** SQL that finds products and SKUs by whatever keys an order or collection names them. */
import { type Sql, statement } from '../../../platform/db/database.ts';
import type { SkuRow } from '../skus/store.ts';
import type { ProductRow } from '../store.ts';

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
