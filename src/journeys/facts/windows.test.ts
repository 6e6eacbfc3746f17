/** Where days, weeks and months begin in a project's time zone. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Temporal } from 'temporal-polyfill';
import { windowsAt } from './windows.ts';

const warsaw = 'Europe/Warsaw';
const newYork = 'America/New_York';
const kolkata = 'Asia/Kolkata';
const auckland = 'Pacific/Auckland';

const rows = [
  // zone    now                     day                 week                month
  [warsaw, '2026-03-29T00:30:00Z', '2026-03-28T23:00', '2026-03-22T23:00', '2026-02-28T23:00'],
  [warsaw, '2026-03-29T21:59:59Z', '2026-03-28T23:00', '2026-03-22T23:00', '2026-02-28T23:00'],
  [warsaw, '2026-03-29T22:00:00Z', '2026-03-29T22:00', '2026-03-29T22:00', '2026-02-28T23:00'],
  [warsaw, '2026-10-25T22:59:59Z', '2026-10-24T22:00', '2026-10-18T22:00', '2026-09-30T22:00'],
  [warsaw, '2026-10-25T23:00:00Z', '2026-10-25T23:00', '2026-10-25T23:00', '2026-09-30T22:00'],
  [newYork, '2026-03-08T04:59:59Z', '2026-03-07T05:00', '2026-03-02T05:00', '2026-03-01T05:00'],
  [newYork, '2026-03-09T03:59:59Z', '2026-03-08T05:00', '2026-03-02T05:00', '2026-03-01T05:00'],
  [newYork, '2026-03-09T04:00:00Z', '2026-03-09T04:00', '2026-03-09T04:00', '2026-03-01T05:00'],
  [newYork, '2026-11-02T04:59:59Z', '2026-11-01T04:00', '2026-10-26T04:00', '2026-11-01T04:00'],
  [kolkata, '2026-05-31T18:29:59Z', '2026-05-30T18:30', '2026-05-24T18:30', '2026-04-30T18:30'],
  [kolkata, '2026-05-31T18:30:00Z', '2026-05-31T18:30', '2026-05-31T18:30', '2026-05-31T18:30'],
  [auckland, '2026-04-05T11:59:59Z', '2026-04-04T11:00', '2026-03-29T11:00', '2026-03-31T11:00'],
  [auckland, '2026-04-05T12:00:00Z', '2026-04-05T12:00', '2026-04-05T12:00', '2026-03-31T11:00'],
  [auckland, '2026-09-27T10:59:59Z', '2026-09-26T12:00', '2026-09-20T12:00', '2026-08-31T12:00'],
  ['UTC', '2027-01-01T00:00:00Z', '2027-01-01T00:00', '2026-12-28T00:00', '2027-01-01T00:00'],
] as const;

for (const [zone, now, ...begun] of rows) {
  test(`at ${now} in ${zone} the day began at ${begun[0]}`, () => {
    const { day, week, month } = windowsAt(Temporal.Instant.from(now).toZonedDateTimeISO(zone));
    assert.deepEqual(
      [day, week, month].map((instant) => instant.slice(0, 16)),
      begun,
    );
  });
}

test('windows are named by the dates they begin on', () => {
  const now = Temporal.Instant.from('2026-05-20T21:59:59Z').toZonedDateTimeISO(warsaw);
  const { dayDate, weekDate, monthDate } = windowsAt(now);
  assert.deepEqual([dayDate, weekDate, monthDate], ['2026-05-20', '2026-05-18', '2026-05-01']);
});
