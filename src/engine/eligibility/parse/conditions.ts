/** The `conditions` of one rule: operators checked, operands brought to their type. */
import type { Json } from '../../json.ts';
import { done } from '../../outcome.ts';
import { parseItemReference } from './item-reference.ts';
import { isObject } from '../json-shape.ts';
import { instantOf } from '../values/compare.ts';
import { isFrame } from '../values/date-tests.ts';
import { canonicalOperator, operatorsOf } from './operators.ts';
import type { MetadataOperator } from './operators.ts';
import { refuseAt } from './refusal.ts';
import type { Parsed } from './refusal.ts';
import { isOneOf } from './rule-names.ts';
import type {
  Condition,
  IdConditions,
  ItemConditions,
  MetadataConditions,
  NumberConditions,
} from './rule-tree.ts';

export const MAX_OPERANDS = 1000;

type ParseOperand<O, T> = (operand: Json, position: string, operator: O) => Parsed<T>;

export function parseNumberConditions(value: Json, position: string): Parsed<NumberConditions> {
  return parseConditions(value, position, operatorsOf.number, parseNumber);
}

export function parseIdConditions(value: Json, position: string): Parsed<IdConditions> {
  return parseConditions(value, position, operatorsOf.id, parseId);
}

/** The conditions of a rule that chooses items; none at all choose every line. */
export function parseItemConditions(value: Json, position: string): Parsed<ItemConditions> {
  if (isObject(value) && Object.keys(value).length === 0) return done([]);
  return parseConditions(value, position, operatorsOf.items, (operand, at) =>
    parseItemReference(operand, at),
  );
}

export function parseMetadataConditions(value: Json, position: string): Parsed<MetadataConditions> {
  return parseConditions(value, position, operatorsOf.metadata, parseMetadataOperand);
}

/** `{"$is": [true]}`, as flags are written. */
export function parseFlag(value: Json, position: string): Parsed<boolean> {
  const operands = isObject(value) ? value['$is'] : undefined;
  const flag = Array.isArray(operands) ? operands[0] : operands;
  if (typeof flag === 'boolean') return done(flag);
  if (flag === 'true' || flag === 'false') return done(flag === 'true');
  return refuseAt(`${position}.$is`, 'has to be true or false');
}

function parseConditions<O extends string, T>(
  value: Json,
  position: string,
  operators: readonly O[],
  parseOperand: ParseOperand<O, T>,
): Parsed<readonly Condition<O, T>[]> {
  if (!isObject(value)) return refuseAt(position, 'has to be an object');
  const conditions: Condition<O, T>[] = [];
  for (const [written, operand] of Object.entries(value)) {
    const at = `${position}.${written}`;
    const operator = canonicalOperator(written);
    if (!isOneOf(operators, operator)) return refuseAt(at, 'is not an operator of this rule');
    const operands = parseOperands(operand, at, operator, parseOperand);
    if (!operands.ok) return operands;
    conditions.push({ operator, operands: operands.value });
  }
  return conditions.length > 0 ? done(conditions) : refuseAt(position, 'name no condition');
}

function parseOperands<O extends string, T>(
  value: Json,
  position: string,
  operator: O,
  parseOperand: ParseOperand<O, T>,
): Parsed<readonly T[]> {
  const listed: readonly Json[] = Array.isArray(value) ? value : [value];
  if (operator === '$has_value' || operator === '$is_unknown') return done([]);
  if (listed.length === 0) return refuseAt(position, 'compares with nothing');
  if (listed.length > MAX_OPERANDS) return refuseAt(position, `has over ${MAX_OPERANDS} values`);
  const operands: T[] = [];
  for (const [index, operand] of listed.entries()) {
    const parsed = parseOperand(operand, `${position}.${index}`, operator);
    if (!parsed.ok) return parsed;
    operands.push(parsed.value);
  }
  return done(operands);
}

function parseNumber(operand: Json, position: string): Parsed<number> {
  if (typeof operand === 'number' && Number.isFinite(operand)) return done(operand);
  return refuseAt(position, 'has to be a number');
}

/** An id, or an object that carries one. */
function parseId(operand: Json, position: string): Parsed<string> {
  const id = isObject(operand) ? operand['id'] : operand;
  return typeof id === 'string' && id !== '' ? done(id) : refuseAt(position, 'has to be an id');
}

/** What each operator of metadata needs; those not listed take any text, number or flag. */
const needs: Partial<Record<MetadataOperator, readonly [(value: Json) => boolean, string]>> = {
  $starts_with: [isText, 'has to be text'],
  $ends_with: [isText, 'has to be text'],
  $contains: [isScalar, 'has to be text, a number or a flag'],
  $not_contain: [isScalar, 'has to be text, a number or a flag'],
  $count: [isCount, 'has to be a whole number'],
  $count_more: [isCount, 'has to be a whole number'],
  $count_less: [isCount, 'has to be a whole number'],
  $more_than_ago: [isCount, 'has to be a number of days'],
  $less_than_ago: [isCount, 'has to be a number of days'],
  $is_days_ago: [isCount, 'has to be a number of days'],
  $more_than_future: [isCount, 'has to be a number of days'],
  $less_than_future: [isCount, 'has to be a number of days'],
  $is_days_in_future: [isCount, 'has to be a number of days'],
  $after: [isDate, 'has to be a date'],
  $before: [isDate, 'has to be a date'],
  $timeframe: [
    (value) => isFrame('$timeframe', value),
    'has to be a start, a period and a duration: 2026-01-01T09:00:00Z;P1D;PT1H',
  ],
  $timeframe_absolute: [
    (value) => isFrame('$timeframe_absolute', value),
    'has to be a start and an end: 2026-01-01T09:00:00Z;2026-02-01T09:00:00Z',
  ],
  $timeframe_daily_hours: [
    (value) => isFrame('$timeframe_daily_hours', value),
    'has to be two times of day and days from 0 to 6: 18:00;20:00;2,3',
  ],
  $dow: [(value) => isCount(value) && Number(value) <= 6, 'has to be a day from 0 to 6'],
};

function parseMetadataOperand(
  operand: Json,
  position: string,
  operator: MetadataOperator,
): Parsed<Json> {
  const need = needs[operator] ?? [isScalar, 'has to be text, a number or a flag'];
  const [suits, problem] = need;
  return suits(operand) ? done(operand) : refuseAt(position, problem);
}

function isDate(value: Json): boolean {
  return instantOf(value) !== null;
}

function isText(value: Json): boolean {
  return typeof value === 'string';
}

function isScalar(value: Json): boolean {
  return value !== null && typeof value !== 'object';
}

function isCount(value: Json): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
