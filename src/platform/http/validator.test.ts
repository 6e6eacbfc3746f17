/** Dates and times at the edge: what is let in, PostgreSQL can keep. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import { testDatabase } from '../../../test/support/database.ts';
import { isDate, isDateTime } from './validator.ts';

const dateTimes = [
  // claim                                               text                              fits
  ['an instant in UTC', '2026-03-01T10:20:30Z', true],
  ['an instant with an offset', '2026-03-01T10:20:30+05:30', true],
  ['an offset without its colon', '2026-03-01T10:20:30-0800', true],
  ['fractions down to nanoseconds', '2026-03-01T10:20:30.123456789Z', true],
  ['a time without seconds', '2026-03-01T10:20Z', true],
  ['a space for the T', '2026-03-01 10:20:30z', true],
  ['a day alone', '2026-03-01', true],
  ['a leap second', '2016-12-31T23:59:60Z', true],
  ['the largest offset', '2026-03-01T10:20:30+15:59', true],
  ['the smallest offset', '2026-03-01T10:20:30-15:59', true],
  ['the first instant of the year 1', '0001-01-01T00:00:00Z', true],
  ['the last second of the year 9999', '9999-12-31T23:59:59.999999Z', true],
  ['the year 9999 by an offset', '9999-12-31T23:00:00+01:00', true],
  ['no offset of sixteen hours', '2026-03-01T10:20:30+16:00', false],
  ['no offset of minus sixteen hours', '2026-03-01T10:20:30-1600', false],
  ['no offset of sixty minutes', '2026-03-01T10:20:30+01:60', false],
  ['no year 0', '0000-06-01T00:00:00Z', false],
  ['no year 0 by an offset', '0001-01-01T00:00:00+14:00', false],
  ['no year 10000 by an offset', '9999-12-31T23:00:00-05:00', false],
  ['no year 10000 by rounding', '9999-12-31T23:59:59.9999999Z', false],
  ['no year 10000 by a leap second', '9999-12-31T23:59:60Z', false],
  ['no time without a zone', '2026-03-01T10:20:30', false],
  ['no hour 24', '2026-03-01T24:00:00Z', false],
  ['no day that does not exist', '2026-02-29T10:20:30Z', false],
  ['no text', 'tomorrow', false],
] as const;

for (const [claim, text, fits] of dateTimes) {
  test(`a date-time may be ${claim}`, () => {
    assert.equal(isDateTime(text), fits);
  });
}

const dates = [
  ['a day', '2026-03-01', true],
  ['a leap day', '2024-02-29', true],
  ['no leap day of a common year', '2026-02-29', false],
  ['no day of the year 0', '0000-01-01', false],
  ['no instant', '2026-03-01T10:20:30Z', false],
] as const;

for (const [claim, text, fits] of dates) {
  test(`a date may be ${claim}`, () => {
    assert.equal(isDate(text), fits);
  });
}

test('every date-time let in is one PostgreSQL keeps in the years 1 to 9999', async () => {
  const { url } = await testDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const [claim, text, fits] of dateTimes) {
      if (!fits) continue;
      const { rows } = await client.query(
        `select extract(year from $1::timestamptz at time zone 'UTC')::integer as year`,
        [text],
      );
      assert(rows[0].year >= 1 && rows[0].year <= 9999, claim);
    }
  } finally {
    await client.end();
  }
});
