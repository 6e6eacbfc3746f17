/** Comparing values of a filter: text, numbers and dates as shops write them. */
import { Temporal } from 'temporal-polyfill';
import type { Json } from '../json.ts';

/** A value's parts: a list's elements, else the value alone; empty where there is none. */
export function partsOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  return isList(value) ? value : [value];
}

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** Metadata without a schema are text: `1` equals `"1"`, and true equals `"true"`. */
export function isEqual(value: Json, operand: Json): boolean {
  if (typeof value === 'object' || typeof operand === 'object') {
    return JSON.stringify(value) === JSON.stringify(operand);
  }
  return value === operand || String(value) === String(operand);
}

/** Below, at or above 0 as numbers or as dates; null where the two do not compare. */
export function compare(value: Json, operand: Json): number | null {
  const [a, b] = [numberOf(value), numberOf(operand)];
  if (a !== null && b !== null) return a - b;
  const [first, second] = [instantOf(value), instantOf(operand)];
  return first === null || second === null ? null : first - second;
}

function numberOf(value: Json): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** Milliseconds since the epoch; a day alone is its first moment in UTC. */
export function instantOf(value: Json): number | null {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value)) return null;
  try {
    const text = value.length === 10 ? `${value}T00:00Z` : value;
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return null;
  }
}
