/** Where the present day, week and month began, in a project's time zone. */
import type { Temporal } from 'temporal-polyfill';
import { isoOf } from '../../platform/iso.ts';

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

/** The latest answer for each time zone: calendar arithmetic would be a tenth of a validation. */
const latest = new Map<
  string,
  { readonly from: number; readonly until: number; windows: Windows }
>();

/** Weeks begin on Monday. */
export function windowsAt(now: Temporal.ZonedDateTime): Windows {
  const known = latest.get(now.timeZoneId);
  const instant = now.epochMilliseconds;
  if (known !== undefined && instant >= known.from && instant < known.until) return known.windows;
  const windows = computeWindows(now);
  const midnight = now.startOfDay().add({ days: 1 }).startOfDay();
  latest.set(now.timeZoneId, {
    from: now.startOfDay().epochMilliseconds,
    until: midnight.epochMilliseconds,
    windows,
  });
  return windows;
}

function computeWindows(now: Temporal.ZonedDateTime): Windows {
  const today = now.toPlainDate();
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const first = today.with({ day: 1 });
  const start = (date: Temporal.PlainDate): string =>
    isoOf(date.toZonedDateTime(now.timeZoneId).toInstant());
  return {
    day: start(today),
    week: start(monday),
    month: start(first),
    dayDate: today.toString(),
    weekDate: monday.toString(),
    monthDate: first.toString(),
  };
}
