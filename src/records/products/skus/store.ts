/** SQL of SKUs. */
import { sql } from 'kysely';
import { type Sql, statement } from '../../../platform/db/database.ts';
import { type ListPage, listPage, orderedBy } from '../../../platform/db/list.ts';
import type { SkuRow } from '../known/service.ts';
import type { ProductQuery } from '../schema.ts';

const columns = `id, product_id, source_id, sku, price, currency, attributes, metadata, image_url,
  created_at, updated_at`;

const findSkuStatement = statement<SkuRow>(
  'find_sku',
  `select ${columns} from skus where project_id = $1 and (id = $2 or source_id = $2)
   order by (id = $2) desc limit 1`,
);

/** By id or source_id; where both fit an SKU, the id wins. */
export async function findSku(
  db: Sql,
  projectId: string,
  idOrSourceId: string,
): Promise<SkuRow | null> {
  const [row] = await db.rows(findSkuStatement, [projectId, idOrSourceId]);
  return row ?? null;
}

const lockSkuStatement = statement<SkuRow>(
  'lock_sku',
  `select ${columns} from skus where project_id = $1 and (id = $2 or source_id = $3)
   order by (id = $2) desc nulls last limit 1 for no key update`,
);

/** By id, else by source_id; held until the transaction ends. */
export async function lockSku(
  tx: Sql,
  projectId: string,
  key: { readonly id: string | null; readonly sourceId: string | null },
): Promise<SkuRow | null> {
  const [row] = await tx.rows(lockSkuStatement, [projectId, key.id, key.sourceId]);
  return row ?? null;
}

const written = (row: SkuRow): readonly unknown[] => [
  row.id,
  row.product_id,
  row.source_id,
  row.sku,
  row.price,
  row.currency,
  JSON.stringify(row.attributes),
  JSON.stringify(row.metadata),
  row.image_url,
];

const insertSkuStatement = statement<SkuRow>(
  'insert_sku',
  `insert into skus (project_id, id, product_id, source_id, sku, price, currency, attributes,
     metadata, image_url, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing returning ${columns}`,
);

/** Null where the id or source_id came to be taken meanwhile. The product must be locked. */
export async function insertSku(tx: Sql, projectId: string, row: SkuRow): Promise<SkuRow | null> {
  const values = [projectId, ...written(row), row.created_at];
  const [inserted] = await tx.rows(insertSkuStatement, values);
  return inserted ?? null;
}

const updateSkuStatement = statement<SkuRow>(
  'update_sku',
  `update skus set product_id = $3, source_id = $4, sku = $5, price = $6, currency = $7,
     attributes = $8, metadata = $9, image_url = $10, updated_at = $11
   where project_id = $1 and id = $2 returning ${columns}`,
);

/** Writes a locked SKU anew. */
export async function updateSku(tx: Sql, projectId: string, row: SkuRow): Promise<SkuRow | null> {
  const values = [projectId, ...written(row), row.updated_at];
  const [updated] = await tx.rows(updateSkuStatement, values);
  return updated ?? null;
}

const removeSkuStatement = statement<{ id: string }>(
  'remove_sku',
  `with gone as (
     delete from skus where project_id = $1 and product_id = $2 and id =
       (select id from skus where project_id = $1 and (id = $3 or source_id = $3)
        order by (id = $3) desc limit 1)
     returning id
   ), unlisted as (
     delete from product_collection_members
     where project_id = $1 and member_id in (select id from gone)
   )
   select id from gone`,
);

/** Of this product only; out of the STATIC collections that named it, too. */
export async function removeSku(
  db: Sql,
  projectId: string,
  key: { readonly productId: string; readonly sku: string },
): Promise<boolean> {
  const removed = await db.rows(removeSkuStatement, [projectId, key.productId, key.sku]);
  return removed.length > 0;
}

const skusOfStatement = statement<SkuRow>(
  'skus_of_products',
  `select ${columns} from skus where project_id = $1 and product_id = any($2) order by id desc`,
);

/** All SKUs of these products, newest first. */
export function skusOf(
  db: Sql,
  projectId: string,
  productIds: readonly string[],
): Promise<SkuRow[]> {
  return db.rows(skusOfStatement, [projectId, productIds]);
}

export async function listSkus(
  db: Sql,
  projectId: string,
  productId: string,
  query: ProductQuery,
): Promise<ListPage<SkuRow>> {
  const { start_date: start, end_date: end } = query;
  return listPage(db, {
    select: sql.raw(columns),
    from: sql.raw('skus'),
    where: [
      sql`project_id = ${projectId}`,
      sql`product_id = ${productId}`,
      start === undefined ? null : sql`created_at >= ${start}::timestamptz`,
      end === undefined ? null : sql`created_at <= ${end}::timestamptz`,
    ],
    orderBy: orderedBy(query.order, '-created_at'),
    limit: query.limit ?? 10,
    page: query.page ?? 1,
  });
}
