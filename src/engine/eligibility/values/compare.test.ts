/** Values of metadata by example: what they are known by, and which comes first. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Json } from '../../json.ts';
import { comparisonKey, instantOf, order } from './compare.ts';

const zone = process.env['TZ'];
before(() => {
  process.env['TZ'] = 'America/New_York';
});
after(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

const instants: readonly (readonly [Json, string | null])[] = [
  // value                            instant
  ['2026-05-20', '2026-05-20T00:00:00.000Z'],
  ['2026-05-20T10:00', '2026-05-20T10:00:00.000Z'],
  ['2026-05-20T10:00:00', '2026-05-20T10:00:00.000Z'],
  ['2026-05-20T10:00:00.123456Z', '2026-05-20T10:00:00.123Z'],
  ['2026-05-20T10:00:00+02:00', '2026-05-20T08:00:00.000Z'],
  ['2026-05-20T10:00:00-0230', '2026-05-20T12:30:00.000Z'],
  ['2026-13-01', null],
  ['20260520', null],
  ['May 20, 2026', null],
  ['2026', null],
  [1_700_000_000, null],
];

for (const [value, instant] of instants) {
  test(`${JSON.stringify(value)} is ${instant ?? 'no date'}, wherever the process runs`, () => {
    assert.equal(instantOf(value), instant === null ? null : Date.parse(instant));
  });
}

test('values of one text share a key, whatever their type', () => {
  assert.equal(comparisonKey(5), comparisonKey('5'));
  assert.equal(comparisonKey(true), comparisonKey('true'));
  assert.notEqual(comparisonKey('5.0'), comparisonKey(5));
  assert.equal(comparisonKey(null), null);
  assert.equal(comparisonKey([5]), null);
});

test('text has no order, not even beside a number', () => {
  assert.equal(order('10', 9), null);
  assert.equal(order('b', 'a'), null);
  assert.equal(order(10, 9), 1);
});
