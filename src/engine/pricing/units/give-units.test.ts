/** What units that are given do to a price, by example. One row is one claim: add a row, not a test. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_AMOUNT } from '../../money/money.ts';
import { applyEffect } from '../apply-effect.ts';
import { openOrder, requestTotals, type PricedOrder } from '../priced-order.ts';
import { amount, percent } from '../test-discounts.ts';
import { grant, type ItemLine, lookup, orderOf } from './test-items.ts';
import { type LineAfter, linesAfter, priceOf, settings, type Step } from './test-stack.ts';

const newTee = grant('ADD_NEW_ITEMS', 1, 'tee');
const missing = (units: number, name: Parameters<typeof grant>[2]) =>
  grant('ADD_MISSING_ITEMS', units, name);
const rows: readonly (readonly [
  claim: string,
  lines: readonly ItemLine[],
  steps: readonly Step[],
  after: readonly LineAfter[],
  totalAmount: number,
])[] = [
  // New ones.
  [
    'new units join the line of their product',
    [['tee', 1]],
    [newTee],
    [[2, 1, 5_800, 2_900]],
    2_900,
  ],
  [
    'new units cost what the line says, not the catalogue',
    [['tee', 1, 500]],
    [newTee],
    [[2, 1, 1_000, 500]],
    500,
  ],
  [
    'of a line with an amount alone a unit is its share, half up',
    [['tee', 2, null, 1_001]],
    [newTee],
    [[3, 1, 1_502, 501]],
    1_001,
  ],
  [
    'units of a product do not join the line of its SKU',
    [['tee-l', 1]],
    [newTee],
    [
      [1, 0, 3_500, 0],
      [1, 1, 2_900, 2_900],
    ],
    3_500,
  ],
  [
    'units of an SKU have its price',
    [],
    [grant('ADD_NEW_ITEMS', 2, 'tee-l')],
    [[2, 2, 7_000, 7_000]],
    0,
  ],
  [
    'what has no price is added for nothing',
    [['tee', 1]],
    [grant('ADD_NEW_ITEMS', 1, 'ship')],
    [
      [1, 0, 2_900, 0],
      [1, 1, 0, 0],
    ],
    2_900,
  ],
  [
    'what nobody knows is not added',
    [['tee', 1]],
    [grant('ADD_NEW_ITEMS', 1, 'gone')],
    [[1, 0, 2_900, 0]],
    2_900,
  ],
  [
    'the first of several lines takes new units',
    [
      ['tee', 1],
      ['tee', 4],
    ],
    [newTee],
    [
      [2, 1, 5_800, 2_900],
      [4, 0, 11_600, 0],
    ],
    14_500,
  ],
  // Missing ones.
  [
    'a line of a product joined by two discounts is one line',
    [],
    [newTee, newTee],
    [[2, 2, 5_800, 5_800]],
    0,
  ],
  [
    'units that are there become free',
    [['tee', 3]],
    [missing(2, 'tee')],
    [[3, 2, 8_700, 5_800]],
    2_900,
  ],
  [
    'what is missing is added to those there',
    [['tee', 1]],
    [missing(3, 'tee')],
    [[3, 3, 8_700, 8_700]],
    0,
  ],
  [
    'units over several lines count together',
    [
      ['tee', 1],
      ['cap', 1],
      ['tee', 1],
    ],
    [missing(3, 'tee')],
    [
      [2, 2, 5_800, 5_800],
      [1, 0, 3_100, 0],
      [1, 1, 2_900, 2_900],
    ],
    3_100,
  ],
  ['an SKU counts as its product', [['tee-l', 1]], [missing(1, 'tee')], [[1, 1, 3_500, 3_500]], 0],
  [
    'a product does not count as its SKU',
    [['tee', 1]],
    [missing(1, 'tee-l')],
    [
      [1, 0, 2_900, 0],
      [1, 1, 3_500, 3_500],
    ],
    2_900,
  ],
  [
    'units given before do not count again',
    [['tee', 1]],
    [missing(1, 'tee'), missing(1, 'tee')],
    [[2, 2, 5_800, 5_800]],
    0,
  ],
  [
    'units there give what they still cost',
    [['tee', 2]],
    [percent(50, 'APPLY_TO_ITEMS'), missing(1, 'tee')],
    [[2, 1, 5_800, 4_350]],
    1_450,
  ],
  [
    'no more is given than is still to pay',
    [
      ['tee', 1],
      ['bean', 1],
    ],
    [amount(2_900, 'APPLY_TO_ORDER'), missing(1, 'tee')],
    [
      [1, 1, 2_900, 7],
      [1, 0, 7, 0],
    ],
    0,
  ],
  [
    'what nobody knows any more is still free where it is there',
    [['ship', 1, 400]],
    [missing(1, 'ship')],
    [[1, 1, 400, 400]],
    0,
  ],
  // Same ones.
  [
    'the same comes again, once for each product',
    [
      ['tee', 1],
      ['cap', 2],
      ['tee', 1],
    ],
    [grant('ADD_SAME_ITEMS', 1, 'all')],
    [
      [2, 1, 5_800, 2_900],
      [3, 1, 9_300, 3_100],
      [1, 0, 2_900, 0],
    ],
    12_000,
  ],
  [
    'the same of a collection',
    [
      ['tee', 1],
      ['cap', 1],
    ],
    [grant('ADD_SAME_ITEMS', 2, 'hats')],
    [
      [1, 0, 2_900, 0],
      [3, 2, 9_300, 6_200],
    ],
    6_000,
  ],
  [
    'the same of nothing is nothing',
    [['tee', 1]],
    [grant('ADD_SAME_ITEMS', 1, 'mug')],
    [[1, 0, 2_900, 0]],
    2_900,
  ],
  [
    'what a discount added is not ordered',
    [['tee', 1]],
    [grant('ADD_NEW_ITEMS', 1, 'mug'), grant('ADD_SAME_ITEMS', 1, 'mug')],
    [
      [1, 0, 2_900, 0],
      [1, 1, 1_000, 1_000],
    ],
    2_900,
  ],
];

for (const [claim, lines, steps, after, totalAmount] of rows) {
  test(`units: ${claim}`, () => {
    const priced = priceOf(lines, steps);
    assert.deepEqual(linesAfter(priced), after);
    assert.equal(priced.totalAmount, totalAmount);
    assert.equal(priced.initialAmount, orderOf(lines).amount);
  });
}

test('an order at the largest amount gets no further units, one near it fewer', () => {
  const dear = 10 ** 13;
  const tenOf: readonly ItemLine[] = [['tee', 10, dear]];
  assert.equal(priceOf(tenOf, [newTee]).amount, MAX_AMOUNT);
  const nine = priceOf([['tee', 9, dear]], [grant('ADD_NEW_ITEMS', 5, 'tee')]);
  assert.equal(nine.amount, MAX_AMOUNT);
  assert.equal(nine.lines[0]?.discountQuantity, 1);
});

test('each of several discounts tells its own part, the request all of it', () => {
  const order = orderOf([['tee', 1]]);
  const ground = { lines: order.lines, item: lookup, settings };
  const opened = openOrder(order);
  const first = applyEffect(opened, newTee, 'ALL_LINES', ground);
  const second = applyEffect(first, grant('ADD_NEW_ITEMS', 2, 'mug'), 'ALL_LINES', ground);
  const part = (priced: PricedOrder) =>
    priced.lines.map((line) => [
      line.appliedQuantity,
      line.appliedQuantityAmount,
      line.appliedDiscountQuantity,
      line.appliedDiscountAmount,
    ]);
  assert.deepEqual(part(first), [[1, 2_900, 1, 2_900]]);
  assert.deepEqual(part(second), [
    [0, 0, 0, 0],
    [2, 2_000, 2, 2_000],
  ]);
  assert.equal(second.itemsAppliedDiscountAmount, 2_000);
  assert.deepEqual(part(requestTotals(opened, second)), [
    [1, 2_900, 1, 2_900],
    [2, 2_000, 2, 2_000],
  ]);
});

test('many items are given one after another', () => {
  const many = {
    type: 'UNIT',
    effect: 'ADD_MANY_ITEMS',
    grants: [...missing(1, 'tee').grants, ...newTee.grants],
  } as const;
  const priced = priceOf([['tee', 1]], [many]);
  assert.deepEqual([priced.amount, priced.totalAmount], [5_800, 0]);
  assert.equal(priced.lines[0]?.appliedDiscountQuantity, 2);
});
