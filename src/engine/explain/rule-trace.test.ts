/** Traces by example: what each kind of condition read, compared and found. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RuleFacts } from '../eligibility/facts.ts';
import {
  compileDefinition,
  sampleCustomer,
  sampleFacts,
  sampleLine,
  sampleOrder,
  sampleProduct,
} from '../eligibility/sample-facts.ts';
import { type Json, type JsonObject, textOf } from '../json.ts';
import { money } from '../money/money.ts';
import { type ConditionTrace, traceRule } from './rule-trace.ts';

const rule = (name: string, conditions: JsonObject, more: JsonObject = {}) => ({
  name,
  conditions,
  ...more,
});
const least = (value: number) => ({ $more_than_or_equal: [value] });
const most = (value: number) => ({ $less_than_or_equal: [value] });

const red = sampleProduct({ id: 'prod_cup', metadata: { color: 'red' } });
const cart = sampleFacts({
  order: sampleOrder({
    lines: [
      sampleLine({ quantity: 2, metadata: { gift: false } }),
      sampleLine({ index: 1, productId: 'prod_cup', price: money(300), product: red }),
    ],
  }),
  customer: sampleCustomer({ segmentIds: new Set(['seg_new']), metadata: { tier: 'silver' } }),
  holderId: 'cust_bo',
  counted: 3,
});
const nobody = sampleFacts({ customer: null, order: null });

type Example = readonly [
  rule: JsonObject,
  facts: RuleFacts,
  result: ConditionTrace['result'],
  actual: Json,
  comparisons: string,
  lines: string,
];

const product = (id: string) => ({ id, object: 'product' });

const examples: readonly Example[] = [
  // rule                                   facts  result  actual  comparisons  lines
  [rule('order.amount', least(3000)), cart, 'VIOLATED', 2300, 'no', ''],
  [rule('order.amount', { ...least(2000), ...most(2100) }), cart, 'VIOLATED', 2300, 'yes no', ''],
  [rule('order.amount', least(0)), nobody, 'VIOLATED', null, 'no', ''],
  [rule('order.total_amount', least(9999)), cart, 'NOT_JUDGED', null, '?', ''],
  [rule('order.items.count', { $is: [3] }), cart, 'PASSED', 3, 'yes', ''],
  [rule('order.items.price_any', least(900)), cart, 'PASSED', null, 'yes', '0 1000 yes, 1 300 no'],
  [
    rule('order.items.price_each', least(900)),
    cart,
    'VIOLATED',
    null,
    'no',
    '0 1000 yes, 1 300 no',
  ],
  [
    rule('order.items.metadata_any', { $is: [true] }, { property: 'gift' }),
    cart,
    'VIOLATED',
    null,
    'no',
    '0 false no, 1 null no',
  ],
  [
    rule('order.items.any', { $is: [product('prod_tea')] }),
    cart,
    'PASSED',
    null,
    'yes',
    '0 prod_tea yes',
  ],
  [rule('order.items.any', { $is: [product('prod_pot')] }), cart, 'VIOLATED', null, 'no', ''],
  [
    rule('order.items.none', { $is: [product('prod_tea')] }),
    cart,
    'VIOLATED',
    null,
    'no',
    '0 prod_tea no',
  ],
  [
    rule('order.items.every', { $is: [product('prod_tea')] }),
    cart,
    'VIOLATED',
    null,
    'no',
    '0 prod_tea yes',
  ],
  [
    rule('product.metadata', { $is: ['red'] }, { property: 'color' }),
    cart,
    'PASSED',
    null,
    'yes',
    '1 red yes',
  ],
  [
    rule('order.items.any', { $is: [product('prod_tea')], $from: [{ id: 'pc_x' }] }),
    cart,
    'VIOLATED',
    null,
    'yes no',
    '',
  ],
  [rule('customer.segment', { $is: ['seg_vip'] }), cart, 'VIOLATED', ['seg_new'], 'no', ''],
  [rule('customer.segment', { $is_not: ['seg_vip'] }), cart, 'PASSED', ['seg_new'], 'yes', ''],
  [rule('customer.segment', { $is_not: ['seg_vip'] }), nobody, 'VIOLATED', [], 'no', ''],
  [
    rule('customer.metadata', { $is: ['gold'] }, { property: 'tier' }),
    cart,
    'VIOLATED',
    'silver',
    'no',
    '',
  ],
  [
    rule('publication.redeemable_by_linked_customer', { $is: [true] }),
    cart,
    'VIOLATED',
    'cust_ann',
    'no',
    '',
  ],
  [rule('product.discount_applicable', { $is: [true] }), cart, 'PASSED', null, '', ''],
  [rule('campaign.redemptions.count', most(3)), cart, 'VIOLATED', 4, 'no', ''],
];

for (const [index, [definition, facts, result, actual, comparisons, lines]] of examples.entries()) {
  test(`example ${index + 1}: ${JSON.stringify(definition)} is ${result}`, () => {
    const compiled = compileDefinition({ rules: { 1: definition } });
    const trace = traceRule(compiled, { facts, part: undefined });
    const [condition] = trace.conditions;
    assert.ok(condition);
    assert.equal(trace.passed, compiled.evaluate(facts).ok);
    assert.equal(condition.result, result);
    assert.deepEqual(condition.actual, actual);
    const words = { PASSED: 'yes', VIOLATED: 'no', NOT_JUDGED: '?' };
    assert.equal(condition.comparisons.map((one) => words[one.result]).join(' '), comparisons);
    const read = (condition.lines ?? []).map(
      (one) => `${one.line} ${textOf(one.actual)} ${one.passed ? 'yes' : 'no'}`,
    );
    assert.equal(read.join(', '), lines);
  });
}

test('a counter tells its count, what this redemption adds, and the limit', () => {
  const definition = rule('redemption.count.per_customer.daily', { $less_than: [5] });
  const compiled = compileDefinition({ rules: { 1: definition } });
  const [condition] = traceRule(compiled, { facts: cart, part: undefined }).conditions;
  const counter = { subject: 'incentive', per: 'customer', window: 'day', measure: 'redemptions' };
  assert.deepEqual(condition?.counter, { counter, count: 3, adds: 1, limit: 4 });
});

test('logic is told by the keys of rules; rules inside a choice are told with their paths', () => {
  const inner = { 7: rule('order.items.quantity', least(9)) };
  const compiled = compileDefinition({
    rules: {
      1: rule('order.amount', least(1)),
      2: rule('order.items.any', { $is: [product('prod_tea')] }, { rules: inner }),
      3: rule('order.amount', least(9999)),
      logic: '(1 or 3) and (2 or 3)',
    },
  });
  const trace = traceRule(compiled, { facts: cart, part: undefined });
  assert.equal(trace.logic, '(1 or 3) and (2 or 3)');
  assert.deepEqual(
    trace.conditions.map(({ label, result }) => `${label.path} ${result}`),
    ['1 PASSED', '3 VIOLATED', '2 VIOLATED', '2.7 VIOLATED'],
  );
});

test('a rule without conditions passes and tells nothing', () => {
  const trace = traceRule(compileDefinition({}), { facts: nobody, part: undefined });
  assert.deepEqual(trace, { passed: true, logic: '', conditions: [] });
});

test('of an order of many lines the first 50 are told, and how many there are beyond', () => {
  const lines = Array.from({ length: 60 }, (_, index) => sampleLine({ index }));
  const facts = sampleFacts({ order: sampleOrder({ lines }) });
  for (const name of ['order.items.price_each', 'order.items.any']) {
    const conditions = name === 'order.items.any' ? { $is: [product('prod_tea')] } : least(1);
    const compiled = compileDefinition({ rules: { 1: rule(name, conditions) } });
    const [condition] = traceRule(compiled, { facts, part: undefined }).conditions;
    assert.equal(condition?.result, 'PASSED');
    assert.equal(condition.lines?.length, 50);
    assert.equal(condition.omittedLines, 10);
  }
});
