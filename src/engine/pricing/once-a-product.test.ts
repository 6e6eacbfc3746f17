/** One discount a product: which lines have had theirs, and what that leaves. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orderOfProducts } from '../../../test/support/stacking-request.ts';
import { applyDiscount } from './apply-discount.ts';
import { linesTaken, withoutLines } from './once-a-product.ts';
import { openOrder } from './priced-order.ts';
import { percent, some } from './test-discounts.ts';

const settings = { discountCalculationMode: 'DISCOUNTED_AMOUNT' } as const;
const tenOffItems = percent(10, 'APPLY_TO_ITEMS');

const taken = [
  // products, the lines that are discounted, and the lines that are taken then
  ['the other line of a product is taken as well', ['p', 'q', 'p'], [0], [0, 2]],
  ['of lines without product that one alone', [null, null], [1], [1]],
  ['nothing where nothing was lowered', ['p', 'q'], [], []],
] as const;

for (const [claim, products, lowered, expected] of taken) {
  test(claim, () => {
    const order = orderOfProducts(...products);
    const after = applyDiscount(openOrder(order), tenOffItems, some(lowered), settings);
    assert.deepEqual([...linesTaken(new Set(), order, after)], expected);
  });
}

test('lines taken before stay taken', () => {
  const order = orderOfProducts('p', 'q');
  const after = applyDiscount(openOrder(order), tenOffItems, some([1]), settings);
  assert.deepEqual([...linesTaken(new Set([0]), order, after)], [0, 1]);
});

test('targets lose the lines that are taken, and keep the rest of what they say', () => {
  const priced = openOrder(orderOfProducts('p', 'q', 'r'));
  const targets = some([2, 0], { quantityLimit: 1 });
  assert.deepEqual(withoutLines(targets, priced, new Set([0])), some([2], { quantityLimit: 1 }));
  assert.deepEqual(withoutLines('ALL_LINES', priced, new Set([1])), some([0, 2]));
  assert.equal(withoutLines(targets, priced, new Set()), targets);
});
