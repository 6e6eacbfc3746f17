/** Request validation: the schemas compiled once, their complaints as one plain sentence. */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { TSchema } from 'typebox';
import { Temporal } from 'temporal-polyfill';

/** Query strings and paths are text: numbers and booleans are read from it. Bodies are JSON: as sent. */
const ofText = new Ajv({ coerceTypes: true, useDefaults: true, strict: false });
const ofJson = new Ajv({ useDefaults: true, strict: false });

for (const ajv of [ofText, ofJson]) {
  ajv.addFormat('date', isDate);
  ajv.addFormat('date-time', isDateTime);
}

export type Validate = (value: unknown) => string | null;

/**
 * Answers null where the value fits (defaults filled in), else a sentence on the first misfit. The
 * schema is compiled at its first use, which takes some 5 ms: all two hundred took most of a start.
 */
export function validatorOf(schema: TSchema, source: 'text' | 'json'): Validate {
  let compiled: ValidateFunction | undefined;
  return (value) => {
    if (source === 'text' && holdsNul(value)) return 'Text holds a NUL';
    const validate = (compiled ??= (source === 'text' ? ofText : ofJson).compile(schema));
    return validate(value) ? null : sentence(mostTelling(validate.errors ?? []));
  };
}

/** PostgreSQL stores no NUL; bodies are searched for one as they are parsed. */
function holdsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, child]) => name.includes('\0') || holdsNul(child));
}

/** Of a union's complaints, the one deepest inside is about the branch that was meant. */
function mostTelling(errors: readonly ErrorObject[]): ErrorObject | undefined {
  const depth = (error: ErrorObject) => error.instancePath.split('/').length;
  const specific = errors.filter((error) => error.keyword !== 'anyOf' && error.keyword !== 'oneOf');
  const candidates = specific.length > 0 ? specific : errors;
  return candidates.reduce<ErrorObject | undefined>(
    (best, error) => (best === undefined || depth(error) > depth(best) ? error : best),
    undefined,
  );
}

function sentence(error: ErrorObject | undefined): string {
  if (error === undefined) return 'The request does not fit its schema';
  const where = error.instancePath.replaceAll('/', '.');
  const allowed =
    error.keyword === 'enum' ? `: ${JSON.stringify(error.params['allowedValues'])}` : '';
  return `Property ${where === '' ? '.' : where} ${error.message ?? 'is not valid'}${allowed}`;
}

const dateTime =
  /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-](?<offsetHours>\d\d):?\d\d)$/;
/** PostgreSQL reads offsets up to ±15:59. */
const MAX_OFFSET_HOURS = 15;
/** The years 1 to 9999 in UTC, whose times are written with four digits everywhere. */
const FIRST_INSTANT = Temporal.Instant.from('0001-01-01T00:00:00Z');
/** From here on, rounding to PostgreSQL's microseconds ends in the year 10000. */
const END_OF_TIME = Temporal.Instant.from('9999-12-31T23:59:59.9999995Z');

/** A day that exists, of a year the database knows. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || text.startsWith('0000')) return false;
  try {
    Temporal.PlainDate.from(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * An instant of RFC 3339 that the database can keep, or a day alone, which stands for its first
 * moment in UTC.
 */
export function isDateTime(text: string): boolean {
  if (isDate(text)) return true;
  const parts = dateTime.exec(text);
  if (parts === null || !isDate(text.slice(0, 10))) return false;
  if (Number(parts.groups?.['offsetHours'] ?? 0) > MAX_OFFSET_HOURS) return false;
  try {
    return isKept(Temporal.Instant.from(text), text);
  } catch {
    return false;
  }
}

/** A leap second is the next minute to PostgreSQL, the 59th second to Temporal. */
function isKept(instant: Temporal.Instant, text: string): boolean {
  const latest = text.slice(16).startsWith(':60') ? instant.add({ seconds: 1 }) : instant;
  return (
    Temporal.Instant.compare(instant, FIRST_INSTANT) >= 0 &&
    Temporal.Instant.compare(latest, END_OF_TIME) < 0
  );
}
