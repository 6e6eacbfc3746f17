/**
 * Time limits where the clocks change, in four time zones. One row is one claim: add a row, not a test.
 *
 * In 2026 clocks go forward in Warsaw on 29 March and back on 25 October, in New York on 8 March and 1
 * November; in Auckland back on 5 April and forward on 27 September; in Kolkata never.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { type Activity, activityAt } from './activity.ts';
import { durationOf } from './timeframe.ts';

const always: Activity = {
  active: true,
  start: null,
  expiration: null,
  timeframe: null,
  daysOfWeek: null,
  hours: null,
};
const at = (iso: string): number => Temporal.Instant.from(iso).epochMilliseconds;

function every(interval: string, duration: string, anchor: string): Partial<Activity> {
  const read = (text: string) => Temporal.Duration.from(text);
  return {
    timeframe: { anchor: at(anchor), interval: read(interval), duration: read(duration) },
  };
}

function hours(from: string, until: string, ...daysOfWeek: number[]): Partial<Activity> {
  const minuteOf = (text: string): number => {
    const [hour = 0, minute = 0] = text.split(':').map(Number);
    return hour * 60 + minute;
  };
  const days = daysOfWeek.length === 0 ? null : daysOfWeek;
  const daily = { startMinute: minuteOf(from), endMinute: minuteOf(until), daysOfWeek: days };
  return { hours: [daily] };
}

const warsaw = 'Europe/Warsaw';
const newYork = 'America/New_York';
const kolkata = 'Asia/Kolkata';
const auckland = 'Pacific/Auckland';

type Row = readonly [limits: Partial<Activity>, zone: string, now: string, isOpen: boolean];

// From 9 to 10 every day, first opened in winter.
const nineInWarsaw = every('P1D', 'PT1H', '2026-03-01T08:00:00Z');
const nineInNewYork = every('P1D', 'PT1H', '2026-03-01T14:00:00Z');
const nineInKolkata = every('P1D', 'PT1H', '2026-03-01T03:30:00Z');
const nineInAuckland = every('P1D', 'PT1H', '2026-02-28T20:00:00Z');

const rows: readonly Row[] = [
  // every day at nine keeps its hour on the wall
  [nineInWarsaw, warsaw, '2026-03-28T08:00:00Z', true],
  [nineInWarsaw, warsaw, '2026-03-28T07:59:59Z', false],
  [nineInWarsaw, warsaw, '2026-03-29T07:00:00Z', true],
  [nineInWarsaw, warsaw, '2026-03-29T07:59:59Z', true],
  [nineInWarsaw, warsaw, '2026-03-29T08:00:00Z', false],
  [nineInWarsaw, warsaw, '2026-10-24T07:30:00Z', true],
  [nineInWarsaw, warsaw, '2026-10-25T07:30:00Z', false],
  [nineInWarsaw, warsaw, '2026-10-25T08:30:00Z', true],
  [nineInNewYork, newYork, '2026-03-07T14:30:00Z', true],
  [nineInNewYork, newYork, '2026-03-08T13:30:00Z', true],
  [nineInNewYork, newYork, '2026-03-08T14:30:00Z', false],
  [nineInNewYork, newYork, '2026-10-31T13:30:00Z', true],
  [nineInNewYork, newYork, '2026-11-01T13:30:00Z', false],
  [nineInNewYork, newYork, '2026-11-01T14:30:00Z', true],
  [nineInKolkata, kolkata, '2026-03-29T03:30:00Z', true],
  [nineInKolkata, kolkata, '2026-03-29T04:30:00Z', false],
  [nineInKolkata, kolkata, '2026-10-25T03:45:00Z', true],
  [nineInAuckland, auckland, '2026-04-03T20:30:00Z', true],
  [nineInAuckland, auckland, '2026-04-04T20:30:00Z', false],
  [nineInAuckland, auckland, '2026-04-04T21:30:00Z', true],
  [nineInAuckland, auckland, '2026-09-25T21:30:00Z', true],
  [nineInAuckland, auckland, '2026-09-26T20:30:00Z', true],
  [nineInAuckland, auckland, '2026-09-26T21:30:00Z', false],
  // a day is as long as it is: 23 hours in spring, 25 in autumn
  [every('P2D', 'P1D', '2026-03-27T23:00:00Z'), warsaw, '2026-03-28T22:59:59Z', true],
  [every('P2D', 'P1D', '2026-03-27T23:00:00Z'), warsaw, '2026-03-28T23:00:00Z', false],
  [every('P2D', 'P1D', '2026-03-28T23:00:00Z'), warsaw, '2026-03-29T21:59:59Z', true],
  [every('P2D', 'P1D', '2026-03-28T23:00:00Z'), warsaw, '2026-03-29T22:00:00Z', false],
  [every('P2D', 'P1D', '2026-10-24T22:00:00Z'), warsaw, '2026-10-25T22:59:59Z', true],
  [every('P2D', 'P1D', '2026-10-24T22:00:00Z'), warsaw, '2026-10-25T23:00:00Z', false],
  // hours are counted by the clock that never changes
  [every('PT24H', 'PT1H', '2026-03-28T08:00:00Z'), warsaw, '2026-03-29T08:30:00Z', true],
  [every('PT24H', 'PT1H', '2026-03-28T08:00:00Z'), warsaw, '2026-03-29T07:30:00Z', false],
  // weeks and months keep day and hour
  [every('P1W', 'PT2H', '2026-03-24T17:00:00Z'), warsaw, '2026-03-31T16:00:00Z', true],
  [every('P1W', 'PT2H', '2026-03-24T17:00:00Z'), warsaw, '2026-03-31T18:00:00Z', false],
  [every('P1W', 'PT2H', '2026-10-30T21:00:00Z'), newYork, '2026-11-06T22:30:00Z', true],
  [every('P1M', 'P1D', '2026-01-31T00:00:00Z'), 'UTC', '2026-03-31T12:00:00Z', true],
  [every('P1M', 'P1D', '2026-01-31T00:00:00Z'), 'UTC', '2026-04-30T12:00:00Z', true],
  [every('P1M', 'P1D', '2026-02-01T00:00:00Z'), 'UTC', '2036-02-01T12:00:00Z', true],
  [every('P1M', 'P1D', '2026-02-01T00:00:00Z'), 'UTC', '2036-02-15T12:00:00Z', false],
  [every('P1M', 'P1D', '2026-02-01T00:00:00Z'), 'UTC', '2126-01-31T12:00:00Z', false],
  [every('P1Y', 'P1D', '2024-02-29T00:00:00Z'), 'UTC', '2026-02-28T12:00:00Z', true],
  [every('P1Y', 'P1D', '2024-02-29T00:00:00Z'), 'UTC', '2026-03-01T12:00:00Z', false],
  // openings that are longer than their interval leave no gap
  [every('P1D', 'P2D', '2026-03-01T08:00:00Z'), warsaw, '2026-03-29T03:00:00Z', true],
  // hours over midnight belong to the day they opened on
  [hours('22:00', '02:00', 6), warsaw, '2026-03-28T21:30:00Z', true],
  [hours('22:00', '02:00', 6), warsaw, '2026-03-29T00:59:00Z', true],
  [hours('22:00', '02:00', 6), warsaw, '2026-03-29T01:00:00Z', false],
  [hours('22:00', '04:00', 6), warsaw, '2026-03-29T01:30:00Z', true],
  [hours('22:00', '04:00', 6), warsaw, '2026-03-29T02:00:00Z', false],
  [hours('22:00', '02:00', 0), warsaw, '2026-03-28T21:30:00Z', false],
  [hours('22:00', '02:00', 6), newYork, '2026-11-01T02:30:00Z', true],
  [hours('22:00', '02:00', 6), newYork, '2026-11-01T05:30:00Z', true],
  [hours('22:00', '02:00', 6), newYork, '2026-11-01T06:59:00Z', true],
  [hours('22:00', '02:00', 6), newYork, '2026-11-01T07:00:00Z', false],
  // an hour that the clocks leave out does not open, one they repeat is open twice
  [hours('02:00', '03:00'), warsaw, '2026-03-29T00:59:00Z', false],
  [hours('02:00', '03:00'), warsaw, '2026-03-29T01:00:00Z', false],
  [hours('02:00', '03:00'), warsaw, '2026-10-25T00:30:00Z', true],
  [hours('02:00', '03:00'), warsaw, '2026-10-25T01:30:00Z', true],
  [hours('02:00', '03:00'), warsaw, '2026-10-25T02:00:00Z', false],
  [hours('01:00', '02:00'), newYork, '2026-11-01T05:30:00Z', true],
  [hours('01:00', '02:00'), newYork, '2026-11-01T06:30:00Z', true],
  [hours('02:00', '03:00'), auckland, '2026-09-26T14:30:00Z', false],
  [hours('02:00', '03:00'), auckland, '2026-04-04T13:30:00Z', true],
  [hours('02:00', '03:00'), auckland, '2026-04-04T14:30:00Z', true],
  // the same moment is another hour and another day elsewhere
  [hours('09:00', '17:30'), kolkata, '2026-05-20T11:59:00Z', true],
  [hours('09:00', '17:30'), kolkata, '2026-05-20T12:00:00Z', false],
  [hours('09:00', '17:30', 4), auckland, '2026-05-20T21:00:00Z', true],
  [hours('09:00', '17:30', 3), auckland, '2026-05-20T21:00:00Z', false],
  [{ daysOfWeek: [4] }, auckland, '2026-05-20T12:00:00Z', true],
  [{ daysOfWeek: [3] }, newYork, '2026-05-21T03:59:59Z', true],
  [{ daysOfWeek: [3] }, newYork, '2026-05-21T04:00:00Z', false],
  // until the end of the day
  [hours('18:00', '24:00', 3), warsaw, '2026-05-20T21:59:00Z', true],
  [hours('18:00', '24:00', 3), warsaw, '2026-05-20T22:00:00Z', false],
  [hours('00:00', '24:00', 0), warsaw, '2026-10-25T22:59:00Z', true],
];

for (const [number, [limits, zone, now, isOpen]] of rows.entries()) {
  test(`${number + 1}: it is ${isOpen ? 'open' : 'closed'} in ${zone} at ${now}`, () => {
    const there = Temporal.Instant.from(now).toZonedDateTimeISO(zone);
    const verdict = activityAt({ ...always, ...limits }, there);
    assert.equal(verdict, isOpen ? 'ok' : 'not_now');
  });
}

test('an opening is found wherever counting from the first one finds it', () => {
  const made = fc.record({
    zone: fc.constantFrom(warsaw, newYork, kolkata, auckland),
    interval: fc.constantFrom('PT36H', 'P1D', 'P3D', 'P1W', 'P1M', 'P1M10D', 'P2Y'),
    length: fc.constantFrom('PT1H', 'P1D', 'P20D'),
    anchor: fc.date({
      min: new Date('2024-01-01'),
      max: new Date('2026-01-01'),
      noInvalidDate: true,
    }),
    elapsedHours: fc.integer({ min: -100, max: 60_000 }),
  });
  fc.assert(
    fc.property(made, ({ zone, interval, length, anchor, elapsedHours }) => {
      const first = Temporal.Instant.fromEpochMilliseconds(anchor.getTime());
      const now = first.add({ hours: elapsedHours }).toZonedDateTimeISO(zone);
      const limits = every(interval, length, first.toString());
      const isOpen = activityAt({ ...always, ...limits }, now) === 'ok';
      assert.equal(isOpen, isOpenByCounting(first.toZonedDateTimeISO(zone), interval, length, now));
    }),
    { numRuns: 300 },
  );
});

/** Looks at one opening after another, up to the last that is not after `now`. */
function isOpenByCounting(
  anchor: Temporal.ZonedDateTime,
  interval: string,
  length: string,
  now: Temporal.ZonedDateTime,
): boolean {
  const { years, months, weeks, days, hours: hourly } = Temporal.Duration.from(interval);
  let opening: Temporal.ZonedDateTime | null = null;
  for (let n = 0; ; n++) {
    const next = anchor.add({
      years: years * n,
      months: months * n,
      weeks: weeks * n,
      days: days * n,
      hours: hourly * n,
    });
    if (Temporal.ZonedDateTime.compare(next, now) > 0) break;
    opening = next;
  }
  return opening !== null && Temporal.ZonedDateTime.compare(now, opening.add(length)) < 0;
}

const durations: readonly (readonly [text: string, isUsable: boolean])[] = [
  ['PT1S', true],
  ['PT1H30M', true],
  ['P1Y2M3W4DT5H6M7S', true],
  ['P100Y', true],
  ['PT24.5S', false],
  ['PT0.5S', false],
  ['PT0.000000001S', false],
  ['PT0S', false],
  ['-P1D', false],
  ['P101Y', false],
  ['P999999999Y', false],
  ['PT99999999999999S', false],
  ['1 day', false],
  ['', false],
];

for (const [text, isUsable] of durations) {
  test(`"${text}" is ${isUsable ? '' : 'no '}length of an opening or of its interval`, () => {
    assert.equal(durationOf(text) !== null, isUsable);
  });
}
