/** Discounts on one cart, by example; carts named by topic are the reference guides' own numbers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { money } from '../money/money.ts';
import { applyDiscount, discountTotal } from './apply-discount.ts';
import type { AmountEffect, PriceDiscount, PricingSettings } from './discount.ts';
import type { DiscountTargets, TargetEntry } from './discount-targets.ts';
import type { PricedOrder } from './priced-order.ts';
import { bareCart, cart, type CartLine } from './test-cart.ts';

const settings: PricingSettings = { discountCalculationMode: 'DISCOUNTED_AMOUNT' };

function amount(off: number, effect: AmountEffect, aggregatedLimit?: number): PriceDiscount {
  const limit =
    aggregatedLimit === undefined ? {} : { aggregatedAmountLimit: money(aggregatedLimit) };
  return { type: 'AMOUNT', effect, amountOff: money(off), ...limit };
}

type Limits = { amountLimit?: number; aggregatedAmountLimit?: number };
type OnWhat = 'APPLY_TO_ORDER' | 'APPLY_TO_ITEMS';

function percent(percentOff: number, effect: OnWhat, limits: Limits = {}): PriceDiscount {
  const { amountLimit, aggregatedAmountLimit } = limits;
  return {
    type: 'PERCENT',
    effect,
    percentOff,
    ...(amountLimit === undefined ? {} : { amountLimit: money(amountLimit) }),
    ...(aggregatedAmountLimit === undefined
      ? {}
      : { aggregatedAmountLimit: money(aggregatedAmountLimit) }),
  };
}

function fixed(price: number, effect: OnWhat): PriceDiscount {
  return { type: 'FIXED', effect, fixedAmount: money(price) };
}

function entry(lines: readonly number[], rest: Partial<TargetEntry> = {}): TargetEntry {
  return {
    lines: lines.map((lineIndex) => ({ lineIndex })),
    effect: 'APPLY_TO_EVERY',
    ...rest,
  };
}

const some = (lines: readonly number[], rest: Partial<TargetEntry> = {}) => [entry(lines, rest)];
const off = (priced: PricedOrder) => priced.lines.map((line) => line.appliedDiscountAmount);

type OrderRow = readonly [claim: string, payable: number, discount: PriceDiscount, off: number];

const onOrder: readonly OrderRow[] = [
  ['an amount', 20_000, amount(1_000, 'APPLY_TO_ORDER'), 1_000],
  ['no more than there is to pay', 800, amount(1_000, 'APPLY_TO_ORDER'), 800],
  ['an amount up to its limit', 20_000, amount(1_000, 'APPLY_TO_ORDER', 900), 900],
  ['a percentage (guide: apply to order)', 20_050, percent(10, 'APPLY_TO_ORDER'), 2_005],
  ['a percentage, half a unit up', 105, percent(10, 'APPLY_TO_ORDER'), 11],
  [
    'a percentage up to its limit',
    10_000,
    percent(50, 'APPLY_TO_ORDER', { amountLimit: 600 }),
    600,
  ],
  [
    'a percentage up to its limit for the order',
    10_000,
    percent(50, 'APPLY_TO_ORDER', { amountLimit: 600, aggregatedAmountLimit: 500 }),
    500,
  ],
  ['the difference to a new price', 12_000, fixed(10_000, 'APPLY_TO_ORDER'), 2_000],
  ['nothing where the new price is higher', 9_000, fixed(10_000, 'APPLY_TO_ORDER'), 0],
  ['all for a new price of nothing', 9_000, fixed(0, 'APPLY_TO_ORDER'), 9_000],
  ['nothing for items where there are none', 9_000, amount(500, 'APPLY_TO_ITEMS'), 0],
];

for (const [claim, payable, discount, expected] of onOrder) {
  test(`a discount takes off an order ${claim}`, () => {
    const priced = applyDiscount(bareCart(payable), discount, 'ALL_LINES', settings);
    assert.equal(priced.totalAppliedDiscountAmount, expected);
    assert.equal(priced.totalAmount, payable - expected);
    assert.equal(discountTotal(bareCart(payable), discount, 'ALL_LINES', settings), expected);
  });
}

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
    'the difference to the price of an entry',
    [
      [2_000, 2],
      [2_000, 1],
    ],
    fixed(1_500, 'APPLY_TO_ITEMS'),
    [entry([0], { price: money(1_900) }), entry([1])],
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
    'once from a line that two entries name',
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

test('a percentage above 100 is our bug', () => {
  assert.throws(() => {
    applyDiscount(bareCart(100), percent(101, 'APPLY_TO_ORDER'), 'ALL_LINES', settings);
  });
});
