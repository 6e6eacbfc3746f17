/** Stacking rules of a project: create, read, change, remove. Without them it has the defaults. */
import { done, notFound, type Outcome, type Refusal, refuse } from '../../../engine/outcome.ts';
import type { ManagementContext } from '../../../platform/context.ts';
import { lockConfiguration } from '../../../platform/db/configuration-lock.ts';
import type { Sql } from '../../../platform/db/database.ts';
import { isoOf } from '../../../platform/iso.ts';
import { findProject } from '../store.ts';
import { faultOf } from './fault.ts';
import { namedCategories, withoutCategory } from './named-categories.ts';
import type { StackingRulesInput } from './schema.ts';
import {
  findStackingRules,
  findUnknownCategory,
  insertStackingRules,
  removeStackingRules,
  type StackingRulesRow,
  updateStackingRules,
} from './store.ts';

export { settingsOf } from './settings.ts';
export type { StackingRulesRow } from './store.ts';

/** Instead of the defaults; refused where the project has rules already. */
export async function createStackingRules(
  context: ManagementContext,
  projectId: string,
  input: StackingRulesInput,
): Promise<Outcome<StackingRulesRow, 'not_found' | 'invalid_payload' | 'stacking_rules_exist'>> {
  return context.db.transaction(async (tx) => {
    if ((await findProject(tx, projectId)) === null) return notFound('project', projectId);
    await lockConfiguration(tx, projectId);
    const settings = await checked(tx, projectId, rulesIn(input));
    if (!settings.ok) return settings;
    const created_at = isoOf(context.now);
    const id = context.newId('stk');
    const row = { id, settings: settings.value, created_at, updated_at: null };
    const isFirst = await insertStackingRules(tx, projectId, row);
    return isFirst
      ? done(row)
      : refuse('stacking_rules_exist', 'The project has stacking rules already: change those');
  });
}

/** Null where the project has the defaults. */
export async function getProjectRules(
  { db }: ManagementContext,
  projectId: string,
): Promise<Outcome<StackingRulesRow | null, 'not_found'>> {
  if ((await findProject(db, projectId)) === null) return notFound('project', projectId);
  return done(await findStackingRules(db, projectId));
}

export async function getStackingRules(
  { db }: ManagementContext,
  projectId: string,
  id: string,
): Promise<Outcome<StackingRulesRow, 'not_found'>> {
  const row = await findStackingRules(db, projectId);
  return row?.id === id ? done(row) : noRules(id);
}

/** What is given replaces what there was; the rest stays. */
export async function changeStackingRules(
  context: ManagementContext,
  { projectId, id }: { readonly projectId: string; readonly id: string },
  update: StackingRulesInput,
): Promise<Outcome<StackingRulesRow, 'not_found' | 'invalid_payload'>> {
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, projectId);
    const row = await findStackingRules(tx, projectId);
    if (row?.id !== id) return noRules(id);
    const settings = await checked(tx, projectId, { ...row.settings, ...rulesIn(update) });
    if (!settings.ok) return settings;
    const changed = { settings: settings.value, at: isoOf(context.now) };
    return done(await updateStackingRules(tx, projectId, changed));
  });
}

/** The project has the defaults again. */
export async function deleteStackingRules(
  { db }: ManagementContext,
  projectId: string,
  id: string,
): Promise<Outcome<null, 'not_found'>> {
  return db.transaction(async (tx) => {
    const removed = await removeStackingRules(tx, projectId, id);
    return removed ? done(null) : noRules(id);
  });
}

/** Whether the project's rules name the category, which the caller is about to remove. */
export async function namesCategory(
  sql: Sql,
  projectId: string,
  categoryId: string,
): Promise<boolean> {
  const row = await findStackingRules(sql, projectId);
  return row !== null && namedCategories(row.settings).includes(categoryId);
}

/** Takes a category out of the rules that name it. */
export async function removeCategoryFromStackingRules(
  tx: Sql,
  projectId: string,
  { categoryId, at }: { readonly categoryId: string; readonly at: string },
): Promise<void> {
  const row = await findStackingRules(tx, projectId);
  if (row === null) return;
  await updateStackingRules(tx, projectId, {
    settings: withoutCategory(row.settings, categoryId),
    at,
  });
}

const ruleNames = [
  'exclusive_categories',
  'joint_categories',
  'redeemables_limit',
  'applicable_redeemables_limit',
  'applicable_redeemables_per_category_limit',
  'applicable_redeemables_category_limits',
  'applicable_exclusive_redeemables_limit',
  'applicable_exclusive_redeemables_per_category_limit',
  'discount_calculation_mode',
  'initial_amount_mode_categories',
  'discounted_amount_mode_categories',
  'redeemables_application_mode',
  'redeemables_sorting_rule',
  'redeemables_products_application_mode',
  'redeemables_no_effect_rule',
  'no_effect_skip_categories',
  'no_effect_redeem_anyway_categories',
  'redeemables_rollback_order_mode',
  'grouped_redeemables_sorting_rule',
] as const;

/** What is said of stacking, and nothing else of the request. */
function rulesIn(input: StackingRulesInput): StackingRulesInput {
  return Object.fromEntries(
    ruleNames.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]])),
  );
}

/** Every category exists, and nothing contradicts itself. */
async function checked(
  tx: Sql,
  projectId: string,
  given: StackingRulesInput,
): Promise<Outcome<StackingRulesInput, 'not_found' | 'invalid_payload'>> {
  const fault = faultOf(given);
  if (fault !== null) return refuse('invalid_payload', fault);
  const unknown = await findUnknownCategory(tx, projectId, namedCategories(given));
  return unknown === null ? done(given) : notFound('category', unknown);
}

function noRules(id: string): Refusal<'not_found'> {
  return notFound('stacking_rules', id);
}
