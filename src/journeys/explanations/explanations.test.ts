/** `options.explain` over HTTP: what it tells on the three operations, and that it changes nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../test/support/api.ts';
import {
  condition,
  covers,
  newShop,
  percentOff,
  type Shop,
} from '../../../test/support/qualification-shop.ts';

const server = await testServer();

const explain = { options: { explain: true } };
const redeemables = (...codes: string[]) => codes.map((id) => ({ object: 'voucher', id }));
const cart = (...items: readonly (readonly [product: string, quantity: number])[]) => ({
  items: items.map(([product_id, quantity]) => ({ product_id, quantity, price: 1_000 })),
});

/** A code guarded by one condition. */
async function guarded(shop: Shop, code: string, rule: object, more: object = {}) {
  const ruleId = await shop.rule(rule);
  await shop.voucher(code, { discount: percentOff(10), ...more });
  const { status } = await shop.project.post(`/v1/validation-rules/${ruleId}/assignments`, {
    related_object_type: 'voucher',
    related_object_id: code,
  });
  assert.equal(status, 200);
  return ruleId;
}

async function validate(shop: Shop, codes: readonly string[], more: object = {}) {
  const request = { redeemables: redeemables(...codes), ...more, ...explain };
  const { status, body } = await shop.project.post('/v1/validations', request);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

test('a validation tells both values of a violated condition, and what is missing', async () => {
  const shop = await newShop(server);
  const ruleId = await guarded(shop, 'BIG', condition('order.amount', { $more_than: [5_000] }));
  const { valid, redeemables: all } = await validate(shop, ['BIG'], { order: { amount: 4_201 } });
  assert.equal(valid, false);
  const { explanation, result } = all[0];
  assert.equal(result.error.key, 'order_rules_violated');
  assert.equal(explanation.applies, false);
  assert.deepEqual(explanation.rules, [
    {
      rule_id: ruleId,
      passed: false,
      logic: '1',
      conditions: [
        {
          rule: '1',
          name: 'order.amount',
          result: 'VIOLATED',
          actual: 4_201,
          comparisons: [{ operator: '$more_than', expected: [5_000], result: 'VIOLATED' }],
        },
      ],
    },
  ]);
  const step = { type: 'CHANGE_AMOUNT', name: 'order.amount' };
  assert.deepEqual(explanation.smallest_change, {
    sentence: '8.00 USD more in the cart',
    steps: [{ ...step, current: 4_201, target: 5_001, by: 800 }],
  });
  const next = await validate(shop, ['BIG'], { order: { amount: 4_201 + 800 } });
  assert.equal(next.valid, true);
  assert.equal(next.redeemables[0].explanation.smallest_change, undefined);
});

test("money in a sentence has the decimals of the project's currency", async () => {
  const shop = await newShop(server);
  await guarded(shop, 'BIG', condition('order.amount', { $more_than_or_equal: [5_000] }));
  const manager = await server.management();
  const { status } = await manager.put(`/management/v1/projects/${shop.project.id}`, {
    currency: 'JPY',
  });
  assert.equal(status, 200);
  const { redeemables: all } = await validate(shop, ['BIG'], { order: { amount: 4_200 } });
  assert.equal(all[0].explanation.smallest_change.sentence, '800 JPY more in the cart');
});

const sentences: readonly (readonly [
  claim: string,
  rule: object,
  request: object,
  sentence: string,
])[] = [
  [
    'units that are missing',
    condition('product.id', { $is: [{ id: 'tea' }] }, { rules: { 1: quantityOf(3) } }),
    { order: cart(['tea', 2]) },
    'one more of tea',
  ],
  [
    'who has to sign in',
    condition('publication.redeemable_by_linked_customer', { $is: [true] }),
    {},
    'a holder of the code, who signs in',
  ],
  [
    'all that an AND lacks',
    {
      rules: {
        1: { name: 'order.amount', conditions: { $more_than_or_equal: [5_000] } },
        2: { name: 'order.items.count', conditions: { $more_than_or_equal: [4] } },
      },
    },
    { order: cart(['tea', 2]) },
    '30.00 USD more in the cart, and 2 more items in the cart',
  ],
  [
    'the nearest of an OR',
    {
      rules: {
        1: { name: 'order.amount', conditions: { $more_than_or_equal: [9_000] } },
        2: { name: 'order.items.count', conditions: { $more_than_or_equal: [3] } },
        3: { name: 'customer.metadata', property: 'tier', conditions: { $is: ['gold'] } },
        logic: '1 or 2 or 3',
      },
    },
    { order: cart(['tea', 2]) },
    'one more item in the cart',
  ],
];

function quantityOf(units: number) {
  return { name: 'product.quantity', conditions: { $more_than_or_equal: [units] } };
}

for (const [claim, rule, request, sentence] of sentences) {
  test(`a sentence tells ${claim}`, async () => {
    const shop = await newShop(server);
    await guarded(shop, 'CODE', rule);
    const { redeemables: all } = await validate(shop, ['CODE'], request);
    assert.equal(all[0].explanation.smallest_change.sentence, sentence);
  });
}

test('activity and quantity are told with their limits', async () => {
  const shop = await newShop(server);
  await shop.voucher('LATER', { start_date: '2999-01-01T09:00:00Z', redemption: { quantity: 2 } });
  await shop.voucher('OVER', { expiration_date: '2020-01-01T00:00:00Z' });
  await shop.voucher('OFF', { active: false });
  const of = async (code: string) => (await validate(shop, [code])).redeemables[0].explanation;
  const later = await of('LATER');
  assert.deepEqual(later.activity, [
    { of: 'redeemable', limit: 'ACTIVE', passed: true },
    { of: 'redeemable', limit: 'START', passed: false, at: '2999-01-01T09:00:00.000Z' },
  ]);
  assert.deepEqual(later.quantity, { count: 0, adds: 1, limit: 2, passed: true });
  assert.deepEqual(later.smallest_change, {
    sentence: 'starts on 2999-01-01 09:00 (UTC)',
    steps: [{ type: 'WAIT', until: '2999-01-01T09:00:00.000Z', reason: 'START' }],
  });
  assert.equal(
    (await of('OVER')).smallest_change.sentence,
    'an expiration after 2020-01-01 00:00 (UTC)',
  );
  assert.equal((await of('OFF')).smallest_change.sentence, 'switched on by the shop');
  const unknown = await of('NOBODY');
  assert.deepEqual(unknown.smallest_change, {
    sentence: 'another one: resource not found',
    steps: [{ type: 'NAME_ANOTHER', key: 'not_found' }],
  });
});

test('a stack tells who stopped whom, and counts at the place in the stack', async () => {
  const shop = await newShop(server);
  await shop.voucher('FIRST', { discount: percentOff(50) });
  await guarded(shop, 'SECOND', condition('order.amount', { $more_than_or_equal: [3_000] }));
  await shop.voucher('THIRD');
  const { redeemables: all } = await validate(shop, ['FIRST', 'SECOND', 'THIRD'], {
    order: cart(['tea', 4]),
  });
  assert.deepEqual(
    all.map((one: { status: string }) => one.status),
    ['APPLICABLE', 'INAPPLICABLE', 'SKIPPED'],
  );
  const [first, second, third] = all.map((one: { explanation: object }) => one.explanation);
  assert.equal(first.applies, true);
  assert.equal(second.rules[0].conditions[0].actual, 2_000, 'what FIRST has left');
  assert.equal(second.smallest_change.sentence, '10.00 USD more to pay before this one');
  assert.deepEqual(third.stacking, [
    { limit: 'redeemables_limit', passed: true, count: 2, adds: 1, allowed: 30 },
    { limit: 'applicable_redeemables_limit', passed: true, count: 1, adds: 1, allowed: 30 },
    { limit: 'redeemables_application_mode', passed: false, mode: 'ALL', failed: 'SECOND' },
  ]);
  const change = { type: 'LET_PRECEDING_APPLY', id: 'SECOND' };
  assert.deepEqual(third.smallest_change.steps, [change]);
});

test('a discount tells what it was taken of, what held it back and which lines it met', async () => {
  const shop = await newShop(server);
  const discount = { ...percentOff(50, 'APPLY_TO_ITEMS'), aggregated_amount_limit: 700 };
  await guarded(shop, 'TEA', covers('tea'), { discount });
  const order = cart(['tea', 2], ['cup', 1]);
  const { redeemables: all } = await validate(shop, ['TEA'], { order });
  assert.deepEqual(all[0].explanation.discount, {
    type: 'PERCENT',
    effect: 'APPLY_TO_ITEMS',
    calculation_mode: 'DISCOUNTED_AMOUNT',
    taken_of: 2_000,
    discount_amount: 700,
    amount_before: 3_000,
    amount_after: 2_300,
    limits: [{ limit: 'aggregated_amount_limit', amount: 700, withheld_amount: 300 }],
    lines: [
      { order_item_index: 0, discount_amount: 700 },
      { order_item_index: 1, discount_amount: 0, left_out: 'NOT_INCLUDED' },
    ],
  });
});

test('without the option an answer tells nothing', async () => {
  const shop = await newShop(server);
  await guarded(shop, 'BIG', condition('order.amount', { $more_than: [5_000] }));
  await shop.tier('Tier', {}, condition('order.amount', { $more_than: [5_000] }));
  const request = { redeemables: redeemables('BIG'), order: { amount: 100 } };
  for (const options of [{}, { options: {} }, { options: { explain: false } }]) {
    for (const path of ['/v1/validations', '/v1/redemptions', '/v1/qualifications']) {
      const { body } = await shop.project.post(path, { ...request, ...options });
      assert.doesNotMatch(JSON.stringify(body), /explanation|smallest_change/);
      assert.equal(body.inapplicable_redeemables, undefined);
    }
  }
});

test('explain is true or false', async () => {
  const shop = await newShop(server);
  for (const path of ['/v1/validations', '/v1/redemptions', '/v1/qualifications']) {
    const { status, body } = await shop.project.post(path, {
      redeemables: redeemables('ANY'),
      options: { explain: 'yes' },
    });
    assert.equal(status, 400);
    assert.equal(body.key, 'invalid_payload');
  }
});

test('a qualification explains what it shows, and what it does not', async () => {
  const shop = await newShop(server);
  await shop.tier('Shown');
  const hidden = await shop.tier(
    'Hidden',
    {},
    condition('order.amount', { $more_than_or_equal: [5_000] }),
  );
  await shop.codes('Codes', condition('order.amount', { $more_than_or_equal: [6_000] }));
  const { body } = await shop.qualify({ order: { amount: 4_200 }, ...explain });
  const [shown] = body.redeemables.data;
  assert.equal(shown.explanation.applies, true);
  assert.equal(shown.explanation.discount.discount_amount, 420);
  const { data, total, has_more } = body.inapplicable_redeemables;
  assert.deepEqual({ total, has_more }, { total: 2, has_more: false });
  const told = data.map((one: { name: string; explanation: { smallest_change: object } }) => [
    one.name,
    Reflect.get(one.explanation.smallest_change, 'sentence'),
  ]);
  assert.deepEqual(told, [
    ['Codes', '18.00 USD more in the cart'],
    ['Hidden', '8.00 USD more in the cart'],
  ]);
  assert.equal(data[1].id, hidden);
  assert.equal(data[1].result.error.key, 'order_rules_violated');
});

test('a qualification explains the tier that stops a stack, and what a scenario leaves out', async () => {
  const shop = await newShop(server);
  const open = await shop.tier('Open', { action: { discount: percentOff(50) } });
  const rule = condition('order.amount', { $more_than_or_equal: [3_000] });
  const closed = await shop.tier('Closed', {}, rule);
  await shop.stack('Both', [open, closed]);
  const order = { amount: 4_000 };
  const { body } = await shop.qualify({ order, scenario: 'PROMOTION_STACKS', ...explain });
  const [both] = body.inapplicable_redeemables.data;
  assert.equal(both.promotion_tier_id, closed);
  assert.equal(both.explanation.rules[0].conditions[0].actual, 2_000);
  const audience = await shop.qualify({
    order: { amount: 100 },
    scenario: 'AUDIENCE_ONLY',
    ...explain,
  });
  const tier = audience.body.redeemables.data.find((one: { id: string }) => one.id === closed);
  assert.equal(tier.explanation.applies, true);
  assert.equal(tier.explanation.rules[0].conditions[0].result, 'NOT_JUDGED');
});

test('a qualification explains at most 50 that do not apply, on its first page', async () => {
  const shop = await newShop(server);
  const rule = await shop.rule(condition('order.amount', { $more_than_or_equal: [5_000] }));
  for (let n = 0; n < 51; n++) await shop.tier(`Closed ${n}`, { validation_rules: [rule] });
  for (const name of ['Open 1', 'Open 2']) await shop.tier(name);
  const ask = (options: object) => shop.qualify({ order: { amount: 1 }, options });
  const first = await ask({ explain: true, limit: 1 });
  assert.equal(first.body.inapplicable_redeemables.total, 50);
  assert.equal(first.body.inapplicable_redeemables.has_more, true);
  const starting_after = first.body.redeemables.more_starting_after;
  const second = await ask({ explain: true, limit: 1, starting_after });
  assert.equal(second.body.redeemables.data.length, 1);
  assert.equal(second.body.inapplicable_redeemables, undefined);
});

test('a redemption explains what was redeemed, and keeps none of it', async () => {
  const shop = await newShop(server);
  await shop.voucher('ONCE', { redemption: { quantity: 1 } });
  await shop.voucher('MORE', { redemption: { quantity: 5 } });
  const request = {
    redeemables: redeemables('ONCE', 'MORE'),
    order: { amount: 1_000 },
    ...explain,
  };
  const key = { 'idempotency-key': 'explained' };
  const first = await shop.project.post('/v1/redemptions', request, key);
  assert.equal(first.status, 200, JSON.stringify(first.body));
  const [once, more] = first.body.redemptions;
  assert.deepEqual(once.explanation.quantity, { count: 0, adds: 1, limit: 1, passed: true });
  assert.equal(more.explanation.discount.amount_before, 950);
  const again = await shop.project.post('/v1/redemptions', request, key);
  assert.equal(JSON.stringify(again.body), JSON.stringify(first.body));
  const kept = await shop.project.get(`/v1/redemptions/${once.id}`);
  assert.equal(kept.status, 200);
  assert.doesNotMatch(JSON.stringify(kept.body), /explanation/);
});

test('a refused redemption explains itself, the same upon repetition', async () => {
  const shop = await newShop(server);
  await shop.voucher('ONCE', { redemption: { quantity: 1 } });
  const request = { redeemables: redeemables('ONCE'), order: { amount: 1_000 }, ...explain };
  assert.equal((await shop.project.post('/v1/redemptions', request)).status, 200);
  const key = { 'idempotency-key': 'refused' };
  const refused = await shop.project.post('/v1/redemptions', request, key);
  assert.equal(refused.status, 400);
  assert.equal(refused.body.key, 'quantity_exceeded');
  const { smallest_change, quantity } = refused.body.explanation;
  assert.deepEqual(quantity, { count: 1, adds: 1, limit: 1, passed: false });
  assert.equal(smallest_change.sentence, 'one more redemption than the 1 allowed');
  const again = await shop.project.post('/v1/redemptions', request, key);
  assert.equal(JSON.stringify(again.body), JSON.stringify(refused.body));
});

test('a redeemable counts what those of its campaign before it add', async () => {
  const shop = await newShop(server);
  const rule = condition('campaign.redemptions.count', { $less_than_or_equal: [1] });
  const ruleId = await shop.rule(rule);
  const tiers = [await shop.tier('One'), await shop.tier('Two')];
  await shop.project.post(`/v1/validation-rules/${ruleId}/assignments`, {
    related_object_type: 'campaign',
    related_object_id: shop.campaign,
  });
  const { body } = await shop.project.post('/v1/validations', {
    redeemables: tiers.map((id) => ({ object: 'promotion_tier', id })),
    order: { amount: 1_000 },
    ...explain,
  });
  const [, second] = body.redeemables;
  assert.deepEqual(second.explanation.rules[0].conditions[0].counter, {
    of: 'campaign',
    per: 'everyone',
    window: 'ever',
    measure: 'redemptions',
    count: 1,
    adds: 1,
    limit: 1,
  });
  assert.equal(
    second.explanation.smallest_change.sentence,
    'the limit of campaign.redemptions.count raised by one',
  );
});
