/** Discounts on items, by the reference guides' own carts. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyDiscount, discountTotal } from './apply-discount.ts';
import type { PriceDiscount, PricingSettings } from './discount.ts';
import type { DiscountTargets } from './discount-targets.ts';
import type { PricedOrder } from './priced-order.ts';
import { cart, type CartLine } from './test-cart.ts';
import { amount, entry, fixed, percent, some } from './test-discounts.ts';

const settings: PricingSettings = { discountCalculationMode: 'DISCOUNTED_AMOUNT' };

const off = (priced: PricedOrder) => priced.lines.map((line) => line.appliedDiscountAmount);

/** The guides' sample order: two mugs, three posters, three T-shirts, two bottles. */
const sample: readonly CartLine[] = [
  [1_000, 2],
  [1_500, 3],
  [2_000, 3],
  [2_500, 2],
];
const branded = [0, 1, 2];
const tenByUnit = amount(1_000, 'APPLY_TO_ITEMS_BY_QUANTITY');
const tenSplit = amount(1_000, 'APPLY_TO_ITEMS_PROPORTIONALLY');
const tenSplitByUnit = amount(1_000, 'APPLY_TO_ITEMS_PROPORTIONALLY_BY_QUANTITY');
const tenPercent = percent(10, 'APPLY_TO_ITEMS');

/** The guide to application rules: T-shirts, posters, mugs, socks, and a bottle of another brand. */
const ruled: readonly CartLine[] = [
  [2_000, 3],
  [1_500, 5],
  [1_000, 2],
  [500, 4],
  [2_500, 2],
];
const fromTop = { effect: 'APPLY_FROM_MOST_EXPENSIVE', skipInitially: 1, repeat: 2 } as const;

type ItemRow = readonly [
  claim: string,
  lines: readonly CartLine[],
  discount: PriceDiscount,
  targets: DiscountTargets,
  off: readonly number[],
];

const onItems: readonly ItemRow[] = [
  // The guides' carts.
  [
    'an amount off each subtotal (guide: sample order)',
    sample,
    amount(1_000, 'APPLY_TO_ITEMS'),
    some(branded),
    [1_000, 1_000, 1_000, 0],
  ],
  [
    'an amount off each unit (guide: sample order)',
    sample,
    tenByUnit,
    some(branded),
    [2_000, 3_000, 3_000, 0],
  ],
  [
    'an amount split by price (guide: sample order)',
    sample,
    tenSplit,
    some(branded),
    [160, 360, 480, 0],
  ],
  [
    'an amount split by quantity (guide: sample order)',
    sample,
    tenSplitByUnit,
    some(branded),
    [250, 375, 375, 0],
  ],
  ['a percentage (guide: sample order)', sample, tenPercent, some(branded), [200, 450, 600, 0]],
  [
    'the difference to a new price (guide: sample order)',
    sample,
    fixed(1_000, 'APPLY_TO_ITEMS'),
    some(branded),
    [0, 1_500, 3_000, 0],
  ],
  [
    'an amount split over two of four lines (guide: discount effects)',
    [
      [2_000, 1],
      [8_000, 1],
      [5_000, 1],
      [180_000, 1],
    ],
    tenSplit,
    some([0, 1]),
    [200, 800, 0, 0],
  ],
  [
    'an amount split by price, to the nearest unit (API example: discount coupon)',
    [
      [3_000, 1, 3_300],
      [3_000, 2, 3_400],
    ],
    amount(300, 'APPLY_TO_ITEMS_PROPORTIONALLY'),
    'ALL_LINES',
    [148, 152],
  ],
  [
    'no more than a line costs (API example: five redeemables)',
    [
      [2_000, 1],
      [700, 1],
    ],
    amount(1_000, 'APPLY_TO_ITEMS'),
    'ALL_LINES',
    [1_000, 700],
  ],
  [
    'every second line from the most expensive, the first skipped (guide: application rules)',
    ruled,
    amount(500, 'APPLY_TO_ITEMS'),
    some([0, 1, 2, 3], fromTop),
    [0, 500, 0, 500, 0],
  ],
  [
    'every second unit from the most expensive, the first skipped (guide: application rules)',
    ruled,
    amount(500, 'APPLY_TO_ITEMS_BY_QUANTITY'),
    some([0, 1, 2, 3], { ...fromTop, target: 'UNIT' }),
    [500, 1_500, 500, 1_000, 0],
  ],
  [
    'each unit, one of the one product and two of the other (guide: each unit)',
    [
      [70_000, 1],
      [1_500, 2],
      [500, 2],
    ],
    amount(500, 'APPLY_TO_ITEMS_BY_QUANTITY'),
    [
      entry([1], { quantityLimit: 1, aggregatedQuantityLimit: 1 }),
      entry([2], { quantityLimit: 2, aggregatedQuantityLimit: 3 }),
    ],
    [0, 500, 1_000],
  ],
];

for (const [claim, lines, discount, targets, expected] of onItems) {
  test(`a discount takes off items ${claim}`, () => {
    const priced = applyDiscount(cart(lines), discount, targets, settings);
    assert.deepEqual(off(priced), expected);
    assert.equal(priced.appliedDiscountAmount, 0);
    const total = expected.reduce((sum, part) => sum + part, 0);
    assert.equal(priced.totalAppliedDiscountAmount, total);
    assert.equal(discountTotal(cart(lines), discount, targets, settings), total);
  });
}
