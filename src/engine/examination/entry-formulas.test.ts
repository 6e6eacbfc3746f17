/** Formulas of `applicable_to`, through the examination of one incentive. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileRule } from '../eligibility/compile.ts';
import { parseRule } from '../eligibility/parse/parse-rule.ts';
import { discountFor, examine, type Situation } from '../examine.ts';
import { type Candidate, compileIncentive } from '../incentive.ts';
import type { JsonObject } from '../json.ts';
import { money } from '../money/money.ts';
import { openOrder } from '../pricing/priced-order.ts';
import { sampleFacts, sampleOrder } from '../formula/sample-facts.ts';

function candidateWith(entries: readonly JsonObject[]): Candidate {
  const tree = parseRule({ rules: {}, applicable_to: { included: entries } });
  assert(tree.ok);
  const incentive = compileIncentive({
    object: 'voucher',
    discount: { type: 'FIXED', effect: 'APPLY_TO_ITEMS', fixedAmount: money(900) },
    activities: [],
    rules: [compileRule(tree.value)],
  });
  const candidate = { id: 'v_1', incentive, quantity: null, redeemedQuantity: 0, holderId: null };
  return { ...candidate, lockedByOthers: 0, counts: () => 0 };
}

/** Mugs (`prod_0`) at 6.00, shirts (`prod_1`) at 10.00, a cap (`prod_2`) at 6.00. */
const order = {
  ...sampleOrder,
  lines: sampleOrder.lines.map((line, index) => ({
    ...line,
    sku: null,
    productId: `prod_${index}`,
  })),
};
const situation: Situation = {
  order,
  price: openOrder(order),
  customer: null,
  redemption: { metadata: {}, apiKeyId: null, apiKeyName: null, userLogin: null, pointsUsed: null },
  now: sampleFacts.situation.now,
  settings: { discountCalculationMode: 'DISCOUNTED_AMOUNT' },
};

const rows: readonly [claim: string, entries: readonly JsonObject[], off: readonly number[]][] = [
  [
    'a price is computed for each line',
    [
      { object: 'product', id: 'prod_0', price: 1, price_formula: 'ORDER_ITEM_PRICE * 0.5' },
      { object: 'product', id: 'prod_1', price: 1, price_formula: 'ORDER_ITEM_PRICE * 0.9' },
    ],
    [600, 300, 0],
  ],
  [
    'where it cannot be computed, the price beside it holds',
    [{ object: 'product', id: 'prod_1', price: 950, price_formula: 'ORDER_METADATA("none")' }],
    [0, 150, 0],
  ],
  [
    'without a price beside it, that of the discount holds',
    [{ object: 'product', id: 'prod_1', price_formula: 'ORDER_METADATA("none")' }],
    [0, 300, 0],
  ],
  [
    'a stored formula that is not understood is none',
    [{ object: 'product', id: 'prod_1', price: 950, price_formula: '1 +' }],
    [0, 150, 0],
  ],
  [
    'a number is a formula, too, in units of currency',
    [{ object: 'product', id: 'prod_1', price: 950, price_formula: 8 }],
    [0, 600, 0],
  ],
];

for (const [claim, entries, off] of rows) {
  test(`applicable_to: ${claim}`, () => {
    const candidate = candidateWith(entries);
    const examined = examine(candidate, situation);
    assert(examined.ok);
    const lines = examined.price?.lines ?? [];
    assert.deepEqual(
      lines.map((line) => line.appliedDiscountAmount),
      off,
    );
    const total = off.reduce((sum, one) => sum + one, 0);
    assert.equal(discountFor(candidate, situation), total, 'ranked by the same amount');
  });
}

const limits = [
  'product_campaign_quantity_limit',
  'product_customer_campaign_quantity_limit',
  'product_in_collection_campaign_quantity_limit',
  'product_in_collection_customer_campaign_quantity_limit',
  'product_promotion_tier_quantity_limit',
  'product_customer_promotion_tier_quantity_limit',
  'product_in_collection_promotion_tier_quantity_limit',
  'product_in_collection_customer_promotion_tier_quantity_limit',
] as const;

for (const name of limits) {
  test(`${name} is computed, or the number beside it`, () => {
    const formula = `${name}_formula`;
    const entry = { object: 'product', id: 'prod_0', [name]: 5 };
    const computed = { ...entry, [formula]: 'ORDER_UNITS_QUANTITY / 4' };
    const fallback = { ...entry, [formula]: 'ORDER_METADATA("none")' };
    for (const [written, limit] of [
      [computed, 1],
      [fallback, 5],
    ] as const) {
      const examined = examine(candidateWith([written]), situation);
      assert(examined.ok);
      const budgets = examined.targets?.included[0]?.entry.budgets;
      assert.equal(budgets?.get(name)?.limit, limit);
    }
  });
}

test('an incentive knows what its formulas read', () => {
  const price_formula = 'IF(VOUCHER_REDEEMED_QUANTITY > 1;5;ORDER_ITEM_PRICE)';
  const { incentive } = candidateWith([{ object: 'product', id: 'prod_0', price_formula }]);
  assert.deepEqual([...incentive.formulasRead], ['VOUCHER_REDEEMED_QUANTITY', 'ORDER_ITEM_PRICE']);
});
