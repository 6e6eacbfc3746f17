/** When points expire that are put on a card now: after some months, or on a day of the year. */
import { Temporal } from 'temporal-polyfill';

export type ExpirationRules =
  | {
      readonly period_type: 'MONTH';
      /** Months that the points last; 0: until the end of the day. */
      readonly period_value: number;
      /** Until the end of what the last day lies in. */
      readonly rounding_type?: ExpiryRounding;
      /** Of PARTICULAR_MONTH: 1 is January. */
      readonly rounding_value?: number;
    }
  | {
      readonly period_type: 'FIXED_DAY_OF_YEAR';
      /** 1 is January. */
      readonly fixed_month: number;
      readonly fixed_day: number;
    };

export type ExpiryRounding =
  | 'END_OF_MONTH'
  | 'END_OF_QUARTER'
  | 'END_OF_HALF_YEAR'
  | 'END_OF_YEAR'
  | 'PARTICULAR_MONTH';

/**
 * The midnight after the last day, in the time zone of `at`; null: never. A day that a month does not
 * have is its last one: a month after 31 January is 28 or 29 February.
 */
export function pointsExpiry(
  rules: ExpirationRules | null,
  at: Temporal.ZonedDateTime,
): Temporal.Instant | null {
  if (rules === null) return null;
  const day = lastDay(rules, at.toPlainDate());
  return day.add({ days: 1 }).toZonedDateTime(at.timeZoneId).toInstant();
}

function lastDay(rules: ExpirationRules, today: Temporal.PlainDate): Temporal.PlainDate {
  if (rules.period_type === 'FIXED_DAY_OF_YEAR') return nextDayOfYear(rules, today);
  const day = today.add({ months: rules.period_value });
  const { rounding_type: rounding } = rules;
  if (rounding === undefined) return day;
  if (rounding === 'PARTICULAR_MONTH') {
    return endOfMonth(day.add({ months: ((rules.rounding_value ?? 12) - day.month + 12) % 12 }));
  }
  return endOfPeriod(day, lengths[rounding]);
}

const lengths = {
  END_OF_MONTH: 1,
  END_OF_QUARTER: 3,
  END_OF_HALF_YEAR: 6,
  END_OF_YEAR: 12,
} as const;

/** The end of the period of so many months, counted from January, that the day lies in. */
function endOfPeriod(day: Temporal.PlainDate, months: number): Temporal.PlainDate {
  const month = Math.ceil(day.month / months) * months;
  return endOfMonth(day.with({ day: 1, month }));
}

function endOfMonth(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.with({ day: day.daysInMonth });
}

/** Today, where today is the day. */
function nextDayOfYear(
  { fixed_month: month, fixed_day: day }: { fixed_month: number; fixed_day: number },
  today: Temporal.PlainDate,
): Temporal.PlainDate {
  const thisYear = Temporal.PlainDate.from({ year: today.year, month, day });
  if (Temporal.PlainDate.compare(thisYear, today) >= 0) return thisYear;
  return Temporal.PlainDate.from({ year: today.year + 1, month, day });
}
