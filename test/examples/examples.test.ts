/** Every worked cart through the pure engine: each amount, at each level, after each redeemable. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fate } from '../../src/engine/decide.ts';
import type { PricedOrder } from '../../src/engine/pricing/priced-order.ts';
import { decideExample } from './decide-example.ts';
import type { Example } from './example.ts';
import { expectedSteps, expectedTotal, type Amounts, type Start } from './expected.ts';
import { tables } from './tables/all.ts';

for (const { guide, heading, examples } of Object.values(tables).flat()) {
  for (const example of examples) {
    test(`${guide}, ${heading}: ${example.claim}`, () => {
      const { order, decision } = decideExample(example);
      const start = { amount: order.amount, prices: order.lines.map((line) => line.amount) };
      assert.deepEqual(decision.fates.map(told), steps(start, example));
      assert(decision.opened !== null && decision.price !== null);
      assert.deepEqual(amountsOf(decision.price), expectedTotal(start, example));
      const total = decision.valid ? decision.price.totalAmount : decision.opened.totalAmount;
      assert.equal(total, example.total, 'what is to pay');
    });
  }
}

test('no cart is worked twice: one that is says nothing new', () => {
  const all = Object.values(tables)
    .flat()
    .flatMap(({ examples }) => examples)
    .map((example) => JSON.stringify({ ...example, claim: '' }));
  const twice = all.filter((one, index) => all.indexOf(one) !== index);
  assert.deepEqual(twice, []);
});

/** After each redeemable that applies its amounts, of each other one the key that says why. */
function steps(start: Start, example: Example): (Amounts | string)[] {
  return expectedSteps(start, example).map((amounts, index) => {
    const taken = example.taken[index];
    return typeof taken === 'string' ? taken : (amounts ?? '');
  });
}

function told(fate: Fate): Amounts | string {
  switch (fate.status) {
    case 'APPLICABLE':
      assert(fate.price !== null);
      return amountsOf(fate.price);
    case 'INAPPLICABLE':
      return fate.refusal.key;
    case 'SKIPPED':
      return fate.reason;
    default:
      return fate satisfies never;
  }
}

function amountsOf(price: PricedOrder): Amounts {
  return {
    amount: price.amount,
    initial: price.initialAmount,
    discount: price.discountAmount,
    itemsDiscount: price.itemsDiscountAmount,
    totalDiscount: price.totalDiscountAmount,
    applied: price.appliedDiscountAmount,
    itemsApplied: price.itemsAppliedDiscountAmount,
    totalApplied: price.totalAppliedDiscountAmount,
    total: price.totalAmount,
    lines: price.lines.map((line) => ({
      amount: line.amount,
      initial: line.initialAmount,
      discount: line.discountAmount,
      applied: line.appliedDiscountAmount,
      subtotal: line.subtotalAmount,
    })),
  };
}
