/** SQL of validation rules. */
import { sql } from 'kysely';
import type { JsonObject } from '../../engine/json.ts';
import { type Sql, statement } from '../../platform/db/database.ts';
import { type ListPage, listPage, orderedBy } from '../../platform/db/list.ts';
import type { ValidationRuleQuery } from './schema.ts';

export type ValidationRuleRow = {
  readonly id: string;
  readonly name: string | null;
  readonly type: string;
  readonly context_type: string;
  /** rules, error, applicable_to and bundle_rules, each in wire form where given. */
  readonly definition: JsonObject;
  readonly created_at: string;
  readonly updated_at: string | null;
  readonly assignments_count: number;
};

export type NewValidationRule = Omit<ValidationRuleRow, 'assignments_count' | 'updated_at'>;
export type ValidationRuleChange = Omit<NewValidationRule, 'created_at'> & {
  readonly updated_at: string;
};

const columns = 'id, name, type, context_type, definition, created_at, updated_at';
const counted = `${columns}, (select count(*) from validation_rule_assignments a
  where a.project_id = r.project_id and a.rule_id = r.id) as assignments_count`;

const insertRuleStatement = statement(
  'insert_validation_rule',
  `insert into validation_rules (project_id, id, name, type, context_type, definition, created_at)
   values ($1, $2, $3, $4, $5, $6, $7)`,
);

export async function insertRule(
  db: Sql,
  projectId: string,
  rule: NewValidationRule,
): Promise<void> {
  const { id, name, type, context_type, definition, created_at } = rule;
  const json = JSON.stringify(definition);
  await db.rows(insertRuleStatement, [projectId, id, name, type, context_type, json, created_at]);
}

const findRuleStatement = statement<ValidationRuleRow>(
  'find_validation_rule',
  `select ${counted} from validation_rules r where project_id = $1 and id = $2`,
);

export async function findRule(
  db: Sql,
  projectId: string,
  id: string,
): Promise<ValidationRuleRow | null> {
  const [row] = await db.rows(findRuleStatement, [projectId, id]);
  return row ?? null;
}

const updateRuleStatement = statement(
  'update_validation_rule',
  `update validation_rules
   set name = $3, type = $4, context_type = $5, definition = $6, updated_at = $7
   where project_id = $1 and id = $2`,
);

export async function updateRuleRow(
  db: Sql,
  projectId: string,
  change: ValidationRuleChange,
): Promise<void> {
  const { id, name, type, context_type, definition, updated_at } = change;
  const json = JSON.stringify(definition);
  await db.rows(updateRuleStatement, [projectId, id, name, type, context_type, json, updated_at]);
}

const removeRuleStatement = statement<{ id: string }>(
  'remove_validation_rule',
  `delete from validation_rules where project_id = $1 and id = $2 returning id`,
);

/** Its assignments go with it. */
export async function removeRule(db: Sql, projectId: string, id: string): Promise<boolean> {
  const removed = await db.rows(removeRuleStatement, [projectId, id]);
  return removed.length > 0;
}

export function listRules(
  db: Sql,
  projectId: string,
  query: ValidationRuleQuery,
): Promise<ListPage<ValidationRuleRow>> {
  return listPage(db, {
    select: sql.raw(counted),
    from: sql.raw('validation_rules r'),
    where: [
      sql`project_id = ${projectId}`,
      query.start_date === undefined ? null : sql`created_at >= ${query.start_date}::timestamptz`,
      query.end_date === undefined ? null : sql`created_at <= ${query.end_date}::timestamptz`,
    ],
    orderBy: orderedBy(query.order, '-created_at'),
    limit: query.limit ?? 10,
    page: query.page ?? 1,
  });
}
