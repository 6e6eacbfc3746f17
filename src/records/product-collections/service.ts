/** Product collections: create, change, read, list, remove. */
import { filterProblem } from '../../engine/products/collection-filter.ts';
import { done, notFound, refuse, type Outcome, type Refusal } from '../../engine/outcome.ts';
import type { Context } from '../../platform/context.ts';
import type { Sql } from '../../platform/db/database.ts';
import { isoOf } from '../../platform/iso.ts';
import { resolveProducts } from '../products/known/service.ts';
import type { CollectionInput, CollectionQuery, CollectionUpdate, Member } from './schema.ts';
import {
  type CollectionRow,
  findCollection,
  listCollections,
  lockCollection,
  type MemberRow,
  membersOf,
  removeCollection,
  replaceMembers,
  rulesNaming,
  saveCollection,
} from './store.ts';

export { findCollection, type CollectionRow, type MemberRow } from './store.ts';

/** `members` of a STATIC collection; null of an AUTO_UPDATE one. */
export type Collection = {
  readonly row: CollectionRow;
  readonly members: readonly MemberRow[] | null;
};

type Failure = 'not_found' | 'invalid_payload';

export async function createCollection(
  context: Context,
  input: CollectionInput,
): Promise<Outcome<Collection, Failure>> {
  const row: CollectionRow = {
    id: context.newId('pc'),
    name: input.name,
    type: input.type,
    filter: null,
    created_at: isoOf(context.now),
    updated_at: null,
  };
  if (input.type === 'AUTO_UPDATE' && input.filter === undefined) {
    return refuse('invalid_payload', 'An AUTO_UPDATE collection has a filter');
  }
  return context.db.transaction((tx) => save(context, tx, row, input));
}

/** Changes what is given; products replace those listed before. */
export async function changeCollection(
  context: Context,
  id: string,
  update: CollectionUpdate,
): Promise<Outcome<Collection, Failure>> {
  return context.db.transaction(async (tx) => {
    const row = await lockCollection(tx, context.project.id, id);
    if (row === null) return noCollection(id);
    const at = isoOf(context.now);
    return save(context, tx, { ...row, name: update.name ?? row.name, updated_at: at }, update);
  });
}

export async function getCollection(
  context: Context,
  id: string,
): Promise<Outcome<Collection, 'not_found'>> {
  const row = await findCollection(context.db, context.project.id, id);
  if (row === null) return noCollection(id);
  const [collection] = await withMembers(context.db, context.project.id, [row]);
  return collection === undefined ? noCollection(id) : done(collection);
}

/** Refuses while validation rules name it. */
export async function deleteCollection(
  context: Context,
  id: string,
): Promise<Outcome<null, 'not_found' | 'resource_in_use'>> {
  const projectId = context.project.id;
  return context.db.transaction(async (tx) => {
    if ((await lockCollection(tx, projectId, id)) === null) return noCollection(id);
    const rules = await rulesNaming(tx, projectId, id);
    if (rules.length > 0) return inUse(id, rules);
    await removeCollection(tx, projectId, id);
    return done(null);
  });
}

export async function pageOfCollections(
  context: Context,
  query: CollectionQuery,
): Promise<{ readonly collections: readonly Collection[]; readonly total: number }> {
  const { rows, total } = await listCollections(context.db, context.project.id, query);
  return { collections: await withMembers(context.db, context.project.id, rows), total };
}

async function save(
  context: Context,
  tx: Sql,
  row: CollectionRow,
  { filter, products }: Pick<CollectionUpdate, 'filter' | 'products'>,
): Promise<Outcome<Collection, Failure>> {
  const projectId = context.project.id;
  if (row.type === 'AUTO_UPDATE') {
    const problem = filter === undefined ? null : filterProblem(filter);
    if (problem !== null) return refuse('invalid_payload', problem);
    const saved = filter === undefined ? row : { ...row, filter };
    await saveCollection(tx, projectId, saved);
    return done({ row: saved, members: null });
  }
  await saveCollection(tx, projectId, row);
  if (products !== undefined) {
    const members = await resolveMembers(tx, projectId, row.id, products);
    if (!members.ok) return members;
    await replaceMembers(tx, projectId, row.id, members.value);
  }
  return done({ row, members: await membersOf(tx, projectId, [row.id]) });
}

/** Each member once, with its true id; refuses those that are not stored. */
async function resolveMembers(
  tx: Sql,
  projectId: string,
  collectionId: string,
  given: readonly Member[],
): Promise<Outcome<readonly MemberRow[], 'not_found'>> {
  const keysOf = (kind: Member['object']): string[] =>
    given.filter(({ object }) => object === kind).map(({ id }) => id);
  const known = await resolveProducts(tx, projectId, {
    productKeys: keysOf('product'),
    skuKeys: keysOf('sku'),
  });
  const members = new Map<string, MemberRow>();
  for (const { id, object } of given) {
    const found = object === 'product' ? known.product(id) : known.sku(id);
    if (found === null) return notFound(object, id);
    members.set(found.id, {
      collection_id: collectionId,
      object,
      member_id: found.id,
      product_id: found.productId,
    });
  }
  return done([...members.values()]);
}

async function withMembers(
  db: Sql,
  projectId: string,
  rows: readonly CollectionRow[],
): Promise<readonly Collection[]> {
  const ids = rows.filter(({ type }) => type === 'STATIC').map(({ id }) => id);
  const members = ids.length === 0 ? [] : await membersOf(db, projectId, ids);
  const byCollection = Map.groupBy(members, (member) => member.collection_id);
  return rows.map((row) => ({
    row,
    members: row.type === 'STATIC' ? (byCollection.get(row.id) ?? []) : null,
  }));
}

function noCollection(id: string): Refusal<'not_found'> {
  return notFound('products_collection', id);
}

function inUse(id: string, rules: readonly string[]): Refusal<'resource_in_use'> {
  return {
    ok: false,
    key: 'resource_in_use',
    details: `products_collection with id ${id} is in use by validation rules ${rules.join(', ')}`,
    resourceId: id,
    resourceType: 'products_collection',
  };
}
