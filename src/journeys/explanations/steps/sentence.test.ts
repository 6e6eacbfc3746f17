/** Sentences by example: each kind of step in words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleLine, sampleProduct } from '../../../engine/eligibility/sample-facts.ts';
import type { ItemScope, Step } from '../../../engine/explain/step.ts';
import { money } from '../../../engine/money/money.ts';
import { sentenceOf } from './sentence.ts';

const product = sampleProduct({ name: 'Jasmine tea' });
const lines = [sampleLine({ product }), sampleLine({ index: 1, productId: 'prod_cup' })];
const telling = {
  currency: 'USD',
  timezone: 'Europe/Warsaw',
  order: { amount: money(2_000), lines, metadata: {} },
  isStacked: false,
  idAt: (position: number) => `CODE${position}`,
  now: Date.parse('2026-05-20T10:00:00Z'),
};

const whole: ItemScope = { items: [], rule: null };
const item = (id: string) => ({ object: 'product', id, sourceId: null }) as const;
const tea: ItemScope = { items: [item('prod_tea')], rule: null };
const chosen: ItemScope = { items: [], rule: '2' };
const far = (by: number, target = 5_000) => ({ current: target - by, target, by });
const amount = (by: number, scope = whole) =>
  ({ type: 'CHANGE_AMOUNT', name: 'order.amount', scope, ...far(by) }) as const;
const units = (by: number, scope = whole) =>
  ({ type: 'CHANGE_QUANTITY', name: 'order.items.count', scope, ...far(by) }) as const;
const counter = {
  subject: 'campaign',
  per: 'everyone',
  window: 'ever',
  measure: 'redemptions',
} as const;
const counted = { type: 'CHANGE_COUNT', name: 'campaign.redemptions.count', counter } as const;
const meet = { type: 'MEET_CONDITION', property: null, current: null, rule: '1' } as const;
const line = { type: 'CHANGE_LINE', name: 'order.items.price', scope: tea } as const;
const quantity = { ...line, name: 'order.items.quantity' } as const;

const examples: readonly (readonly [sentence: string, ...steps: Step[]])[] = [
  ['8.00 USD more in the cart', amount(800)],
  ['0.05 USD less in the cart', amount(-5)],
  ['8.00 USD more of Jasmine tea', amount(800, tea)],
  ['8.00 USD more of the items that rule 2 is about', amount(800, chosen)],
  ['8.00 USD more to pay after the discount', { ...amount(800), name: 'order.total_amount' }],
  ['one more item in the cart', units(1)],
  ['2 fewer items in the cart', units(-2)],
  ['3 more of Jasmine tea', units(3, tea)],
  ['Jasmine tea at 50.00 USD', { ...line, line: 0, ...far(100) }],
  ['Jasmine tea at 50.00 USD', { ...line, line: null, ...far(5_000) }],
  ['line 2 at 50.00 USD', { ...line, line: 1, ...far(100) }],
  ['one more of Jasmine tea', { ...quantity, line: 0, ...far(1, 3) }],
  ['3 of Jasmine tea', { ...quantity, line: null, ...far(3, 3) }],
  ['Jasmine tea in the cart', { type: 'ADD_ITEM', scope: tea }],
  ['an item in the cart', { type: 'ADD_ITEM', scope: whole }],
  [
    'a, b, c or 2 others in the cart',
    { type: 'ADD_ITEM', scope: { items: ['a', 'b', 'c', 'd', 'e'].map(item), rule: null } },
  ],
  [
    'an item of pc_drinks in the cart',
    {
      type: 'ADD_ITEM',
      scope: {
        items: [{ object: 'products_collection', id: 'pc_drinks', sourceId: null }],
        rule: null,
      },
    },
  ],
  ['a cart without Jasmine tea and line 2', { type: 'REMOVE_LINES', lines: [0, 1] }],
  ['an order', { type: 'ADD_ORDER' }],
  ['the items of the order, not its amount alone', { type: 'ADD_LINES' }],
  ['sign in', { type: 'NAME_CUSTOMER' }],
  ["sign in as the code's holder", { type: 'SIGN_IN_AS_HOLDER', holderId: 'cust_bo' }],
  ['a holder of the code, who signs in', { type: 'SIGN_IN_AS_HOLDER', holderId: null }],
  [
    "the customer's tier is gold or platinum",
    {
      ...meet,
      name: 'customer.metadata',
      property: 'tier',
      operator: '$is',
      expected: ['gold', 'platinum'],
    },
  ],
  [
    "the order's shop is known",
    { ...meet, name: 'order.metadata', property: 'shop', operator: '$has_value', expected: [] },
  ],
  [
    'customer.segment is not seg_old',
    { ...meet, name: 'customer.segment', operator: '$is_not', expected: ['seg_old'] },
  ],
  [
    'order.items.cheapest is prod_tea',
    { ...meet, name: 'order.items.cheapest', operator: '$is', expected: [item('prod_tea')] },
  ],
  [
    'starts on 2026-12-01 09:00 (Europe/Warsaw)',
    { type: 'WAIT', until: Date.parse('2026-12-01T08:00:00Z'), reason: 'START' },
  ],
  [
    'opens on 2026-05-21 00:00:30 (Europe/Warsaw)',
    { type: 'WAIT', until: Date.parse('2026-05-20T22:00:30Z'), reason: 'OPENING' },
  ],
  [
    'counted anew from 2026-05-21 00:00 (Europe/Warsaw)',
    { type: 'WAIT', until: Date.parse('2026-05-20T22:00:00Z'), reason: 'COUNTER' },
  ],
  ['the limit of campaign.redemptions.count raised by one', { ...counted, ...far(-1, 3) }],
  ['2 more counted by campaign.redemptions.count before', { ...counted, ...far(2, 3) }],
  [
    'the limit of campaign.orders.amount raised by 3.00 USD',
    {
      ...counted,
      name: 'campaign.orders.amount',
      counter: { ...counter, measure: 'orders_amount' },
      ...far(-300),
    },
  ],
  ['12.50 USD more on the card', { type: 'TOP_UP', with: 'credits', by: 1_250 }],
  ['one point more on the card', { type: 'TOP_UP', with: 'points', by: 1 }],
  [
    'no more than 20 points of the card',
    { type: 'CHANGE_PAYMENT', with: 'points', asked: 30, available: 20 },
  ],
  ['one more redemption than the 5 allowed', { type: 'RAISE_QUANTITY', by: 1, quantity: 5 }],
  ['switched on by the shop', { type: 'SWITCH_ON' }],
  [
    'an expiration after 2026-05-20 12:00 (Europe/Warsaw)',
    { type: 'EXTEND', expiration: Date.parse('2026-05-20T10:00:00Z') },
  ],
  [
    'an expiration after 2026-05-20 12:01 (Europe/Warsaw), as it does not open before',
    { type: 'EXTEND', expiration: Date.parse('2026-05-20T10:01:00Z') },
  ],
  ['opening times that meet each other', { type: 'EXTEND', expiration: null }],
  ['one redeemable fewer', { type: 'FEWER_REDEEMABLES', by: 1 }],
  ['2 redeemables fewer', { type: 'FEWER_REDEEMABLES', by: 2 }],
  ['without CODE2', { type: 'LEAVE_OUT', position: 2 }],
  ['CODE2 has to apply first, or to be left out', { type: 'LET_PRECEDING_APPLY', position: 2 }],
  ['another one: resource not found', { type: 'NAME_ANOTHER', key: 'not_found' }],
  ['sign in, and 8.00 USD more in the cart', { type: 'NAME_CUSTOMER' }, amount(800)],
  [
    'sign in, 8.00 USD more in the cart, and an order',
    { type: 'NAME_CUSTOMER' },
    amount(800),
    { type: 'ADD_ORDER' },
  ],
];

for (const [sentence, ...steps] of examples) {
  test(`a sentence: ${sentence || 'nothing to do'}`, () => {
    assert.equal(sentenceOf(steps, telling), sentence);
  });
}

const currencies = [
  // currency  of 800
  ['EUR', '8.00 EUR more in the cart'],
  ['JPY', '800 JPY more in the cart'],
  ['BHD', '0.800 BHD more in the cart'],
] as const;

for (const [currency, sentence] of currencies) {
  test(`money has the decimals of ${currency}`, () => {
    assert.equal(sentenceOf([amount(800)], { ...telling, currency }), sentence);
  });
}

test('a sentence of many steps counts those that nobody would read', () => {
  const steps = Array.from({ length: 9 }, (_, n) => units(n + 2));
  assert.match(
    sentenceOf(steps, telling),
    /^2 more items .*, 7 more items in the cart, and 3 more$/,
  );
});

test('an amount inside a stack is what is to pay by then', () => {
  const sentence = sentenceOf([amount(800)], { ...telling, isStacked: true });
  assert.equal(sentence, '8.00 USD more to pay before this one');
});
