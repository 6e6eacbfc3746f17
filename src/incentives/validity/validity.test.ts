/** Validity as requests give it. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { presentValidity } from './present.ts';
import type { ValidityInput } from './schema.ts';
import { changeValidity, NO_VALIDITY, readValidity, validityValues } from './service.ts';

test('days stand for their first moment in UTC, days of the week are sorted and counted once', () => {
  const read = readValidity(
    { start_date: '2030-01-01', validity_day_of_week: [5, 0, 5], validity_hours: null },
    'invalid_voucher',
  );
  assert(read.ok);
  assert.deepEqual(presentValidity(read.value), {
    start_date: '2030-01-01T00:00:00.000Z',
    validity_day_of_week: [0, 5],
  });
  assert.deepEqual(validityValues(read.value), [
    '2030-01-01T00:00:00.000Z',
    null,
    null,
    '[0,5]',
    null,
  ]);
});

test('a change keeps what it does not name and clears by null', () => {
  const current = { ...NO_VALIDITY, start_date: '2030-01-01T00:00:00Z', validity_day_of_week: [1] };
  const changed = changeValidity(
    current,
    { start_date: null, expiration_date: '2031-01-01T00:00:00+02:00' },
    'invalid_voucher',
  );
  assert(changed.ok);
  assert.deepEqual(presentValidity(changed.value), {
    expiration_date: '2030-12-31T22:00:00.000Z',
    validity_day_of_week: [1],
  });
});

test('a change of anything else passes, whatever the campaign has become', () => {
  const current = { ...NO_VALIDITY, expiration_date: '2029-01-01T00:00:00Z' };
  const campaign = { ...NO_VALIDITY, start_date: '2030-01-01T00:00:00Z' };
  // A whole row may stand for its validity: nothing else of it comes back.
  const row = { ...current, active: true };
  const unchanged = changeValidity(row, {}, 'invalid_voucher', campaign);
  assert.deepEqual(unchanged, { ok: true, value: current });
});

test('a time frame may begin with the start of the campaign', () => {
  const input = { validity_timeframe: { duration: 'PT1H', interval: 'P2D' } };
  const campaign = { ...NO_VALIDITY, start_date: '2030-01-01T00:00:00Z' };
  assert.equal(changeValidity(NO_VALIDITY, input, 'invalid_voucher', campaign).ok, true);
  assert.equal(changeValidity(NO_VALIDITY, input, 'invalid_voucher').ok, false);
});

const start = '2030-01-01T00:00:00Z';
const refused: readonly [claim: string, input: ValidityInput, details: RegExp][] = [
  ['an end before the start', { start_date: start, expiration_date: '2029-01-01' }, /later/],
  ['an end at the start', { start_date: start, expiration_date: start }, /later/],
  ['a day before the first year', { start_date: '0001-01-01T00:00:00+14:00' }, /years 1 and 9999/],
  ['a day after the last year', { start_date: '9999-12-31T23:00:00-14:00' }, /years 1 and 9999/],
  [
    'a duration that is none',
    { start_date: start, validity_timeframe: { duration: '1 hour', interval: 'P1D' } },
    /duration/,
  ],
  [
    'an interval of nothing',
    { start_date: start, validity_timeframe: { duration: 'PT1H', interval: 'PT0S' } },
    /interval/,
  ],
  [
    'a negative duration',
    { start_date: start, validity_timeframe: { duration: '-PT1H', interval: 'P1D' } },
    /duration/,
  ],
  [
    'an interval shorter than a second',
    { start_date: start, validity_timeframe: { duration: 'PT1H', interval: 'PT0.5S' } },
    /interval/,
  ],
  [
    'an interval of more than a hundred years',
    { start_date: start, validity_timeframe: { duration: 'PT1H', interval: 'P999999Y' } },
    /interval/,
  ],
];

for (const [claim, input, details] of refused) {
  test(`validity refused: ${claim}`, () => {
    const read = readValidity(input, 'invalid_voucher');
    assert(!read.ok);
    assert.match(read.details ?? '', details);
  });
}
