/**
 * Advanced filters of lists: `filters[code][conditions][$starts_with]=A&filters[junction]=or`.
 *
 * A resource names its fields; here their conditions become SQL. Several values of one condition are
 * alternatives; conditions and fields are joined by the junction, `and` unless told otherwise.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import { done, type Outcome, refuse } from '../../engine/outcome.ts';
import { isDateTime } from '../http/validator.ts';
import type { Condition } from './list.ts';
import { isoOf } from '../iso.ts';

/** What a field is compared as. `json` is metadata: compared as text, or as a number where it is one. */
export type FilterField =
  | {
      readonly kind: 'text' | 'number' | 'date' | 'boolean' | 'json';
      readonly column: RawBuilder<unknown>;
    }
  /** Conditions of the field's own, each true or false: `filters[active][conditions][$expired]=true`. */
  | { readonly kind: 'states'; readonly states: Readonly<Record<string, RawBuilder<unknown>>> };

/** The field of a name, or null where the resource has none. */
export type FilterFields = (name: string) => FilterField | null;

const MAX_VALUES = 100;
type Refused = 'invalid_query_params';

/** One condition for all filters, or null where there are none. `now` is what «days ago» counts from. */
export function filterCondition(
  filters: Readonly<Record<string, unknown>> | undefined,
  fields: FilterFields,
  now: Temporal.Instant,
): Outcome<Condition | null, Refused> {
  const { junction = 'and', ...named } = filters ?? {};
  const joint = typeof junction === 'string' ? junction.toLowerCase() : '';
  if (joint !== 'and' && joint !== 'or') {
    return refuse('invalid_query_params', 'Property .filters.junction must be one of: and, or');
  }
  const conditions: Condition[] = [];
  for (const [name, filter] of Object.entries(named)) {
    const field = fields(name);
    if (field === null) return misfit(name, 'is not a field to filter by');
    if (!isRecord(filter) || !isRecord(filter['conditions']))
      return misfit(name, 'has no conditions');
    for (const [operator, given] of Object.entries(filter['conditions'])) {
      const condition = conditionOf(field, operator, valuesOf(given), now);
      if (condition === null)
        return misfit(name, `does not understand ${operator} with this value`);
      conditions.push(condition);
    }
  }
  if (conditions.length === 0) return done(null);
  return done(sql`(${sql.join(conditions, joint === 'and' ? sql` and ` : sql` or `)})`);
}

function misfit(name: string, complaint: string) {
  return refuse('invalid_query_params', `Property .filters.${name} ${complaint}`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `$in=a`, `$in[0]=a&$in[1]=b`: a list of texts; null where the value is anything else. */
function valuesOf(given: unknown): readonly string[] | null {
  const list = Array.isArray(given) ? given : isRecord(given) ? Object.values(given) : [given];
  const texts = list.filter((value) => typeof value === 'string');
  return texts.length === list.length && texts.length > 0 && texts.length <= MAX_VALUES
    ? texts
    : null;
}

/** Null where the field knows no such operator, or the values are not of its kind. */
function conditionOf(
  field: FilterField,
  operator: string,
  values: readonly string[] | null,
  now: Temporal.Instant,
): Condition | null {
  if (values === null) return null;
  if (field.kind === 'states') {
    const state = Object.hasOwn(field.states, operator) ? field.states[operator] : undefined;
    if (state === undefined) return null;
    const wanted = values[0];
    if (wanted === 'true') return sql`(${state})`;
    return wanted === 'false' ? sql`not coalesce((${state}), false)` : null;
  }
  const { column } = field;
  if (operator === '$has_value') return sql`${column} is not null`;
  if (operator === '$is_unknown') return sql`${column} is null`;
  switch (field.kind) {
    case 'text':
      return textCondition(column, operator, values);
    case 'number':
      return numberCondition(column, operator, values);
    case 'date':
      return dateCondition(column, operator, values, now);
    case 'boolean':
      return booleanCondition(column, operator, values);
    case 'json':
      return jsonCondition(column, operator, values);
    default:
      return unknownKind(field);
  }
}

function unknownKind(field: never): never {
  throw new Error(`a filter field of an unknown kind: ${JSON.stringify(field)}`);
}

function textCondition(
  column: RawBuilder<unknown>,
  operator: string,
  values: readonly string[],
): Condition | null {
  const patterns = (before: string, after: string) =>
    values.map((value) => `${before}${value.replaceAll(/[\\%_]/g, '\\$&')}${after}`);
  switch (operator) {
    case '$is':
    case '$in':
      return sql`${column} = any(${values}::text[])`;
    case '$is_not':
    case '$not_in':
      return sql`(${column} is null or ${column} <> all(${values}::text[]))`;
    case '$contains':
      return sql`${column} like any(${patterns('%', '%')}::text[])`;
    case '$not_contain':
      return sql`(${column} is null or ${column} not like all(${patterns('%', '%')}::text[]))`;
    case '$starts_with':
      return sql`${column} like any(${patterns('', '%')}::text[])`;
    case '$ends_with':
      return sql`${column} like any(${patterns('%', '')}::text[])`;
    default:
      return null;
  }
}

function numberCondition(
  column: RawBuilder<unknown>,
  operator: string,
  values: readonly string[],
): Condition | null {
  if (!values.every((value) => /^-?\d{1,15}(\.\d{1,6})?$/.test(value))) return null;
  switch (operator) {
    case '$is':
    case '$in':
      return sql`${column} = any(${values}::numeric[])`;
    case '$is_not':
    case '$not_in':
      return sql`(${column} is null or ${column} <> all(${values}::numeric[]))`;
    case '$more_than':
      return sql`${column} > all(${values}::numeric[])`;
    case '$less_than':
      return sql`${column} < all(${values}::numeric[])`;
    case '$more_than_equal':
      return sql`${column} >= all(${values}::numeric[])`;
    case '$less_than_equal':
      return sql`${column} <= all(${values}::numeric[])`;
    default:
      return null;
  }
}

/** `$more_than` and `$less_than` count days ago. */
function dateCondition(
  column: RawBuilder<unknown>,
  operator: string,
  values: readonly string[],
  now: Temporal.Instant,
): Condition | null {
  const [value = ''] = values;
  if (operator === '$more_than' || operator === '$less_than') {
    if (!/^\d{1,5}$/.test(value)) return null;
    const then = isoOf(now.subtract({ hours: 24 * Number(value) }));
    return operator === '$more_than'
      ? sql`${column} < ${then}::timestamptz`
      : sql`${column} > ${then}::timestamptz`;
  }
  if (!isDateTime(value)) return null;
  switch (operator) {
    case '$after':
      return sql`${column} > ${value}::timestamptz`;
    case '$before':
      return sql`${column} < ${value}::timestamptz`;
    case '$is':
      return sql`${column} = ${value}::timestamptz`;
    case '$is_not':
      return sql`${column} is distinct from ${value}::timestamptz`;
    default:
      return null;
  }
}

function booleanCondition(
  column: RawBuilder<unknown>,
  operator: string,
  values: readonly string[],
): Condition | null {
  if (!values.every((value) => value === 'true' || value === 'false')) return null;
  switch (operator) {
    case '$is':
    case '$in':
      return sql`${column} = any(${values}::boolean[])`;
    case '$is_not':
    case '$not_in':
      return sql`(${column} is null or ${column} <> all(${values}::boolean[]))`;
    default:
      return null;
  }
}

/** A list in metadata is met where one of its elements is. */
function jsonCondition(
  column: RawBuilder<unknown>,
  operator: string,
  values: readonly string[],
): Condition | null {
  const text = sql`(${column} #>> '{}')`;
  const number = sql`(case when jsonb_typeof(${column}) = 'number' then ${text}::numeric end)`;
  const element = sql`(jsonb_typeof(${column}) = 'array' and ${column} ?| ${values}::text[])`;
  switch (operator) {
    case '$is':
    case '$in':
      return sql`(${text} = any(${values}::text[]) or ${element})`;
    case '$is_not':
    case '$not_in':
      return sql`coalesce(not (${text} = any(${values}::text[]) or ${element}), true)`;
    case '$more_than':
    case '$less_than':
    case '$more_than_equal':
    case '$less_than_equal':
      return numberCondition(number, operator, values);
    default:
      return textCondition(text, operator, values);
  }
}
