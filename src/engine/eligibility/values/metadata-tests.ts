/** Comparisons of custom attributes, which may be text, numbers, flags, dates or lists of them. */
import type { Json } from '../../json.ts';
import type { MetadataOperator } from '../parse/operators.ts';
import type { MetadataConditions } from '../parse/rule-tree.ts';
import { comparisonKey, order } from './compare.ts';
import { dateTest } from './date-tests.ts';
import type { Now, Test } from './test.ts';

type Holds = (value: Json | undefined, now: Now) => boolean;

/**
 * Tests over one attribute's value.
 *
 * Of a list, any element may pass; a negation holds where no element has what it denies. An
 * attribute that is not there, or null, passes the negations and `$is_unknown`, nothing else.
 */
export function metadataTests(conditions: MetadataConditions): readonly Test[] {
  return conditions.map(({ operator, operands }) => {
    return { operator, expected: operands, holds: testOf(operator, operands) };
  });
}

function testOf(operator: MetadataOperator, operands: readonly Json[]): Holds {
  switch (operator) {
    case '$is':
    case '$in':
      return anyElement(isOneOf(operands));
    case '$is_not':
    case '$not_in':
      return noElement(isOneOf(operands));
    case '$starts_with':
      return anyElement(text(operands, (value, part) => value.startsWith(part)));
    case '$ends_with':
      return anyElement(text(operands, (value, part) => value.endsWith(part)));
    case '$contains':
      return anyElement(text(operands, (value, part) => value.includes(part)));
    case '$not_contain':
      return noElement(text(operands, (value, part) => value.includes(part)));
    case '$less_than':
      return anyElement(ordered(operands, (difference) => difference < 0));
    case '$less_than_or_equal':
      return anyElement(ordered(operands, (difference) => difference <= 0));
    case '$more_than':
      return anyElement(ordered(operands, (difference) => difference > 0));
    case '$more_than_or_equal':
      return anyElement(ordered(operands, (difference) => difference >= 0));
    case '$has_value':
      return (value) => value !== undefined && value !== null && value !== '';
    case '$is_unknown':
      return (value) => value === undefined || value === null || value === '';
    case '$count':
    case '$count_more':
    case '$count_less':
      return count(operator, operands);
    case '$not_differ':
      return (value) => isSameSet(value, operands);
    case '$not_intersect':
      return noElement(isOneOf(operands));
    default:
      return anyElement(dateTest(operator, operands));
  }
}

/** Lists are looked into one level deep. */
function anyElement(holds: Holds): Holds {
  return (value, now) => {
    if (!Array.isArray(value)) return holds(value, now);
    for (const element of value) if (holds(element, now)) return true;
    return false;
  };
}

function noElement(holds: Holds): Holds {
  const any = anyElement(holds);
  return (value, now) => !any(value, now);
}

function isOneOf(operands: readonly Json[]): Holds {
  const known = new Set(operands.map(comparisonKey));
  known.delete(null);
  return (value) => {
    const key = comparisonKey(value);
    return key !== null && known.has(key);
  };
}

function text(operands: readonly Json[], holds: (value: string, part: string) => boolean): Holds {
  const parts = operands.map(String);
  return (value) => {
    if (value === undefined || value === null || typeof value === 'object') return false;
    const whole = String(value);
    for (const part of parts) if (holds(whole, part)) return true;
    return false;
  };
}

function ordered(operands: readonly Json[], holds: (difference: number) => boolean): Holds {
  return (value) => {
    for (const operand of operands) {
      const difference = order(value, operand);
      if (difference !== null && holds(difference)) return true;
    }
    return false;
  };
}

/** Elements of a list; nothing else has any to count. */
function count(
  operator: '$count' | '$count_more' | '$count_less',
  operands: readonly Json[],
): Holds {
  const limit = Number(operands[0]);
  return (value) => {
    if (!Array.isArray(value)) return false;
    if (operator === '$count') return value.length === limit;
    return operator === '$count_more' ? value.length > limit : value.length < limit;
  };
}

/** Every element is among the operands and every operand among the elements. */
function isSameSet(value: Json | undefined, operands: readonly Json[]): boolean {
  if (value === undefined || value === null) return false;
  const elements: readonly Json[] = Array.isArray(value) ? value : [value];
  const [left, right] = [elements.map(comparisonKey), operands.map(comparisonKey)];
  return left.every((key) => right.includes(key)) && right.every((key) => left.includes(key));
}
