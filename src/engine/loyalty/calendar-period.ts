/** Months, quarters, half-years and years of the calendar. */
import type { Temporal } from 'temporal-polyfill';

export type CalendarPeriod = 'MONTH' | 'QUARTER' | 'HALF_YEAR' | 'YEAR';

const monthsIn: Readonly<Record<CalendarPeriod, number>> = {
  MONTH: 1,
  QUARTER: 3,
  HALF_YEAR: 6,
  YEAR: 12,
};

/** The first day of the period that holds `day`. */
export function startOfPeriod(period: CalendarPeriod, day: Temporal.PlainDate): Temporal.PlainDate {
  const into = (day.month - 1) % monthsIn[period];
  return day.with({ day: 1 }).subtract({ months: into });
}

/** The first day of the `by`th period after the one that begins on `start`; before it where negative. */
export function laterPeriod(
  period: CalendarPeriod,
  start: Temporal.PlainDate,
  by: number,
): Temporal.PlainDate {
  return start.add({ months: by * monthsIn[period] });
}

/** The last day of the period that holds `day`. */
export function endOfPeriod(period: CalendarPeriod, day: Temporal.PlainDate): Temporal.PlainDate {
  return laterPeriod(period, startOfPeriod(period, day), 1).subtract({ days: 1 });
}
