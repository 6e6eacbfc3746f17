/** Instants as text: one way to write each. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Temporal } from 'temporal-polyfill';
import { isoOf } from './iso.ts';

const examples = [
  ['keeps zeros at the end', '2026-11-24T01:07:26.92Z', '2026-11-24T01:07:26.920Z'],
  ['keeps a whole second', '2026-11-24T01:07:26Z', '2026-11-24T01:07:26.000Z'],
  ['cuts what is below a millisecond', '2026-11-24T01:07:26.9209Z', '2026-11-24T01:07:26.920Z'],
  ['writes UTC', '2026-11-24T02:07:26.001+01:00', '2026-11-24T01:07:26.001Z'],
] as const;

for (const [claim, given, written] of examples) {
  test(`an instant as text ${claim}`, () => {
    assert.equal(isoOf(Temporal.Instant.from(given)), written);
    assert.equal(isoOf(Temporal.Instant.from(given)), new Date(given).toISOString());
  });
}
