/** What a collection holds: the members listed, or whatever its filter finds right now. */
import { Temporal } from 'temporal-polyfill';
import { compileCollectionFilter } from '../../../engine/products/collection-filter.ts';
import { done, type Outcome } from '../../../engine/outcome.ts';
import type { Context } from '../../../platform/context.ts';
import {
  allCandidates,
  findByKeys,
  type FoundProduct,
  type FoundSku,
} from '../../products/known/service.ts';
import type { CollectionProductsQuery } from '../schema.ts';
import { type Collection, getCollection } from '../service.ts';

/** A product, or an SKU with its product. */
export type Held = { readonly product: FoundProduct; readonly sku: FoundSku | null };

/** What sorts the list. */
type Place = { readonly id: string; readonly createdAt: string; readonly updatedAt: string | null };

/** One page of what the collection holds, newest first unless asked otherwise. */
export async function pageOfCollectionProducts(
  context: Context,
  collectionId: string,
  query: CollectionProductsQuery,
): Promise<Outcome<{ readonly rows: readonly Held[]; readonly total: number }, 'not_found'>> {
  const collection = await getCollection(context, collectionId);
  if (!collection.ok) return collection;
  const { members, row } = collection.value;
  const places = await (members === null ? found(context, row) : listed(context, members));
  const start = query.starting_after;
  // Of a day, the first moment in UTC.
  const after = start?.length === 10 ? `${start}T00:00Z` : start;
  const asked = places.filter(({ createdAt }) => after === undefined || isBefore(createdAt, after));
  asked.sort(comparing(query.order ?? '-created_at'));
  const limit = query.limit ?? 10;
  const first = ((query.page ?? 1) - 1) * limit;
  const ids = asked.slice(first, first + limit).map(({ id }) => id);
  return done({ rows: await heldBy(context, ids), total: asked.length });
}

async function listed(
  context: Context,
  members: NonNullable<Collection['members']>,
): Promise<Place[]> {
  const ids = members.map((member) => member.member_id);
  return (await heldBy(context, ids)).map(({ product, sku }) => {
    const row = sku ?? product;
    return { id: row.id, createdAt: row.created_at, updatedAt: row.updated_at };
  });
}

/** Judged by the very test that orders are judged by; only places are kept, not whole products. */
async function found(context: Context, { filter }: Collection['row']): Promise<Place[]> {
  const isMember = compileCollectionFilter(filter);
  const places: Place[] = [];
  for await (const batch of allCandidates(context.db, context.project.id)) {
    for (const { id, createdAt, updatedAt, product, sku } of batch) {
      if (isMember(product, sku, context.now)) places.push({ id, createdAt, updatedAt });
    }
  }
  return places;
}

/** In the order of `ids`; what is gone meanwhile is left out. */
async function heldBy(context: Context, ids: readonly string[]): Promise<Held[]> {
  const known = await findByKeys(context.db, context.project.id, {
    productKeys: ids,
    skuKeys: ids,
  });
  const products = new Map(known.products.map((row) => [row.id, row]));
  const skus = new Map(known.skus.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const sku = skus.get(id) ?? null;
    const product = products.get(sku?.product_id ?? id);
    return product === undefined ? [] : [{ product, sku }];
  });
}

function comparing(order: string): (a: Place, b: Place) => number {
  const sign = order.startsWith('-') ? -1 : 1;
  const isByChange = order.endsWith('updated_at');
  return (a, b) => {
    const [first, second] = isByChange ? [a.updatedAt, b.updatedAt] : [a.createdAt, b.createdAt];
    if (first === second) return sign * compareText(a.id, b.id);
    if (first === null) return 1;
    if (second === null) return -1;
    return sign * compareText(first, second);
  };
}

function isBefore(first: string, second: string): boolean {
  return Temporal.Instant.compare(first, second) < 0;
}

/** ISO instants and ids sort as their characters do. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
