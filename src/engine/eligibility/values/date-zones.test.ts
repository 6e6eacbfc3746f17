/** Conditions on dates by the clock of a project's time zone. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Temporal } from 'temporal-polyfill';
import type { Json } from '../../json.ts';
import { metadataTests } from './metadata-tests.ts';

const warsaw = 'Europe/Warsaw';
const newYork = 'America/New_York';
const kolkata = 'Asia/Kolkata';
const auckland = 'Pacific/Auckland';

type Operator = Parameters<typeof metadataTests>[0][number]['operator'];
type Row = readonly [
  zone: string,
  now: string,
  value: string,
  operator: Operator,
  operand: Json,
  holds: boolean,
];

const noon = '2026-05-20T12:00:00Z';
const nine = '2026-03-01T08:00:00Z;P1D;PT1H';

const rows: readonly Row[] = [
  // a date alone is that day in every time zone
  [newYork, noon, '2026-05-20', '$dow', 3, true],
  [newYork, noon, '2026-05-20', '$dow', 2, false],
  [auckland, noon, '2026-05-20', '$dow', 3, true],
  [newYork, noon, '2026-05-20', '$timeframe_daily_hours', '00:00;01:00;3', true],
  [newYork, noon, '2026-05-20', '$is_days_ago', 0, true],
  [auckland, noon, '2026-05-21', '$is_days_ago', 0, true],
  // a moment is on the day it falls on there
  [newYork, noon, '2026-05-20T02:00:00Z', '$dow', 2, true],
  [auckland, noon, '2026-05-20T13:00:00Z', '$dow', 4, true],
  [kolkata, noon, '2026-05-20T18:29:59Z', '$dow', 3, true],
  [kolkata, noon, '2026-05-20T18:30:00Z', '$dow', 4, true],
  [newYork, '2026-05-20T03:00:00Z', '2026-05-19T10:00:00Z', '$is_days_ago', 0, true],
  [warsaw, '2026-05-20T03:00:00Z', '2026-05-19T10:00:00Z', '$is_days_ago', 1, true],
  // days are counted by the calendar, whether they have 23 hours or 25
  [warsaw, '2026-03-29T21:30:00Z', '2026-03-28T22:30:00Z', '$is_days_ago', 1, true],
  [warsaw, '2026-03-29T22:30:00Z', '2026-03-28T23:30:00Z', '$is_days_ago', 1, true],
  [warsaw, '2026-10-25T22:30:00Z', '2026-10-24T22:30:00Z', '$is_days_ago', 0, true],
  [warsaw, '2026-10-24T12:00:00Z', '2026-10-25T22:59:00Z', '$is_days_in_future', 1, true],
  [newYork, '2026-11-01T12:00:00Z', '2026-11-02T04:59:00Z', '$less_than_future', 1, true],
  [newYork, '2026-11-01T12:00:00Z', '2026-11-02T05:00:00Z', '$less_than_future', 1, false],
  // hours are those on the wall before and after the change
  [warsaw, noon, '2026-03-28T17:30:00Z', '$timeframe_daily_hours', '18:00;19:00', true],
  [warsaw, noon, '2026-03-29T17:30:00Z', '$timeframe_daily_hours', '18:00;19:00', false],
  [warsaw, noon, '2026-03-29T16:30:00Z', '$timeframe_daily_hours', '18:00;19:00', true],
  [warsaw, noon, '2026-10-25T00:30:00Z', '$timeframe_daily_hours', '02:00;03:00', true],
  [warsaw, noon, '2026-10-25T01:30:00Z', '$timeframe_daily_hours', '02:00;03:00', true],
  [auckland, noon, '2026-09-26T13:30:00Z', '$timeframe_daily_hours', '22:00;02:00;6', true],
  [auckland, noon, '2026-09-26T14:30:00Z', '$timeframe_daily_hours', '22:00;02:00;6', false],
  [kolkata, noon, '2026-05-20T20:00:00Z', '$timeframe_daily_hours', '22:00;02:00;3', true],
  // what recurs keeps its hour on the wall
  [warsaw, noon, '2026-03-28T08:30:00Z', '$timeframe', nine, true],
  [warsaw, noon, '2026-03-29T07:30:00Z', '$timeframe', nine, true],
  [warsaw, noon, '2026-03-29T08:30:00Z', '$timeframe', nine, false],
  [kolkata, noon, '2026-03-29T08:30:00Z', '$timeframe', nine, true],
];

for (const [number, [zone, now, value, operator, operand, holds]] of rows.entries()) {
  test(`${number + 1}: ${value} ${operator} ${JSON.stringify(operand)} in ${zone}: ${holds}`, () => {
    const there = Temporal.Instant.from(now).toZonedDateTimeISO(zone);
    const [condition] = metadataTests([{ operator, operands: [operand] }]);
    assert.equal(condition?.holds(value, there), holds);
  });
}
