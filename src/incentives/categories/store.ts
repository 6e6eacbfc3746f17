/** SQL of categories. */
import { type Sql, statement } from '../../platform/db/database.ts';

export type CategoryRow = {
  readonly id: string;
  readonly name: string;
  readonly hierarchy: number;
  readonly created_at: string;
  readonly updated_at: string | null;
};

const columns = 'id, name, hierarchy, created_at, updated_at';

const insertStatement = statement(
  'insert_category',
  'insert into categories (project_id, id, name, hierarchy, created_at) values ($1, $2, $3, $4, $5)',
);

export async function insertCategory(sql: Sql, projectId: string, row: CategoryRow): Promise<void> {
  await sql.rows(insertStatement, [projectId, row.id, row.name, row.hierarchy, row.created_at]);
}

const countStatement = statement<{ count: number }>(
  'count_categories',
  'select count(*) as count from categories where project_id = $1',
);

export async function countCategories(sql: Sql, projectId: string): Promise<number> {
  const [row] = await sql.rows(countStatement, [projectId]);
  return row?.count ?? 0;
}

const findStatement = statement<CategoryRow>(
  'find_category',
  `select ${columns} from categories where project_id = $1 and id = $2`,
);

export async function findCategory(
  sql: Sql,
  projectId: string,
  id: string,
): Promise<CategoryRow | null> {
  const [row] = await sql.rows(findStatement, [projectId, id]);
  return row ?? null;
}

/** Ids begin with their time: the newest first. */
const listStatement = statement<CategoryRow>(
  'list_categories',
  `select ${columns} from categories where project_id = $1 order by id desc`,
);

export async function listCategories(sql: Sql, projectId: string): Promise<CategoryRow[]> {
  return sql.rows(listStatement, [projectId]);
}

const updateStatement = statement<CategoryRow>(
  'update_category',
  `update categories set name = $3, hierarchy = $4, updated_at = $5
   where project_id = $1 and id = $2 returning ${columns}`,
);

/** Null where there is none of this id. */
export async function updateCategory(
  sql: Sql,
  projectId: string,
  changed: Pick<CategoryRow, 'id' | 'name' | 'hierarchy' | 'updated_at'>,
): Promise<CategoryRow | null> {
  const { id, name, hierarchy, updated_at } = changed;
  const [row] = await sql.rows(updateStatement, [projectId, id, name, hierarchy, updated_at]);
  return row ?? null;
}

/** A voucher's version tells redemptions under way that it has changed. */
const leaveStatements = [
  statement(
    'leave_category_vouchers',
    `update vouchers set category_id = null, version = version + 1
     where project_id = $1 and category_id = $2`,
  ),
  statement(
    'leave_category_campaigns',
    'update campaigns set category_id = null where project_id = $1 and category_id = $2',
  ),
  statement(
    'leave_category_tiers',
    'update promotion_tiers set category_id = null where project_id = $1 and category_id = $2',
  ),
  statement(
    'leave_category_stacks',
    'update promotion_stacks set category_id = null where project_id = $1 and category_id = $2',
  ),
] as const;

const deleteStatement = statement<{ id: string }>(
  'delete_category',
  'delete from categories where project_id = $1 and id = $2 returning id',
);

/** Whatever was in it is in none then. False where there is none of this id. */
export async function removeCategory(tx: Sql, projectId: string, id: string): Promise<boolean> {
  const removed = await tx.rows(deleteStatement, [projectId, id]);
  if (removed.length === 0) return false;
  for (const leave of leaveStatements) await tx.rows(leave, [projectId, id]);
  return true;
}
