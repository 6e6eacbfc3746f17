/** Where the present day, week and month began, in a project's time zone. */
import type { Temporal } from 'temporal-polyfill';

export type Windows = {
  /** Instants as ISO strings. */
  readonly day: string;
  readonly week: string;
  readonly month: string;
  /** The same as calendar dates. */
  readonly dayDate: string;
  readonly weekDate: string;
  readonly monthDate: string;
};

/** Weeks begin on Monday. */
export function windowsAt(now: Temporal.ZonedDateTime): Windows {
  const today = now.toPlainDate();
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const first = today.with({ day: 1 });
  const start = (date: Temporal.PlainDate): string =>
    date.toZonedDateTime(now.timeZoneId).toInstant().toString();
  return {
    day: start(today),
    week: start(monday),
    month: start(first),
    dayDate: today.toString(),
    weekDate: monday.toString(),
    monthDate: first.toString(),
  };
}
