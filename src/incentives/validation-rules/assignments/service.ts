/** Assignments: which rule guards which object. Campaigns, vouchers and tiers set theirs from here. */
import { done, notFound, type Outcome, type Refusal } from '../../../engine/outcome.ts';
import type { Context } from '../../../platform/context.ts';
import { lockConfiguration } from '../../../platform/db/configuration-lock.ts';
import type { Sql } from '../../../platform/db/database.ts';
import type { ListPage } from '../../../platform/db/list.ts';
import { isoOf } from '../../../platform/iso.ts';
import type { AssignmentInput, AssignmentQuery } from './schema.ts';
import {
  type AssignmentRow,
  findAssignmentOfRule,
  findAssignmentsOf,
  findGuardedCampaign,
  findGuardedRewardAssignment,
  findGuardedTier,
  findGuardedVoucher,
  insertAssignments,
  listAssignments,
  type RelatedObject,
  removeAssignment,
  removeAssignmentsByObject,
  removeOtherAssignments,
  ruleExists,
} from './store.ts';

export type { AssignmentRow } from './store.ts';

/**
 * Assigns rules to an object that exists, inside the caller's transaction. All or none: refuses with
 * the first rule nobody has. A rule assigned already stays assigned; doubles count once.
 */
export async function assignRules(
  context: Context,
  sql: Sql,
  ruleIds: readonly string[],
  object: RelatedObject,
): Promise<Outcome<null, 'not_found'>> {
  const assignments = [...new Set(ruleIds)].map((ruleId) => ({
    ruleId,
    id: context.newId('asgm'),
  }));
  if (assignments.length === 0) return done(null);
  const at = isoOf(context.now);
  const missing = await insertAssignments(sql, context.project.id, assignments, { object, at });
  return missing === null ? done(null) : notFound('validation_rules', missing);
}

/** Makes exactly these rules guard the object, inside the caller's transaction; those that did stay. */
export async function replaceRules(
  context: Context,
  sql: Sql,
  ruleIds: readonly string[],
  object: RelatedObject,
): Promise<Outcome<null, 'not_found'>> {
  await removeOtherAssignments(sql, context.project.id, object.id, ruleIds);
  return assignRules(context, sql, ruleIds, object);
}

/** By the object's id, oldest first; an object without rules has no entry. */
export async function assignmentsOf(
  projectId: string,
  sql: Sql,
  objectIds: readonly string[],
): Promise<ReadonlyMap<string, readonly AssignmentRow[]>> {
  if (objectIds.length === 0) return new Map();
  const rows = await findAssignmentsOf(sql, projectId, objectIds);
  return Map.groupBy(rows, (row) => row.related_object_id);
}

/** For the removal of the object itself. */
export function removeAssignmentsOf(projectId: string, sql: Sql, objectId: string): Promise<void> {
  return removeAssignmentsByObject(sql, projectId, objectId);
}

/** Assigns one rule; refuses an equal assignment unless `force` replaces it. */
export async function createAssignment(
  context: Context,
  { ruleId, force }: { readonly ruleId: string; readonly force: boolean },
  input: AssignmentInput,
): Promise<Outcome<AssignmentRow, 'not_found' | 'duplicate_found'>> {
  const projectId = context.project.id;
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, projectId);
    if (!(await ruleExists(tx, projectId, ruleId))) return notFound('validation_rules', ruleId);
    const wanted = { type: input.related_object_type, id: input.related_object_id };
    const objectId = await guardedId(context, tx, wanted);
    if (objectId === null) return notFound(wanted.type, wanted.id);
    const earlier = await findAssignmentOfRule(tx, projectId, { ruleId, objectId });
    if (earlier !== null) {
      if (!force) return duplicate(earlier.id);
      await removeAssignment(tx, projectId, { ruleId, id: earlier.id });
    }
    const object = { type: wanted.type, id: objectId };
    const assigned = await assignRules(context, tx, [ruleId], object);
    if (!assigned.ok) return assigned;
    const row = await findAssignmentOfRule(tx, projectId, { ruleId, objectId });
    return row === null ? notFound('validation_rules', ruleId) : done(row);
  });
}

/** The id of the object meant, or null where nobody has it. */
function guardedId(
  context: Context,
  sql: Sql,
  { type, id }: RelatedObject,
): Promise<string | null> {
  const { project } = context;
  switch (type) {
    case 'voucher': {
      const codeKey = project.caseSensitiveCodes ? id : id.toLowerCase();
      return findGuardedVoucher(sql, project.id, { id, codeKey });
    }
    case 'campaign':
      return findGuardedCampaign(sql, project.id, id);
    case 'promotion_tier':
      return findGuardedTier(sql, project.id, id);
    case 'reward_assignment':
      return findGuardedRewardAssignment(sql, project.id, id);
    // Kinds of objects that nothing here keeps: nobody has one.
    case 'earning_rule':
    case 'distribution':
      return Promise.resolve(null);
    default:
      return unknownType(type);
  }
}

function unknownType(type: never): never {
  throw new Error(`rules cannot guard ${String(type)}`);
}

function duplicate(id: string): Refusal<'duplicate_found'> {
  return {
    ok: false,
    key: 'duplicate_found',
    details: `Duplicated validation_rules_assignment exists with id ${id}`,
    resourceId: id,
    resourceType: 'validation_rules_assignment',
  };
}

/** Of a rule nobody has the list is empty, as in the reference. */
export function pageOfAssignments(
  context: Context,
  query: AssignmentQuery,
): Promise<ListPage<AssignmentRow>> {
  return listAssignments(context.db, context.project.id, query);
}

export async function deleteAssignment(
  context: Context,
  { ruleId, id }: { readonly ruleId: string; readonly id: string },
): Promise<Outcome<null, 'not_found'>> {
  const projectId = context.project.id;
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, projectId);
    if (await removeAssignment(tx, projectId, { ruleId, id })) return done(null);
    const known = await ruleExists(tx, projectId, ruleId);
    return known
      ? notFound('validation_rules_assignment', id)
      : notFound('validation_rules', ruleId);
  });
}
