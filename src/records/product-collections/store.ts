/** SQL of product collections and their members. */
import { sql } from 'kysely';
import type { JsonObject } from '../../engine/json.ts';
import { type Sql, statement } from '../../platform/db/database.ts';
import { type ListPage, listPage, orderedBy } from '../../platform/db/list.ts';
import type { CollectionQuery } from './schema.ts';

export type CollectionRow = {
  readonly id: string;
  readonly name: string;
  readonly type: 'STATIC' | 'AUTO_UPDATE';
  readonly filter: JsonObject | null;
  readonly created_at: string;
  readonly updated_at: string | null;
};

export type MemberRow = {
  readonly collection_id: string;
  readonly object: 'product' | 'sku';
  readonly member_id: string;
  readonly product_id: string;
};

const columns = 'id, name, type, filter, created_at, updated_at';

const findCollectionStatement = statement<CollectionRow>(
  'find_product_collection',
  `select ${columns} from product_collections where project_id = $1 and id = $2`,
);

export async function findCollection(
  db: Sql,
  projectId: string,
  id: string,
): Promise<CollectionRow | null> {
  const [row] = await db.rows(findCollectionStatement, [projectId, id]);
  return row ?? null;
}

const lockCollectionStatement = statement<CollectionRow>(
  'lock_product_collection',
  `select ${columns} from product_collections where project_id = $1 and id = $2 for no key update`,
);

/** Held until the transaction ends. */
export async function lockCollection(
  tx: Sql,
  projectId: string,
  id: string,
): Promise<CollectionRow | null> {
  const [row] = await tx.rows(lockCollectionStatement, [projectId, id]);
  return row ?? null;
}

const saveCollectionStatement = statement(
  'save_product_collection',
  `insert into product_collections (project_id, id, name, type, filter, created_at)
   values ($1, $2, $3, $4, $5, $6)
   on conflict (project_id, id) do update set name = $3, filter = $5, updated_at = $7`,
);

/** Inserts, or writes a locked one anew. */
export async function saveCollection(
  tx: Sql,
  projectId: string,
  row: CollectionRow,
): Promise<void> {
  const filter = row.filter === null ? null : JSON.stringify(row.filter);
  const { id, name, type, created_at, updated_at } = row;
  const values = [projectId, id, name, type, filter, created_at, updated_at];
  await tx.rows(saveCollectionStatement, values);
}

const removeMembersStatement = statement(
  'remove_product_collection_members',
  `delete from product_collection_members where project_id = $1 and collection_id = $2`,
);

const insertMembersStatement = statement(
  'insert_product_collection_members',
  `insert into product_collection_members (project_id, collection_id, object, member_id, product_id)
   select $1, $2, object, member_id, product_id
   from unnest($3::text[], $4::text[], $5::text[]) as given (object, member_id, product_id)`,
);

/** Replaces all members of a locked collection. No member comes twice. */
export async function replaceMembers(
  tx: Sql,
  projectId: string,
  collectionId: string,
  members: readonly MemberRow[],
): Promise<void> {
  await tx.rows(removeMembersStatement, [projectId, collectionId]);
  if (members.length === 0) return;
  await tx.rows(insertMembersStatement, [
    projectId,
    collectionId,
    members.map((member) => member.object),
    members.map((member) => member.member_id),
    members.map((member) => member.product_id),
  ]);
}

const membersOfStatement = statement<MemberRow>(
  'members_of_product_collections',
  `select collection_id, object, member_id, product_id from product_collection_members
   where project_id = $1 and collection_id = any($2) order by member_id`,
);

/** Members of these collections, by their ids. */
export function membersOf(
  db: Sql,
  projectId: string,
  collectionIds: readonly string[],
): Promise<MemberRow[]> {
  return db.rows(membersOfStatement, [projectId, collectionIds]);
}

const removeCollectionStatement = statement<{ id: string }>(
  'remove_product_collection',
  `delete from product_collections where project_id = $1 and id = $2 returning id`,
);

export async function removeCollection(tx: Sql, projectId: string, id: string): Promise<boolean> {
  return (await tx.rows(removeCollectionStatement, [projectId, id])).length > 0;
}

/** Rules name collections inside their JSON: looked for as text, since ids occur nowhere else. */
const rulesNamingStatement = statement<{ id: string }>(
  'rules_naming_product_collection',
  `select id from validation_rules
   where project_id = $1 and strpos(definition::text, '"' || $2 || '"') > 0 order by id limit 10`,
);

/** Ids of validation rules that name the collection; ten at most. */
export async function rulesNaming(db: Sql, projectId: string, id: string): Promise<string[]> {
  return (await db.rows(rulesNamingStatement, [projectId, id])).map((row) => row.id);
}

export async function listCollections(
  db: Sql,
  projectId: string,
  query: CollectionQuery,
): Promise<ListPage<CollectionRow>> {
  return listPage(db, {
    select: sql.raw(columns),
    from: sql.raw('product_collections'),
    where: [sql`project_id = ${projectId}`],
    orderBy: orderedBy(query.order, '-created_at'),
    limit: query.limit ?? 10,
    page: query.page ?? 1,
  });
}
