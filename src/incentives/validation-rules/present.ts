/** Validation rules: row → wire. */
import type { Json, JsonObject } from '../../engine/json.ts';
import type { ValidationRule } from './schema.ts';
import type { ValidationRuleRow } from './store.ts';

export function presentValidationRule(row: ValidationRuleRow): ValidationRule {
  const { rules, error, applicable_to, bundle_rules } = row.definition;
  return {
    id: row.id,
    name: row.name,
    rules: objectOr({}, rules),
    ...(error === undefined ? {} : { error: objectOr({}, error) }),
    applicable_to: presentReach(objectOr({}, applicable_to)),
    ...(bundle_rules === undefined ? {} : { bundle_rules: objectOr({}, bundle_rules) }),
    type: row.type,
    context_type: row.context_type,
    assignments_count: row.assignments_count,
    created_at: row.created_at,
    ...(row.updated_at === null ? {} : { updated_at: row.updated_at }),
    object: 'validation_rules',
  };
}

/** What entries leave out is what the engine takes. */
function presentReach(reach: JsonObject): ValidationRule['applicable_to'] {
  const entries = (list: Json | undefined) =>
    (list !== undefined && isList(list) ? list : []).map((entry) => ({
      effect: 'APPLY_TO_EVERY',
      ...objectOr({}, entry),
    }));
  return {
    included_all: false,
    ...reach,
    excluded: entries(reach['excluded']),
    included: entries(reach['included']),
  };
}

/** The parser has seen that these are objects. */
function objectOr(fallback: JsonObject, value: Json | undefined): JsonObject {
  const isObject = typeof value === 'object' && value !== null && !isList(value);
  return isObject ? value : fallback;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
