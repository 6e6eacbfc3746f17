/** Where discounts on items stop: limits, prices, splits and lines, by example. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { money } from '../money/money.ts';
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
const tenByUnit = amount(1_000, 'APPLY_TO_ITEMS_BY_QUANTITY');
const tenSplit = amount(1_000, 'APPLY_TO_ITEMS_PROPORTIONALLY');
const tenSplitByUnit = amount(1_000, 'APPLY_TO_ITEMS_PROPORTIONALLY_BY_QUANTITY');
const tenPercent = percent(10, 'APPLY_TO_ITEMS');

type ItemRow = readonly [
  claim: string,
  lines: readonly CartLine[],
  discount: PriceDiscount,
  targets: DiscountTargets,
  off: readonly number[],
];

const onItems: readonly ItemRow[] = [
  // Limits.
  [
    'at most three of five units (guide: maximum units per order item)',
    [[1_000, 5]],
    amount(100, 'APPLY_TO_ITEMS_BY_QUANTITY'),
    some([0], { quantityLimit: 3 }),
    [300],
  ],
  [
    'five of six units over two lines (guide: maximum units combined)',
    [
      [1_000, 2],
      [1_000, 4],
    ],
    amount(100, 'APPLY_TO_ITEMS_BY_QUANTITY'),
    some([0, 1], { aggregatedQuantityLimit: 5 }),
    [200, 300],
  ],
  [
    'at most a sum from each line (guide: maximum amount per order line)',
    [
      [10_000, 1],
      [10_000, 3],
      [1_000, 1],
    ],
    percent(50, 'APPLY_TO_ITEMS'),
    some([0, 1, 2], { amountLimit: money(2_500) }),
    [2_500, 2_500, 500],
  ],
  [
    'at most a sum from all lines (guide: maximum amount per order)',
    [
      [10_000, 1],
      [10_000, 3],
      [10_000, 1],
    ],
    percent(50, 'APPLY_TO_ITEMS'),
    some([0, 1, 2], { aggregatedAmountLimit: money(10_000) }),
    [5_000, 5_000, 0],
  ],
  [
    'at most its own sum from each line',
    sample,
    percent(50, 'APPLY_TO_ITEMS', { amountLimit: 1_500 }),
    'ALL_LINES',
    [1_000, 1_500, 1_500, 1_500],
  ],
  [
    'at most its own sum from all lines',
    sample,
    amount(1_000, 'APPLY_TO_ITEMS', 2_500),
    'ALL_LINES',
    [1_000, 1_000, 500, 0],
  ],
  [
    'the lowest of all limits',
    [[1_000, 4]],
    percent(50, 'APPLY_TO_ITEMS', { amountLimit: 800, aggregatedAmountLimit: 700 }),
    some([0], { amountLimit: money(600), aggregatedAmountLimit: money(500) }),
    [500],
  ],
  [
    'a sum of its own from each entry',
    [
      [1_000, 1],
      [1_000, 1],
    ],
    percent(50, 'APPLY_TO_ITEMS'),
    [
      entry([0], { aggregatedAmountLimit: money(300) }),
      entry([1], { aggregatedAmountLimit: money(400) }),
    ],
    [300, 400],
  ],
  [
    'from as many units as the line has left',
    [[1_000, 4]],
    amount(100, 'APPLY_TO_ITEMS_BY_QUANTITY'),
    [{ lines: [{ lineIndex: 0, units: 2 }], effect: 'APPLY_TO_EVERY' }],
    [200],
  ],
  ['a percentage of some units', [[1_000, 4]], tenPercent, some([0], { quantityLimit: 1 }), [100]],
  [
    'a percentage of some units, rounded once',
    [[null, 3, 100]],
    percent(50, 'APPLY_TO_ITEMS'),
    some([0], { quantityLimit: 1 }),
    [17],
  ],
  ['nothing from no units', [[1_000, 4]], tenPercent, some([0], { quantityLimit: 0 }), [0]],
  [
    'an amount no greater than its units cost',
    [[1_000, 4]],
    amount(1_500, 'APPLY_TO_ITEMS'),
    some([0], { quantityLimit: 1 }),
    [1_000],
  ],
  // New prices.
  [
    'the difference to a new price of its own',
    [
      [2_000, 2],
      [2_000, 1],
    ],
    fixed(1_500, 'APPLY_TO_ITEMS'),
    [
      {
        lines: [{ lineIndex: 0, newPrice: money(1_900) }, { lineIndex: 1 }],
        effect: 'APPLY_TO_EVERY',
      },
    ],
    [200, 500],
  ],
  [
    'the difference to a new price for some units',
    [[2_000, 5]],
    fixed(1_500, 'APPLY_TO_ITEMS'),
    some([0], { quantityLimit: 2 }),
    [1_000],
  ],
  ['nothing for a higher price', [[2_000, 5]], fixed(2_001, 'APPLY_TO_ITEMS'), 'ALL_LINES', [0]],
  [
    'the difference to new prices of their own alone (API example: fixed)',
    [
      [6_500, 1],
      [2_000, 1],
      [5_000, 2],
      [11_000, 2],
      [300, 1],
    ],
    { type: 'FIXED', effect: 'APPLY_TO_ITEMS' },
    [
      entry([1], { lines: [{ lineIndex: 1, newPrice: money(0) }] }),
      entry([], {
        lines: [
          { lineIndex: 0, newPrice: money(5_200) },
          { lineIndex: 2, newPrice: money(4_500) },
          { lineIndex: 3, newPrice: money(8_800) },
          { lineIndex: 4 },
        ],
      }),
    ],
    [1_300, 2_000, 1_000, 4_400, 0],
  ],
  // Splits.
  [
    'a split whole, where a line cannot take its part',
    [
      [100, 5],
      [10_000, 1],
    ],
    tenSplitByUnit,
    'ALL_LINES',
    [500, 500],
  ],
  [
    'a split up to what the lines cost',
    [
      [100, 1],
      [200, 1],
      [700, 1],
    ],
    tenSplit,
    some([0, 1]),
    [100, 200, 0],
  ],
  [
    'a split by the units that are covered',
    [
      [1_000, 1],
      [1_000, 4],
    ],
    tenSplitByUnit,
    some([0, 1], { quantityLimit: 1 }),
    [500, 500],
  ],
  [
    'a split with nothing for free lines',
    [
      [0, 8],
      [1_000, 1],
    ],
    tenSplitByUnit,
    'ALL_LINES',
    [0, 1_000],
  ],
  [
    'a split up to its limit',
    [
      [1_000, 1],
      [1_000, 1],
    ],
    amount(1_000, 'APPLY_TO_ITEMS_PROPORTIONALLY', 301),
    'ALL_LINES',
    [151, 150],
  ],
  [
    'a split up to the limits of lines and entries',
    [
      [1_000, 1],
      [1_000, 1],
      [1_000, 1],
    ],
    tenSplit,
    [entry([0], { amountLimit: money(100) }), entry([1, 2], { aggregatedAmountLimit: money(300) })],
    [100, 300, 0],
  ],
  // Lines.
  [
    'once from a line that two entries name (guide: checking eligibility)',
    [
      [10_000, 1],
      [1_500, 1],
    ],
    tenPercent,
    [entry([0]), entry([0])],
    [1_000, 0],
  ],
  [
    'once from each line that the second of two entries names too',
    [
      [1_000, 1],
      [1_000, 1],
    ],
    amount(100, 'APPLY_TO_ITEMS'),
    [entry([0]), entry([0, 1])],
    [100, 100],
  ],
  ['an amount once from a line without units', [[null, 0, 500]], tenByUnit, 'ALL_LINES', [500]],
  ['nothing from no entries', sample, tenPercent, [], [0, 0, 0, 0]],
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
