/** What holds for every cart under every sequence of discounts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MAX_AMOUNT, money } from '../money/money.ts';
import { applyDiscount, discountTotal } from './apply-discount.ts';
import type { PriceDiscount, PricingSettings } from './discount.ts';
import type { DiscountTargets, TargetEntry, TargetLine } from './discount-targets.ts';
import { openOrder, requestTotals, type PricedOrder } from './priced-order.ts';
import { cartOrder, type CartLine } from './test-cart.ts';

const MAX_LINES = 8;

/** Small prices, where rounding shows, and ones whose lines sum to the largest amount. */
const prices = fc.oneof(fc.nat(50), fc.nat(20_000), fc.nat(MAX_AMOUNT / 200));
const amounts = fc.oneof(fc.nat(100), fc.nat(10_000), fc.nat(MAX_AMOUNT)).map(money);
const quantities = fc.nat(20);
const percentages = fc.oneof(
  fc.nat(100),
  fc.nat(1_000_000).map((steps) => steps / 10_000),
);

const cartLines: fc.Arbitrary<CartLine> = fc.oneof(
  fc.tuple(prices, quantities),
  fc.tuple(prices, quantities, prices),
  fc.tuple(fc.constant(null), quantities, prices),
);
const orders = fc.array(cartLines, { maxLength: MAX_LINES }).map((lines) => cartOrder(lines));

const onWhat = fc.constantFrom('APPLY_TO_ORDER', 'APPLY_TO_ITEMS');
const discounts: fc.Arbitrary<PriceDiscount> = fc.oneof(
  fc.record(
    {
      type: fc.constant('AMOUNT'),
      effect: fc.constantFrom(
        'APPLY_TO_ORDER',
        'APPLY_TO_ITEMS',
        'APPLY_TO_ITEMS_PROPORTIONALLY',
        'APPLY_TO_ITEMS_PROPORTIONALLY_BY_QUANTITY',
        'APPLY_TO_ITEMS_BY_QUANTITY',
      ),
      amountOff: amounts,
      aggregatedAmountLimit: amounts,
    },
    { requiredKeys: ['type', 'effect', 'amountOff'] },
  ),
  fc.record(
    {
      type: fc.constant('PERCENT'),
      effect: onWhat,
      percentOff: percentages,
      amountLimit: amounts,
      aggregatedAmountLimit: amounts,
    },
    { requiredKeys: ['type', 'effect', 'percentOff'] },
  ),
  fc.record(
    { type: fc.constant('FIXED'), effect: onWhat, fixedAmount: amounts },
    { requiredKeys: ['type', 'effect'] },
  ),
);

const targetLines: fc.Arbitrary<TargetLine[]> = fc.uniqueArray(
  fc.record(
    { lineIndex: fc.nat(MAX_LINES), units: fc.nat(10), newPrice: amounts },
    { requiredKeys: ['lineIndex'] },
  ),
  { selector: ({ lineIndex }) => lineIndex },
);
const entries: fc.Arbitrary<TargetEntry> = fc.record(
  {
    lines: targetLines,
    effect: fc.constantFrom(
      'APPLY_TO_EVERY',
      'APPLY_TO_CHEAPEST',
      'APPLY_FROM_CHEAPEST',
      'APPLY_TO_MOST_EXPENSIVE',
      'APPLY_FROM_MOST_EXPENSIVE',
    ),
    target: fc.constantFrom('ITEM', 'UNIT'),
    skipInitially: fc.nat(4),
    repeat: fc.nat(4),
    quantityLimit: fc.nat(10),
    aggregatedQuantityLimit: fc.nat(30),
    amountLimit: amounts,
    aggregatedAmountLimit: amounts,
  },
  { requiredKeys: ['lines', 'effect'] },
);
const targets: fc.Arbitrary<DiscountTargets> = fc.oneof(
  fc.constant('ALL_LINES' as const),
  fc.array(entries, { maxLength: 4 }),
);
const settings: fc.Arbitrary<PricingSettings> = fc.record({
  discountCalculationMode: fc.constantFrom('DISCOUNTED_AMOUNT', 'INITIAL_AMOUNT'),
});

const steps = fc.record({ discount: discounts, targets });
const stacks = fc.array(steps, { minLength: 1, maxLength: 30 });

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}

function assertConsistent(before: PricedOrder, after: PricedOrder): void {
  const off = after.totalAppliedDiscountAmount;
  assert.ok(off >= 0 && off <= before.totalAmount);
  assert.equal(off, after.appliedDiscountAmount + after.itemsAppliedDiscountAmount);
  assert.equal(after.discountAmount, before.discountAmount + after.appliedDiscountAmount);
  const itemsOff = before.itemsDiscountAmount + after.itemsAppliedDiscountAmount;
  assert.equal(after.itemsDiscountAmount, itemsOff);
  assert.equal(after.totalDiscountAmount, after.discountAmount + after.itemsDiscountAmount);
  assert.equal(after.totalAmount, after.amount - after.totalDiscountAmount);
  const lines = after.lines;
  assert.equal(after.itemsDiscountAmount, sum(lines.map((line) => line.discountAmount)));
  assert.equal(
    after.itemsAppliedDiscountAmount,
    sum(lines.map((line) => line.appliedDiscountAmount)),
  );
  for (const line of lines) {
    const earlier = before.lines[line.index];
    assert.ok(earlier);
    assert.ok(line.appliedDiscountAmount >= 0);
    assert.ok(line.appliedDiscountAmount <= earlier.subtotalAmount);
    assert.equal(line.discountAmount, earlier.discountAmount + line.appliedDiscountAmount);
    assert.equal(line.subtotalAmount, line.amount - line.discountAmount);
  }
}

test('totals agree at every level after any sequence of 30 discounts', () => {
  fc.assert(
    fc.property(orders, stacks, settings, (order, stack, how) => {
      const opened = openOrder(order);
      let priced = opened;
      for (const step of stack) {
        const next = applyDiscount(priced, step.discount, step.targets, how);
        assertConsistent(priced, next);
        priced = next;
      }
      assertConsistent(opened, requestTotals(opened, priced));
    }),
    { numRuns: 500 },
  );
});

test('the lean total is what applying takes, at any point of a stack', () => {
  fc.assert(
    fc.property(orders, stacks, settings, (order, stack, how) => {
      let priced = openOrder(order);
      for (const step of stack) {
        const lean = discountTotal(priced, step.discount, step.targets, how);
        priced = applyDiscount(priced, step.discount, step.targets, how);
        assert.equal(lean, priced.totalAppliedDiscountAmount);
      }
    }),
    { numRuns: 500 },
  );
});

test('the same input gives the same output and is left as it was', () => {
  fc.assert(
    fc.property(orders, steps, settings, (order, { discount, targets: reached }, how) => {
      const opened = openOrder(order);
      const copy = structuredClone(opened);
      const once = applyDiscount(opened, discount, reached, how);
      assert.deepEqual(opened, copy);
      assert.deepEqual(applyDiscount(opened, discount, reached, how), once);
    }),
  );
});

test('no line outside the targets is touched', () => {
  fc.assert(
    fc.property(orders, discounts, targetLines, settings, (order, discount, lines, how) => {
      const opened = openOrder(order);
      const reached = [{ lines, effect: 'APPLY_TO_EVERY' } as const];
      const priced = applyDiscount(opened, discount, reached, how);
      const named = new Set(lines.map(({ lineIndex }) => lineIndex));
      for (const line of priced.lines) {
        if (!named.has(line.index)) assert.equal(line, opened.lines[line.index]);
      }
    }),
  );
});

test('limits of an entry are kept, whatever the discount', () => {
  fc.assert(
    fc.property(orders, discounts, entries, settings, (order, discount, entry, how) => {
      fc.pre(discount.effect !== 'APPLY_TO_ORDER');
      const priced = applyDiscount(openOrder(order), discount, [entry], how);
      const { amountLimit = MAX_AMOUNT, aggregatedAmountLimit = MAX_AMOUNT } = entry;
      assert.ok(priced.totalAppliedDiscountAmount <= aggregatedAmountLimit);
      for (const line of priced.lines) assert.ok(line.appliedDiscountAmount <= amountLimit);
    }),
  );
});

test('a split takes its whole amount as long as the lines can bear it', () => {
  const split = fc.constantFrom(
    'APPLY_TO_ITEMS_PROPORTIONALLY',
    'APPLY_TO_ITEMS_PROPORTIONALLY_BY_QUANTITY',
  );
  fc.assert(
    fc.property(orders, split, amounts, settings, (order, effect, amountOff, how) => {
      const discount = { type: 'AMOUNT', effect, amountOff } as const;
      const priced = applyDiscount(openOrder(order), discount, 'ALL_LINES', how);
      assert.equal(priced.totalAppliedDiscountAmount, Math.min(amountOff, order.amount));
    }),
  );
});
