/**
 * The whole language by example: every rule name with every operator it knows, once met and once
 * violated. How several conditions and rules go together is told in `evaluate.test.ts`.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json, JsonObject } from '../json.ts';
import { money } from '../money/money.ts';
import type { OrderLine } from '../order/order.ts';
import type { OrderFacts, RedemptionFacts, RuleFacts } from './facts.ts';
import { operatorsOf } from './parse/operators.ts';
import type { IdOperator, MetadataOperator, NumberOperator } from './parse/operators.ts';
import type { IdRuleName, MetadataRuleName, NumberRuleName } from './parse/rule-names.ts';
import {
  compileDefinition,
  sampleCustomer,
  sampleFacts,
  sampleLine,
  sampleOrder,
  sampleProduct,
} from './sample-facts.ts';

function passes(rule: JsonObject, facts: RuleFacts): boolean {
  return compileDefinition({ rules: { 1: rule } }).evaluate(facts).ok;
}

function claim(name: string, rule: JsonObject, [met, violated]: readonly [RuleFacts, RuleFacts]) {
  test(name, () => {
    assert.deepEqual([passes(rule, met), passes(rule, violated)], [true, false]);
  });
}

const ofOrder = (order: Partial<OrderFacts>) => sampleFacts({ order: sampleOrder(order) });
const ofLine = (line: Partial<OrderLine>) => ofOrder({ lines: [sampleLine(line)] });
const priced = (value: number) => ofLine({ price: money(value) });
const many = (value: number) => ofLine({ quantity: value });
/** What was counted before; the redemption itself is one more. */
const counted = (value: number, redemption: Partial<RedemptionFacts> = {}) =>
  sampleFacts({ counted: value - 1, redemption });
/** Without an order nothing is added to a sum of money. */
const summed = (value: number) => sampleFacts({ counted: value, order: null });

/** Facts in which the rule reads the number. */
const numbers: Readonly<Record<NumberRuleName, (value: number) => RuleFacts>> = {
  'order.amount': (value) => ofOrder({ amount: money(value) }),
  'order.initial_amount': (value) => ofOrder({ initialAmount: money(value) }),
  'order.total_amount': (value) => ofOrder({ discountedAmount: money(value) }),
  'order.items.count': many,
  'order.items.quantity': many,
  'order.items.aggregated_quantity': many,
  'order.items.price': priced,
  'order.items.price_any': priced,
  'order.items.price_each': priced,
  'order.items.aggregated_amount': priced,
  'product.price': priced,
  'product.quantity': many,
  'product.metadata.aggregated_quantity': many,
  'product.metadata.aggregated_amount': priced,
  'sku.price': priced,
  'sku.quantity': many,
  'campaign.orders.amount': summed,
  'campaign.orders.amount_discounted': summed,
  'campaign.redemptions.count': counted,
  'campaign.redemptions.count.daily': counted,
  'campaign.redemptions.count.weekly': counted,
  'campaign.redemptions.count.monthly': counted,
  'campaign.redemptions.customers_count': counted,
  'campaign.redemptions.customers_count.daily': counted,
  'campaign.redemptions.customers_count.weekly': counted,
  'campaign.redemptions.customers_count.monthly': counted,
  'redemption.gift.amount': summed,
  'redemption.count.per_incentive': counted,
  'redemption.count.per_incentive.daily': counted,
  'redemption.count.per_incentive.weekly': counted,
  'redemption.count.per_incentive.monthly': counted,
  'redemption.count.daily': counted,
  'redemption.count.weekly': counted,
  'redemption.count.monthly': counted,
  'redemption.count.per_customer': counted,
  'redemption.count.per_customer.daily': counted,
  'redemption.count.per_customer.weekly': counted,
  'redemption.count.per_customer.monthly': counted,
  'redemption.count.per_api_key': (value) => counted(value, { apiKeyId: 'key' }),
  'redemption.count.per_user': (value) => counted(value, { userLogin: 'bo@x.io' }),
  'redemption.reward.pay_with_points.points_used': (pointsUsed) =>
    sampleFacts({ redemption: { pointsUsed } }),
};

type Example<T> = readonly [operands: readonly Json[], met: T, violated: T];

const numberExamples: Readonly<Record<NumberOperator, Example<number>>> = {
  $is: [[3], 3, 4],
  $is_not: [[3], 4, 3],
  $in: [[2, 3], 3, 4],
  $not_in: [[2, 3], 4, 2],
  $less_than: [[3], 2, 3],
  $less_than_or_equal: [[3], 3, 4],
  $more_than: [[3], 4, 3],
  $more_than_or_equal: [[3], 3, 2],
};

for (const [name, factsOf] of Object.entries(numbers)) {
  for (const operator of operatorsOf.number) {
    const [operands, met, violated] = numberExamples[operator];
    const rule = { name, conditions: { [operator]: operands } };
    claim(`${name} ${operator} ${JSON.stringify(operands)}`, rule, [
      factsOf(met),
      factsOf(violated),
    ]);
  }
}

/** Facts that belong to the one id. */
const memberships: Readonly<Record<IdRuleName, (id: string) => RuleFacts>> = {
  'customer.segment': (id) =>
    sampleFacts({ customer: sampleCustomer({ segmentIds: new Set([id]) }) }),
  'customer.loyalty.tier': inTier,
  'customer.loyalty_tier': inTier,
  'redemption.api_key': (apiKeyId) => sampleFacts({ redemption: { apiKeyId } }),
  'redemption.user.login': (userLogin) => sampleFacts({ redemption: { userLogin } }),
};

function inTier(id: string): RuleFacts {
  return sampleFacts({ customer: sampleCustomer({ loyaltyTierIds: new Set([id]) }) });
}

const idExamples: Readonly<Record<IdOperator, Example<string>>> = {
  $is: [['a'], 'a', 'b'],
  $is_not: [['a'], 'b', 'a'],
  $in: [['a', 'b'], 'b', 'c'],
  $not_in: [['a', 'b'], 'c', 'b'],
};

for (const [name, factsOf] of Object.entries(memberships)) {
  for (const operator of operatorsOf.id) {
    const [operands, met, violated] = idExamples[operator];
    const rule = { name, conditions: { [operator]: operands } };
    claim(`${name} ${operator} ${JSON.stringify(operands)}`, rule, [
      factsOf(met),
      factsOf(violated),
    ]);
  }
}

/** Facts whose attribute `p` has the value. */
const attributes: Readonly<Record<MetadataRuleName, (metadata: JsonObject) => RuleFacts>> = {
  'customer.metadata': (metadata) => sampleFacts({ customer: sampleCustomer({ metadata }) }),
  'order.metadata': (metadata) => ofOrder({ metadata }),
  'redemption.metadata': (metadata) => sampleFacts({ redemption: { metadata } }),
  'custom_event.metadata': (metadata) => sampleFacts({ customEvent: { metadata } }),
  'order.items.metadata': (metadata) => ofLine({ metadata }),
  'order.items.metadata_any': (metadata) => ofLine({ metadata }),
  'order.items.metadata_each': (metadata) => ofLine({ metadata }),
  'product.metadata': (metadata) => ofLine({ product: sampleProduct({ metadata }) }),
};

// It is 12:00 on Wednesday, 20 May 2026, in Warsaw.
const metadataExamples: Readonly<Record<MetadataOperator, readonly Example<Json>[]>> = {
  $is: [
    [['x'], 'x', 'y'],
    [['5'], 5, 50],
    [[true], true, false],
    [['2026-05-20T10:00:00Z'], '2026-05-20T12:00:00+02:00', '2026-05-20'],
    [['x'], ['w', 'x'], ['w']],
  ],
  $is_not: [
    [['x'], null, 'x'],
    [['x'], ['w'], ['w', 'x']],
  ],
  $in: [[['x', 1], '1', 'y']],
  $not_in: [[['x', 1], 'y', 1]],
  $less_than: [
    [[3], 2, 3],
    [['2026-05-20'], '2026-05-19', '2026-05-20'],
  ],
  $less_than_or_equal: [[[3], 3, 3.5]],
  $more_than: [[[3], 4, '4']],
  $more_than_or_equal: [[['2026-05-20'], '2026-05-20', '2026-05-19']],
  $starts_with: [[['ab', 'x'], 'abc', 'cab']],
  $ends_with: [[['bc'], 'abc', 'bca']],
  $contains: [
    [['b'], 'abc', 'ac'],
    [['b'], ['a', 'b'], ['a', 'c']],
  ],
  $not_contain: [[['b'], 'ac', 'abc']],
  $has_value: [
    [[], 'x', ''],
    [[], false, null],
  ],
  $is_unknown: [[[], null, 0]],
  $count: [[[2], [1, 2], [1]]],
  $count_more: [[[1], [1, 2], [1]]],
  $count_less: [[[2], [1], [1, 2]]],
  $not_differ: [[['a', 'b'], ['b', 'a'], ['a']]],
  $not_intersect: [[['a', 'b'], ['c'], ['c', 'a']]],
  $after: [[['2026-05-20'], '2026-05-20T00:00:01Z', '2026-05-20']],
  $before: [[['2026-05-20'], '2026-05-19T23:59:59Z', '2026-05-20']],
  $more_than_ago: [[[3], '2026-05-16', '2026-05-17']],
  $less_than_ago: [[[3], '2026-05-18', '2026-05-17']],
  $is_days_ago: [[[3], '2026-05-17', '2026-05-18']],
  $more_than_future: [[[3], '2026-05-24', '2026-05-23']],
  $less_than_future: [[[3], '2026-05-22', '2026-05-23']],
  $is_days_in_future: [[[3], '2026-05-23', '2026-05-22']],
  $timeframe: [
    [['2026-03-01T08:00:00Z;P1D;PT1H'], '2026-05-20T07:30:00Z', '2026-05-20T08:30:00Z'],
    [['2026-01-31T00:00:00Z;P1M;P1D'], '2026-02-28T12:00:00Z', '2026-03-03T12:00:00Z'],
  ],
  $timeframe_absolute: [[['2026-05-19;2026-05-21'], '2026-05-20', '2026-05-21']],
  $timeframe_daily_hours: [[['18:00;20:01;2,3'], '2026-05-20T16:30:00Z', '2026-05-21T16:30:00Z']],
  $dow: [[[3], '2026-05-20', '2026-05-21']],
};

for (const [name, factsOf] of Object.entries(attributes)) {
  for (const operator of operatorsOf.metadata) {
    for (const [operands, met, violated] of metadataExamples[operator]) {
      const rule = { name, property: 'p', conditions: { [operator]: operands } };
      const facts = [factsOf({ p: met }), factsOf({ p: violated })] as const;
      claim(`${name} ${operator} ${JSON.stringify([operands, met])}`, rule, facts);
    }
  }
}

const path = (property: string) => ({
  name: 'customer.metadata',
  property,
  conditions: { $is: ['x'] },
});
const known = (metadata: JsonObject) => attributes['customer.metadata'](metadata);

claim('an attribute inside an object', path('a.b'), [
  known({ a: { b: 'x' } }),
  known({ a: { c: 'x' } }),
]);
claim('an attribute of any object in a list', path('a.b'), [
  known({ a: [{ b: 'w' }, { b: 'x' }] }),
  known({ a: [{ b: 'w' }, { c: 'x' }, 'x'] }),
]);

const tea = sampleLine({ productId: 'tea', collectionIds: ['drinks'], price: money(100) });
const cup = sampleLine({ productId: 'cup', skuId: 'cup_red', price: money(300) });
const pot = sampleLine({ productId: 'pot', collectionIds: ['drinks', 'clay'], price: money(500) });
const cartOf = (...lines: OrderLine[]) => ofOrder({ lines });

const is = (id: string) => ({ $is: [{ id }] });
const isNot = (id: string) => ({ $is_not: [{ id }] });
const either = [{ id: 'tea' }, { id: 'cup' }];
const quantityAbove = (limit: number) => ({
  1: { name: 'order.items.aggregated_quantity', conditions: { $more_than: [limit] } },
});

type ItemRow = readonly [
  name: string,
  conditions: JsonObject,
  rules: JsonObject,
  met: RuleFacts,
  violated: RuleFacts,
];

const itemRows: readonly ItemRow[] = [
  // rule                          conditions  sub-rules          met                violated
  ['order.items.any', is('tea'), {}, cartOf(tea, cup), cartOf(cup)],
  ['order.items.any', isNot('tea'), {}, cartOf(tea, cup), cartOf(tea)],
  ['order.items.any', { $in: either }, {}, cartOf(cup, pot), cartOf(pot)],
  ['order.items.any', { $not_in: either }, {}, cartOf(cup, pot), cartOf(cup, tea)],
  ['order.items.any', { $from: [{ id: 'clay' }] }, {}, cartOf(pot), cartOf(tea)],
  ['order.items.any', { ...is('drinks'), $from: [{ id: 'clay' }] }, {}, cartOf(pot), cartOf(tea)],
  ['order.items.any', is('tea'), quantityAbove(1), cartOf(tea, tea), cartOf(tea, cup)],
  ['order.items.every', is('drinks'), {}, cartOf(tea, pot), cartOf(tea, cup)],
  ['order.items.every', isNot('tea'), {}, cartOf(cup, pot), cartOf(tea, pot)],
  ['order.items.every', { $in: either }, {}, cartOf(tea, cup), cartOf(tea, pot)],
  ['order.items.every', { $not_in: either }, {}, cartOf(pot), cartOf(pot, cup)],
  ['order.items.every', is('drinks'), quantityAbove(1), cartOf(tea, pot), cartOf(tea)],
  ['order.items.none', is('tea'), {}, cartOf(cup), cartOf(cup, tea)],
  ['order.items.none', { $in: either }, {}, cartOf(pot), cartOf(pot, cup)],
  ['order.items.none', { $from: [{ id: 'clay' }] }, {}, cartOf(tea), cartOf(pot)],
  ['order.items.none', is('tea'), quantityAbove(1), cartOf(tea), cartOf(tea, tea)],
  ['order.items.cheapest', is('tea'), {}, cartOf(tea, cup), cartOf(cup, pot)],
  ['order.items.cheapest', isNot('tea'), {}, cartOf(cup, pot), cartOf(tea, cup)],
  [
    'order.items.cheapest',
    { ...is('pot'), $from: [{ id: 'clay' }] },
    {},
    cartOf(tea, pot),
    cartOf(tea, cup),
  ],
  ['order.items.cheapest', is('tea'), quantityAbove(1), cartOf(tea, tea), cartOf(tea, cup)],
  ['order.items.most_expensive', is('pot'), {}, cartOf(tea, pot), cartOf(tea, cup)],
  ['order.items.most_expensive', { $not_in: either }, {}, cartOf(tea, pot), cartOf(tea, cup)],
  ['order.items.most_expensive', is('pot'), quantityAbove(1), cartOf(pot, pot), cartOf(pot)],
  ['product.id', is('tea'), {}, cartOf(tea, cup), cartOf(cup)],
  ['product.id', isNot('tea'), {}, cartOf(cup), cartOf(tea, cup)],
  ['product.id', { $in: either }, {}, cartOf(cup), cartOf(pot)],
  ['product.id', { $not_in: either }, {}, cartOf(pot), cartOf(pot, cup)],
  ['product.id', is('tea'), quantityAbove(1), cartOf(tea, tea), cartOf(tea, cup)],
  ['sku.id', is('cup_red'), {}, cartOf(cup), cartOf(tea)],
  ['sku.id', isNot('cup_red'), {}, cartOf(tea), cartOf(tea, cup)],
  ['sku.id', { $in: [{ id: 'cup_red' }] }, {}, cartOf(tea, cup), cartOf(tea, pot)],
  ['sku.id', { $not_in: [{ id: 'cup_red' }] }, {}, cartOf(tea, pot), cartOf(tea, cup)],
];

for (const [number, [name, conditions, rules, met, violated]] of itemRows.entries()) {
  const told = `${number + 1}: ${name} ${JSON.stringify(conditions)}`;
  claim(told, { name, conditions, rules }, [met, violated]);
}

const clay = { name: 'product.metadata', property: 'p', conditions: { $is: ['clay'] } };
const matchAll = { name: 'product.metadata.match_all', conditions: { $is: [true] } };
const ofClay = sampleLine({ product: sampleProduct({ metadata: { p: 'clay' } }) });

claim('product.metadata.match_all asks every line', { ...clay, rules: { 1: matchAll } }, [
  cartOf(ofClay, ofClay),
  cartOf(ofClay, tea),
]);
claim(
  'publication.redeemable_by_linked_customer asks for the holder',
  { name: 'publication.redeemable_by_linked_customer', conditions: { $is: [true] } },
  [sampleFacts({ holderId: 'cust_ann' }), sampleFacts({ holderId: 'cust_bob' })],
);
for (const name of ['product', 'product.metadata', 'sku']) {
  const applicable = { name: `${name}.discount_applicable`, conditions: { $is: [false] } };
  test(`${name}.discount_applicable is no condition`, () => {
    assert.equal(passes(applicable, cartOf()), true);
  });
}
