/**
 * Every worked cart through the pure engine: each amount, at each level, after each redeemable; and
 * ranking, which computes no prices, expects just what is taken.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fate } from '../../src/engine/decide.ts';
import type { PricedOrder } from '../../src/engine/pricing/priced-order.ts';
import { decideExample } from './decide-example.ts';
import type { Example } from './example.ts';
import { type Amounts, expectedOf } from './expected.ts';
import { tables } from './tables/all.ts';

for (const { guide, heading, examples } of Object.values(tables).flat()) {
  for (const example of examples) {
    test(`${guide}, ${heading}: ${example.claim}`, () => assertWorks(example));
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

function assertWorks(example: Example): void {
  const { decision, ranked } = decideExample(example);
  const { steps, whole } = expectedOf(example);
  assert.deepEqual(decision.fates.map(told), steps);
  assert(decision.opened !== null && decision.price !== null);
  assert.deepEqual(amountsOf(decision.price), whole);
  const total = decision.valid ? decision.price.totalAmount : decision.opened.totalAmount;
  assert.equal(total, example.total, 'what is to pay');
  if (ranked.length > 1) return;
  assert.deepEqual(ranked, [decision.valid ? whole.totalApplied : null], 'what ranking expects');
}

/** After a redeemable that applies its amounts, of each other one the key that says why. */
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
      quantity: line.quantity,
      initialQuantity: line.initialQuantity,
      free: line.discountQuantity,
      appliedFree: line.appliedDiscountQuantity,
      added: line.appliedQuantity,
      addedAmount: line.appliedQuantityAmount,
      amount: line.amount,
      initial: line.initialAmount,
      discount: line.discountAmount,
      applied: line.appliedDiscountAmount,
      subtotal: line.subtotalAmount,
    })),
  };
}
