/** Discounts whose number a formula gives. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_AMOUNT, money } from '../money/money.ts';
import { applyDiscount } from './apply-discount.ts';
import { computeDiscount } from './compute-discount.ts';
import type { PriceDiscount } from './discount.ts';
import type { DiscountTargets } from './discount-targets.ts';
import type { FormulaFacts } from '../formula/facts.ts';
import { type Formula, storedFormula } from '../formula/formula.ts';
import { computeUnits, MAX_UNITS } from '../formula/results.ts';
import { bareFacts, sampleFacts } from '../formula/sample-facts.ts';
import { some } from './test-discounts.ts';

function formula(text: string): Formula {
  const found = storedFormula(text);
  assert(found !== null, text);
  return found;
}

type Type = PriceDiscount['type'];

function discountOf(type: Type, text: string, effect: 'APPLY_TO_ORDER' | 'APPLY_TO_ITEMS') {
  const written = { effect, formula: formula(text) };
  const discounts: { readonly [key in Type]: PriceDiscount } = {
    AMOUNT: { type: 'AMOUNT', amountOff: money(7), ...written },
    PERCENT: { type: 'PERCENT', percentOff: 7, ...written },
    FIXED: { type: 'FIXED', fixedAmount: money(7), ...written },
  };
  return discounts[type];
}

const numbers: readonly [
  claim: string,
  type: Type,
  text: string,
  gives: number,
  dynamic: boolean,
][] = [
  ['units of currency become minor units', 'AMOUNT', 'ORDER_AMOUNT * 0.15', 705, true],
  ['half a minor unit is rounded up', 'AMOUNT', '0.005', 1, true],
  ['less than half is rounded down', 'AMOUNT', '0.00499', 0, true],
  ['a third is rounded once', 'AMOUNT', '10 / 3', 333, true],
  ['below nothing is nothing', 'AMOUNT', '1 - 2', 0, true],
  ['more than any amount is the largest', 'AMOUNT', 'POW(10;20)', MAX_AMOUNT, true],
  ['without a value the fallback holds', 'AMOUNT', 'CUSTOMER_METADATA("unknown")', 7, false],
  ['a division by nothing leaves the fallback', 'AMOUNT', '5 / 0', 7, false],
  ['a percentage is one', 'PERCENT', 'CUSTOMER_METADATA("age") / 2', 15, true],
  ['a percentage is rounded at its fourth decimal', 'PERCENT', '33.33335', 33.3334, true],
  ['a percentage ends at all', 'PERCENT', '120', 100, true],
  ['a percentage begins at nothing', 'PERCENT', '-5', 0, true],
  ['a percentage falls back', 'PERCENT', 'CUSTOMER_METADATA("tier")', 7, false],
  ['a fixed price is one', 'FIXED', 'ORDER_AMOUNT - 2', 4_500, true],
  ['a fixed price is not below nothing', 'FIXED', '-1', 0, true],
  ['a fixed price falls back', 'FIXED', 'ORDER_METADATA("unknown")', 7, false],
  ['an item is not there for the whole order', 'AMOUNT', 'ORDER_ITEM_PRICE', 7, false],
];

for (const [claim, type, text, gives, isDynamic] of numbers) {
  test(`a discount's number: ${claim}`, () => {
    const { discount, computed } = computeDiscount(
      discountOf(type, text, 'APPLY_TO_ORDER'),
      sampleFacts,
      'ALL_LINES',
    );
    const shown = {
      AMOUNT: discount.type === 'AMOUNT' ? discount.amountOff : null,
      PERCENT: discount.type === 'PERCENT' ? discount.percentOff : null,
      FIXED: discount.type === 'FIXED' ? discount.fixedAmount : null,
    }[type];
    assert.equal(shown, gives);
    assert.deepEqual(computed, { isDynamic, value: isDynamic ? gives : null });
  });
}

const EACH = 'ORDER_ITEM_PRICE * 0.01 + 1';

type LineRow = readonly [
  claim: string,
  discount: PriceDiscount,
  targets: DiscountTargets,
  off: readonly number[],
  shown: number | null,
];

/** Two mugs at 6.00, three shirts at 10.00, a cap at 6.00 of which 1.00 was taken before. */
const byLine: readonly LineRow[] = [
  [
    'guide dynamic-formula-reference: 1.06 off an item of 6.00, 1.10 off one of 10.00',
    discountOf('AMOUNT', EACH, 'APPLY_TO_ITEMS'),
    'ALL_LINES',
    [106, 110, 106],
    null,
  ],
  [
    'of a line that is not reached nothing is taken, and what all reached ones get is shown',
    discountOf('AMOUNT', EACH, 'APPLY_TO_ITEMS'),
    some([0, 2]),
    [106, 0, 106],
    106,
  ],
  [
    'an amount by quantity is taken off each unit',
    {
      type: 'AMOUNT',
      effect: 'APPLY_TO_ITEMS_BY_QUANTITY',
      amountOff: money(7),
      formula: formula(EACH),
    },
    'ALL_LINES',
    [212, 330, 106],
    null,
  ],
  [
    'one sum for all lines has no line to look at: the fallback is split',
    {
      type: 'AMOUNT',
      effect: 'APPLY_TO_ITEMS_PROPORTIONALLY',
      amountOff: money(47),
      formula: formula(EACH),
    },
    'ALL_LINES',
    [12, 30, 5],
    null,
  ],
  [
    'a percentage for each line',
    discountOf('PERCENT', 'ORDER_ITEM_UNITS_QUANTITY * 10', 'APPLY_TO_ITEMS'),
    'ALL_LINES',
    [240, 900, 50],
    null,
  ],
  [
    'a line that lacks the attribute has the fallback',
    discountOf('PERCENT', 'ORDER_ITEM_PRODUCT_METADATA("margin")', 'APPLY_TO_ITEMS'),
    'ALL_LINES',
    [144, 210, 35],
    null,
  ],
  [
    'a new price for each line',
    discountOf('FIXED', 'ORDER_ITEM_PRICE * 0.9', 'APPLY_TO_ITEMS'),
    'ALL_LINES',
    [120, 300, 0],
    null,
  ],
  [
    'a formula that looks at no line is computed once',
    discountOf('AMOUNT', 'ORDER_UNITS_QUANTITY / 2', 'APPLY_TO_ITEMS'),
    'ALL_LINES',
    [300, 300, 300],
    300,
  ],
];

for (const [claim, written, targets, off, shown] of byLine) {
  test(`a discount on items: ${claim}`, () => {
    const { price } = sampleFacts.situation;
    assert(price !== null);
    const { discount, computed } = computeDiscount(written, sampleFacts, targets);
    const settings = { discountCalculationMode: 'DISCOUNTED_AMOUNT' } as const;
    assert(discount.type !== 'UNIT');
    const after = applyDiscount(price, discount, targets, settings);
    assert.deepEqual(
      after.lines.map((line) => line.appliedDiscountAmount),
      off,
    );
    assert.equal(computed.value, shown);
  });
}

test('a stored formula that is not understood is none', () => {
  for (const text of ['', '1 +', '"x" is "y"', null, undefined]) {
    assert.equal(storedFormula(text), null);
  }
});

test('a discount without a formula is left as it is', () => {
  const discount = { type: 'AMOUNT', effect: 'APPLY_TO_ORDER', amountOff: money(7) } as const;
  const made = computeDiscount(discount, sampleFacts, 'ALL_LINES');
  assert.equal(made.discount, discount);
  assert.deepEqual(made.computed, { isDynamic: false, value: null });
});

test('without an order, what needs none is computed', () => {
  const discount = discountOf('AMOUNT', 'YEAR(TODAY) / 100', 'APPLY_TO_ITEMS');
  assert.equal(computeDiscount(discount, bareFacts, null).computed.value, 2_026);
});

const units: readonly [claim: string, text: string, facts: FormulaFacts, gives: number | null][] = [
  ['a part of a unit is left out', 'CUSTOMER_METADATA("age") / 4', sampleFacts, 7],
  [
    'guide create-dynamic-formulas',
    'IF(ORDER_UNITS_QUANTITY > 5;FLOOR(ORDER_UNITS_QUANTITY / 3;0);1)',
    sampleFacts,
    2,
  ],
  ['less than nothing is nothing', '-0.5', sampleFacts, 0],
  ['there is an end', 'POW(10;12)', sampleFacts, MAX_UNITS],
  ['what is missing gives nothing', 'ORDER_UNITS_QUANTITY', bareFacts, null],
];

for (const [claim, text, facts, gives] of units) {
  test(`units: ${claim}`, () => assert.equal(computeUnits(formula(text), facts), gives));
}
