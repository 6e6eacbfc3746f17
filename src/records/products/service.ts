/** Products: find, create or change, remove; and what orders need to know of them. */
import { done, notFound, refuse, type Outcome } from '../../engine/outcome.ts';
import type { Context } from '../../platform/context.ts';
import { isUniqueViolation, type Sql } from '../../platform/db/database.ts';
import { isoOf } from '../../platform/iso.ts';
import type { ProductInput, ProductQuery, ProductUpdate } from './schema.ts';
import { findProduct, lockProduct, type ProductRow, type SkuRow } from './known/service.ts';
import { skusByProduct } from './skus/service.ts';
import { insertProduct, listProducts, removeProduct, updateProduct } from './store.ts';

export type { ProductRow, SkuRow } from './known/service.ts';

/** A product with its SKUs, newest first. */
export type ProductWithSkus = { readonly product: ProductRow; readonly skus: readonly SkuRow[] };

/** Creates the product, or changes the one with this id or source_id. */
export async function upsertProduct(
  context: Context,
  input: ProductInput,
): Promise<Outcome<ProductWithSkus, 'duplicate_found'>> {
  try {
    const saved = await context.db.transaction(async (tx) =>
      done(await keepProduct(context, tx, input)),
    );
    return done(await withSkus(context, saved.value));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return refuse('duplicate_found', 'The source_id belongs to another product');
  }
}

/**
 * The same inside another use case's transaction. `replaceMetadata`: stored metadata are not merged
 * with the given ones but give way to them.
 *
 * Throws a unique violation where id and source_id belong to two products.
 */
export async function keepProduct(
  context: Context,
  tx: Sql,
  input: ProductInput,
  { replaceMetadata = false }: { readonly replaceMetadata?: boolean } = {},
): Promise<ProductRow> {
  const projectId = context.project.id;
  const key = { id: input.id ?? null, sourceId: input.source_id ?? null };
  const found = await lockProduct(tx, projectId, key);
  if (found === null) {
    const fresh = freshProduct(input.id ?? context.newId('prod'), isoOf(context.now));
    const inserted = await insertProduct(tx, projectId, identified(fresh, input));
    if (inserted !== null) return inserted;
  }
  // Created by somebody else this moment, where it was not there before: then theirs is changed.
  const product = found ?? (await lockProduct(tx, projectId, key));
  if (product === null) throw new Error('a product that conflicts is there');
  const base = replaceMetadata && input.metadata ? { ...product, metadata: {} } : product;
  const row = { ...identified(base, input), updated_at: isoOf(context.now) };
  return (await updateProduct(tx, projectId, row)) ?? row;
}

export async function getProduct(
  context: Context,
  idOrSourceId: string,
): Promise<Outcome<ProductWithSkus, 'not_found'>> {
  const product = await findProduct(context.db, context.project.id, idOrSourceId);
  return product === null
    ? notFound('product', idOrSourceId)
    : done(await withSkus(context, product));
}

export async function changeProduct(
  context: Context,
  idOrSourceId: string,
  update: ProductUpdate,
): Promise<Outcome<ProductWithSkus, 'not_found'>> {
  const saved = await context.db.transaction(async (tx) => {
    const key = { id: idOrSourceId, sourceId: idOrSourceId };
    const found = await lockProduct(tx, context.project.id, key);
    if (found === null) return notFound('product', idOrSourceId);
    const row = { ...changed(found, update), updated_at: isoOf(context.now) };
    return done((await updateProduct(tx, context.project.id, row)) ?? row);
  });
  return saved.ok ? done(await withSkus(context, saved.value)) : saved;
}

export async function deleteProduct(
  context: Context,
  idOrSourceId: string,
): Promise<Outcome<null, 'not_found'>> {
  const removed = await removeProduct(context.db, context.project.id, idOrSourceId);
  return removed ? done(null) : notFound('product', idOrSourceId);
}

export async function pageOfProducts(
  context: Context,
  query: ProductQuery,
): Promise<{ readonly rows: readonly ProductWithSkus[]; readonly total: number }> {
  const { rows, total } = await listProducts(context.db, context.project.id, query);
  const ids = rows.map((row) => row.id);
  const skus = await skusByProduct(context.db, context.project.id, ids);
  return {
    rows: rows.map((product) => ({ product, skus: skus.get(product.id) ?? [] })),
    total,
  };
}

async function withSkus(context: Context, product: ProductRow): Promise<ProductWithSkus> {
  const skus = await skusByProduct(context.db, context.project.id, [product.id]);
  return { product, skus: skus.get(product.id) ?? [] };
}

function freshProduct(id: string, at: string): ProductRow {
  return {
    id,
    source_id: null,
    name: null,
    price: null,
    attributes: [],
    metadata: {},
    image_url: null,
    created_at: at,
    updated_at: null,
  };
}

/** A source_id is given with creations alone; an update leaves it. */
function identified(product: ProductRow, input: ProductInput): ProductRow {
  const { source_id } = input;
  return { ...changed(product, input), ...(source_id ? { source_id } : {}) };
}

/** What is given replaces what was; metadata merge; a null clears. */
function changed(product: ProductRow, given: ProductUpdate): ProductRow {
  const { name, price, attributes, metadata, image_url } = given;
  return {
    ...product,
    ...(name === undefined ? {} : { name }),
    ...(price === undefined ? {} : { price }),
    ...(attributes === undefined ? {} : { attributes: attributes ?? [] }),
    ...(image_url === undefined ? {} : { image_url }),
    ...(metadata ? { metadata: { ...product.metadata, ...metadata } } : {}),
  };
}
