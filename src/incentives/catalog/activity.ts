/** Columns of validity → the engine's Activity. */
import { Temporal } from 'temporal-polyfill';
import type { Activity, DailyHours } from '../../engine/activity/activity.ts';
import type { Timeframe } from '../../engine/activity/timeframe.ts';
import type { ActivityColumns } from './store.ts';

/** `createdAt` anchors a timeframe that has no start date. */
export function activityOf(columns: ActivityColumns, createdAt: string): Activity {
  const { start_date, expiration_date, validity_timeframe, validity_hours } = columns;
  return {
    active: columns.active,
    start: start_date === null ? null : Date.parse(start_date),
    expiration: expiration_date === null ? null : Date.parse(expiration_date),
    timeframe: timeframeOf(validity_timeframe, Date.parse(start_date ?? createdAt)),
    daysOfWeek: columns.validity_day_of_week,
    hours: validity_hours?.daily?.map(dailyHours) ?? null,
  };
}

function timeframeOf(
  frame: ActivityColumns['validity_timeframe'],
  anchor: number,
): Timeframe | null {
  if (frame?.interval === undefined || frame.duration === undefined) return null;
  return {
    anchor,
    interval: Temporal.Duration.from(frame.interval),
    duration: Temporal.Duration.from(frame.duration),
  };
}

type Daily = NonNullable<NonNullable<ActivityColumns['validity_hours']>['daily']>[number];

function dailyHours({ start_time, expiration_time, days_of_week }: Daily): DailyHours {
  return {
    startMinute: start_time === undefined ? 0 : minuteOf(start_time),
    endMinute: expiration_time === undefined ? MINUTES_A_DAY : minuteOf(expiration_time),
    daysOfWeek: days_of_week ?? null,
  };
}

const MINUTES_A_DAY = 24 * 60;

/** `14:30` or `14:30:00` → 870. */
function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
