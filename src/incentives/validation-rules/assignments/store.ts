/** SQL of the assignments of validation rules. */
import { sql } from 'kysely';
import { type Sql, statement } from '../../../platform/db/database.ts';
import { equal, type ListPage, listPage, orderedBy } from '../../../platform/db/list.ts';
import type { AssignmentQuery, RelatedObjectType } from './schema.ts';

export type AssignmentRow = {
  readonly id: string;
  readonly rule_id: string;
  readonly related_object_id: string;
  readonly related_object_type: RelatedObjectType;
  readonly created_at: string;
};

/** The object a rule guards, by its id. */
export type RelatedObject = { readonly type: RelatedObjectType; readonly id: string };

const columns = 'id, rule_id, related_object_id, related_object_type, created_at';

/** All or none: the rules are locked against removal before the first is assigned. */
const insertAssignmentsStatement = statement<{ rule_id: string }>(
  'insert_validation_rule_assignments',
  `with wanted as (
     select * from unnest($2::text[], $3::text[]) as w(rule_id, assignment_id)
   ), held as (
     select id from validation_rules where project_id = $1 and id = any($2::text[])
     order by id for key share
   ), missing as (
     select rule_id from wanted where rule_id not in (select id from held)
   ), added as (
     insert into validation_rule_assignments
       (project_id, id, rule_id, related_object_type, related_object_id, created_at)
     select $1, assignment_id, rule_id, $4, $5, $6 from wanted
     where not exists (select from missing)
     on conflict (project_id, related_object_id, rule_id) do nothing
   )
   select rule_id from missing`,
);

/** Answers the first rule nobody has; null where all are assigned now. Equal ones stay as they are. */
export async function insertAssignments(
  db: Sql,
  projectId: string,
  assignments: readonly { readonly id: string; readonly ruleId: string }[],
  { object, at }: { readonly object: RelatedObject; readonly at: string },
): Promise<string | null> {
  const ruleIds = assignments.map(({ ruleId }) => ruleId);
  const ids = assignments.map(({ id }) => id);
  const values = [projectId, ruleIds, ids, object.type, object.id, at];
  const [missing] = await db.rows(insertAssignmentsStatement, values);
  return missing?.rule_id ?? null;
}

const findAssignmentsOfStatement = statement<AssignmentRow>(
  'find_validation_rule_assignments_of_objects',
  `select ${columns} from validation_rule_assignments
   where project_id = $1 and related_object_id = any($2::text[]) order by id`,
);

export function findAssignmentsOf(
  db: Sql,
  projectId: string,
  objectIds: readonly string[],
): Promise<AssignmentRow[]> {
  return db.rows(findAssignmentsOfStatement, [projectId, objectIds]);
}

const findAssignmentOfRuleStatement = statement<AssignmentRow>(
  'find_validation_rule_assignment_of_rule',
  `select ${columns} from validation_rule_assignments
   where project_id = $1 and related_object_id = $2 and rule_id = $3`,
);

export async function findAssignmentOfRule(
  db: Sql,
  projectId: string,
  { ruleId, objectId }: { readonly ruleId: string; readonly objectId: string },
): Promise<AssignmentRow | null> {
  const [row] = await db.rows(findAssignmentOfRuleStatement, [projectId, objectId, ruleId]);
  return row ?? null;
}

const removeAssignmentsOfStatement = statement(
  'remove_validation_rule_assignments_of_object',
  `delete from validation_rule_assignments where project_id = $1 and related_object_id = $2`,
);

export async function removeAssignmentsByObject(
  db: Sql,
  projectId: string,
  objectId: string,
): Promise<void> {
  await db.rows(removeAssignmentsOfStatement, [projectId, objectId]);
}

const removeOtherAssignmentsStatement = statement(
  'remove_other_validation_rule_assignments',
  `delete from validation_rule_assignments
   where project_id = $1 and related_object_id = $2 and rule_id <> all($3::text[])`,
);

/** Those of the object whose rule is not among `ruleIds`. */
export async function removeOtherAssignments(
  db: Sql,
  projectId: string,
  objectId: string,
  ruleIds: readonly string[],
): Promise<void> {
  await db.rows(removeOtherAssignmentsStatement, [projectId, objectId, ruleIds]);
}

const removeAssignmentStatement = statement<{ id: string }>(
  'remove_validation_rule_assignment',
  `delete from validation_rule_assignments
   where project_id = $1 and rule_id = $2 and id = $3 returning id`,
);

export async function removeAssignment(
  db: Sql,
  projectId: string,
  { ruleId, id }: { readonly ruleId: string; readonly id: string },
): Promise<boolean> {
  const removed = await db.rows(removeAssignmentStatement, [projectId, ruleId, id]);
  return removed.length > 0;
}

const findAssignedRuleStatement = statement<{ id: string }>(
  'find_assigned_validation_rule',
  `select id from validation_rules where project_id = $1 and id = $2`,
);

export async function ruleExists(db: Sql, projectId: string, ruleId: string): Promise<boolean> {
  const found = await db.rows(findAssignedRuleStatement, [projectId, ruleId]);
  return found.length > 0;
}

const findGuardedVoucherStatement = statement<{ id: string }>(
  'find_guarded_voucher',
  `select id from vouchers
   where project_id = $1 and (id = $2 or coalesce(code_key, code) = $3)
   order by (id = $2) desc limit 1`,
);

/** By id or code; `codeKey` is the code as the project finds it. */
export async function findGuardedVoucher(
  db: Sql,
  projectId: string,
  voucher: { readonly id: string; readonly codeKey: string },
): Promise<string | null> {
  const values = [projectId, voucher.id, voucher.codeKey];
  const [row] = await db.rows(findGuardedVoucherStatement, values);
  return row?.id ?? null;
}

const findGuardedCampaignStatement = statement<{ id: string }>(
  'find_guarded_campaign',
  `select id from campaigns where project_id = $1 and (id = $2 or name = $2)
   order by (id = $2) desc limit 1`,
);
const findGuardedTierStatement = statement<{ id: string }>(
  'find_guarded_promotion_tier',
  `select id from promotion_tiers where project_id = $1 and id = $2`,
);

/** By id or name. */
export async function findGuardedCampaign(
  db: Sql,
  projectId: string,
  idOrName: string,
): Promise<string | null> {
  const [row] = await db.rows(findGuardedCampaignStatement, [projectId, idOrName]);
  return row?.id ?? null;
}

export async function findGuardedTier(
  db: Sql,
  projectId: string,
  id: string,
): Promise<string | null> {
  const [row] = await db.rows(findGuardedTierStatement, [projectId, id]);
  return row?.id ?? null;
}

const findGuardedRewardAssignmentStatement = statement<{ id: string }>(
  'find_guarded_reward_assignment',
  `select id from reward_assignments where project_id = $1 and id = $2`,
);

export async function findGuardedRewardAssignment(
  db: Sql,
  projectId: string,
  id: string,
): Promise<string | null> {
  const [row] = await db.rows(findGuardedRewardAssignmentStatement, [projectId, id]);
  return row?.id ?? null;
}

export function listAssignments(
  db: Sql,
  projectId: string,
  query: AssignmentQuery,
): Promise<ListPage<AssignmentRow>> {
  return listPage(db, {
    select: sql.raw(columns),
    from: sql.raw('validation_rule_assignments'),
    where: [
      sql`project_id = ${projectId}`,
      equal('related_object_id', query.related_object_id),
      equal('rule_id', query.rule),
    ],
    orderBy: orderedBy(query.order, '-created_at'),
    limit: query.limit ?? 10,
    page: query.page ?? 1,
  });
}
