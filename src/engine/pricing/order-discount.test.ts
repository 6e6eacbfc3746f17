/** Discounts on a whole order, by example. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyDiscount, discountTotal } from './apply-discount.ts';
import type { PriceDiscount, PricingSettings } from './discount.ts';
import { bareCart } from './test-cart.ts';
import { amount, fixed, percent } from './test-discounts.ts';

const settings: PricingSettings = { discountCalculationMode: 'DISCOUNTED_AMOUNT' };

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
  ['nothing where no new price is set', 9_000, { type: 'FIXED', effect: 'APPLY_TO_ORDER' }, 0],
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

test('a percentage above 100 is our bug', () => {
  assert.throws(() => {
    applyDiscount(bareCart(100), percent(101, 'APPLY_TO_ORDER'), 'ALL_LINES', settings);
  });
});
