/** Verdicts by example: one rule, the facts it is asked about, and whether it passes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { money } from '../money/money.ts';
import type { JsonObject } from '../json.ts';
import type { RuleFacts } from './facts.ts';
import { sampleCustomer, sampleFacts, sampleLine, sampleOrder } from './sample-facts.ts';
import { compileDefinition, sampleProduct } from './sample-facts.ts';

const tea = sampleLine({ productId: 'prod_tea', collectionIds: ['pc_drinks'], quantity: 2 });
const cup = sampleLine({
  index: 1,
  productId: 'prod_cup',
  price: money(300),
  metadata: { gift: true },
});
const pot = sampleLine({
  index: 2,
  productId: 'prod_pot',
  skuId: 'sku_pot_red',
  price: money(4000),
  product: sampleProduct({
    id: 'prod_pot',
    sourceId: 'pot',
    metadata: { material: 'clay', color: 'any' },
  }),
  sku: sampleProduct({ id: 'sku_pot_red', sourceId: 'pot-red', metadata: { color: 'red' } }),
  metadata: { gift: true, note: 'careful' },
});

const cart = sampleFacts({
  order: sampleOrder({ lines: [tea, cup, pot], metadata: { shop: 'Kreta' } }),
});
const milk = sampleLine({ productId: 'prod_milk', quantity: 5 });
const equals = sampleFacts({ order: sampleOrder({ lines: [tea, milk] }) });
const justTea = sampleFacts({ order: sampleOrder({ lines: [tea] }) });
const emptyCart = sampleFacts({ order: sampleOrder({ lines: [] }) });
const noOrder = sampleFacts({ order: null });
const anonymous = sampleFacts({ customer: null, holderId: 'cust_ann' });
const ann = sampleFacts({
  customer: sampleCustomer({
    segmentIds: new Set(['seg_vip', 'seg_new']),
    loyaltyTierIds: new Set(['ltr_gold']),
    metadata: { city: 'Rome', pay: { method: 'card' }, 'a.b': 'flat', age: 30 },
  }),
  holderId: 'cust_ann',
  redemption: {
    metadata: { till: 4 },
    apiKeyId: 'key_1',
    apiKeyName: 'Till',
    userLogin: 'bo@x.io',
  },
});
const stacked = sampleFacts({
  order: sampleOrder({
    initialAmount: money(1050),
    amount: money(950),
    discountedAmount: money(900),
  }),
});
const usedOnce = sampleFacts({
  counted: 1,
  redemption: { apiKeyId: 'key_1', userLogin: 'bo@x.io' },
});
const event = sampleFacts({ customEvent: { metadata: { lining: 2 } } });

type Example = readonly [rule: JsonObject, facts: RuleFacts, passes: boolean];

const is = (...values: readonly (string | number | boolean | JsonObject)[]) => ({ $is: values });
const isNot = (...values: readonly (string | JsonObject)[]) => ({ $is_not: values });
const more = (value: number) => ({ $more_than: [value] });
const most = (value: number) => ({ $less_than_or_equal: [value] });
const rule = (name: string, conditions: JsonObject, rules: JsonObject = {}) => ({
  name,
  conditions,
  rules,
});
const about = (name: string, property: string, conditions: JsonObject, rules: JsonObject = {}) => ({
  name,
  property,
  conditions,
  rules,
});
const product = (id: string) => ({ id, object: 'product' });
const sub = (name: string, conditions: JsonObject) => ({ 1: rule(name, conditions) });

const examples: readonly Example[] = [
  // Customers
  [rule('customer.segment', is('seg_vip')), ann, true],
  [rule('customer.segment', is('seg_old')), ann, false],
  [rule('customer.segment', { $in: ['seg_old', 'seg_new'] }), ann, true],
  [rule('customer.segment', isNot('seg_old')), ann, true],
  [rule('customer.segment', isNot('seg_vip')), ann, false],
  [rule('customer.segment', isNot('seg_vip')), anonymous, false],
  [rule('customer.segment', { ...is('seg_vip'), ...isNot('seg_new') }), ann, false],
  [rule('customer.loyalty.tier', is('ltr_gold')), ann, true],
  [rule('customer.loyalty_tier', is({ id: 'ltr_gold' })), ann, true],
  [rule('customer.loyalty.tier', is('ltr_silver')), ann, false],
  [about('customer.metadata', 'city', is('Rome')), ann, true],
  [about('customer.metadata', 'city', is('Paris')), ann, false],
  [about('customer.metadata', 'pay.method', is('card')), ann, true],
  [about('customer.metadata', 'a.b', is('flat')), ann, true],
  [about('customer.metadata', 'constructor', { $has_value: [] }), ann, false],
  [about('customer.metadata', 'age', { $more_than: [18], $less_than: [30] }), ann, false],
  [about('customer.metadata', 'city', { $is_unknown: [] }), anonymous, false],
  // Amounts along the stack
  [rule('order.initial_amount', more(1000)), stacked, true],
  [rule('order.amount', more(1000)), stacked, false],
  [rule('order.amount', { $more_than: [900], $less_than: [1000] }), stacked, true],
  [rule('order.total_amount', { $more_than_or_equal: [900] }), stacked, true],
  [rule('order.total_amount', more(900)), stacked, false],
  [rule('order.total_amount', more(999_999)), cart, true],
  [rule('order.total_amount', more(0)), noOrder, false],
  [rule('order.amount', most(0)), noOrder, false],
  [rule('order.amount', { $is_not: [6300] }), cart, false],
  [about('order.metadata', 'shop', is('Kreta')), cart, true],
  [about('order.metadata', 'shop', isNot('Kreta')), cart, false],
  [about('order.metadata', 'shop', isNot('Kreta')), noOrder, false],
  // Items
  [rule('order.items.count', is(4)), cart, true],
  [rule('order.items.price_any', more(3000)), cart, true],
  [rule('order.items.price_each', more(300)), cart, false],
  [rule('order.items.price_each', more(300)), justTea, true],
  [rule('order.items.price_each', most(300)), emptyCart, false],
  [rule('order.items.any', is(product('prod_cup'))), cart, true],
  [rule('order.items.any', is(product('prod_cup'))), justTea, false],
  [rule('order.items.any', is({ id: 'pc_drinks', object: 'products_collection' })), cart, true],
  [rule('order.items.any', is({ source_id: 'pot' })), cart, true],
  [rule('order.items.any', is({ source_id: 'pot', object: 'sku' })), cart, false],
  [rule('order.items.any', is({ id: 'sku_pot_red', object: 'sku' })), cart, true],
  [rule('order.items.any', is({ id: 'pc_a11pr0dUc75' })), justTea, true],
  [
    rule('order.items.any', { ...is(product('prod_tea')), $from: [{ id: 'pc_drinks' }] }),
    cart,
    true,
  ],
  [
    rule('order.items.any', { ...is(product('prod_cup')), $from: [{ id: 'pc_drinks' }] }),
    cart,
    false,
  ],
  [rule('order.items.any', isNot(product('prod_tea'))), justTea, false],
  [rule('order.items.any', {}, sub('order.items.price', more(3000))), cart, true],
  [
    rule('order.items.any', is(product('prod_tea')), sub('order.items.price', more(3000))),
    cart,
    false,
  ],
  [
    rule('order.items.any', is(product('prod_tea')), sub('order.items.quantity', is(2))),
    cart,
    true,
  ],
  [
    rule(
      'order.items.any',
      is(product('prod_tea')),
      sub('order.items.aggregated_amount', is(2000)),
    ),
    cart,
    true,
  ],
  [rule('order.items.any', {}, sub('order.items.aggregated_quantity', more(3))), cart, true],
  [rule('order.items.any', {}, sub('order.items.aggregated_quantity', more(4))), cart, false],
  [
    rule('order.items.any', {}, { 1: about('order.items.metadata', 'note', is('careful')) }),
    cart,
    true,
  ],
  [rule('order.items.every', is(product('prod_tea'))), justTea, true],
  [rule('order.items.every', is(product('prod_tea'))), cart, false],
  [rule('order.items.every', {}), emptyCart, false],
  [rule('order.items.every', {}, sub('order.items.price', more(100))), cart, true],
  [rule('order.items.every', {}, sub('order.items.price', more(300))), cart, false],
  [
    rule('order.items.every', {}, { 1: about('order.items.metadata', 'gift', is(true)) }),
    cart,
    false,
  ],
  [rule('order.items.none', is(product('prod_pot'))), cart, false],
  [rule('order.items.none', is(product('prod_pot'))), justTea, true],
  [rule('order.items.none', is(product('prod_pot'))), emptyCart, true],
  [rule('order.items.none', is(product('prod_pot'))), noOrder, false],
  [rule('order.items.cheapest', is(product('prod_cup'))), cart, true],
  [rule('order.items.cheapest', is(product('prod_tea'))), cart, false],
  [
    rule('order.items.cheapest', { ...is(product('prod_tea')), $from: [{ id: 'pc_drinks' }] }),
    cart,
    true,
  ],
  [rule('order.items.most_expensive', is(product('prod_pot'))), cart, true],
  [
    rule(
      'order.items.most_expensive',
      is(product('prod_pot')),
      sub('order.items.price', more(4000)),
    ),
    cart,
    false,
  ],
  [rule('order.items.most_expensive', {}), emptyCart, false],
  // Tea and milk cost the same; only tea is a drink of the collection.
  [rule('order.items.cheapest', is(product('prod_milk'))), equals, true],
  [
    rule('order.items.cheapest', { ...is(product('prod_milk')), $from: [{ id: 'pc_drinks' }] }),
    equals,
    false,
  ],
  [rule('order.items.cheapest', {}, sub('order.items.quantity', more(1))), equals, true],
  [rule('order.items.cheapest', {}, sub('order.items.quantity', is(5))), equals, false],
  [rule('order.items.cheapest', {}, sub('order.items.aggregated_quantity', is(7))), equals, true],
  [about('order.items.metadata_any', 'gift', is(true)), cart, true],
  [about('order.items.metadata_each', 'gift', is(true)), cart, false],
  [about('order.items.metadata', 'note', is('rough')), cart, false],
  // Products and SKUs
  [rule('product.id', is({ id: 'prod_cup', source_id: '' })), cart, true],
  [rule('product.id', is(product('prod_cup'))), justTea, false],
  [rule('product.id', isNot(product('prod_cup'))), justTea, true],
  [rule('product.id', isNot(product('prod_cup'))), cart, false],
  [rule('product.id', is(product('prod_tea')), sub('product.quantity', more(1))), cart, true],
  [rule('product.id', is(product('prod_tea')), sub('product.price', more(1000))), cart, false],
  [
    rule('product.id', is(product('prod_tea')), sub('product.discount_applicable', is(true))),
    cart,
    true,
  ],
  [rule('sku.id', is({ id: 'sku_pot_red' })), cart, true],
  [rule('sku.id', is({ id: 'prod_pot' })), cart, false],
  [about('product.metadata', 'material', is('clay')), cart, true],
  [about('product.metadata', 'color', is('red')), cart, true],
  [about('product.metadata', 'color', is('any')), cart, false],
  [
    about('product.metadata', 'color', is('red'), sub('product.metadata.match_all', is(true))),
    cart,
    false,
  ],
  [
    about(
      'product.metadata',
      'color',
      is('red'),
      sub('product.metadata.aggregated_amount', is(4000)),
    ),
    cart,
    true,
  ],
  [
    about(
      'product.metadata',
      'color',
      is('red'),
      sub('product.metadata.aggregated_quantity', more(1)),
    ),
    cart,
    false,
  ],
  // Redemptions
  [about('redemption.metadata', 'till', is(4)), ann, true],
  [about('redemption.metadata', 'till', is(5)), ann, false],
  [rule('redemption.api_key', is('key_1')), ann, true],
  [rule('redemption.api_key', is('Till')), ann, true],
  [rule('redemption.api_key', is('key_2')), ann, false],
  [rule('redemption.user.login', { $in: ['al@x.io', 'bo@x.io'] }), ann, true],
  [rule('redemption.user.login', isNot('bo@x.io')), ann, false],
  [rule('publication.redeemable_by_linked_customer', is(true)), ann, true],
  [rule('publication.redeemable_by_linked_customer', is(true)), anonymous, false],
  [rule('publication.redeemable_by_linked_customer', is(true)), cart, false],
  [rule('publication.redeemable_by_linked_customer', is(false)), cart, true],
  [about('custom_event.metadata', 'lining', { $greater_than_or_equal: [2] }), event, true],
  [about('custom_event.metadata', 'lining', { $greater_than_or_equal: [2] }), cart, false],
  // Counts include the redemption being made.
  [rule('redemption.count.per_customer', most(1)), cart, true],
  [rule('redemption.count.per_customer', most(1)), usedOnce, false],
  [rule('redemption.count.per_customer', most(2)), usedOnce, true],
  [rule('redemption.count.per_customer', { $less_than: [2] }), usedOnce, false],
  [rule('redemption.count.per_customer', most(9)), anonymous, false],
  [rule('campaign.redemptions.count', most(9)), anonymous, true],
  [rule('redemption.count.per_api_key', most(2)), usedOnce, true],
  [rule('redemption.count.per_api_key', most(2)), cart, false],
  [rule('redemption.count.per_user', most(1)), usedOnce, false],
  [rule('campaign.orders.amount', most(6300)), cart, true],
  [rule('campaign.orders.amount', most(6299)), cart, false],
  [rule('campaign.orders.amount_discounted', most(50)), stacked, true],
  [rule('campaign.orders.amount_discounted', most(49)), stacked, false],
  [rule('campaign.orders.amount_discounted', most(0)), cart, true],
  [rule('redemption.gift.amount', most(49)), stacked, true],
  [rule('redemption.gift.amount', most(50)), credits(50), true],
  [rule('redemption.gift.amount', most(49)), credits(50), false],
  [rule('redemption.reward.pay_with_points.points_used', most(5)), cart, true],
  [rule('redemption.reward.pay_with_points.points_used', most(5)), points(6), false],
];

for (const [index, [definition, facts, passes]] of examples.entries()) {
  const what = `${JSON.stringify(definition['name'])} ${JSON.stringify(definition['conditions'])}`;
  test(`example ${index + 1}: ${what} ${passes ? 'passes' : 'fails'}`, () => {
    const compiled = compileDefinition({ rules: { 1: definition } });
    assert.equal(compiled.evaluate(facts).ok, passes);
  });
}

function credits(giftCredits: number): RuleFacts {
  return sampleFacts({ redemption: { giftCredits } });
}

function points(pointsUsed: number): RuleFacts {
  return sampleFacts({ redemption: { pointsUsed } });
}

const vip = { ...rule('customer.segment', is('seg_vip')), error: { message: 'VIPs only' } };
const big = rule('order.amount', more(999_999));
const once = { ...rule('redemption.count.per_customer', most(0)), error: { message: 'Once' } };
const dear = { ...rule('order.items.price', more(5000)), error: { message: 'Too cheap' } };
const anyTea = {
  ...rule('order.items.any', is(product('prod_tea')), { 7: dear }),
  error: { message: 'No tea' },
};
const quietDear = rule('order.items.price', more(5000));
const anyDear = {
  ...rule('order.items.any', {}, { 7: quietDear }),
  error: { message: 'Nothing dear' },
};

const blamed: readonly (readonly [string, JsonObject, string, string, string | null])[] = [
  // claim                           rules                                     rule   key           message
  ['the first violated', { 1: vip, 2: once }, '1', 'customer', 'VIPs only'],
  ['the first the logic names', { 1: vip, 2: once, logic: '2 and 1' }, '2', 'redemption', 'Once'],
  ['the fallback where it has no message', { 1: big }, '1', 'order', 'Fallback'],
  ['the first alternative', { 1: big, 2: vip, logic: '1 or 2' }, '1', 'order', 'Fallback'],
  [
    'not what another alternative made good',
    { 1: vip, 2: anyDear, 3: rule('order.amount', more(0)), logic: '(1 or 3) and 2' },
    '2.7',
    'order',
    'Nothing dear',
  ],
  ['the sub-rule where the items are there', { 1: anyTea }, '1.7', 'order', 'Too cheap'],
  [
    'the rule where they are not',
    { 1: { ...anyTea, conditions: is(product('prod_gin')) } },
    '1',
    'order',
    'No tea',
  ],
];

for (const [claim, rules, ruleId, key, message] of blamed) {
  test(`a refusal blames ${claim}`, () => {
    const compiled = compileDefinition({ rules, error: { message: 'Fallback' } });
    const expected = { ok: false, key: `${key}_rules_violated`, message, ruleId };
    assert.deepEqual(compiled.evaluate(cart), expected);
  });
}

test('without any message a refusal has none', () => {
  const verdict = compileDefinition({ rules: { 1: big } }).evaluate(cart);
  assert.equal(verdict.ok || verdict.message, null);
});

test('a rule that the logic leaves out is not asked', () => {
  const rules = { 1: rule('order.amount', more(0)), 2: big, logic: '1' };
  assert.ok(compileDefinition({ rules }).evaluate(cart).ok);
});

test('a definition without rules passes', () => {
  assert.ok(compileDefinition({ rules: {} }).evaluate(noOrder).ok);
});
