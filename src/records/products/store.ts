/** SQL of products. */
import { sql } from 'kysely';
import { type Sql, statement } from '../../platform/db/database.ts';
import { type Condition, type ListPage, listPage, orderedBy } from '../../platform/db/list.ts';
import type { ProductRow } from './known/service.ts';
import type { ProductQuery } from './schema.ts';

const columns =
  'id, source_id, name, price, attributes, metadata, image_url, created_at, updated_at';

const insertProductStatement = statement<ProductRow>(
  'insert_product',
  `insert into products (project_id, id, source_id, name, price, attributes, metadata, image_url, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning ${columns}`,
);

/** Null where the id or source_id came to be taken meanwhile. */
export async function insertProduct(
  db: Sql,
  projectId: string,
  row: ProductRow,
): Promise<ProductRow | null> {
  const [inserted] = await db.rows(insertProductStatement, [
    projectId,
    row.id,
    row.source_id,
    row.name,
    row.price,
    JSON.stringify(row.attributes),
    JSON.stringify(row.metadata),
    row.image_url,
    row.created_at,
  ]);
  return inserted ?? null;
}

const updateProductStatement = statement<ProductRow>(
  'update_product',
  `update products set source_id = $3, name = $4, price = $5, attributes = $6, metadata = $7,
     image_url = $8, updated_at = $9
   where project_id = $1 and id = $2 returning ${columns}`,
);

/** Writes a locked product anew. */
export async function updateProduct(
  tx: Sql,
  projectId: string,
  row: ProductRow,
): Promise<ProductRow | null> {
  const [updated] = await tx.rows(updateProductStatement, [
    projectId,
    row.id,
    row.source_id,
    row.name,
    row.price,
    JSON.stringify(row.attributes),
    JSON.stringify(row.metadata),
    row.image_url,
    row.updated_at,
  ]);
  return updated ?? null;
}

const removeProductStatement = statement<{ id: string }>(
  'remove_product',
  `with gone as (
     delete from products where project_id = $1 and id =
       (select id from products where project_id = $1 and (id = $2 or source_id = $2)
        order by (id = $2) desc limit 1)
     returning id
   ), unlisted as (
     delete from product_collection_members
     where project_id = $1 and product_id in (select id from gone)
   )
   select id from gone`,
);

/** With its SKUs, and out of the STATIC collections that named it or one of them. */
export async function removeProduct(
  db: Sql,
  projectId: string,
  idOrSourceId: string,
): Promise<boolean> {
  const removed = await db.rows(removeProductStatement, [projectId, idOrSourceId]);
  return removed.length > 0;
}

export async function listProducts(
  db: Sql,
  projectId: string,
  query: ProductQuery,
): Promise<ListPage<ProductRow>> {
  return listPage(db, {
    select: sql.raw(columns),
    from: sql.raw('products'),
    where: [sql`project_id = ${projectId}`, ...createdBetween(query)],
    orderBy: orderedBy(query.order, '-created_at'),
    limit: query.limit ?? 10,
    page: query.page ?? 1,
  });
}

/** `start_date` and `end_date` of a list, both included. */
function createdBetween(query: ProductQuery): readonly (Condition | null)[] {
  const { start_date: start, end_date: end } = query;
  return [
    start === undefined ? null : sql`created_at >= ${start}::timestamptz`,
    end === undefined ? null : sql`created_at <= ${end}::timestamptz`,
  ];
}
