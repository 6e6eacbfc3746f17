/** Which product and SKU a line is of: what the catalogue of products knows, under what the request says. */
import type { JsonObject } from '../../../engine/json.ts';
import { money } from '../../../engine/money/money.ts';
import type { KnownProduct } from '../../../engine/order/order.ts';
import type { OrderItemInput } from '../schema.ts';

type KnownRow = {
  readonly id: string;
  readonly source_id: string | null;
  /** Minor units. */
  readonly price: number | null;
  readonly metadata: JsonObject;
  readonly created_at: string;
  readonly updated_at: string | null;
  readonly image_url?: string | null;
  /** STATIC collections that name this very product or SKU. */
  readonly collection_ids: readonly string[];
};
export type KnownProductRow = KnownRow & {
  readonly name: string | null;
  /** Names of the attributes by which its SKUs differ. */
  readonly attributes?: readonly string[];
  readonly sku_ids?: readonly string[];
};
export type KnownSkuRow = KnownRow & {
  readonly product_id: string;
  readonly sku: string | null;
  readonly attributes: JsonObject;
};

/** What the database has for `orderKeys`: with each SKU also its product. */
export type KnownRows = {
  readonly products: readonly KnownProductRow[];
  readonly skus: readonly KnownSkuRow[];
};

/** Shipping is a product of every project, though nobody stores it. */
export const SHIPPING: KnownProductRow = {
  id: 'prod_5h1pp1ng',
  source_id: '5h1pp1ng',
  name: 'Shipping',
  price: null,
  metadata: {},
  created_at: '1970-01-01T00:00:00.000Z',
  updated_at: null,
  collection_ids: [],
};

export type Found = {
  /** As the request describes it over what is stored; null where neither says anything. */
  readonly product: KnownProduct | null;
  readonly sku: KnownProduct | null;
  readonly staticCollectionIds: readonly string[];
};
export type FindKnown = (item: OrderItemInput) => Found;

/** A stored product or SKU by its id, as a line of it would know it; null where it is not there. */
export function storedItem(
  find: FindKnown,
  { object, id }: { readonly object: 'product' | 'sku'; readonly id: string },
): Found | null {
  const found = find(object === 'sku' ? { sku_id: id } : { product_id: id });
  const item = object === 'sku' ? found.sku : found.product;
  return item === null || (item.createdAt ?? null) === null ? null : found;
}

/** A lookup over the rows, made once per order. */
export function knownItems({ products, skus }: KnownRows): FindKnown {
  const productBy = byKey([SHIPPING, ...products]);
  const skuBy = byKey(skus);
  return (item) => {
    const keys = keysOf(item);
    const skuRow = firstOf(keys.sku, skuBy);
    const productRow =
      skuRow === undefined ? firstOf(keys.product, productBy) : productBy.get(skuRow.product_id);
    return {
      product: mergedProduct(item, productRow, skuRow),
      sku: mergedSku(item, skuRow),
      staticCollectionIds: union(productRow?.collection_ids, skuRow?.collection_ids),
    };
  };
}

/**
 * Ids or source_ids under which a line's product and SKU may be stored, the surest first.
 *
 * A `source_id` without `related_object` may name either.
 */
export function keysOf(item: OrderItemInput): {
  readonly product: readonly string[];
  readonly sku: readonly string[];
} {
  const { product, sku, source_id, related_object } = item;
  const productSource = related_object === 'sku' ? null : source_id;
  const skuSource = related_object === 'product' ? null : source_id;
  return {
    product: [item.product_id, product?.id, productSource, product?.source_id].filter(isKey),
    sku: [item.sku_id, sku?.id, skuSource, sku?.source_id].filter(isKey),
  };
}

function isKey(key: string | null | undefined): key is string {
  return typeof key === 'string' && key !== '';
}

/** Rows by id and by source_id; an id wins over an equal source_id of another row. */
function byKey<Row extends KnownRow>(rows: readonly Row[]): ReadonlyMap<string, Row> {
  const found = new Map<string, Row>();
  for (const row of rows) if (row.source_id !== null) found.set(row.source_id, row);
  for (const row of rows) found.set(row.id, row);
  return found;
}

function firstOf<Row>(keys: readonly string[], rows: ReadonlyMap<string, Row>): Row | undefined {
  for (const key of keys) {
    const row = rows.get(key);
    if (row !== undefined) return row;
  }
  return undefined;
}

function mergedProduct(
  item: OrderItemInput,
  row: KnownProductRow | undefined,
  skuRow: KnownSkuRow | undefined,
): KnownProduct | null {
  const said = item.product ?? null;
  const saysSku = skuRow !== undefined || item.related_object === 'sku' || isKey(item.sku_id);
  const sourceId = isKey(said?.source_id) ? said.source_id : saysSku ? null : item.source_id;
  if (row === undefined && said === null && !isKey(item.product_id) && !isKey(sourceId))
    return null;
  return {
    id: row?.id ?? [item.product_id, said?.id].find(isKey) ?? null,
    sourceId: row === undefined ? (isKey(sourceId) ? sourceId : null) : row.source_id,
    name: said?.name ?? row?.name ?? null,
    attributes: {},
    ...(row?.attributes === undefined ? {} : { attributeNames: row.attributes }),
    ...(row?.sku_ids === undefined ? {} : { skuIds: row.sku_ids }),
    ...merged(said, row),
  };
}

function mergedSku(item: OrderItemInput, row: KnownSkuRow | undefined): KnownProduct | null {
  const said = item.sku ?? null;
  const stated = item.related_object === 'sku' || said !== null ? item.source_id : null;
  const isProducts = item.related_object === 'product';
  const sourceId = [said?.source_id, isProducts ? null : stated].find(isKey) ?? null;
  if (row === undefined && said === null && !isKey(item.sku_id) && sourceId === null) return null;
  return {
    id: row?.id ?? [item.sku_id, said?.id].find(isKey) ?? null,
    sourceId: row === undefined ? sourceId : row.source_id,
    name: said?.sku ?? row?.sku ?? null,
    attributes: row?.attributes ?? {},
    ...merged(said, row),
  };
}

/** What the request says counts; its metadata join the stored ones, or replace them with `override`. */
function merged(
  said: OrderItemInput['product'] | OrderItemInput['sku'],
  row: KnownRow | undefined,
): Pick<KnownProduct, 'price' | 'metadata' | 'createdAt' | 'updatedAt' | 'imageUrl'> {
  const price = said?.price ?? row?.price ?? null;
  const stored = said?.override === true && said.metadata ? {} : row?.metadata;
  return {
    price: price === null ? null : money(price),
    metadata: { ...stored, ...said?.metadata },
    createdAt: row?.created_at ?? null,
    updatedAt: row?.updated_at ?? null,
    imageUrl: row?.image_url ?? null,
  };
}

function union(first: readonly string[] = [], second: readonly string[] = []): readonly string[] {
  if (second.length === 0) return first;
  return [...new Set([...first, ...second])];
}
