/** SQL of stacking rules: one row a project, or none. */
import { type Sql, statement } from '../../../platform/db/database.ts';
import type { StackingRulesInput } from './schema.ts';

export type StackingRulesRow = {
  readonly id: string;
  /** Only what was given. */
  readonly settings: StackingRulesInput;
  readonly created_at: string;
  readonly updated_at: string | null;
};

const columns = 'id, settings, created_at, updated_at';

const insertStatement = statement<{ id: string }>(
  'insert_stacking_rules',
  `insert into stacking_rules (project_id, id, settings, created_at) values ($1, $2, $3, $4)
   on conflict (project_id) do nothing returning id`,
);

/** False where the project has rules already. */
export async function insertStackingRules(
  sql: Sql,
  projectId: string,
  row: StackingRulesRow,
): Promise<boolean> {
  const { id, settings, created_at } = row;
  const values = [projectId, id, JSON.stringify(settings), created_at];
  return (await sql.rows(insertStatement, values)).length > 0;
}

const findStatement = statement<StackingRulesRow>(
  'find_stacking_rules',
  `select ${columns} from stacking_rules where project_id = $1`,
);

/** Null where the project has the defaults. */
export async function findStackingRules(
  sql: Sql,
  projectId: string,
): Promise<StackingRulesRow | null> {
  const [row] = await sql.rows(findStatement, [projectId]);
  return row ?? null;
}

const updateStatement = statement<StackingRulesRow>(
  'update_stacking_rules',
  `update stacking_rules set settings = $2, updated_at = $3 where project_id = $1 returning ${columns}`,
);

/** The project's, which are known to be there. */
export async function updateStackingRules(
  tx: Sql,
  projectId: string,
  changed: { readonly settings: StackingRulesInput; readonly at: string },
): Promise<StackingRulesRow> {
  const values = [projectId, JSON.stringify(changed.settings), changed.at];
  const [row] = await tx.rows(updateStatement, values);
  if (row === undefined) throw new Error('rules that were locked are still there');
  return row;
}

const deleteStatement = statement<{ id: string }>(
  'delete_stacking_rules',
  'delete from stacking_rules where project_id = $1 and id = $2 returning id',
);

/** False where the project has none of this id. */
export async function removeStackingRules(
  sql: Sql,
  projectId: string,
  id: string,
): Promise<boolean> {
  return (await sql.rows(deleteStatement, [projectId, id])).length > 0;
}

/** Categories lie above projects: reading them here keeps imports one-way. */
const unknownStatement = statement<{ id: string }>(
  'find_unknown_categories',
  `select n.id from unnest($2::text[]) with ordinality as n(id, place)
   where not exists (select 1 from categories c where c.project_id = $1 and c.id = n.id)
   order by n.place limit 1`,
);

/** The first of these that the project does not have; null where it has them all. */
export async function findUnknownCategory(
  sql: Sql,
  projectId: string,
  ids: readonly string[],
): Promise<string | null> {
  if (ids.length === 0) return null;
  const [row] = await sql.rows(unknownStatement, [projectId, ids]);
  return row?.id ?? null;
}
