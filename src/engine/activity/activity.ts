/** When an incentive may be used: its switch, its dates and its recurring windows. */
import type { Temporal } from 'temporal-polyfill';
import { isInTimeframe, type Timeframe } from './timeframe.ts';

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
