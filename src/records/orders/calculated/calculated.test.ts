/** Priced orders on the wire, by one cart that a person can check. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { money } from '../../../engine/money/money.ts';
import { applyDiscount } from '../../../engine/pricing/apply-discount.ts';
import { openOrder, requestTotals } from '../../../engine/pricing/priced-order.ts';
import { openedOrder } from '../lines/service.ts';
import { presentPricedOrder } from './service.ts';

const settings = { discountCalculationMode: 'DISCOUNTED_AMOUNT' } as const;
const nobody = { customerId: null, referrerId: null };

const opened = openedOrder(
  {
    metadata: { channel: 'web' },
    items: [
      { product_id: 'p', price: 1000, quantity: 2 },
      { amount: 500, metadata: { note: 'x' } },
    ],
  },
  { products: [], skus: [] },
  () => [],
);
assert.ok(opened.ok);
const order = opened.value;

test('discounts on items and on the order are told apart, and summed', () => {
  const start = openOrder(order);
  const tenPercent = { type: 'PERCENT', effect: 'APPLY_TO_ITEMS', percentOff: 10 } as const;
  const three = { type: 'AMOUNT', effect: 'APPLY_TO_ORDER', amountOff: money(300) } as const;
  const first = applyDiscount(start, tenPercent, 'ALL_LINES', settings);
  const last = requestTotals(start, applyDiscount(first, three, 'ALL_LINES', settings));
  assert.deepEqual(presentPricedOrder(order, last, nobody), {
    amount: 2500,
    initial_amount: 2500,
    discount_amount: 300,
    items_discount_amount: 250,
    total_discount_amount: 550,
    total_amount: 1950,
    applied_discount_amount: 300,
    items_applied_discount_amount: 250,
    total_applied_discount_amount: 550,
    items: [
      {
        object: 'order_item',
        product_id: 'p',
        quantity: 2,
        initial_quantity: 2,
        amount: 2000,
        discount_amount: 200,
        initial_amount: 2000,
        applied_discount_amount: 200,
        price: 1000,
        subtotal_amount: 1800,
        product: { id: 'p' },
      },
      {
        object: 'order_item',
        quantity: 1,
        initial_quantity: 1,
        amount: 500,
        discount_amount: 50,
        initial_amount: 500,
        applied_discount_amount: 50,
        subtotal_amount: 450,
        metadata: { note: 'x' },
      },
    ],
    metadata: { channel: 'web' },
    customer_id: null,
    referrer_id: null,
    object: 'order',
  });
});

test('units are spoken of where a discount gave or added some', () => {
  const start = openOrder(order);
  const [line, ...others] = start.lines;
  assert.ok(line);
  const given = {
    ...line,
    quantity: 3,
    discountQuantity: 1,
    appliedDiscountQuantity: 1,
    appliedQuantity: 1,
  };
  const { items } = presentPricedOrder(order, { ...start, lines: [given, ...others] }, nobody);
  const { quantity, initial_quantity, discount_quantity, applied_quantity } = items[0] ?? {};
  assert.deepEqual(
    { quantity, initial_quantity, discount_quantity, applied_quantity },
    { quantity: 3, initial_quantity: 2, discount_quantity: 1, applied_quantity: 1 },
  );
  assert.equal(items[1]?.discount_quantity, undefined);
});
