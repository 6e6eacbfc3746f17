/** Smallest changes by example: a rule, the facts it is asked about, and the steps in short. */
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
import type { JsonObject } from '../json.ts';
import { money } from '../money/money.ts';
import { ruleSteps } from './rule-steps.ts';
import type { ItemScope, Step } from './step.ts';

const rule = (name: string, conditions: JsonObject, rules: JsonObject = {}) => ({
  name,
  conditions,
  rules,
});
const about = (name: string, property: string, conditions: JsonObject, rules: JsonObject = {}) => ({
  ...rule(name, conditions, rules),
  property,
});
const least = (value: number) => ({ $more_than_or_equal: [value] });
const most = (value: number) => ({ $less_than_or_equal: [value] });
const is = (...values: readonly (string | number | boolean | JsonObject)[]) => ({ $is: values });
const tea = { id: 'prod_tea', object: 'product' };
const pot = { id: 'prod_pot', object: 'product' };
const drinks = { id: 'pc_drinks', object: 'products_collection' };

/** Two teas at 10.00 and a cup at 3.00. */
const cart = sampleFacts({
  order: sampleOrder({
    lines: [
      sampleLine({ quantity: 2, collectionIds: ['pc_drinks'] }),
      sampleLine({
        index: 1,
        productId: 'prod_cup',
        price: money(300),
        metadata: { gift: true },
        product: sampleProduct({ id: 'prod_cup', metadata: { color: 'red' } }),
      }),
    ],
    metadata: { shop: 'Kreta' },
  }),
});
const noOrder = sampleFacts({ order: null });
const emptyCart = sampleFacts({ order: sampleOrder({ lines: [] }) });
const anonymous = sampleFacts({ customer: null, holderId: 'cust_bo' });
const ann = sampleFacts({
  customer: sampleCustomer({ segmentIds: new Set(['seg_new']), metadata: { tier: 'silver' } }),
});
const priced = sampleFacts({ order: sampleOrder({ discountedAmount: money(900) }) });
const used = (counted: number, facts: RuleFacts = cart) => ({ ...facts, counts: () => counted });

type Example = readonly [rules: JsonObject, facts: RuleFacts, steps: readonly string[]];

const one = (definition: JsonObject) => ({ 1: definition });

const examples: readonly Example[] = [
  // Amounts of the order
  [one(rule('order.amount', least(3000))), cart, ['CHANGE_AMOUNT +700 to 3000']],
  [one(rule('order.amount', { $more_than: [3000] })), cart, ['CHANGE_AMOUNT +701 to 3001']],
  [one(rule('order.amount', most(2000))), cart, ['CHANGE_AMOUNT -300 to 2000']],
  [one(rule('order.amount', { $less_than: [2000] })), cart, ['CHANGE_AMOUNT -301 to 1999']],
  [one(rule('order.amount', is(2000, 2500))), cart, ['CHANGE_AMOUNT +200 to 2500']],
  [one(rule('order.amount', { $is_not: [2300] })), cart, ['CHANGE_AMOUNT +1 to 2301']],
  [one(rule('order.amount', { $not_in: [2300, 2301] })), cart, ['CHANGE_AMOUNT -1 to 2299']],
  [
    one(rule('order.amount', { ...least(2500), $is_not: [2500] })),
    cart,
    ['CHANGE_AMOUNT +201 to 2501'],
  ],
  [one(rule('order.amount', least(3000))), noOrder, ['CHANGE_AMOUNT +3000 to 3000']],
  [one(rule('order.amount', most(3000))), noOrder, ['ADD_ORDER']],
  [one(rule('order.initial_amount', least(3000))), cart, ['CHANGE_AMOUNT +700 to 3000']],
  [one(rule('order.total_amount', least(1000))), priced, ['CHANGE_AMOUNT +100 to 1000']],
  [one(rule('order.total_amount', least(9999))), cart, []],
  [one(rule('order.amount', { $less_than: [0] })), cart, ['MEET order.amount $less_than 0']],
  // Units and amounts of items
  [one(rule('order.items.count', least(5))), cart, ['CHANGE_QUANTITY +2 to 5']],
  [one(rule('order.items.count', most(1))), cart, ['CHANGE_QUANTITY -2 to 1']],
  [one(rule('order.items.count', least(1))), emptyCart, ['CHANGE_QUANTITY +1 to 1']],
  [one(rule('order.items.aggregated_quantity', least(4))), cart, ['CHANGE_QUANTITY +1 to 4']],
  [one(rule('order.items.aggregated_amount', least(2400))), cart, ['CHANGE_AMOUNT +100 to 2400']],
  [
    one(rule('product.id', is(tea), one(rule('product.quantity', least(3))))),
    cart,
    ['CHANGE_QUANTITY +1 to 3 of prod_tea'],
  ],
  [
    one(rule('product.id', is(pot), one(rule('product.quantity', least(3))))),
    cart,
    ['CHANGE_QUANTITY +3 to 3 of prod_pot'],
  ],
  [
    one(
      rule('order.items.any', is(drinks), one(rule('order.items.aggregated_amount', least(2500)))),
    ),
    cart,
    ['CHANGE_AMOUNT +500 to 2500 of pc_drinks'],
  ],
  [
    one(rule('order.items.any', is(tea), one(rule('order.items.count', least(4))))),
    cart,
    ['CHANGE_QUANTITY +1 to 4'],
  ],
  [
    one(about('product.metadata', 'color', is('red'), one(rule('product.quantity', least(2))))),
    cart,
    ['CHANGE_QUANTITY +1 to 2 by rule 1'],
  ],
  // Single lines
  [one(rule('order.items.price_any', least(1500))), cart, ['CHANGE_LINE 0 +500 to 1500']],
  [
    one(rule('order.items.price_each', least(1500))),
    cart,
    ['CHANGE_LINE 0 +500 to 1500', 'CHANGE_LINE 1 +1200 to 1500'],
  ],
  [one(rule('order.items.price_any', least(1500))), emptyCart, ['CHANGE_LINE new +1500 to 1500']],
  [
    one(rule('order.items.any', is(tea), one(rule('order.items.quantity', least(3))))),
    cart,
    ['CHANGE_LINE 0 +1 to 3 of prod_tea'],
  ],
  [
    one(rule('order.items.any', is(pot), one(rule('order.items.quantity', least(3))))),
    cart,
    ['CHANGE_LINE new +3 to 3 of prod_pot'],
  ],
  [
    one(about('order.items.metadata', 'gift', is('no'))),
    cart,
    ['MEET order.items.metadata $is no'],
  ],
  [
    one(about('order.items.metadata_each', 'gift', is(true))),
    cart,
    ['MEET order.items.metadata_each $is true'],
  ],
  // Choices of items
  [one(rule('order.items.any', is(pot))), cart, ['ADD_ITEM of prod_pot']],
  [one(rule('order.items.any', is(tea, pot))), emptyCart, ['ADD_ITEM of prod_tea prod_pot']],
  [one(rule('order.items.any', {})), emptyCart, ['ADD_ITEM']],
  [one(rule('product.id', is(pot))), noOrder, ['ADD_ITEM of prod_pot']],
  [one(rule('sku.id', is({ id: 'sku_red' }))), cart, ['ADD_ITEM of sku_red']],
  [one(rule('product.id', { $is_not: [tea] })), cart, ['REMOVE_LINES 0']],
  [one(rule('order.items.none', is(tea))), cart, ['REMOVE_LINES 0']],
  [one(rule('order.items.none', is(tea))), noOrder, ['ADD_ORDER']],
  [one(rule('order.items.every', is(tea))), cart, ['REMOVE_LINES 1']],
  [one(rule('order.items.every', is(pot))), cart, ['ADD_ITEM of prod_pot', 'REMOVE_LINES 0 1']],
  [
    one(rule('order.items.any', { ...is(pot), $from: [drinks] })),
    cart,
    ['MEET order.items.any $is prod_pot', 'MEET order.items.any $from pc_drinks'],
  ],
  [one(rule('order.items.cheapest', is(tea))), cart, ['MEET order.items.cheapest $is prod_tea']],
  [one(about('product.metadata', 'color', is('blue'))), cart, ['MEET product.metadata $is blue']],
  // Customers, holders, keys
  [one(rule('customer.segment', is('seg_vip'))), ann, ['MEET customer.segment $is seg_vip']],
  [
    one(rule('customer.segment', { $is_not: ['seg_new'] })),
    ann,
    ['MEET customer.segment $is_not seg_new'],
  ],
  [one(rule('customer.segment', is('seg_vip'))), anonymous, ['NAME_CUSTOMER']],
  [one(rule('customer.loyalty.tier', is('ltr_1'))), ann, ['MEET customer.loyalty.tier $is ltr_1']],
  [one(about('customer.metadata', 'tier', is('gold'))), ann, ['MEET customer.metadata $is gold']],
  [one(about('customer.metadata', 'tier', is('gold'))), anonymous, ['NAME_CUSTOMER']],
  [
    one(rule('publication.redeemable_by_linked_customer', is(true))),
    anonymous,
    ['SIGN_IN cust_bo'],
  ],
  [one(rule('publication.redeemable_by_linked_customer', is(true))), ann, ['SIGN_IN nobody']],
  [one(rule('redemption.api_key', is('key_2'))), ann, ['MEET redemption.api_key $is key_2']],
  // Metadata elsewhere
  [one(about('order.metadata', 'shop', is('Rhodos'))), cart, ['MEET order.metadata $is Rhodos']],
  [one(about('order.metadata', 'shop', { $is_unknown: [] })), noOrder, ['ADD_ORDER']],
  [
    one(about('order.metadata', 'shop', { $starts_with: ['K'], $ends_with: ['o'] })),
    cart,
    ['MEET order.metadata $ends_with o'],
  ],
  [one(about('redemption.metadata', 'till', is(4))), cart, ['MEET redemption.metadata $is 4']],
  [one(about('custom_event.metadata', 'a', is(1))), cart, ['MEET custom_event.metadata $is 1']],
  // Counters; it is noon of Wednesday, 20 May 2026, in Warsaw
  [one(rule('redemption.count.daily', most(3))), used(3), ['WAIT 2026-05-20T22:00']],
  [one(rule('redemption.count.weekly', most(3))), used(3), ['WAIT 2026-05-24T22:00']],
  [one(rule('redemption.count.monthly', most(3))), used(5), ['WAIT 2026-05-31T22:00']],
  [one(rule('campaign.redemptions.count', most(3))), used(4), ['CHANGE_COUNT -2 to 3']],
  [one(rule('campaign.redemptions.count', least(3))), used(0), ['CHANGE_COUNT +2 to 3']],
  [one(rule('redemption.count.daily', most(0))), used(0), ['CHANGE_COUNT -1 to 0']],
  [one(rule('redemption.count.per_customer', most(1))), used(1, anonymous), ['NAME_CUSTOMER']],
  [one(rule('campaign.orders.amount', most(5000))), used(3000), ['CHANGE_AMOUNT -300 to 2000']],
  [one(rule('campaign.orders.amount', most(5000))), used(6000), ['CHANGE_COUNT -3300 to 5000']],
  [
    one(rule('campaign.orders.amount_discounted', most(50))),
    used(0, priced),
    ['CHANGE_COUNT -50 to 50'],
  ],
  [
    one(rule('redemption.count.per_user', most(1))),
    cart,
    ['MEET redemption.count.per_user $less_than_or_equal 1'],
  ],
  // Logic
  [
    { 1: rule('order.amount', least(3000)), 2: rule('order.items.count', least(4)) },
    cart,
    ['CHANGE_AMOUNT +700 to 3000', 'CHANGE_QUANTITY +1 to 4'],
  ],
  [
    { 1: rule('order.amount', least(3000)), 2: rule('order.amount', least(4000)) },
    cart,
    ['CHANGE_AMOUNT +1700 to 4000'],
  ],
  [
    {
      1: rule('order.amount', least(9000)),
      2: rule('order.items.count', least(4)),
      logic: '1 or 2',
    },
    cart,
    ['CHANGE_QUANTITY +1 to 4'],
  ],
  [
    {
      1: rule('customer.segment', is('seg_vip')),
      2: rule('redemption.count.daily', most(3)),
      3: about('customer.metadata', 'tier', is('gold')),
      logic: '(1 and 3) or 2',
    },
    used(3, ann),
    ['MEET customer.segment $is seg_vip', 'MEET customer.metadata $is gold'],
  ],
  [
    {
      1: rule('order.amount', least(3000)),
      2: rule('order.items.any', is(pot)),
      3: rule('order.items.count', least(99)),
      logic: '(1 and 2) or 3',
    },
    cart,
    ['CHANGE_QUANTITY +96 to 99'],
  ],
  [
    { 1: rule('order.items.any', is(pot)), 2: rule('product.id', is(pot)) },
    cart,
    ['ADD_ITEM of prod_pot'],
  ],
  [
    { 1: rule('order.amount', least(9000)), 2: rule('order.amount', least(1)), logic: '1 or 2' },
    cart,
    [],
  ],
];

for (const [index, [rules, facts, expected]] of examples.entries()) {
  test(`example ${index + 1}: ${JSON.stringify(rules)} takes ${expected.join(', ') || 'nothing'}`, () => {
    const { root } = compileDefinition({ rules });
    assert.deepEqual(ruleSteps(root, { facts, part: undefined }).map(inShort), expected);
  });
}

function inShort(step: Step): string {
  switch (step.type) {
    case 'CHANGE_AMOUNT':
    case 'CHANGE_QUANTITY':
      return `${step.type} ${far(step)}${of(step.scope)}`;
    case 'CHANGE_LINE':
      return `CHANGE_LINE ${step.line ?? 'new'} ${far(step)}${of(step.scope)}`;
    case 'CHANGE_COUNT':
      return `CHANGE_COUNT ${far(step)}`;
    case 'ADD_ITEM':
      return `ADD_ITEM${of(step.scope)}`;
    case 'REMOVE_LINES':
      return `REMOVE_LINES ${step.lines.join(' ')}`;
    case 'MEET_CONDITION': {
      const expected = step.expected.map((value) =>
        typeof value === 'object' && value !== null ? Reflect.get(value, 'id') : value,
      );
      return `MEET ${step.name} ${step.operator} ${expected.join(' ')}`;
    }
    case 'WAIT':
      return `WAIT ${new Date(step.until).toISOString().slice(0, 16)}`;
    case 'SIGN_IN_AS_HOLDER':
      return `SIGN_IN ${step.holderId ?? 'nobody'}`;
    default:
      return step.type;
  }
}

function far({ by, target }: { readonly by: number; readonly target: number }): string {
  return `${by > 0 ? '+' : ''}${by} to ${target}`;
}

function of({ items, rule: path }: ItemScope): string {
  if (path !== null) return ` by rule ${path}`;
  return items.length === 0 ? '' : ` of ${items.map((item) => item.id).join(' ')}`;
}
