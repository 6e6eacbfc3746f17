/** Dates in formulas: days of the project's calendar, with an instant where a time was told. */
import { Temporal } from 'temporal-polyfill';

export type CalendarDate = {
  readonly type: 'date';
  readonly day: Temporal.PlainDate;
  /** Milliseconds since the epoch; null for a day without a time. */
  readonly instant: number | null;
};

const dayPattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const instantPattern =
  /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/** `2026-08-17`, or with a time and an offset; null for anything else. */
export function dateOf(text: string, timeZone: string): CalendarDate | null {
  const day = dayOf(text);
  if (day !== null) return { type: 'date', day, instant: null };
  const [, written = ''] = instantPattern.exec(text) ?? [];
  const instant = dayOf(written) === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(instant) ? null : dateOfInstant(instant, timeZone);
}

export function dateOfInstant(instant: number, timeZone: string): CalendarDate {
  const moment = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
  return { type: 'date', day: moment.toPlainDate(), instant };
}

/** A day that the calendar has. */
function dayOf(text: string): Temporal.PlainDate | null {
  const [, year, month, day] = dayPattern.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  if (month < 1 || day < 1) return null;
  const found = Temporal.PlainDate.from({ year, month, day });
  // A day beyond its month was moved into it: then it is not the one written.
  return found.month === month && found.day === day ? found : null;
}

export type DatePart = 'DAY_OF_MONTH' | 'MONTH' | 'YEAR';

export function partOf({ day }: CalendarDate, part: DatePart): number {
  switch (part) {
    case 'DAY_OF_MONTH':
      return day.day;
    case 'MONTH':
      return day.month;
    case 'YEAR':
      return day.year;
    default:
      return part satisfies never;
  }
}

/** Whole days, months or years from one day to another; below 0 where that is earlier. */
export function between(
  from: Temporal.PlainDate,
  to: Temporal.PlainDate,
  unit: 'days' | 'months' | 'years',
): number {
  return from.until(to, { largestUnit: unit })[unit];
}

export function isSameDay(a: CalendarDate, b: CalendarDate): boolean {
  return a.day.equals(b.day);
}

/** By the instant where both tell one, else by the day. */
export function compareDates(a: CalendarDate, b: CalendarDate): number {
  if (a.instant !== null && b.instant !== null) return a.instant - b.instant;
  return Temporal.PlainDate.compare(a.day, b.day);
}
