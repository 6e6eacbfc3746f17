/** Traces of discounts and stacks by example: what was taken of what, and what stood in the way. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide, type Question } from '../decide.ts';
import { compileDefinition, noon, sampleFacts, sampleLine } from '../eligibility/sample-facts.ts';
import { type Candidate, compileIncentive } from '../incentive.ts';
import type { JsonObject } from '../json.ts';
import { money, subtract, ZERO } from '../money/money.ts';
import type { PriceDiscount } from '../pricing/discount.ts';
import { DEFAULT_STACKING, type StackingSettings } from '../stacking/settings.ts';
import { explainFate } from './explain.ts';

/** Two teas at 10.00, a cup at 3.00 and a free sample. */
const lines = [
  sampleLine({ quantity: 2 }),
  sampleLine({ index: 1, productId: 'prod_cup', price: money(300) }),
  sampleLine({ index: 2, productId: 'prod_sample', price: money(0) }),
];
const order = { amount: money(2_300), lines, metadata: {} };

function code(discount: PriceDiscount, definition: JsonObject = {}): Candidate {
  return {
    id: 'v_1',
    quantity: null,
    redeemedQuantity: 0,
    lockedByOthers: 0,
    holderId: null,
    counts: () => 0,
    incentive: compileIncentive({
      object: 'voucher',
      discount,
      activities: [],
      rules: [compileDefinition(definition)],
    }),
  };
}

function explainLast(candidates: readonly Candidate[], stacking: Partial<StackingSettings> = {}) {
  const question: Question = {
    redeemables: candidates.map((candidate) => ({ ok: true, candidate })),
    order,
    earlier: null,
    customer: null,
    redemption: sampleFacts().redemption,
    now: noon,
    stacking: { ...DEFAULT_STACKING, ...stacking },
  };
  return explainFate(question, decide(question), candidates.length - 1);
}

const half = { type: 'PERCENT', effect: 'APPLY_TO_ORDER', percentOff: 50 } as const;
const halfOfItems = { type: 'PERCENT', effect: 'APPLY_TO_ITEMS', percentOff: 50 } as const;
const onlyTea = { applicable_to: { included: [{ id: 'prod_tea', object: 'product' }] } };
const notCups = {
  applicable_to: {
    included_all: true,
    excluded: [{ id: 'prod_cup', object: 'product' }],
  },
};
type Row = readonly [
  claim: string,
  candidates: readonly Candidate[],
  taken: readonly [of: number, off: number],
  limits: string,
  lines: string,
];

const examples: readonly Row[] = [
  ['on the order takes of what is to pay', [code(half)], [2_300, 1_150], '', ''],
  ['after another takes of what that left', [code(half), code(half)], [1_150, 575], '', ''],
  [
    'within its limit withholds nothing',
    [code({ ...half, amountLimit: money(2_000) })],
    [2_300, 1_150],
    'amountLimit 2000 withholds 0',
    '',
  ],
  [
    'beyond two limits is held back by the lower one',
    [code({ ...half, amountLimit: money(500), aggregatedAmountLimit: money(400) })],
    [2_300, 400],
    'amountLimit 500 withholds 0, aggregatedAmountLimit 400 withholds 100',
    '',
  ],
  [
    'on items takes of the lines it lowers',
    [code(halfOfItems)],
    [2_300, 1_150],
    '',
    '0 -1000, 1 -150, 2 NOTHING_LEFT',
  ],
  [
    'on some items leaves out the others',
    [code(halfOfItems, onlyTea)],
    [2_000, 1_000],
    '',
    '0 -1000, 1 NOT_INCLUDED, 2 NOT_INCLUDED',
  ],
  [
    'on all but some leaves these out',
    [code(halfOfItems, notCups)],
    [2_000, 1_000],
    '',
    '0 -1000, 1 EXCLUDED, 2 NOTHING_LEFT',
  ],
  [
    'whose limit the first line uses up leaves out the second',
    [code({ ...halfOfItems, aggregatedAmountLimit: money(1_000) })],
    [2_000, 1_000],
    'aggregatedAmountLimit 1000 withholds 150',
    '0 -1000, 1 BEYOND_LIMITS, 2 NOTHING_LEFT',
  ],
  [
    'finds nothing left where another took it all',
    [code({ ...halfOfItems, percentOff: 100 }, onlyTea), code(halfOfItems)],
    [300, 150],
    '',
    '0 NOTHING_LEFT, 1 -150, 2 NOTHING_LEFT',
  ],
];

for (const [claim, candidates, [of, off], limits, told] of examples) {
  test(`a discount ${claim}`, () => {
    const { discount } = explainLast(candidates);
    assert.ok(discount);
    assert.deepEqual(discount.taken, { of, off });
    const limitTexts = discount.limits.map(
      ({ name, limit, withheld }) => `${name} ${limit} withholds ${withheld}`,
    );
    assert.equal(limitTexts.join(', '), limits);
    const lineTexts = discount.lines.map(
      (one) => `${one.line} ${one.leftOut ?? subtract(ZERO, one.off)}`,
    );
    assert.equal(lineTexts.join(', '), told);
  });
}

test('a percentage of the initial amount is taken of that', () => {
  const stacking = { discountCalculationMode: 'INITIAL_AMOUNT' } as const;
  const { discount } = explainLast([code(half), code(half)], stacking);
  assert.deepEqual(discount?.taken, { of: 2_300, off: 1_150 });
  assert.equal(discount.mode, 'INITIAL_AMOUNT');
});

test('one beyond the limit of those that apply asks for one fewer', () => {
  const { applies, steps, stacking } = explainLast([code(half), code(half)], {
    applicableRedeemablesLimit: 1,
  });
  assert.equal(applies, false);
  assert.deepEqual(steps, [{ type: 'FEWER_REDEEMABLES', by: 1 }]);
  const limit = stacking?.find((check) => check.limit === 'applicable_redeemables_limit');
  const counted = { count: 1, adds: 1, allowed: 1, passed: false };
  assert.deepEqual(limit, { limit: 'applicable_redeemables_limit', categoryId: null, ...counted });
});

test('one behind a failure asks for that one to apply, unless those that fail are left out', () => {
  const tooMuch = { rules: { 1: { name: 'order.amount', conditions: { $more_than: [9_999] } } } };
  const failed = code(half, tooMuch);
  const all = explainLast([failed, code(half)]);
  assert.deepEqual(all.steps, [{ type: 'LET_PRECEDING_APPLY', position: 0 }]);
  const partial = explainLast([failed, code(half)], { applicationMode: 'PARTIAL' });
  assert.equal(partial.applies, true);
  assert.deepEqual(partial.steps, []);
});
