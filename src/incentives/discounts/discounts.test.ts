/** Discounts as they come in and as the engine takes them. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DiscountInput } from './schema.ts';
import { checkDiscount, formulaOf, presentDiscount, readDiscount } from './service.ts';

const accepted: readonly [claim: string, input: DiscountInput, stored: object, read: object][] = [
  [
    'an amount applies to the order unless told otherwise',
    { type: 'AMOUNT', amount_off: 1000 },
    { type: 'AMOUNT', amount_off: 1000, effect: 'APPLY_TO_ORDER' },
    { type: 'AMOUNT', amountOff: 1000, effect: 'APPLY_TO_ORDER' },
  ],
  [
    'an amount keeps its effect and its limit per order, and nothing of other types',
    {
      type: 'AMOUNT',
      amount_off: 5,
      percent_off: 7,
      effect: 'APPLY_TO_ITEMS_BY_QUANTITY',
      aggregated_amount_limit: 50,
    },
    {
      type: 'AMOUNT',
      amount_off: 5,
      effect: 'APPLY_TO_ITEMS_BY_QUANTITY',
      aggregated_amount_limit: 50,
    },
    {
      type: 'AMOUNT',
      amountOff: 5,
      effect: 'APPLY_TO_ITEMS_BY_QUANTITY',
      aggregatedAmountLimit: 50,
    },
  ],
  [
    'a percentage has four decimals and both limits',
    {
      type: 'PERCENT',
      percent_off: 33.3333,
      effect: 'APPLY_TO_ITEMS',
      amount_limit: 100,
      aggregated_amount_limit: 300,
    },
    {
      type: 'PERCENT',
      percent_off: 33.3333,
      effect: 'APPLY_TO_ITEMS',
      amount_limit: 100,
      aggregated_amount_limit: 300,
    },
    {
      type: 'PERCENT',
      percentOff: 33.3333,
      effect: 'APPLY_TO_ITEMS',
      amountLimit: 100,
      aggregatedAmountLimit: 300,
    },
  ],
  [
    'a fixed price may be nothing',
    { type: 'FIXED', fixed_amount: 0 },
    { type: 'FIXED', fixed_amount: 0, effect: 'APPLY_TO_ORDER' },
    { type: 'FIXED', fixedAmount: 0, effect: 'APPLY_TO_ORDER' },
  ],
  [
    'a formula keeps its fallback, and nulls are nothing',
    {
      type: 'AMOUNT',
      amount_off: 0,
      amount_off_formula: 'ORDER_AMOUNT / 2',
      aggregated_amount_limit: null,
      effect: null,
    },
    {
      type: 'AMOUNT',
      amount_off: 0,
      amount_off_formula: 'ORDER_AMOUNT / 2',
      effect: 'APPLY_TO_ORDER',
    },
    { type: 'AMOUNT', amountOff: 0, effect: 'APPLY_TO_ORDER' },
  ],
];

for (const [claim, input, stored, read] of accepted) {
  test(`discount: ${claim}`, () => {
    const checked = checkDiscount(input, 'invalid_voucher');
    assert(checked.ok);
    assert.deepEqual(checked.value, stored);
    const taken = readDiscount(checked.value);
    assert(taken.ok);
    const { formula, ...numbers } = taken.value;
    assert.deepEqual(numbers, read);
    assert.equal(formula?.text ?? null, formulaOf(checked.value));
  });
}

const refused: readonly [claim: string, input: DiscountInput, details: RegExp][] = [
  ['an amount of nothing', { type: 'AMOUNT', amount_off: 0 }, /amount_off must be/],
  ['an amount below nothing', { type: 'AMOUNT', amount_off: -5 }, /amount_off must be/],
  ['half a cent', { type: 'AMOUNT', amount_off: 0.5 }, /amount_off must be/],
  ['more than any order', { type: 'AMOUNT', amount_off: 1e15 }, /amount_off must be/],
  ['an amount without its number', { type: 'AMOUNT' }, /amount_off is required/],
  ['a percentage without its number', { type: 'PERCENT' }, /percent_off is required/],
  ['more than all', { type: 'PERCENT', percent_off: 100.5 }, /from 0 to 100/],
  ['a fifth decimal', { type: 'PERCENT', percent_off: 1.00001 }, /four decimals/],
  ['a limit of nothing', { type: 'PERCENT', percent_off: 5, amount_limit: 0 }, /amount_limit/],
  ['a fixed price below nothing', { type: 'FIXED', fixed_amount: -1 }, /fixed_amount/],
  [
    'an effect of another type',
    { type: 'PERCENT', percent_off: 5, effect: 'APPLY_TO_ITEMS_BY_QUANTITY' },
    /effect/,
  ],
  ['free units', { type: 'UNIT', unit_off: 1, unit_type: 'prod_1' }, /UNIT/],
];

for (const [claim, input, details] of refused) {
  test(`discount refused: ${claim}`, () => {
    const checked = checkDiscount(input, 'invalid_campaign_params');
    assert(!checked.ok);
    assert.equal(checked.key, 'invalid_campaign_params');
    assert.match(checked.details ?? '', details);
  });
}

test('a stored discount of free units is refused when read', () => {
  assert.equal(readDiscount({ type: 'UNIT', unit_off: 1 }).ok, false);
});

test('a discount tells its formula, and what it gave only where that is known', () => {
  const discount = { type: 'FIXED', fixed_amount: 5, fixed_amount_formula: '1 + 1' } as const;
  assert.equal(formulaOf(discount), '1 + 1');
  assert.equal(formulaOf({ type: 'PERCENT', percent_off: 5 }), null);
  assert.deepEqual(presentDiscount(discount), discount);
  const fallback = presentDiscount(discount, { isDynamic: false, value: null });
  assert.deepEqual(fallback, { ...discount, is_dynamic: false });
  const computed = presentDiscount(discount, { isDynamic: true, value: 200 });
  assert.deepEqual(computed, { ...discount, fixed_amount: 200, is_dynamic: true });
  const byLine = presentDiscount(discount, { isDynamic: true, value: null });
  assert.deepEqual(byLine, { ...discount, is_dynamic: true });
});

const wrongFormulas: readonly [claim: string, input: DiscountInput, details: RegExp][] = [
  [
    'an amount',
    { type: 'AMOUNT', amount_off: 5, amount_off_formula: 'ORDER_AMOUNT *' },
    /^Property discount\.amount_off_formula, line 1, column 15: /,
  ],
  [
    'a percentage',
    { type: 'PERCENT', percent_off: 5, percent_off_formula: 'IF(1 > 0;\n5;"a" + 1)' },
    /^Property discount\.percent_off_formula, line 2, column 3: a number is expected/,
  ],
  [
    'a fixed price',
    { type: 'FIXED', fixed_amount: 5, fixed_amount_formula: 'PRICE' },
    /^Property discount\.fixed_amount_formula, line 1, column 1: "PRICE"/,
  ],
];

for (const [claim, input, details] of wrongFormulas) {
  test(`a formula that makes no sense is refused with its place: ${claim}`, () => {
    const checked = checkDiscount(input, 'invalid_voucher');
    assert(!checked.ok);
    assert.equal(checked.key, 'invalid_formula');
    assert.match(checked.details ?? '', details);
  });
}

test('a formula of another type than the discount is left out, right or not', () => {
  const input = { type: 'PERCENT', percent_off: 5, amount_off_formula: '((' } as const;
  const checked = checkDiscount(input, 'invalid_voucher');
  assert.deepEqual(checked, {
    ok: true,
    value: { type: 'PERCENT', percent_off: 5, effect: 'APPLY_TO_ORDER' },
  });
});
