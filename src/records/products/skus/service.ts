/** SKUs of products: find, create or change, remove. */
import { done, notFound, refuse, type Outcome } from '../../../engine/outcome.ts';
import type { Context } from '../../../platform/context.ts';
import { isUniqueViolation, type Sql } from '../../../platform/db/database.ts';
import type { ListPage } from '../../../platform/db/list.ts';
import { isoOf } from '../../../platform/iso.ts';
import { findProduct, lockProduct, type SkuRow } from '../known/service.ts';
import type { ProductQuery } from '../schema.ts';
import type { SkuInput, SkuUpdate } from './schema.ts';
import { findSku, insertSku, listSkus, lockSku, removeSku, skusOf, updateSku } from './store.ts';

/** Creates an SKU of the product, or changes the one with this id or source_id. */
export async function upsertSku(
  context: Context,
  product: string,
  input: SkuInput,
): Promise<Outcome<SkuRow, 'not_found' | 'duplicate_found'>> {
  try {
    return await context.db.transaction(async (tx) => {
      // Held, so that it is still there when the SKU is written.
      const key = { id: product, sourceId: product };
      const parent = await lockProduct(tx, context.project.id, key);
      if (parent === null) return notFound('product', product);
      return done(await keepSku(context, tx, parent.id, input));
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return refuse('duplicate_found', 'The source_id belongs to another sku');
  }
}

/**
 * The same inside another use case's transaction, which holds the product. An SKU that is known
 * stays with the product it has. Throws a unique violation where id and source_id belong to two.
 */
export async function keepSku(
  context: Context,
  tx: Sql,
  productId: string,
  input: SkuInput,
  { replaceMetadata = false }: { readonly replaceMetadata?: boolean } = {},
): Promise<SkuRow> {
  const projectId = context.project.id;
  const key = { id: input.id ?? null, sourceId: input.source_id ?? null };
  const found = await lockSku(tx, projectId, key);
  if (found === null) {
    const id = input.id ?? context.newId('sku');
    const fresh = freshSku({ id, productId, at: isoOf(context.now) });
    const inserted = await insertSku(tx, projectId, identified(fresh, input));
    if (inserted !== null) return inserted;
  }
  // Created by somebody else this moment, where it was not there before: then theirs is changed.
  const sku = found ?? (await lockSku(tx, projectId, key));
  if (sku === null) throw new Error('an SKU that conflicts is there');
  const base = replaceMetadata && input.metadata ? { ...sku, metadata: {} } : sku;
  const row = { ...identified(base, input), updated_at: isoOf(context.now) };
  return (await updateSku(tx, projectId, row)) ?? row;
}

export async function changeSku(
  context: Context,
  { productId, skuId }: { readonly productId: string; readonly skuId: string },
  update: SkuUpdate,
): Promise<Outcome<SkuRow, 'not_found'>> {
  return context.db.transaction(async (tx) => {
    const product = await findProduct(tx, context.project.id, productId);
    if (product === null) return notFound('product', productId);
    const found = await lockSku(tx, context.project.id, { id: skuId, sourceId: skuId });
    if (found === null || found.product_id !== product.id) return notFound('sku', skuId);
    const row = { ...changed(found, update), updated_at: isoOf(context.now) };
    return done((await updateSku(tx, context.project.id, row)) ?? row);
  });
}

export async function getSku(
  context: Context,
  idOrSourceId: string,
): Promise<Outcome<SkuRow, 'not_found'>> {
  const row = await findSku(context.db, context.project.id, idOrSourceId);
  return row === null ? notFound('sku', idOrSourceId) : done(row);
}

export async function deleteSku(
  context: Context,
  { productId, skuId }: { readonly productId: string; readonly skuId: string },
): Promise<Outcome<null, 'not_found'>> {
  const product = await findProduct(context.db, context.project.id, productId);
  if (product === null) return notFound('product', productId);
  const key = { productId: product.id, sku: skuId };
  const removed = await removeSku(context.db, context.project.id, key);
  return removed ? done(null) : notFound('sku', skuId);
}

export async function pageOfSkus(
  context: Context,
  product: string,
  query: ProductQuery,
): Promise<Outcome<ListPage<SkuRow>, 'not_found'>> {
  const parent = await findProduct(context.db, context.project.id, product);
  if (parent === null) return notFound('product', product);
  return done(await listSkus(context.db, context.project.id, parent.id, query));
}

/** SKUs by their product's id, newest first. */
export async function skusByProduct(
  db: Sql,
  projectId: string,
  productIds: readonly string[],
): Promise<ReadonlyMap<string, readonly SkuRow[]>> {
  const byProduct = new Map<string, SkuRow[]>();
  if (productIds.length === 0) return byProduct;
  for (const sku of await skusOf(db, projectId, productIds)) {
    const others = byProduct.get(sku.product_id);
    if (others === undefined) byProduct.set(sku.product_id, [sku]);
    else others.push(sku);
  }
  return byProduct;
}

type Fresh = { readonly id: string; readonly productId: string; readonly at: string };

function freshSku({ id, productId, at }: Fresh): SkuRow {
  return {
    id,
    product_id: productId,
    source_id: null,
    sku: null,
    price: null,
    currency: null,
    attributes: {},
    metadata: {},
    image_url: null,
    created_at: at,
    updated_at: null,
  };
}

/** A source_id is given with creations alone; an update leaves it. */
function identified(sku: SkuRow, input: SkuInput): SkuRow {
  const { source_id } = input;
  return { ...changed(sku, input), ...(source_id ? { source_id } : {}) };
}

/** What is given replaces what was; metadata merge; a null clears. */
function changed(sku: SkuRow, given: SkuUpdate): SkuRow {
  const { price, currency, attributes, metadata, image_url } = given;
  return {
    ...sku,
    ...(given.sku === undefined ? {} : { sku: given.sku }),
    ...(price === undefined ? {} : { price }),
    ...(currency === undefined ? {} : { currency }),
    ...(attributes === undefined ? {} : { attributes: attributes ?? {} }),
    ...(image_url === undefined ? {} : { image_url }),
    ...(metadata ? { metadata: { ...sku.metadata, ...metadata } } : {}),
  };
}
