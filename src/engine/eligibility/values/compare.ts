/** When two values of metadata are the same, and which comes first. */
import type { Json } from '../../json.ts';

const isoDate = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/;
const hasOffset = /(Z|[+-]\d\d:?\d\d)$/;

/**
 * Milliseconds since 1970 of an ISO 8601 date or date-time; null for anything else.
 *
 * A date alone is its midnight in UTC, and a time without an offset is in UTC.
 */
export function instantOf(value: Json | undefined): number | null {
  if (typeof value !== 'string' || !isoDate.test(value)) return null;
  const text = value.length > 10 && !hasOffset.test(value) ? `${value}Z` : value;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? null : instant;
}

/**
 * What a value is known by: two are the same where their keys are.
 *
 * Dates are known by their instant; everything else by its text, since metadata without a schema
 * is text: 5 and "5" are the same, as are true and "true". Null for lists, objects and nothing.
 */
export function comparisonKey(value: Json | undefined): string | number | null {
  if (typeof value === 'string') return instantOf(value) ?? value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return null;
}

/** Below zero where `a` comes first; null where the two cannot be ordered. */
export function order(a: Json | undefined, b: Json): number | null {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const first = instantOf(a);
  const second = first === null ? null : instantOf(b);
  return first === null || second === null ? null : first - second;
}
