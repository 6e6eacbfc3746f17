/** Orders that are redeemed upon twice and rolled back, whatever the discounts: nothing is lost. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { applyEffect } from '../../../engine/pricing/apply-effect.ts';
import type { Discount } from '../../../engine/pricing/discount.ts';
import {
  openOrder,
  type PricedOrder,
  requestTotals,
} from '../../../engine/pricing/priced-order.ts';
import {
  type ItemLine,
  itemNames,
  itemOf,
  lookup,
  orderOf,
} from '../../../engine/pricing/units/test-items.ts';
import type { OrderCalculated } from '../../../records/orders/schema.ts';
import {
  earlierDiscountsOf,
  itemAgain,
  openedOrder,
  type OrderRow,
  presentAmounts,
  presentItems,
  presentPricedOrder,
} from '../../../records/orders/service.ts';
import type { StoredRedemption } from '../store.ts';
import { orderShown, revertedOrder } from './order.ts';

const settings = { discountCalculationMode: 'DISCOUNTED_AMOUNT' } as const;
const people = { customerId: null, referrerId: null };
const now = Temporal.Instant.from('2026-05-20T12:00:00Z');
const orderMode = 'WITH_ORDER';
const made = { rollbackIds: { ids: ['rr_1'], parentId: null }, now, orderMode } as const;

const lines: fc.Arbitrary<ItemLine[]> = fc.array(
  fc.tuple(fc.constantFrom(...itemNames), fc.integer({ min: 1, max: 5 }), fc.nat(5_000)),
  { maxLength: 4 },
);
const discounts: fc.Arbitrary<Discount> = fc.oneof(
  fc.record({
    type: fc.constant('UNIT'),
    effect: fc.constant('ADD_MANY_ITEMS'),
    grants: fc.array(
      fc.record({
        effect: fc.constantFrom(
          'ADD_NEW_ITEMS',
          'ADD_MISSING_ITEMS',
          'ADD_SAME_ITEMS',
          'REPLACE_ITEMS',
        ),
        units: fc.nat(3),
        item: fc.constantFrom(...itemNames).map(itemOf),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  }),
  fc.record({
    type: fc.constant('PERCENT'),
    effect: fc.constantFrom('APPLY_TO_ORDER', 'APPLY_TO_ITEMS'),
    percentOff: fc.nat(100),
  }),
);
const stack = fc.array(discounts, { minLength: 1, maxLength: 3 });

const template: OrderRow = {
  id: 'ord_1',
  source_id: null,
  status: 'PAID',
  customer_id: null,
  referrer_id: null,
  amount: 0,
  total_discount_amount: 0,
  total_amount: 0,
  amounts: {},
  items: [],
  metadata: {},
  redemptions: {},
  created_at: '2026-05-20T12:00:00Z',
  updated_at: null,
};

/** Redeems the discounts upon a stored order: how it is then stored, and the redemption's snapshot. */
function redeem(before: OrderRow, some: readonly Discount[]) {
  const items = before.items.flatMap(itemAgain);
  const given = { items, amount: before.amounts.initial_amount ?? null };
  const opened = openedOrder(given, { products: [], skus: [] }, () => []);
  assert.ok(opened.ok);
  const order = opened.value;
  const start = openOrder(order, earlierDiscountsOf(before));
  const ground = { lines: order.lines, item: lookup, settings };
  const targets = [{ lines: [{ lineIndex: 0 }], effect: 'APPLY_TO_EVERY' }] as const;
  const priced = some.reduce(
    (price, discount) => applyEffect(price, discount, targets, ground),
    start,
  );
  const whole = requestTotals(start, priced);
  const snapshot = presentPricedOrder(order, whole, people);
  return { row: stored(presentItems(order.lines, whole), whole), snapshot };
}

function stored(items: OrderRow['items'], priced: PricedOrder): OrderRow {
  const { amount, total_discount_amount, total_amount, ...amounts } = presentAmounts(priced);
  return { ...template, amount, total_discount_amount, total_amount, amounts, items };
}

/** Null where it is refused. */
function rollBack(row: OrderRow, order: OrderCalculated): OrderRow | null {
  const reverted = revertedOrder(row, { ...redemption, snapshot: { order } }, made);
  if (reverted === null) return null;
  const { amount, total_discount_amount, total_amount, amounts, items } = reverted;
  return { ...row, amount, total_discount_amount, total_amount, amounts, items };
}

const redemption: StoredRedemption = {
  id: 'r_1',
  object: 'redemption',
  parent_id: null,
  redemption_id: null,
  related_object_type: 'voucher',
  related_object_id: 'v_1',
  campaign_id: null,
  customer_id: null,
  order_id: 'ord_1',
  tracking_id: null,
  amount: null,
  discount_amount: 0,
  metadata: {},
  channel: { channel_type: 'API', channel_id: '' },
  result: 'SUCCESS',
  status: 'SUCCEEDED',
  failure_code: null,
  failure_message: null,
  reason: null,
  snapshot: {},
  created_at: '2026-05-20T12:00:00Z',
  customer: null,
  rollbacks: null,
  parts: null,
};

function told({ amount, total_amount, total_discount_amount, items }: OrderRow) {
  const shown = items.map((item) => [item.quantity, item.amount, item.discount_amount]);
  return { amount, total_amount, total_discount_amount, shown };
}

function opened(cart: readonly ItemLine[]): OrderRow {
  const order = orderOf(cart);
  const priced = openOrder(order);
  return stored(presentItems(order.lines, priced), priced);
}

/** Every level says the same, and nothing costs less than nothing. */
function assertWhole({ amount, total_amount, total_discount_amount, amounts, items }: OrderRow) {
  const { items_discount_amount = 0, discount_amount = 0 } = amounts;
  assert.equal(total_discount_amount, items_discount_amount + discount_amount);
  assert.equal(total_amount, amount - total_discount_amount);
  const ofLines = items.reduce((sum, item) => sum + (item.discount_amount ?? 0), 0);
  assert.equal(ofLines, items_discount_amount);
  for (const { subtotal_amount = 0, quantity = 0, discount_quantity = 0 } of items) {
    assert.ok(subtotal_amount >= 0 && quantity >= discount_quantity && discount_quantity >= 0);
  }
}

test('an order opens again as it was stored', () => {
  fc.assert(
    fc.property(lines, stack, (cart, some) => {
      const { row } = redeem(opened(cart), some);
      assert.deepEqual(told(redeem(row, []).row), told(row));
    }),
    { numRuns: 1_500 },
  );
});

test('rolled back, an order is what it was; its rollback shows just that', () => {
  fc.assert(
    fc.property(lines, stack, (cart, some) => {
      const before = opened(cart);
      const { row, snapshot } = redeem(before, some);
      const after = rollBack(row, snapshot);
      assert.deepEqual(after && told(after), told(before));
      const shown = orderShown(snapshot, 'WITH_ORDER');
      assert.equal(shown?.amount, before.amount);
      assert.equal(shown?.total_amount, before.total_amount);
      assert.equal(shown?.items?.length, before.items.length);
    }),
    { numRuns: 1_500 },
  );
});

test('two redemptions rolled back leave the order as it was; only the first may have to wait', () => {
  fc.assert(
    fc.property(lines, stack, stack, fc.boolean(), (cart, one, two, isFirstFirst) => {
      const before = opened(cart);
      const first = redeem(before, one);
      const second = redeem(first.row, two);
      const [early, late] = isFirstFirst ? [first, second] : [second, first];
      const between = rollBack(second.row, early.snapshot);
      assert.ok(between !== null || isFirstFirst);
      if (between === null) return;
      assertWhole(between);
      const after = rollBack(between, late.snapshot);
      assert.deepEqual(after && told(after), told(before));
    }),
    { numRuns: 1_500 },
  );
});
