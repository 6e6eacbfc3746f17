/** Units drawn from pools that lines share: never more than a pool holds, and no fewer than they may. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyDiscount } from './apply-discount.ts';
import { coverTargets } from './coverage.ts';
import type { TargetEntry } from './discount-targets.ts';
import { cart } from './test-cart.ts';
import { amount } from './test-discounts.ts';
import { unitsDrawn } from './units-drawn.ts';

const settings = { discountCalculationMode: 'DISCOUNTED_AMOUNT' } as const;
const tenEach = amount(10, 'APPLY_TO_ITEMS_BY_QUANTITY');

function drawing(...lines: readonly (readonly [line: number, key: string, left: number])[]) {
  const entry: TargetEntry = {
    lines: lines.map(([lineIndex, key, left]) => ({ lineIndex, pools: [{ key, left }] })),
    effect: 'APPLY_TO_EVERY',
  };
  return entry;
}

const covered = (entries: readonly TargetEntry[], quantities: readonly number[]) => {
  const priced = cart(quantities.map((quantity) => [100, quantity] as const));
  return coverTargets(priced, entries).map(({ line, units }) => [line.index, units]);
};

test('lines draw on a pool one after another', () => {
  const entry = drawing([0, 'a', 5], [1, 'a', 5], [2, 'a', 5]);
  assert.deepEqual(covered([entry], [2, 4, 1]), [
    [0, 2],
    [1, 3],
  ]);
});

test('pools of other keys are apart', () => {
  assert.deepEqual(covered([drawing([0, 'a', 1], [1, 'b', 2])], [3, 3]), [
    [0, 1],
    [1, 2],
  ]);
});

test('entries of one key draw on one pool, each up to its own limit', () => {
  const entries = [drawing([0, 'a', 4]), drawing([1, 'a', 5]), drawing([2, 'a', 3])];
  assert.deepEqual(covered(entries, [3, 3, 3]), [
    [0, 3],
    [1, 2],
  ]);
});

test('a line that is passed over draws nothing', () => {
  const entry = { ...drawing([0, 'a', 2], [1, 'a', 2]), skipInitially: 1 };
  assert.deepEqual(covered([entry], [2, 2]), [[1, 2]]);
});

test('an empty pool covers nothing', () => {
  assert.deepEqual(covered([drawing([0, 'a', 0])], [2]), []);
});

test('what is drawn is what is discounted, and never more than there is', () => {
  const line = fc.record({
    quantity: fc.integer({ min: 0, max: 5 }),
    key: fc.constantFrom('a', 'b'),
  });
  const left = fc.record({ a: fc.integer({ min: 0, max: 8 }), b: fc.integer({ min: 0, max: 8 }) });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 5 }), left, (lines, pools) => {
      const before = cart(lines.map(({ quantity }) => [100, quantity] as const));
      const targets = [drawing(...lines.map(({ key }, at) => [at, key, pools[key]] as const))];
      const after = applyDiscount(before, tenEach, targets, settings);
      const drawn = unitsDrawn({ before, after }, targets);
      for (const key of ['a', 'b'] as const) {
        const units = lines.filter((one) => one.key === key);
        const wanted = units.reduce((sum, { quantity }) => sum + quantity, 0);
        assert.equal(drawn.get(key) ?? 0, Math.min(wanted, pools[key]));
      }
      const all = [...drawn.values()].reduce((sum, units) => sum + units, 0);
      assert.equal(after.totalAppliedDiscountAmount, 10 * all);
    }),
  );
});
