/** What parts of a formula give while it is computed. */
import type { Json } from '../json.ts';
import { textOf } from '../json.ts';
import { type CalendarDate, dateOf } from './dates.ts';
import { compare, fromDecimal, type Rational, toDecimal } from './rational.ts';

/** A list that metadata holds. */
export type List = { readonly type: 'list'; readonly of: readonly Json[] };

/** Null: it cannot be told, because something is missing or is not what it would have to be. */
export type Value = null | boolean | string | Rational | CalendarDate | List;

export function valueOfJson(json: Json | undefined): Value {
  switch (typeof json) {
    case 'string':
    case 'boolean':
      return json;
    case 'number':
      return fromDecimal(String(json));
    case 'object':
      return Array.isArray(json) ? { type: 'list', of: json } : null;
    default:
      return null;
  }
}

/** A number, or a text that is one. */
export function numberOf(value: Value): Rational | null {
  if (typeof value === 'string') return fromDecimal(value);
  return isNumber(value) ? value : null;
}

export function isNumber(value: Value): value is Rational {
  return typeof value === 'object' && value !== null && value.type === 'number';
}

export function isList(value: Value): value is List {
  return typeof value === 'object' && value !== null && value.type === 'list';
}

/** Of text, numbers and flags. */
export function textOfValue(value: Value): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return isNumber(value) ? toDecimal(value) : null;
}

/** Both numbers, or texts that are: as numbers. Else as texts; null where one is neither. */
export function areEqual(left: Value, right: Value): boolean | null {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== null && b !== null) return compare(a, b) === 0;
  const [one, other] = [textOfValue(left), textOfValue(right)];
  return one === null || other === null ? null : one === other;
}

/** A date, or a text that is one. */
export function dateOfValue(value: Value, timeZone: string): CalendarDate | null {
  if (typeof value === 'string') return dateOf(value, timeZone);
  return typeof value === 'object' && value !== null && value.type === 'date' ? value : null;
}

/** Flags in metadata may be text. */
export function flagOf(value: Value): boolean | null {
  if (typeof value === 'boolean') return value;
  return value === 'true' ? true : value === 'false' ? false : null;
}

export function elementsOf({ of }: List): readonly string[] {
  return of.map(textOf);
}
