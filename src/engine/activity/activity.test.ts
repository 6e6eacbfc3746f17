/** Activity by example. One row is one claim: add a row, not a test. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Temporal } from 'temporal-polyfill';
import { type Activity, activityAt } from './activity.ts';

const always: Activity = {
  active: true,
  start: null,
  expiration: null,
  timeframe: null,
  daysOfWeek: null,
  hours: null,
};
const at = (iso: string): number => Temporal.Instant.from(iso).epochMilliseconds;
const duration = (iso: string): Temporal.Duration => Temporal.Duration.from(iso);
const nine = 9 * 60;

const examples: readonly (readonly [
  claim: string,
  Partial<Activity>,
  now: string,
  verdict: string,
])[] = [
  ['is open without limits', {}, '2026-01-01T00:00:00Z[UTC]', 'ok'],
  [
    'is disabled before all else',
    { active: false, expiration: at('2020-01-01T00:00:00Z') },
    '2026-01-01T00:00:00Z[UTC]',
    'disabled',
  ],
  ['opens at its start', { start: at('2026-01-01T00:00:00Z') }, '2026-01-01T00:00:00Z[UTC]', 'ok'],
  [
    'is closed before its start',
    { start: at('2026-01-01T00:00:00Z') },
    '2025-12-31T23:59:59Z[UTC]',
    'not_started',
  ],
  [
    'is closed at its expiration',
    { expiration: at('2026-01-01T00:00:00Z') },
    '2026-01-01T00:00:00Z[UTC]',
    'expired',
  ],
  [
    'is open a moment before',
    { expiration: at('2026-01-01T00:00:00Z') },
    '2025-12-31T23:59:59Z[UTC]',
    'ok',
  ],
  ['knows Sunday as 0', { daysOfWeek: [0] }, '2026-11-22T12:00:00Z[UTC]', 'ok'],
  ['is closed on other days', { daysOfWeek: [0] }, '2026-11-23T12:00:00Z[UTC]', 'not_now'],
  [
    'takes the day of the project’s time zone',
    { daysOfWeek: [1] },
    '2026-11-23T00:30:00+09:00[Asia/Tokyo]',
    'ok',
  ],
  [
    'opens at its hour',
    { hours: [{ startMinute: nine, endMinute: 600, daysOfWeek: null }] },
    '2026-11-23T09:00:00Z[UTC]',
    'ok',
  ],
  [
    'closes at its hour',
    { hours: [{ startMinute: nine, endMinute: 600, daysOfWeek: null }] },
    '2026-11-23T10:00:00Z[UTC]',
    'not_now',
  ],
  [
    'runs past midnight on the day it opened',
    { hours: [{ startMinute: 1320, endMinute: 120, daysOfWeek: [0] }] },
    '2026-11-23T01:59:00Z[UTC]',
    'ok',
  ],
  [
    'does not run past midnight of another day',
    { hours: [{ startMinute: 1320, endMinute: 120, daysOfWeek: [0] }] },
    '2026-11-22T01:59:00Z[UTC]',
    'not_now',
  ],
  [
    'recurs every second day for an hour',
    {
      timeframe: {
        anchor: at('2026-01-01T09:00:00Z'),
        interval: duration('P2D'),
        duration: duration('PT1H'),
      },
    },
    '2026-01-05T09:59:00Z[UTC]',
    'ok',
  ],
  [
    'is closed on the days between',
    {
      timeframe: {
        anchor: at('2026-01-01T09:00:00Z'),
        interval: duration('P2D'),
        duration: duration('PT1H'),
      },
    },
    '2026-01-04T09:30:00Z[UTC]',
    'not_now',
  ],
  [
    'is closed before the first opening',
    {
      timeframe: {
        anchor: at('2026-01-01T09:00:00Z'),
        interval: duration('P1D'),
        duration: duration('PT1H'),
      },
    },
    '2025-12-31T09:30:00Z[UTC]',
    'not_now',
  ],
  [
    'keeps its hour when the clocks change',
    {
      timeframe: {
        anchor: at('2026-03-01T08:00:00Z'),
        interval: duration('P1D'),
        duration: duration('PT1H'),
      },
    },
    '2026-04-01T09:30:00+02:00[Europe/Warsaw]',
    'ok',
  ],
  [
    'recurs by months of different lengths',
    {
      timeframe: {
        anchor: at('2026-01-31T00:00:00Z'),
        interval: duration('P1M'),
        duration: duration('P1D'),
      },
    },
    '2026-02-28T12:00:00Z[UTC]',
    'ok',
  ],
];

for (const [claim, limits, now, verdict] of examples) {
  test(`an incentive ${claim}`, () => {
    assert.equal(activityAt({ ...always, ...limits }, Temporal.ZonedDateTime.from(now)), verdict);
  });
}
