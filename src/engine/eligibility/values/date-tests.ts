/** Comparisons of dates: with a date, with today, with recurring windows of time. */
import { Temporal } from 'temporal-polyfill';
import { durationOf, isInTimeframe } from '../../activity/timeframe.ts';
import { type Json, textOf } from '../../json.ts';
import type { MetadataOperator } from '../parse/operators.ts';
import { instantOf } from './compare.ts';
import type { Now } from './test.ts';

export type DateOperator = Extract<
  MetadataOperator,
  | '$after'
  | '$before'
  | '$more_than_ago'
  | '$less_than_ago'
  | '$is_days_ago'
  | '$more_than_future'
  | '$less_than_future'
  | '$is_days_in_future'
  | '$timeframe'
  | '$timeframe_absolute'
  | '$timeframe_daily_hours'
  | '$dow'
>;
type Holds = (value: Json | undefined, now: Now) => boolean;
/** `at` is in milliseconds since 1970. */
type Frame = (at: number, zone: string) => boolean;

/** Days and hours are those of the project's time zone, which `now` carries. */
export function dateTest(operator: DateOperator, operands: readonly Json[]): Holds {
  const days = Number(operands[0]);
  switch (operator) {
    case '$after':
      return compared(operands, (at, limit) => at > limit);
    case '$before':
      return compared(operands, (at, limit) => at < limit);
    case '$more_than_ago':
      return byAge((age) => age > days);
    case '$less_than_ago':
      return byAge((age) => age >= 0 && age < days);
    case '$is_days_ago':
      return byAge((age) => age === days);
    case '$more_than_future':
      return byAge((age) => -age > days);
    case '$less_than_future':
      return byAge((age) => age <= 0 && -age < days);
    case '$is_days_in_future':
      return byAge((age) => -age === days);
    case '$timeframe':
      return framed(operands.map(recurringFrame));
    case '$timeframe_absolute':
      return framed(operands.map(absoluteFrame));
    case '$timeframe_daily_hours':
      return framed(operands.map(dailyHoursFrame));
    case '$dow':
      return framed([(at, zone) => operands.includes(dayOfWeek(localTime(at, zone)))]);
    default:
      return operator satisfies never;
  }
}

function compared(operands: readonly Json[], holds: (at: number, limit: number) => boolean): Holds {
  const limits = operands.map(instantOf).filter((limit) => limit !== null);
  return (value) => {
    const at = instantOf(value);
    return at !== null && limits.some((limit) => holds(at, limit));
  };
}

/** `age` is in whole calendar days before today; negative in the future. */
function byAge(holds: (age: number) => boolean): Holds {
  return (value, now) => {
    const date = dateOf(value, now.timeZoneId);
    return date !== null && holds(date.until(now.toPlainDate(), { largestUnit: 'day' }).days);
  };
}

/** A date alone is that day everywhere; a moment is on the day it falls on in the zone. */
function dateOf(value: Json | undefined, zone: string): Temporal.PlainDate | null {
  const at = instantOf(value);
  return at === null ? null : localTime(at, zoneFor(value, zone)).toPlainDate();
}

/** The clock to read a value by. */
function zoneFor(value: Json | undefined, zone: string): string {
  const isDateAlone = typeof value === 'string' && value.length === 10;
  return isDateAlone ? 'UTC' : zone;
}

function framed(frames: readonly (Frame | null)[]): Holds {
  return (value, now) => {
    const at = instantOf(value);
    if (at === null) return false;
    const zone = zoneFor(value, now.timeZoneId);
    return frames.some((frame) => frame?.(at, zone) === true);
  };
}

function localTime(at: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}

/** From 0, a Sunday, to 6. */
function dayOfWeek(time: Temporal.ZonedDateTime): number {
  return time.dayOfWeek % 7;
}

/** `start;period;duration`: from the start, once every period, for the duration. */
function recurringFrame(operand: Json): Frame | null {
  const [start = '', period = '', lasts = ''] = textOf(operand).split(';');
  const anchor = instantOf(start);
  const [interval, duration] = [durationOf(period), durationOf(lasts)];
  if (anchor === null || interval === null || duration === null) return null;
  const frame = { anchor, interval, duration };
  return (at, zone) => isInTimeframe(frame, localTime(at, zone));
}

/** `start;end`, the end excluded. */
function absoluteFrame(operand: Json): Frame | null {
  const [start = '', end = ''] = textOf(operand).split(';');
  const [from, until] = [instantOf(start), instantOf(end)];
  return from === null || until === null ? null : (at) => at >= from && at < until;
}

/** `18:00;20:01;2,3`: from, until (excluded), days of the week; a night may pass midnight. */
function dailyHoursFrame(operand: Json): Frame | null {
  const [start = '', end = '', list = ''] = textOf(operand).split(';');
  const [from, until] = [minuteOf(start), minuteOf(end)];
  if (from === null || until === null) return null;
  const days = list === '' ? [0, 1, 2, 3, 4, 5, 6] : list.split(',').map(Number);
  if (!days.every((day) => Number.isInteger(day) && day >= 0 && day <= 6)) return null;
  return (at, zone) => {
    const time = localTime(at, zone);
    const minute = time.hour * 60 + time.minute;
    const day = dayOfWeek(time);
    if (from <= until) return days.includes(day) && minute >= from && minute < until;
    const isEvening = minute >= from;
    return (isEvening || minute < until) && days.includes(isEvening ? day : (day + 6) % 7);
  };
}

function minuteOf(time: string): number | null {
  const [, hour, minute] = /^(\d\d?):(\d\d)$/.exec(time) ?? [];
  const minutes = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && minutes <= 24 * 60 ? minutes : null;
}

/** Whether a frame can be read: one that cannot would never hold. */
export function isFrame(
  operator: '$timeframe' | '$timeframe_absolute' | '$timeframe_daily_hours',
  operand: Json,
): boolean {
  switch (operator) {
    case '$timeframe':
      return recurringFrame(operand) !== null;
    case '$timeframe_absolute':
      return absoluteFrame(operand) !== null;
    case '$timeframe_daily_hours':
      return dailyHoursFrame(operand) !== null;
    default:
      return operator satisfies never;
  }
}
