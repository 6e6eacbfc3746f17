/** Running prices of stacks, redeemable by redeemable; carts named by topic are the guides' own. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { money, ZERO } from '../money/money.ts';
import { applyDiscount } from './apply-discount.ts';
import type { DiscountCalculationMode, PriceDiscount } from './discount.ts';
import { openOrder, requestTotals, type PricedOrder } from './priced-order.ts';
import { takeFromLines, takeFromOrder } from './take.ts';
import { bareCart, cart, cartOrder, type CartLine } from './test-cart.ts';

const offOrder = (off: number): PriceDiscount => ({
  type: 'AMOUNT',
  effect: 'APPLY_TO_ORDER',
  amountOff: money(off),
});
const offItems = (off: number): PriceDiscount => ({
  type: 'AMOUNT',
  effect: 'APPLY_TO_ITEMS',
  amountOff: money(off),
});
const percentOff = (off: number, effect: 'APPLY_TO_ORDER' | 'APPLY_TO_ITEMS'): PriceDiscount => ({
  type: 'PERCENT',
  effect,
  percentOff: off,
});
const newPrice = (price: number, effect: 'APPLY_TO_ORDER' | 'APPLY_TO_ITEMS'): PriceDiscount => ({
  type: 'FIXED',
  effect,
  fixedAmount: money(price),
});

/** Order level, items, total, to pay; then the latest redeemable's order level, items, total. */
function totals(priced: PricedOrder): number[] {
  return [
    priced.discountAmount,
    priced.itemsDiscountAmount,
    priced.totalDiscountAmount,
    priced.totalAmount,
    priced.appliedDiscountAmount,
    priced.itemsAppliedDiscountAmount,
    priced.totalAppliedDiscountAmount,
  ];
}

type Stack = {
  readonly claim: string;
  readonly mode: DiscountCalculationMode;
  readonly opened: PricedOrder;
  readonly discounts: readonly PriceDiscount[];
  readonly states: readonly (readonly number[])[];
  readonly request: readonly number[];
};

const two: readonly CartLine[] = [
  [2_000, 1],
  [700, 1],
];

const stacks: readonly Stack[] = [
  {
    claim: 'an amount, a percentage of the rest, an amount (guide: stackable discounts)',
    mode: 'DISCOUNTED_AMOUNT',
    opened: bareCart(200_000),
    discounts: [offOrder(100), percentOff(20, 'APPLY_TO_ORDER'), offOrder(8_000)],
    states: [
      [100, 0, 100, 199_900, 100, 0, 100],
      [40_080, 0, 40_080, 159_920, 39_980, 0, 39_980],
      [48_080, 0, 48_080, 151_920, 8_000, 0, 8_000],
    ],
    request: [48_080, 0, 48_080, 151_920, 48_080, 0, 48_080],
  },
  {
    claim: 'items first, one without effect, then the order (API example: five redeemables)',
    mode: 'DISCOUNTED_AMOUNT',
    opened: cart(two),
    discounts: [
      offItems(1_000),
      offItems(0),
      offOrder(100),
      percentOff(40, 'APPLY_TO_ORDER'),
      offOrder(30),
    ],
    states: [
      [0, 1_700, 1_700, 1_000, 0, 1_700, 1_700],
      [0, 1_700, 1_700, 1_000, 0, 0, 0],
      [100, 1_700, 1_800, 900, 100, 0, 100],
      [460, 1_700, 2_160, 540, 360, 0, 360],
      [490, 1_700, 2_190, 510, 30, 0, 30],
    ],
    request: [490, 1_700, 2_190, 510, 490, 1_700, 2_190],
  },
  {
    claim: 'percentages of what is left (guide: calculation mode)',
    mode: 'DISCOUNTED_AMOUNT',
    opened: bareCart(10_000),
    discounts: [percentOff(10, 'APPLY_TO_ORDER'), percentOff(20, 'APPLY_TO_ORDER')],
    states: [
      [1_000, 0, 1_000, 9_000, 1_000, 0, 1_000],
      [2_800, 0, 2_800, 7_200, 1_800, 0, 1_800],
    ],
    request: [2_800, 0, 2_800, 7_200, 2_800, 0, 2_800],
  },
  {
    claim: 'percentages of the first price (guide: calculation mode)',
    mode: 'INITIAL_AMOUNT',
    opened: bareCart(10_000),
    discounts: [percentOff(10, 'APPLY_TO_ORDER'), percentOff(20, 'APPLY_TO_ORDER')],
    states: [
      [1_000, 0, 1_000, 9_000, 1_000, 0, 1_000],
      [3_000, 0, 3_000, 7_000, 2_000, 0, 2_000],
    ],
    request: [3_000, 0, 3_000, 7_000, 3_000, 0, 3_000],
  },
  {
    claim: 'percentages of the first price of each line, up to what it still costs',
    mode: 'INITIAL_AMOUNT',
    opened: cart(two),
    discounts: [percentOff(60, 'APPLY_TO_ITEMS'), percentOff(60, 'APPLY_TO_ITEMS')],
    states: [
      [0, 1_620, 1_620, 1_080, 0, 1_620, 1_620],
      [0, 2_700, 2_700, 0, 0, 1_080, 1_080],
    ],
    request: [0, 2_700, 2_700, 0, 0, 2_700, 2_700],
  },
  {
    claim: 'what an order redeemed upon before still leaves (guide: order already created)',
    mode: 'DISCOUNTED_AMOUNT',
    opened: openOrder(
      { amount: money(10_000), lines: [], metadata: {} },
      { discountAmount: money(9_200), lineDiscountAmounts: [] },
    ),
    discounts: [offOrder(1_000)],
    states: [[10_000, 0, 10_000, 0, 800, 0, 800]],
    request: [10_000, 0, 10_000, 0, 800, 0, 800],
  },
  {
    claim: 'items no further than the order, already discounted, can fall',
    mode: 'DISCOUNTED_AMOUNT',
    opened: cart(two),
    discounts: [offOrder(2_000), offItems(600)],
    states: [
      [2_000, 0, 2_000, 700, 2_000, 0, 2_000],
      [2_000, 700, 2_700, 0, 0, 700, 700],
    ],
    request: [2_000, 700, 2_700, 0, 2_000, 700, 2_700],
  },
  {
    claim: 'only what lies between the price reached and a new price',
    mode: 'DISCOUNTED_AMOUNT',
    opened: cart(two),
    discounts: [
      offItems(500),
      newPrice(1_000, 'APPLY_TO_ITEMS'),
      newPrice(1_100, 'APPLY_TO_ORDER'),
    ],
    states: [
      [0, 1_000, 1_000, 1_700, 0, 1_000, 1_000],
      [0, 1_500, 1_500, 1_200, 0, 500, 500],
      [100, 1_500, 1_600, 1_100, 100, 0, 100],
    ],
    request: [100, 1_500, 1_600, 1_100, 100, 1_500, 1_600],
  },
];

for (const { claim, mode, opened, discounts, states, request } of stacks) {
  test(`a stack takes ${claim}`, () => {
    let priced = opened;
    const reached = discounts.map((discount) => {
      priced = applyDiscount(priced, discount, 'ALL_LINES', { discountCalculationMode: mode });
      return totals(priced);
    });
    assert.deepEqual(reached, states);
    assert.deepEqual(totals(requestTotals(opened, priced)), request);
  });
}

test('a line shows what the latest redeemable took and what all of them took', () => {
  const settings = { discountCalculationMode: 'DISCOUNTED_AMOUNT' } as const;
  const opened = cart(two);
  const first = applyDiscount(opened, offItems(1_000), 'ALL_LINES', settings);
  const second = applyDiscount(first, offOrder(50), 'ALL_LINES', settings);
  const third = applyDiscount(second, offItems(300), 'ALL_LINES', settings);
  const shown = (priced: PricedOrder) =>
    priced.lines.map((line) => [
      line.discountAmount,
      line.appliedDiscountAmount,
      line.subtotalAmount,
    ]);
  assert.deepEqual(shown(first), [
    [1_000, 1_000, 1_000],
    [700, 700, 0],
  ]);
  assert.deepEqual(shown(second), [
    [1_000, 0, 1_000],
    [700, 0, 0],
  ]);
  assert.deepEqual(shown(third), [
    [1_300, 300, 700],
    [700, 0, 0],
  ]);
  assert.deepEqual(shown(requestTotals(opened, third)), [
    [1_300, 1_300, 700],
    [700, 700, 0],
  ]);
});

test('earlier discounts are cut to what the order costs now', () => {
  const earlier = { discountAmount: money(900), lineDiscountAmounts: [money(2_500)] };
  assert.deepEqual(totals(openOrder(cartOrder(two), earlier)), [700, 2_000, 2_700, 0, 0, 0, 0]);
});

test('nothing is taken beyond what is still to pay', () => {
  assert.throws(() => takeFromOrder(bareCart(100), money(101)));
  assert.throws(() => takeFromOrder(bareCart(100), money(-1)));
  assert.throws(() => takeFromLines(cart(two), [ZERO, money(701)]));
  assert.throws(() => takeFromLines(takeFromOrder(cart(two), money(2_500)), [money(300), ZERO]));
  assert.throws(() => takeFromLines(cart(two), [ZERO]));
});
