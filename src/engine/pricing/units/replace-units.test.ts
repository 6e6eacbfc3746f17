/** Upgrades, and units beside discounts of other types, by example. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amount, fixed, percent, some } from '../test-discounts.ts';
import { grant, type ItemLine, orderOf } from './test-items.ts';
import { type LineAfter, linesAfter, priceOf, type Step } from './test-stack.ts';

const newTee = grant('ADD_NEW_ITEMS', 1, 'tee');
const upgrade = (units: number, name: 'tee-l' | 'mug' | 'bean' | 'ship') =>
  grant('REPLACE_ITEMS', units, name);

const rows: readonly (readonly [
  claim: string,
  lines: readonly ItemLine[],
  steps: readonly Step[],
  after: readonly LineAfter[],
  totalAmount: number,
])[] = [
  // Replaced ones.
  [
    'an upgrade costs what it replaces',
    [['tee', 3]],
    [[upgrade(1, 'tee-l'), some([0], { quantityLimit: 1 })]],
    [
      [2, 0, 5_800, 0],
      [1, 0, 3_500, 600],
    ],
    8_700,
  ],
  [
    'something cheaper lowers the price, and is no discount',
    [['tee', 3]],
    [[upgrade(1, 'mug'), some([0], { quantityLimit: 1 })]],
    [
      [2, 0, 5_800, 0],
      [1, 0, 1_000, 0],
    ],
    6_800,
  ],
  [
    'several cheaper ones that cost more together are an upgrade',
    [['tee', 3]],
    [[upgrade(3, 'mug'), some([0], { quantityLimit: 1 })]],
    [
      [2, 0, 5_800, 0],
      [3, 0, 3_000, 100],
    ],
    8_700,
  ],
  [
    'all units of a line go where nothing limits them',
    [['tee', 2]],
    [[upgrade(1, 'tee-l'), some([0])]],
    [
      [0, 0, 0, 0],
      [2, 0, 7_000, 1_200],
    ],
    5_800,
  ],
  [
    'new units join a line that is there',
    [
      ['tee', 1],
      ['mug', 1],
    ],
    [[upgrade(2, 'mug'), some([0])]],
    [
      [0, 0, 0, 0],
      [3, 0, 3_000, 0],
    ],
    3_000,
  ],
  [
    'the new item does not replace itself',
    [['mug', 2]],
    [[upgrade(1, 'mug'), some([0])]],
    [[2, 0, 2_000, 0]],
    2_000,
  ],
  [
    'nothing is replaced where nothing is named',
    [['tee', 1]],
    [upgrade(1, 'tee-l')],
    [[1, 0, 2_900, 0]],
    2_900,
  ],
  [
    'what was taken off before goes along',
    [['tee', 1]],
    [percent(10, 'APPLY_TO_ITEMS'), [upgrade(1, 'tee-l'), some([0])]],
    [
      [0, 0, 0, 0],
      [1, 0, 3_500, 890],
    ],
    2_610,
  ],
  [
    'what is cheaper than what was taken off stays out',
    [['tee', 1]],
    [percent(90, 'APPLY_TO_ITEMS'), [upgrade(1, 'mug'), some([0])]],
    [[1, 0, 2_900, 2_610]],
    290,
  ],
  [
    'an order that has its own discount never costs less than nothing',
    [['tee', 1]],
    [amount(2_500, 'APPLY_TO_ORDER'), [upgrade(1, 'bean'), some([0])]],
    [[1, 0, 2_900, 0]],
    400,
  ],
  [
    'units without a price replace for nothing',
    [
      ['tee', 1],
      ['mug', 1],
    ],
    [[upgrade(1, 'ship'), some([0])]],
    [
      [0, 0, 0, 0],
      [1, 0, 1_000, 0],
      [1, 0, 0, 0],
    ],
    1_000,
  ],
  // Beside discounts of other types.
  [
    'a new price is for units that are paid',
    [['tee', 1]],
    [newTee, fixed(1_000, 'APPLY_TO_ITEMS')],
    [[2, 1, 5_800, 4_800]],
    1_000,
  ],
  [
    'an amount off each unit is, too',
    [['tee', 1]],
    [newTee, amount(100, 'APPLY_TO_ITEMS_BY_QUANTITY')],
    [[2, 1, 5_800, 3_000]],
    2_800,
  ],
  [
    'a split leaves added lines out',
    [['tee', 1]],
    [grant('ADD_NEW_ITEMS', 1, 'mug'), amount(500, 'APPLY_TO_ITEMS_PROPORTIONALLY')],
    [
      [1, 0, 2_900, 500],
      [1, 1, 1_000, 1_000],
    ],
    2_400,
  ],
  [
    'a replacement is discounted like any line',
    [['tee', 1]],
    [[upgrade(1, 'tee-l'), some([0])], percent(10, 'APPLY_TO_ITEMS')],
    [
      [0, 0, 0, 0],
      [1, 0, 3_500, 890],
    ],
    2_610,
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
