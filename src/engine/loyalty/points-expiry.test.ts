/** When points expire. One row is one claim: rules, when the points came, when they are gone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { type ExpirationRules, type ExpiryRounding, pointsExpiry } from './points-expiry.ts';

const after = (
  period_value: number,
  rounding_type?: ExpiryRounding,
  rounding_value?: number,
): ExpirationRules => ({
  period_type: 'MONTH',
  period_value,
  ...(rounding_type === undefined ? {} : { rounding_type }),
  ...(rounding_value === undefined ? {} : { rounding_value }),
});
const yearly = (fixed_month: number, fixed_day: number): ExpirationRules => ({
  period_type: 'FIXED_DAY_OF_YEAR',
  fixed_month,
  fixed_day,
});

const expiries: readonly (readonly [string, ExpirationRules, string, string])[] = [
  ['a month lasts to the end of its day', after(1), '2026-01-25T09:00', '2026-02-26T00:00'],
  ['no month: the day itself', after(0), '2026-01-01T00:00', '2026-01-02T00:00'],
  ['31 January and a month: 28 February', after(1), '2026-01-31T23:59', '2026-03-01T00:00'],
  ['29 February where there is one', after(1), '2028-01-31T12:00', '2028-03-01T00:00'],
  ['30 April and a month: 30 May', after(1), '2026-04-30T12:00', '2026-05-31T00:00'],
  ['over the year', after(14), '2026-11-05T12:00', '2028-01-06T00:00'],
  ['to the end of the month', after(1, 'END_OF_MONTH'), '2026-01-05T12:00', '2026-03-01T00:00'],
  ['to the end of the quarter', after(0, 'END_OF_QUARTER'), '2026-04-01T12:00', '2026-07-01T00:00'],
  ['on its last day', after(0, 'END_OF_QUARTER'), '2026-03-31T12:00', '2026-04-01T00:00'],
  ['of the half-year', after(1, 'END_OF_HALF_YEAR'), '2026-06-01T12:00', '2027-01-01T00:00'],
  ['of the first half', after(3, 'END_OF_HALF_YEAR'), '2026-01-01T12:00', '2026-07-01T00:00'],
  ['of the year', after(3, 'END_OF_YEAR'), '2026-11-30T12:00', '2028-01-01T00:00'],
  [
    'of a month of the year',
    after(1, 'PARTICULAR_MONTH', 2),
    '2026-02-10T12:00',
    '2027-03-01T00:00',
  ],
  ['of this very month', after(0, 'PARTICULAR_MONTH', 2), '2026-02-10T12:00', '2026-03-01T00:00'],
  ['of December', after(1, 'PARTICULAR_MONTH', 12), '2026-03-10T12:00', '2027-01-01T00:00'],
  ['from the 31st', after(0, 'PARTICULAR_MONTH', 2), '2026-12-31T12:00', '2027-03-01T00:00'],
  ['a day of the year', yearly(6, 30), '2026-01-10T12:00', '2026-07-01T00:00'],
  ['that is past', yearly(1, 1), '2026-01-02T12:00', '2027-01-02T00:00'],
  ['that is today', yearly(1, 1), '2026-01-01T23:59', '2026-01-02T00:00'],
  ['29 February without one', yearly(2, 29), '2026-03-01T12:00', '2027-03-01T00:00'],
];

for (const [claim, rules, at, gone] of expiries) {
  test(`points expire: ${claim}`, () => {
    for (const zone of ['UTC', 'Asia/Tokyo', 'America/New_York']) {
      const from = Temporal.PlainDateTime.from(at).toZonedDateTime(zone);
      const expected = Temporal.PlainDateTime.from(gone).toZonedDateTime(zone).toInstant();
      assert.equal(pointsExpiry(rules, from)?.toString(), expected.toString());
    }
  });
}

test('without rules points never expire', () => {
  assert.equal(pointsExpiry(null, Temporal.ZonedDateTime.from('2026-01-01[UTC]')), null);
});

test('a day that begins at one o’clock ends the points then', () => {
  const at = Temporal.ZonedDateTime.from('2018-11-03T12:00[America/Sao_Paulo]');
  assert.equal(pointsExpiry(after(0), at)?.toString(), '2018-11-04T03:00:00Z');
});

test('points last at least the months they are given, and rounding only adds to them', () => {
  const roundings = fc.constantFrom<ExpiryRounding>(
    'END_OF_MONTH',
    'END_OF_QUARTER',
    'END_OF_HALF_YEAR',
    'END_OF_YEAR',
    'PARTICULAR_MONTH',
  );
  const days = fc.integer({ min: 0, max: 20_000 });
  fc.assert(
    fc.property(
      days,
      fc.integer({ min: 0, max: 60 }),
      roundings,
      fc.integer({ min: 1, max: 12 }),
      (day, months, rounding, month) => {
        const at = Temporal.ZonedDateTime.from('2000-01-01T10:00[Europe/Berlin]').add({
          days: day,
        });
        const plain = pointsExpiry(after(months), at);
        const rounded = pointsExpiry(after(months, rounding, month), at);
        assert(plain !== null && rounded !== null);
        assert(Temporal.Instant.compare(plain, at.add({ months }).toInstant()) > 0);
        assert(Temporal.Instant.compare(rounded, plain) >= 0);
        assert(rounded.toZonedDateTimeISO(at.timeZoneId).day === 1);
      },
    ),
  );
});
