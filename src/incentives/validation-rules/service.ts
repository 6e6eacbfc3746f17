/** Validation rules: written only if the engine can read them. */
import { parseRule } from '../../engine/eligibility/parse/parse-rule.ts';
import type { Json, JsonObject } from '../../engine/json.ts';
import { done, notFound, type Outcome } from '../../engine/outcome.ts';
import type { Context } from '../../platform/context.ts';
import { lockConfiguration } from '../../platform/db/configuration-lock.ts';
import type { ListPage } from '../../platform/db/list.ts';
import { wrongFormula } from './formulas.ts';
import type { ValidationRuleInput, ValidationRuleQuery, ValidationRuleUpdate } from './schema.ts';
import {
  findRule,
  insertRule,
  listRules,
  removeRule,
  updateRuleRow,
  type ValidationRuleRow,
} from './store.ts';

type DefinitionFault = 'invalid_validation_rules' | 'invalid_formula';

/** Refuses with the position of the definition's first fault. */
export async function createRule(
  context: Context,
  input: ValidationRuleInput,
): Promise<Outcome<ValidationRuleRow, DefinitionFault>> {
  const definition = changedDefinition({}, input);
  const checked = checkDefinition(definition);
  if (!checked.ok) return checked;
  const rule = {
    id: context.newId('val'),
    name: input.name,
    type: input.type ?? 'expression',
    context_type: input.context_type ?? 'global',
    definition,
    created_at: context.now.toString({ smallestUnit: 'millisecond' }),
  };
  await insertRule(context.db, context.project.id, rule);
  return done({ ...rule, updated_at: null, assignments_count: 0 });
}

export async function getRule(
  context: Context,
  id: string,
): Promise<Outcome<ValidationRuleRow, 'not_found'>> {
  const row = await findRule(context.db, context.project.id, id);
  return row === null ? notFound('validation_rules', id) : done(row);
}

/** What is given replaces what was; the definition is checked as it will be. */
export async function updateRule(
  context: Context,
  id: string,
  update: ValidationRuleUpdate,
): Promise<Outcome<ValidationRuleRow, 'not_found' | DefinitionFault>> {
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, context.project.id);
    const earlier = await findRule(tx, context.project.id, id);
    if (earlier === null) return notFound('validation_rules', id);
    const definition = changedDefinition(earlier.definition, update);
    const checked = checkDefinition(definition);
    if (!checked.ok) return checked;
    const changed = {
      ...earlier,
      name: update.name ?? earlier.name,
      type: update.type ?? earlier.type,
      context_type: update.context_type ?? earlier.context_type,
      definition,
      updated_at: context.now.toString({ smallestUnit: 'millisecond' }),
    };
    await updateRuleRow(tx, context.project.id, changed);
    return done(changed);
  });
}

function checkDefinition(definition: JsonObject): Outcome<null, DefinitionFault> {
  const parsed = parseRule(definition);
  return parsed.ok ? (wrongFormula(parsed.value) ?? done(null)) : parsed;
}

/** What it guarded is free of it from now on. */
export async function deleteRule(
  context: Context,
  id: string,
): Promise<Outcome<null, 'not_found'>> {
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, context.project.id);
    const removed = await removeRule(tx, context.project.id, id);
    return removed ? done(null) : notFound('validation_rules', id);
  });
}

export function pageOfRules(
  context: Context,
  query: ValidationRuleQuery,
): Promise<ListPage<ValidationRuleRow>> {
  return listRules(context.db, context.project.id, query);
}

/** The definition's parts alone; null takes a part away, what is not given stays. */
function changedDefinition(earlier: JsonObject, given: ValidationRuleUpdate): JsonObject {
  const { rules, error, applicable_to, bundle_rules } = given;
  const parts: Readonly<Record<string, Json | undefined>> = {
    rules,
    error,
    applicable_to,
    bundle_rules,
  };
  const definition: Record<string, Json> = { ...earlier };
  for (const [name, part] of Object.entries(parts)) {
    if (part === null) delete definition[name];
    else if (part !== undefined) definition[name] = part;
  }
  return definition;
}
