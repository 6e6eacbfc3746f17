/** Validity: read from requests, refused where it could never hold. */
import { Temporal } from 'temporal-polyfill';
import { durationOf } from '../../engine/activity/timeframe.ts';
import { done, type Outcome, refuse } from '../../engine/outcome.ts';
import type { ProblemKey } from '../../engine/problem.ts';
import type { ValidityHours, ValidityInput, ValidityTimeframe } from './schema.ts';
import { isoOf } from '../../platform/iso.ts';

/** The columns of the same names; null: without this limit (or as the campaign has it). */
export type ValidityColumns = {
  readonly start_date: string | null;
  readonly expiration_date: string | null;
  readonly validity_timeframe: ValidityTimeframe | null;
  readonly validity_day_of_week: number[] | null;
  readonly validity_hours: ValidityHours | null;
};

export const NO_VALIDITY: ValidityColumns = {
  start_date: null,
  expiration_date: null,
  validity_timeframe: null,
  validity_day_of_week: null,
  validity_hours: null,
};

/** What a new incentive's request says of its validity; refuses nonsense with `key`. */
export function readValidity<K extends ProblemKey>(
  input: ValidityInput,
  key: K,
): Outcome<ValidityColumns, K> {
  return changeValidity(NO_VALIDITY, input, key);
}

/**
 * The same for a change: what is absent stays, null clears. The result is checked as a whole, over
 * what is `inherited` from the campaign; a change that says nothing of validity is never refused.
 */
export function changeValidity<K extends ProblemKey>(
  current: ValidityColumns,
  input: ValidityInput,
  key: K,
  inherited: ValidityColumns = NO_VALIDITY,
): Outcome<ValidityColumns, K> {
  const changed: ValidityColumns = {
    start_date: changedInstant(input.start_date, current.start_date),
    expiration_date: changedInstant(input.expiration_date, current.expiration_date),
    validity_timeframe: changedTo(input.validity_timeframe, current.validity_timeframe),
    validity_day_of_week: daysOf(
      changedTo(input.validity_day_of_week, current.validity_day_of_week),
    ),
    validity_hours: changedTo(input.validity_hours, current.validity_hours),
  };
  if (!saysAnything(input)) return done(changed);
  const fault = validityFault(effectiveValidity(changed, inherited));
  return fault === null ? done(changed) : refuse(key, fault);
}

function saysAnything(input: ValidityInput): boolean {
  return (
    input.start_date !== undefined ||
    input.expiration_date !== undefined ||
    input.validity_timeframe !== undefined ||
    input.validity_day_of_week !== undefined ||
    input.validity_hours !== undefined
  );
}

/** What holds for a voucher: its own limits, and its campaign's where it has none of its own. */
export function effectiveValidity(
  own: ValidityColumns,
  campaign: ValidityColumns,
): ValidityColumns {
  return {
    start_date: own.start_date ?? campaign.start_date,
    expiration_date: own.expiration_date ?? campaign.expiration_date,
    validity_timeframe: own.validity_timeframe ?? campaign.validity_timeframe,
    validity_day_of_week: own.validity_day_of_week ?? campaign.validity_day_of_week,
    validity_hours: own.validity_hours ?? campaign.validity_hours,
  };
}

/** A sentence on why such a validity makes no sense, or null where it does. */
export function validityFault(validity: ValidityColumns): string | null {
  const { start_date: start, expiration_date: end, validity_timeframe: timeframe } = validity;
  for (const [name, instant] of Object.entries({ start_date: start, expiration_date: end })) {
    if (instant !== null && !hasYearOfFourDigits(instant)) {
      return `Property ${name} must lie between the years 1 and 9999`;
    }
  }
  if (start !== null && end !== null && Date.parse(end) <= Date.parse(start)) {
    return 'Property expiration_date must be later than start_date';
  }
  if (timeframe === null) return null;
  if (!isPositiveDuration(timeframe.duration)) {
    return 'Property validity_timeframe.duration must be an ISO 8601 duration, of whole seconds, up to a hundred years';
  }
  if (!isPositiveDuration(timeframe.interval)) {
    return 'Property validity_timeframe.interval must be an ISO 8601 duration, of whole seconds, up to a hundred years';
  }
  return start === null ? 'Property start_date is required with validity_timeframe' : null;
}

/** An offset can carry the first and the last day over the edge of what the database stores. */
function hasYearOfFourDigits(instant: string): boolean {
  return /^\d{4}-/.test(instant) && !instant.startsWith('0000');
}

/** `PT1H`, `P2D`, …: from one second to a hundred years, without parts of a second. */
export function isPositiveDuration(text: string): boolean {
  return durationOf(text) !== null;
}

/** The five columns as values of a statement, in the order of `ValidityColumns`. */
export function validityValues(validity: ValidityColumns): readonly (string | null)[] {
  const json = (value: object | null) => (value === null ? null : JSON.stringify(value));
  return [
    validity.start_date,
    validity.expiration_date,
    json(validity.validity_timeframe),
    json(validity.validity_day_of_week),
    json(validity.validity_hours),
  ];
}

function changedTo<Value>(given: Value | null | undefined, current: Value | null): Value | null {
  return given === undefined ? current : given;
}

/** A day alone stands for its first moment in UTC. */
function changedInstant(given: string | null | undefined, current: string | null): string | null {
  if (given === undefined || given === null) return changedTo(given, current);
  const text = given.length === 10 ? `${given}T00:00:00Z` : given;
  return isoOf(Temporal.Instant.from(text));
}

/** Sorted, each day once; no days at all are no limit. */
function daysOf(days: readonly number[] | null): number[] | null {
  if (days === null || days.length === 0) return null;
  return [...new Set(days)].sort((one, other) => one - other);
}
