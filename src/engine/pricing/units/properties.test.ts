/** What holds for every cart under every mixture of discounts, those that give units among them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MAX_AMOUNT, money } from '../../money/money.ts';
import { applyEffect, effectTotal } from '../apply-effect.ts';
import { scaleDiscount, scaleTargets } from '../bundle-scale.ts';
import type { Discount } from '../discount.ts';
import type { DiscountTargets } from '../discount-targets.ts';
import { openOrder, type PricedOrder, requestTotals } from '../priced-order.ts';
import { type ItemLine, itemNames, itemOf, lookup, orderOf } from './test-items.ts';
import { MAX_UNIT_OFF, type UnitGrant } from './unit-discount.ts';

const MAX_LINES = 6;
const names = fc.constantFrom(...itemNames);
const prices = fc.oneof(fc.nat(50), fc.nat(20_000), fc.nat(MAX_AMOUNT / 200));
const quantities = fc.nat(12);
const lines: fc.Arbitrary<ItemLine> = fc.oneof(
  fc.tuple(names, quantities),
  fc.tuple(names, quantities, prices),
  fc.tuple(names, quantities, fc.constant(null), prices),
);
const orders = fc.array(lines, { maxLength: MAX_LINES }).map(orderOf);

const amounts = fc.oneof(fc.nat(100), fc.nat(10_000), fc.nat(MAX_AMOUNT)).map(money);
const grants: fc.Arbitrary<UnitGrant> = fc.record({
  effect: fc.constantFrom('ADD_NEW_ITEMS', 'ADD_MISSING_ITEMS', 'ADD_SAME_ITEMS', 'REPLACE_ITEMS'),
  units: fc.oneof(fc.nat(4), fc.nat(MAX_UNIT_OFF)),
  item: fc.constantFrom(...itemNames, 'gone', 'hats', 'all').map(itemOf),
});
const unitDiscounts: fc.Arbitrary<Discount> = fc.record({
  type: fc.constant('UNIT'),
  effect: fc.constantFrom('ADD_MANY_ITEMS', 'REPLACE_ITEMS'),
  grants: fc.array(grants, { minLength: 1, maxLength: 3 }),
});
const others: fc.Arbitrary<Discount> = fc.oneof(
  fc.record({
    type: fc.constant('AMOUNT'),
    effect: fc.constantFrom(
      'APPLY_TO_ORDER',
      'APPLY_TO_ITEMS',
      'APPLY_TO_ITEMS_PROPORTIONALLY',
      'APPLY_TO_ITEMS_PROPORTIONALLY_BY_QUANTITY',
      'APPLY_TO_ITEMS_BY_QUANTITY',
    ),
    amountOff: amounts,
  }),
  fc.record({
    type: fc.constant('PERCENT'),
    effect: fc.constantFrom('APPLY_TO_ORDER', 'APPLY_TO_ITEMS'),
    percentOff: fc.nat(1_000_000).map((steps) => steps / 10_000),
  }),
  fc.record({
    type: fc.constant('FIXED'),
    effect: fc.constantFrom('APPLY_TO_ORDER', 'APPLY_TO_ITEMS'),
    fixedAmount: amounts,
  }),
);
const targets: fc.Arbitrary<DiscountTargets> = fc.oneof(
  fc.constant('ALL_LINES' as const),
  fc.array(
    fc.record(
      {
        lines: fc.uniqueArray(fc.record({ lineIndex: fc.nat(MAX_LINES + 2) }), {
          selector: ({ lineIndex }) => lineIndex,
        }),
        effect: fc.constantFrom('APPLY_TO_EVERY', 'APPLY_FROM_CHEAPEST', 'APPLY_TO_MOST_EXPENSIVE'),
        target: fc.constantFrom('ITEM', 'UNIT'),
        skipInitially: fc.nat(2),
        repeat: fc.nat(3),
        quantityLimit: fc.nat(5),
        aggregatedQuantityLimit: fc.nat(9),
      },
      { requiredKeys: ['lines', 'effect'] },
    ),
    { maxLength: 2 },
  ),
);
const settings = fc.record({
  discountCalculationMode: fc.constantFrom('DISCOUNTED_AMOUNT', 'INITIAL_AMOUNT'),
});
const steps = fc.record({
  discount: fc.oneof({ weight: 2, arbitrary: unitDiscounts }, others),
  targets,
  bundles: fc.oneof(fc.constant(1), fc.nat(100)),
});
const stacks = fc.array(steps, { minLength: 1, maxLength: 12 });

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}

/** Every level says the same, and nothing costs less than nothing. */
function assertWhole(priced: PricedOrder): void {
  const { amount, initialAmount, totalDiscountAmount, itemsDiscountAmount, totalAmount } = priced;
  assert.equal(totalDiscountAmount, priced.discountAmount + itemsDiscountAmount);
  assert.equal(totalAmount, amount - totalDiscountAmount);
  assert.ok(totalAmount >= 0 && amount <= MAX_AMOUNT && priced.discountAmount >= 0);
  assert.equal(itemsDiscountAmount, sum(priced.lines.map((line) => line.discountAmount)));
  const grown = priced.lines.map((line) => line.amount - line.initialAmount);
  assert.equal(amount - initialAmount, sum(grown));
  for (const [index, line] of priced.lines.entries()) {
    assert.equal(line.index, index);
    assert.equal(line.subtotalAmount, line.amount - line.discountAmount);
    assert.ok(line.discountAmount >= 0 && line.subtotalAmount >= 0);
    assert.ok(line.discountQuantity >= 0 && line.discountQuantity <= line.quantity);
  }
}

/** `applied…` is the difference, and in all neither less than nothing nor more than there was. */
function assertApplied(before: PricedOrder, after: PricedOrder): void {
  const off = after.totalAppliedDiscountAmount;
  const added = sum(after.lines.map((line) => line.appliedQuantityAmount));
  assert.equal(after.amount, before.amount + added);
  assert.equal(off, after.totalDiscountAmount - before.totalDiscountAmount);
  assert.ok(off >= 0 && off <= before.totalAmount + Math.max(added, 0));
  assert.ok(after.totalAmount <= before.totalAmount, 'no discount makes an order dearer');
  assert.equal(
    after.itemsAppliedDiscountAmount,
    sum(after.lines.map((line) => line.appliedDiscountAmount)),
  );
  for (const line of after.lines) {
    const earlier = before.lines[line.index];
    assert.equal(line.appliedQuantity, line.quantity - (earlier?.quantity ?? 0));
    assert.equal(line.appliedDiscountAmount, line.discountAmount - (earlier?.discountAmount ?? 0));
    const isReplaced = line.appliedQuantity < 0;
    assert.ok(isReplaced || line.appliedDiscountAmount >= 0);
    assert.ok(line.appliedDiscountAmount <= line.amount);
  }
}

test('totals agree at every level after any mixture of discounts', () => {
  fc.assert(
    fc.property(orders, stacks, settings, (order, stack, how) => {
      fc.pre(order.amount <= MAX_AMOUNT);
      const ground = { lines: order.lines, item: lookup, settings: how };
      const opened = openOrder(order);
      let priced = opened;
      for (const { bundles, ...step } of stack) {
        const discount = scaleDiscount(step.discount, bundles);
        const reached = scaleTargets(step.targets, step.discount, bundles);
        const next = applyEffect(priced, discount, reached, ground);
        assert.equal(
          effectTotal(priced, discount, reached, ground),
          next.totalAppliedDiscountAmount,
        );
        assertWhole(next);
        assertApplied(priced, next);
        priced = next;
      }
      const whole = requestTotals(opened, priced);
      assertWhole(whole);
      assertApplied(opened, whole);
      assert.equal(whole.lines.length, order.lines.length + whole.added.length);
    }),
    { numRuns: 2_000 },
  );
});

test('the same input gives the same bytes and is left as it was', () => {
  fc.assert(
    fc.property(orders, steps, settings, (order, { discount, targets: reached }, how) => {
      fc.pre(order.amount <= MAX_AMOUNT);
      const ground = { lines: order.lines, item: lookup, settings: how };
      const opened = openOrder(order);
      const copy = JSON.stringify(opened);
      const once = JSON.stringify(applyEffect(opened, discount, reached, ground));
      assert.equal(JSON.stringify(applyEffect(opened, discount, reached, ground)), once);
      assert.equal(JSON.stringify(opened), copy);
    }),
    { numRuns: 1_000 },
  );
});

test('units that are added leave what is to pay as it is', () => {
  const adding = fc.record({
    effect: fc.constantFrom('ADD_NEW_ITEMS', 'ADD_SAME_ITEMS'),
    units: fc.nat(100),
    item: fc.constantFrom(...itemNames, 'gone', 'hats', 'all').map(itemOf),
  });
  fc.assert(
    fc.property(orders, fc.array(adding, { maxLength: 5 }), settings, (order, given, how) => {
      fc.pre(order.amount <= MAX_AMOUNT);
      const ground = { lines: order.lines, item: lookup, settings: how };
      const discount = { type: 'UNIT', effect: 'ADD_MANY_ITEMS', grants: given } as const;
      const priced = applyEffect(openOrder(order), discount, 'ALL_LINES', ground);
      assert.equal(priced.totalAmount, order.amount);
      assert.equal(priced.totalAppliedDiscountAmount, priced.amount - order.amount);
    }),
    { numRuns: 1_000 },
  );
});
