/** Splits by example and by property. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { allocate, allocateCapped } from './allocate.ts';
import { MAX_AMOUNT, money } from './money.ts';

type Split = readonly [
  claim: string,
  total: number,
  weights: readonly number[],
  parts: readonly number[],
];

const splits: readonly Split[] = [
  ['by weight', 1_000, [2_000, 8_000], [200, 800]],
  ['the leftover to the largest remainder', 100, [1, 1, 4], [17, 17, 66]],
  ['equal remainders to the earlier part', 100, [1, 1, 1], [34, 33, 33]],
  ['two leftovers to the two earlier parts', 101, [1, 1, 1], [34, 34, 33]],
  ['nothing to a part without weight', 5, [0, 1, 0], [0, 5, 0]],
  ['nothing as nothing', 0, [3, 0], [0, 0]],
  ['nothing over no parts', 0, [], []],
  ['less than a unit each to the earlier parts', 2, [1, 1, 1], [1, 1, 0]],
  [
    'the largest amount exactly',
    MAX_AMOUNT,
    [MAX_AMOUNT, MAX_AMOUNT, MAX_AMOUNT],
    [33_333_333_333_334, 33_333_333_333_333, 33_333_333_333_333],
  ],
];

for (const [claim, total, weights, parts] of splits) {
  test(`a split gives ${claim}`, () => {
    assert.deepEqual(allocate(money(total), weights), parts);
  });
}

test('a split of something over nothing is refused', () => {
  assert.throws(() => allocate(money(1), [0, 0]));
});

test('a split by a negative weight is refused', () => {
  assert.throws(() => allocate(money(1), [2, -1]));
});

type CappedSplit = readonly [...Split, caps: readonly number[]];

const cappedSplits: readonly CappedSplit[] = [
  ['as without caps where none is reached', 100, [1, 3], [25, 75], [25, 75]],
  ['what one cannot take to the other', 100, [1, 1], [10, 90], [10, 100]],
  ['what one cannot take to the others by weight', 100, [2, 1, 3], [20, 20, 60], [20, 99, 99]],
  ['round after round', 100, [1, 1, 2], [10, 29, 61], [10, 29, 99]],
  ['all caps where the total exceeds them', 100, [1, 1], [10, 20], [10, 20]],
  ['nothing to a part capped at nothing', 100, [9, 1], [0, 100], [0, 100]],
  ['nothing to a part without weight, whatever is left', 100, [1, 0], [30, 0], [30, 100]],
];

for (const [claim, total, weights, parts, caps] of cappedSplits) {
  test(`a capped split gives ${claim}`, () => {
    assert.deepEqual(allocateCapped(money(total), weights, caps.map(money)), parts);
  });
}

const someMoney = fc.oneof(
  fc.nat(200),
  fc.maxSafeNat().map((n) => n % MAX_AMOUNT),
);
const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);

test('parts of a split sum to the whole, and each is its exact share rounded down or up', () => {
  const weights = fc.array(someMoney, { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(someMoney, weights, (total, given) => {
      const shares = given.map((weight, i) => (i === 0 ? weight + 1 : weight));
      const parts = allocate(money(total), shares);
      assert.equal(sum(parts), total);
      for (const [i, part] of parts.entries()) {
        const exact = BigInt(total) * BigInt(shares[i] ?? 0);
        const off = BigInt(part) * BigInt(sum(shares)) - exact;
        const one = BigInt(sum(shares));
        assert.ok(off > -one && off < one);
      }
    }),
  );
});

test('parts of a capped split keep to their caps and sum to what these let through', () => {
  const rows = fc.array(fc.record({ weight: fc.nat(50), cap: someMoney }), { maxLength: 20 });
  fc.assert(
    fc.property(someMoney, rows, (total, given) => {
      const caps = given.map(({ cap }) => money(cap));
      const parts = allocateCapped(
        money(total),
        given.map(({ weight }) => weight),
        caps,
      );
      const room = sum(given.map(({ weight, cap }) => (weight > 0 ? cap : 0)));
      assert.equal(sum(parts), Math.min(total, room));
      for (const [i, part] of parts.entries()) assert.ok(part >= 0 && part <= (caps[i] ?? 0));
    }),
  );
});
