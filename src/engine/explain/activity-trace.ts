/** The trace of being active: every limit that is set, and the next moment all of them are open. */
import type { Temporal } from 'temporal-polyfill';
import { type Activity, activityAt } from '../activity/activity.ts';
import { nextOpening } from '../activity/timeframe.ts';
import type { Step } from './step.ts';

/** One limit of one activity, with what it is limited to. */
export type ActivityCheck = {
  /** Position among the incentive's activities: its own, then its campaign's. */
  readonly activity: number;
  readonly passed: boolean;
} & (
  | { readonly limit: 'ACTIVE' }
  /** Milliseconds since the epoch. */
  | { readonly limit: 'START' | 'EXPIRATION'; readonly at: number }
  | { readonly limit: 'DAYS_OF_WEEK'; readonly days: readonly number[] }
  | { readonly limit: 'HOURS'; readonly hours: NonNullable<Activity['hours']> }
  | { readonly limit: 'TIMEFRAME'; readonly timeframe: NonNullable<Activity['timeframe']> }
);

const UNLIMITED: Activity = {
  active: true,
  start: null,
  expiration: null,
  timeframe: null,
  daysOfWeek: null,
  hours: null,
};

/** Each limit is asked alone, by the function that decides on all of them. */
export function traceActivities(
  activities: readonly Activity[],
  now: Temporal.ZonedDateTime,
): readonly ActivityCheck[] {
  return activities.flatMap((one, activity) => {
    const asked = (part: Partial<Activity>) => ({
      activity,
      passed: activityAt({ ...UNLIMITED, ...part }, now) === 'ok',
    });
    const { active, start, expiration, daysOfWeek, hours, timeframe } = one;
    const checks: ActivityCheck[] = [{ limit: 'ACTIVE', ...asked({ active }) }];
    if (start !== null) checks.push({ limit: 'START', ...asked({ start }), at: start });
    if (expiration !== null) {
      checks.push({ limit: 'EXPIRATION', ...asked({ expiration }), at: expiration });
    }
    if (daysOfWeek !== null) {
      checks.push({ limit: 'DAYS_OF_WEEK', ...asked({ daysOfWeek }), days: daysOfWeek });
    }
    if (hours !== null) checks.push({ limit: 'HOURS', ...asked({ hours }), hours });
    if (timeframe !== null) checks.push({ limit: 'TIMEFRAME', ...asked({ timeframe }), timeframe });
    return checks;
  });
}

/** What would make all activities open; nothing where they are. */
export function activitySteps(
  activities: readonly Activity[],
  now: Temporal.ZonedDateTime,
): readonly Step[] {
  const verdicts = activities.map((activity) => activityAt(activity, now));
  if (verdicts.every((verdict) => verdict === 'ok')) return [];
  const steps: Step[] = verdicts.includes('disabled') ? [{ type: 'SWITCH_ON' }] : [];
  const switchedOn = activities.map((activity) => ({ ...activity, active: true }));
  const until = nextActive(switchedOn, now);
  if (until === null) {
    const ends = activities.flatMap(({ expiration }) => expiration ?? []);
    steps.push({ type: 'EXTEND', expiration: ends.length === 0 ? null : Math.min(...ends) });
  } else if (until.epochMilliseconds > now.epochMilliseconds) {
    const isToStart = activities.some(({ start }) => (start ?? -Infinity) > now.epochMilliseconds);
    const reason = isToStart ? 'START' : 'OPENING';
    steps.push({ type: 'WAIT', until: until.epochMilliseconds, reason });
  }
  return steps;
}

/** Limits are jumped over so often before they are taken never to be open together. */
const MAX_JUMPS = 1_000;

/**
 * The first moment, from `now` on, at which all activities are open; null where there is none before
 * one expires. Switched off ones never are.
 *
 * Nothing is open before each closed limit opens, so the latest of their openings can be jumped to.
 */
export function nextActive(
  activities: readonly Activity[],
  now: Temporal.ZonedDateTime,
): Temporal.ZonedDateTime | null {
  let at = now;
  for (let jump = 0; jump < MAX_JUMPS; jump++) {
    const verdicts = activities.map((activity) => activityAt(activity, at));
    if (verdicts.every((verdict) => verdict === 'ok')) return at;
    if (verdicts.includes('disabled') || verdicts.includes('expired')) return null;
    const openings = activities.flatMap((activity) => openingsAfter(activity, at));
    const latest = latestOf(openings);
    if (latest === null) return null;
    at = latest;
  }
  return null;
}

/** When each limit that is closed opens next. */
function openingsAfter(
  { start, daysOfWeek, hours, timeframe }: Activity,
  at: Temporal.ZonedDateTime,
): readonly Temporal.ZonedDateTime[] {
  const isOpen = (part: Partial<Activity>) => activityAt({ ...UNLIMITED, ...part }, at) === 'ok';
  const openings: (Temporal.ZonedDateTime | null)[] = [];
  if (start !== null && !isOpen({ start })) {
    openings.push(at.add({ milliseconds: start - at.epochMilliseconds }));
  }
  if (daysOfWeek !== null && !isOpen({ daysOfWeek })) openings.push(nextDay(daysOfWeek, at));
  if (hours !== null && !isOpen({ hours })) {
    openings.push(earliestOf(hours.flatMap((one) => nextStart(one, at) ?? [])));
  }
  if (timeframe !== null && !isOpen({ timeframe })) openings.push(nextOpening(timeframe, at));
  return openings.filter((opening) => opening !== null);
}

type Hours = NonNullable<Activity['hours']>[number];

/** A week and a day: the same weekday again, should today's opening be over. */
const DAYS_AHEAD = 8;

function nextDay(
  days: readonly number[],
  at: Temporal.ZonedDateTime,
): Temporal.ZonedDateTime | null {
  for (let ahead = 1; ahead < DAYS_AHEAD; ahead++) {
    const day = at.startOfDay().add({ days: ahead }).startOfDay();
    if (days.includes(day.dayOfWeek % 7)) return day;
  }
  return null;
}

/** Where the clocks go forward over it, the opening is as much later. */
function nextStart(
  { startMinute, daysOfWeek }: Hours,
  at: Temporal.ZonedDateTime,
): Temporal.ZonedDateTime | null {
  for (let ahead = 0; ahead < DAYS_AHEAD; ahead++) {
    const day = at.startOfDay().add({ days: ahead });
    if (daysOfWeek !== null && !daysOfWeek.includes(day.dayOfWeek % 7)) continue;
    const time = { hour: Math.floor(startMinute / 60), minute: startMinute % 60 };
    const start = day.startOfDay().with(time);
    if (start.epochMilliseconds > at.epochMilliseconds) return start;
  }
  return null;
}

type Moment = Temporal.ZonedDateTime;

function latestOf(moments: readonly Moment[]): Moment | null {
  return moments.reduce<Moment | null>(
    (latest, one) =>
      latest === null || one.epochMilliseconds > latest.epochMilliseconds ? one : latest,
    null,
  );
}

function earliestOf(moments: readonly Moment[]): Moment | null {
  return moments.reduce<Moment | null>(
    (first, one) =>
      first === null || one.epochMilliseconds < first.epochMilliseconds ? one : first,
    null,
  );
}
