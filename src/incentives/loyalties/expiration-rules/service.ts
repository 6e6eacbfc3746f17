/** Rules of expiration: what a request says, as the engine reads it. */
import { Temporal } from 'temporal-polyfill';
import type { ExpirationRules } from '../../../engine/loyalty/points-expiry.ts';
import { done, type Outcome, refuse } from '../../../engine/outcome.ts';
import type { ProblemKey } from '../../../engine/problem.ts';
import type { ExpirationRulesInput } from './schema.ts';

/** Keeps the parts that the type has; refuses with `key` where one is missing. */
export function readExpirationRules<K extends ProblemKey>(
  input: ExpirationRulesInput,
  key: K,
): Outcome<ExpirationRules, K> {
  if (input.period_type === 'FIXED_DAY_OF_YEAR') return readDayOfYear(input, key);
  const { period_value, rounding_type, rounding_value } = input;
  if (period_value === undefined) {
    return refuse(key, 'Property expiration_rules.period_value is required');
  }
  if (rounding_type === 'PARTICULAR_MONTH' && rounding_value === undefined) {
    return refuse(key, 'Property expiration_rules.rounding_value is required');
  }
  return done({
    period_type: 'MONTH',
    period_value,
    ...(rounding_type === undefined ? {} : { rounding_type }),
    ...(rounding_type === undefined || rounding_value === undefined ? {} : { rounding_value }),
  });
}

/** A year that has a 29 February. */
const LEAP_YEAR = 2000;

function readDayOfYear<K extends ProblemKey>(
  { fixed_month, fixed_day }: ExpirationRulesInput,
  key: K,
): Outcome<ExpirationRules, K> {
  if (fixed_month === undefined || fixed_day === undefined) {
    return refuse(key, 'Properties expiration_rules.fixed_month and fixed_day are required');
  }
  const { daysInMonth } = Temporal.PlainYearMonth.from({ year: LEAP_YEAR, month: fixed_month });
  if (fixed_day > daysInMonth) return refuse(key, 'There is no such day in expiration_rules');
  return done({ period_type: 'FIXED_DAY_OF_YEAR', fixed_month, fixed_day });
}
