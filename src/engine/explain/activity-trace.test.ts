/** Traces of activity by example: which limit is closed, and what opens it. It is noon in Warsaw. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Temporal } from 'temporal-polyfill';
import type { Activity } from '../activity/activity.ts';
import { activitySteps, traceActivities } from './activity-trace.ts';
import type { Step } from './step.ts';

/** A Wednesday. */
const noon = Temporal.ZonedDateTime.from('2026-05-20T12:00:00[Europe/Warsaw]');
const at = (text: string): number => Temporal.Instant.from(`${text}:00Z`).epochMilliseconds;
const open: Activity = {
  active: true,
  start: null,
  expiration: null,
  timeframe: null,
  daysOfWeek: null,
  hours: null,
};
const from = (hour: number, until: number, daysOfWeek: readonly number[] | null = null) => ({
  startMinute: hour * 60,
  endMinute: until * 60,
  daysOfWeek,
});
const daily = (anchor: string, duration: string, interval = 'P1D') => ({
  anchor: at(anchor),
  interval: Temporal.Duration.from(interval),
  duration: Temporal.Duration.from(duration),
});

const examples: readonly (readonly [
  claim: string,
  activities: readonly Partial<Activity>[],
  closed: string,
  steps: readonly string[],
])[] = [
  ['open', [{}], '', []],
  ['switched off', [{ active: false }], 'ACTIVE', ['SWITCH_ON']],
  ['started', [{ start: at('2026-05-20T10:00') }], '', []],
  ['not started', [{ start: at('2026-05-20T10:01') }], 'START', ['START 2026-05-20T10:01']],
  ['expired', [{ expiration: at('2026-05-20T10:00') }], 'EXPIRATION', ['EXTEND 2026-05-20T10:00']],
  ['of a weekday', [{ daysOfWeek: [3] }], '', []],
  ['of other weekdays', [{ daysOfWeek: [1, 5] }], 'DAYS_OF_WEEK', ['OPENING 2026-05-21T22:00']],
  ['before its hours', [{ hours: [from(15, 18)] }], 'HOURS', ['OPENING 2026-05-20T13:00']],
  ['after its hours', [{ hours: [from(9, 11)] }], 'HOURS', ['OPENING 2026-05-21T07:00']],
  [
    'of the nearer hours',
    [{ hours: [from(9, 11), from(14, 15)] }],
    'HOURS',
    ['OPENING 2026-05-20T12:00'],
  ],
  ['of hours on a day', [{ hours: [from(9, 18, [0])] }], 'HOURS', ['OPENING 2026-05-24T07:00']],
  ['of a night before', [{ hours: [from(22, 13)] }], '', []],
  ['in its timeframe', [{ timeframe: daily('2026-05-01T08:00', 'PT3H') }], '', []],
  [
    'out of its timeframe',
    [{ timeframe: daily('2026-05-01T08:00', 'PT1H') }],
    'TIMEFRAME',
    ['OPENING 2026-05-21T08:00'],
  ],
  [
    'before its timeframe',
    [{ timeframe: daily('2026-06-01T08:00', 'PT1H') }],
    'TIMEFRAME',
    ['OPENING 2026-06-01T08:00'],
  ],
  [
    'of a weekday and hours',
    [{ daysOfWeek: [1], hours: [from(9, 11)] }],
    'DAYS_OF_WEEK HOURS',
    ['OPENING 2026-05-25T07:00'],
  ],
  [
    'of weekdays that never meet its hours',
    [{ daysOfWeek: [1], hours: [from(9, 11, [2])] }],
    'DAYS_OF_WEEK HOURS',
    ['EXTEND never'],
  ],
  [
    'over before it opens again',
    [{ daysOfWeek: [1], expiration: at('2026-05-22T00:00') }],
    'DAYS_OF_WEEK',
    ['EXTEND 2026-05-22T00:00'],
  ],
  [
    'as its campaign is',
    [{ start: at('2026-05-21T10:00') }, { hours: [from(9, 11)] }],
    'START HOURS',
    ['START 2026-05-22T07:00'],
  ],
  [
    'switched off and not started',
    [{ active: false, start: at('2026-05-21T10:00') }],
    'ACTIVE START',
    ['SWITCH_ON', 'START 2026-05-21T10:00'],
  ],
];

for (const [claim, parts, closed, steps] of examples) {
  test(`an activity ${claim}: ${steps.join(', ') || 'nothing to do'}`, () => {
    const activities = parts.map((part) => ({ ...open, ...part }));
    const checks = traceActivities(activities, noon);
    const failed = checks.filter(({ passed }) => !passed).map(({ limit }) => limit);
    assert.equal(failed.join(' '), closed);
    assert.deepEqual(activitySteps(activities, noon).map(inShort), steps);
  });
}

function inShort(step: Step): string {
  const iso = (milliseconds: number) => new Date(milliseconds).toISOString().slice(0, 16);
  if (step.type === 'WAIT') return `${step.reason} ${iso(step.until)}`;
  if (step.type !== 'EXTEND') return step.type;
  return `EXTEND ${step.expiration === null ? 'never' : iso(step.expiration)}`;
}
