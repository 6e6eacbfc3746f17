/** Discounts by formula over HTTP: what they take, what is shown of them, and that they hold when redeemed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testServer } from '../../../test/support/api.ts';

const server = await testServer();

async function post(shop: TestProject, path: string, body: object) {
  const answer = await shop.post(path, body);
  assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function voucher(shop: TestProject, code: string, discount: object, more: object = {}) {
  return post(shop, `/v1/vouchers/${code}`, { type: 'DISCOUNT_VOUCHER', discount, ...more });
}

const redeemables = (...codes: string[]) => codes.map((id) => ({ object: 'voucher', id }));
const amount = (amount_off_formula: string, more: object = {}) => ({
  type: 'AMOUNT',
  amount_off: 700,
  amount_off_formula,
  ...more,
});
const percent = (percent_off_formula: string) => ({
  type: 'PERCENT',
  percent_off: 7,
  percent_off_formula,
});

type Row = readonly [
  claim: string,
  discount: object,
  request: object,
  shown: object,
  off: number | undefined,
];
const of = (total: number) => ({ order: { amount: total } });
const vip = { customer: { source_id: 'ann', metadata: { tier: 'VIP', age: 30 } } };

const rows: readonly Row[] = [
  [
    'guide create-dynamic-formulas: 15 % of a large order',
    amount('IF(ORDER_AMOUNT > 200;ORDER_AMOUNT * 0.15;ORDER_AMOUNT * 0.05)'),
    of(30_000),
    { amount_off: 4_500, is_dynamic: true },
    4_500,
  ],
  [
    'guide create-dynamic-formulas: 5 % of an order of 200.00 exactly',
    amount('IF(ORDER_AMOUNT > 200;ORDER_AMOUNT * 0.15;ORDER_AMOUNT * 0.05)'),
    of(20_000),
    { amount_off: 1_000, is_dynamic: true },
    1_000,
  ],
  [
    'guide create-dynamic-formulas: a percentage by the tier in the request',
    percent('IF(CUSTOMER_METADATA("tier") is "VIP";25;10)'),
    { ...of(10_000), ...vip },
    { percent_off: 25, is_dynamic: true },
    2_500,
  ],
  [
    'without the attribute, the number beside it',
    percent('IF(CUSTOMER_METADATA("tier") is "VIP";25;10)'),
    of(10_000),
    { percent_off: 7, is_dynamic: false },
    700,
  ],
  [
    'a division by nothing, the number beside it',
    amount('ORDER_AMOUNT / (ORDER_UNITS_QUANTITY - 0)'),
    of(10_000),
    { amount_off: 700, is_dynamic: false },
    700,
  ],
  [
    'a new price of the order',
    { type: 'FIXED', fixed_amount: 700, fixed_amount_formula: 'CUSTOMER_METADATA("age") + 2' },
    { ...of(10_000), ...vip },
    { fixed_amount: 3_200, is_dynamic: true },
    6_800,
  ],
  [
    'no more than the order costs, while the number is shown as computed',
    amount('500'),
    of(10_000),
    { amount_off: 50_000, is_dynamic: true },
    10_000,
  ],
  [
    'attributes of order, redemption and voucher',
    amount('ORDER_METADATA("a") + REDEMPTION_METADATA("b") + REDEEMABLE_METADATA("c")'),
    { order: { amount: 10_000, metadata: { a: 1 } }, metadata: { b: 2 } },
    { amount_off: 600, is_dynamic: true },
    600,
  ],
  [
    'the birthday in the request',
    amount('YEAR(CUSTOMER_BIRTHDATE) / 1000'),
    { ...of(10_000), customer: { source_id: 'eve', birthdate: '2000-01-31' } },
    { amount_off: 200, is_dynamic: true },
    200,
  ],
  [
    'without an order, what needs none',
    percent('CUSTOMER_METADATA("age")'),
    vip,
    { percent_off: 30, is_dynamic: true },
    undefined,
  ],
];

for (const [claim, discount, request, shown, off] of rows) {
  test(`a formula gives ${claim}`, async () => {
    const shop = await server.project();
    await voucher(shop, 'F', discount, { metadata: { c: 3 } });
    const body = await post(shop, '/v1/validations', { redeemables: redeemables('F'), ...request });
    const expected = { ...discount, effect: 'APPLY_TO_ORDER', ...shown };
    assert.deepEqual(body.redeemables[0].result.discount, expected);
    assert.equal(body.order?.total_applied_discount_amount, off);
  });
}

test('guide dynamic-formula-reference: an item of 6.00 gets 1.06 off, one of 10.00 gets 1.10', async () => {
  const shop = await server.project();
  const discount = amount('ORDER_ITEM_PRICE × 0.01 + 1', { effect: 'APPLY_TO_ITEMS' });
  await voucher(shop, 'F', discount);
  const items = [600, 1_000].map((price, n) => ({ source_id: `item${n}`, quantity: 1, price }));
  const body = await post(shop, '/v1/validations', {
    redeemables: redeemables('F'),
    order: { items },
  });
  assert.deepEqual(
    body.order.items.map((item: { discount_amount: number }) => item.discount_amount),
    [106, 110],
  );
  const { result } = body.redeemables[0];
  assert.deepEqual(result.discount, { ...discount, is_dynamic: true }, 'no one number for both');
});

test('example of the API reference: new prices by formula, 372.00 of 465.00', async () => {
  const shop = await server.project();
  await voucher(shop, 'F', { type: 'FIXED', fixed_amount: 99_900, effect: 'APPLY_TO_ITEMS' });
  const [fifth, tenth] = [0.8, 0.9].map(
    (part, n) => `IF(ORDER_AMOUNT > ${300 - n * 100};ORDER_ITEM_PRICE * ${part};ORDER_ITEM_PRICE)`,
  );
  const entry = (id: string, price: number, price_formula: unknown) => ({
    object: 'product',
    id,
    price,
    price_formula,
    effect: 'APPLY_TO_EVERY',
  });
  const included = [
    entry('prod_shipping', 2_000, 'IF(ORDER_AMOUNT > 400;0;20)'),
    entry('prod_a', 99_900, fifth),
    entry('prod_b', 99_900, tenth),
    entry('prod_c', 99_900, tenth),
    entry('prod_d', 99_900, fifth),
  ];
  const rule = await post(shop, '/v1/validation-rules', {
    name: 'Prices',
    rules: {},
    applicable_to: { included },
  });
  await post(shop, `/v1/validation-rules/${rule.id}/assignments`, {
    related_object_type: 'voucher',
    related_object_id: 'F',
  });
  const item = (product_id: string, price: number, quantity: number) => ({
    product_id,
    price,
    quantity,
  });
  const items = [
    item('prod_a', 6_500, 1),
    item('prod_b', 6_000, 1),
    item('prod_shipping', 2_000, 1),
    item('prod_c', 5_000, 2),
    item('prod_d', 11_000, 2),
  ];
  const body = await post(shop, '/v1/validations', {
    redeemables: redeemables('F'),
    order: { items },
  });
  assert.deepEqual(
    body.order.items.map((one: { subtotal_amount: number }) => one.subtotal_amount),
    [5_200, 5_400, 0, 9_000, 17_600],
  );
  assert.equal(body.order.total_amount, 37_200);
  const [shipping] = body.redeemables[0].applicable_to.data;
  assert.deepEqual(shipping, { ...included[0], strict: false, order_item_indices: [2] });
});

test('in a stack, a formula sees the amount that those before have left', async () => {
  const shop = await server.project();
  await voucher(shop, 'HALF', percent('50'));
  await voucher(shop, 'TENTH', amount('ORDER_AMOUNT / 10'));
  await voucher(shop, 'FIRST', amount('ORDER_INITIAL_AMOUNT / 10'));
  const body = await post(shop, '/v1/validations', {
    redeemables: redeemables('HALF', 'TENTH', 'FIRST'),
    ...of(10_000),
  });
  const numbers = body.redeemables.map(({ result }: { result: { discount: object } }) =>
    Reflect.get(result.discount, 'amount_off'),
  );
  assert.deepEqual(numbers, [undefined, 500, 1_000]);
  assert.equal(body.order.total_amount, 3_500);
});

test('a campaign changes the formula of its vouchers at once', async () => {
  const shop = await server.project();
  const made = await post(shop, '/v1/campaigns', {
    name: 'Dynamic',
    campaign_type: 'DISCOUNT_COUPONS',
    voucher: { type: 'DISCOUNT_VOUCHER', discount: amount('1') },
    metadata: { season: 4 },
  });
  const { code } = await post(shop, `/v1/campaigns/${made.id}/vouchers`, {});
  const ask = async () =>
    post(shop, '/v1/validations', { redeemables: redeemables(code), ...of(10_000) });
  assert.equal((await ask()).order.total_discount_amount, 100);
  await shop.put(`/v1/campaigns/${made.id}`, { discount: amount('REDEEMABLE_METADATA("season")') });
  assert.equal((await ask()).order.total_discount_amount, 400);
});

test('ten redemptions at once: a formula lets just one be the first', async () => {
  const shop = await server.project();
  await voucher(shop, 'RACE', amount('IF(VOUCHER_REDEEMED_QUANTITY < 1;50;1)'), {
    redemption: { quantity: 100 },
  });
  const answers = await Promise.all(
    Array.from({ length: 10 }, () =>
      post(shop, '/v1/redemptions', { redeemables: redeemables('RACE'), ...of(10_000) }),
    ),
  );
  const off = answers.map(({ order }) => order.total_discount_amount);
  assert.deepEqual(
    off.toSorted((a, b) => b - a),
    [5_000, ...Array.from({ length: 9 }, () => 100)],
  );
});

for (const [whose, isOwn] of [
  ['a campaign', false],
  ['the voucher itself', true],
] as const) {
  test(`how a voucher was published counts in a formula of ${whose}`, async () => {
    const shop = await server.project();
    const reads = amount('PUBLICATION_METADATA("points") + VOUCHER_PUBLISH_COUNT');
    const made = await post(shop, '/v1/campaigns', {
      name: 'Published',
      campaign_type: 'DISCOUNT_COUPONS',
      voucher: { type: 'DISCOUNT_VOUCHER', discount: isOwn ? amount('9') : reads },
    });
    const { code } = await post(shop, `/v1/campaigns/${made.id}/vouchers`, {});
    if (isOwn)
      assert.equal((await shop.put(`/v1/vouchers/${code}`, { discount: reads })).status, 200);
    const ask = async () => {
      const asked = { redeemables: redeemables(code), ...of(10_000) };
      return (await post(shop, '/v1/validations', asked)).redeemables[0].result.discount;
    };
    assert.deepEqual(await ask(), { ...reads, effect: 'APPLY_TO_ORDER', is_dynamic: false });
    await post(shop, '/v1/publications', {
      voucher: code,
      customer: { source_id: 'ann' },
      metadata: { points: 3 },
    });
    const { amount_off, is_dynamic } = await ask();
    assert.deepEqual([amount_off, is_dynamic], [400, true]);
  });
}

test('offers are ranked by what their formulas give, and show it', async () => {
  const shop = await server.project();
  const campaign = await post(shop, '/v1/campaigns', { name: 'P', campaign_type: 'PROMOTION' });
  const tiers: readonly (readonly [name: string, discount: object])[] = [
    ['fixed', { type: 'AMOUNT', amount_off: 900 }],
    ['tenth', amount('ORDER_AMOUNT * 0.1')],
    ['visits', percent('CUSTOMER_METADATA("visits")')],
    ['fallback', amount('ORDER_METADATA("none")')],
  ];
  for (const [name, discount] of tiers) {
    await post(shop, `/v1/promotions/${campaign.id}/tiers`, { name, action: { discount } });
  }
  const ranked = async (total: number, visits: number) => {
    const body = await post(shop, '/v1/qualifications', {
      scenario: 'ALL',
      ...of(total),
      customer: { source_id: 'ann', metadata: { visits } },
      options: { sorting_rule: 'BEST_DEAL', expand: ['redeemable'] },
    });
    return body.redeemables.data;
  };
  const names = (offers: readonly { name: string }[]) => offers.map(({ name }) => name);
  const [first, ...others] = await ranked(10_000, 20);
  assert.deepEqual(names([first, ...others]), ['visits', 'tenth', 'fixed', 'fallback']);
  assert.deepEqual(first.result.discount, {
    ...percent('CUSTOMER_METADATA("visits")'),
    percent_off: 20,
    effect: 'APPLY_TO_ORDER',
    is_dynamic: true,
  });
  assert.deepEqual(names(await ranked(8_000, 5)), ['fixed', 'tenth', 'fallback', 'visits']);
});
