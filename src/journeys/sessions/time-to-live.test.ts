/** Lengths of sessions by example, and that none is ever shorter than asked for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { isoOf } from '../../platform/iso.ts';
import type { SessionInput } from './schema.ts';
import { expiryOf, timeToLive } from './time-to-live.ts';

const now = Temporal.Instant.from('2026-11-24T12:00:00Z');

const examples: readonly (readonly [claim: string, asked: SessionInput, until: string])[] = [
  ['lasts 7 days where nothing is said', {}, '2026-12-01T12:00:00.000Z'],
  ['lasts 7 days where only a unit is said', { ttl_unit: 'HOURS' }, '2026-12-01T12:00:00.000Z'],
  ['counts days where no unit is said', { ttl: 2 }, '2026-11-26T12:00:00.000Z'],
  ['counts days', { ttl: 1, ttl_unit: 'DAYS' }, '2026-11-25T12:00:00.000Z'],
  ['counts hours', { ttl: 1, ttl_unit: 'HOURS' }, '2026-11-24T13:00:00.000Z'],
  ['counts minutes', { ttl: 1.5, ttl_unit: 'MINUTES' }, '2026-11-24T12:01:30.000Z'],
  ['counts seconds', { ttl: 3, ttl_unit: 'SECONDS' }, '2026-11-24T12:00:03.000Z'],
  ['counts milliseconds', { ttl: 3, ttl_unit: 'MILLISECONDS' }, '2026-11-24T12:00:00.003Z'],
  ['counts microseconds', { ttl: 3_000, ttl_unit: 'MICROSECONDS' }, '2026-11-24T12:00:00.003Z'],
  ['counts nanoseconds', { ttl: 3_000_000, ttl_unit: 'NANOSECONDS' }, '2026-11-24T12:00:00.003Z'],
  ['ends with its millisecond', { ttl: 1, ttl_unit: 'NANOSECONDS' }, '2026-11-24T12:00:00.001Z'],
  ['of no length is over at once', { ttl: 0 }, '2026-11-24T12:00:00.000Z'],
  ['ends in 9999 at the latest', { ttl: 1e300 }, '9999-12-31T23:59:59.999Z'],
];

for (const [claim, asked, until] of examples) {
  test(`a session ${claim}`, () => {
    assert.equal(isoOf(expiryOf(timeToLive(asked), now)), until);
  });
}

test('a session is never over before it was asked to be, and at most a millisecond later', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (ttl) => {
      const end = expiryOf({ ttl, ttl_unit: 'SECONDS' }, now).epochMilliseconds;
      const late = end - now.epochMilliseconds - ttl * 1_000;
      assert.ok(late > -0.001 && late < 1.001, `${late}`);
    }),
  );
});
