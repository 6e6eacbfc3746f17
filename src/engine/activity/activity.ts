/** When an incentive may be used: its switch, its dates and its recurring windows. */
import { Temporal } from 'temporal-polyfill';

export type Activity = {
  readonly active: boolean;
  /** Milliseconds since the epoch; null: without such an end. The expiration itself is excluded. */
  readonly start: number | null;
  readonly expiration: number | null;
  /** Opens every `interval`, counted from `anchor`, for `duration`. */
  readonly timeframe: Timeframe | null;
  /** 0 is Sunday; null: every day. */
  readonly daysOfWeek: readonly number[] | null;
  /** Any of them may be open; null: all day. */
  readonly hours: readonly DailyHours[] | null;
};

export type Timeframe = {
  readonly anchor: number;
  readonly interval: Temporal.Duration;
  readonly duration: Temporal.Duration;
};

export type DailyHours = {
  /** Minutes after midnight; the end is excluded, and lies on the next day where it is not later. */
  readonly startMinute: number;
  readonly endMinute: number;
  /** Days on which it opens, 0 is Sunday; null: every day. */
  readonly daysOfWeek: readonly number[] | null;
};

export type ActivityVerdict = 'ok' | 'disabled' | 'not_started' | 'expired' | 'not_now';

/**
 * Judged at `now`, whose time zone is the project's: days and hours are those on its walls. Whoever
 * judges many hands in `now`'s milliseconds since the epoch: reading them is most of the work.
 */
export function activityAt(
  activity: Activity,
  now: Temporal.ZonedDateTime,
  instant = now.epochMilliseconds,
): ActivityVerdict {
  if (!activity.active) return 'disabled';
  if (activity.start !== null && instant < activity.start) return 'not_started';
  if (activity.expiration !== null && instant >= activity.expiration) return 'expired';
  if (activity.daysOfWeek !== null && !activity.daysOfWeek.includes(weekday(now))) return 'not_now';
  if (activity.hours !== null && !activity.hours.some((hours) => isOpen(hours, now)))
    return 'not_now';
  if (activity.timeframe !== null && !isInTimeframe(activity.timeframe, now)) return 'not_now';
  return 'ok';
}

/** Temporal counts from Monday as 1; the API from Sunday as 0. */
function weekday(at: Temporal.ZonedDateTime): number {
  return at.dayOfWeek % 7;
}

function isOpen(hours: DailyHours, now: Temporal.ZonedDateTime): boolean {
  const minute = now.hour * 60 + now.minute;
  const opensOn = (day: Temporal.ZonedDateTime): boolean =>
    hours.daysOfWeek === null || hours.daysOfWeek.includes(weekday(day));
  if (hours.startMinute < hours.endMinute) {
    return opensOn(now) && minute >= hours.startMinute && minute < hours.endMinute;
  }
  if (minute >= hours.startMinute) return opensOn(now);
  return minute < hours.endMinute && opensOn(now.subtract({ days: 1 }));
}

/**
 * Whether `now` lies in an opening. Openings begin at anchor + n × interval by the calendar of the
 * project's time zone, so that «every day at 9» stays at 9 when the clocks change.
 */
function isInTimeframe(frame: Timeframe, now: Temporal.ZonedDateTime): boolean {
  const anchor = Temporal.Instant.fromEpochMilliseconds(frame.anchor).toZonedDateTimeISO(
    now.timeZoneId,
  );
  if (Temporal.ZonedDateTime.compare(now, anchor) < 0) return false;
  const { last } = openingsAround(anchor, frame.interval, now);
  return Temporal.ZonedDateTime.compare(now, last.add(frame.duration)) < 0;
}

/** The first opening after `now`. */
export function nextOpening(frame: Timeframe, now: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  const anchor = Temporal.Instant.fromEpochMilliseconds(frame.anchor).toZonedDateTimeISO(
    now.timeZoneId,
  );
  if (Temporal.ZonedDateTime.compare(now, anchor) < 0) return anchor;
  return openingsAround(anchor, frame.interval, now).next;
}

function openingsAround(
  anchor: Temporal.ZonedDateTime,
  interval: Temporal.Duration,
  now: Temporal.ZonedDateTime,
): { readonly last: Temporal.ZonedDateTime; readonly next: Temporal.ZonedDateTime } {
  const length = interval.total({ unit: 'millisecond', relativeTo: anchor });
  const elapsed = now.epochMilliseconds - anchor.epochMilliseconds;
  // An estimate: months and clock changes make intervals unequal, by less than one in total.
  let count = Math.max(0, Math.floor(elapsed / length) - 1);
  let last = anchor.add(multiply(interval, count));
  for (;;) {
    const next = anchor.add(multiply(interval, count + 1));
    if (Temporal.ZonedDateTime.compare(next, now) > 0) return { last, next };
    count += 1;
    last = next;
  }
}

function multiply(duration: Temporal.Duration, count: number): Temporal.Duration {
  const { years, months, weeks, days, hours, minutes, seconds } = duration;
  return Temporal.Duration.from({
    years: years * count,
    months: months * count,
    weeks: weeks * count,
    days: days * count,
    hours: hours * count,
    minutes: minutes * count,
    seconds: seconds * count,
  });
}
