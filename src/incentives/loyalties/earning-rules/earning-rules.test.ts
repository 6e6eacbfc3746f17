/** Earning rules as configuration, over HTTP: kept as they were given, refused where they say too little. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../../test/support/api.ts';
import { earningRule, forEach, made, program } from '../../../../test/support/loyalty-shop.ts';

const server = await testServer();
const shop = await server.project();
const campaignId = await program(shop, 'Points');
const path = `/v1/loyalties/${campaignId}/earning-rules`;
const { id: productId } = await made(shop, '/v1/products', { name: 'Mug', price: 600 });
const { id: skuId } = await made(shop, `/v1/products/${productId}/skus`, { sku: 'Blue mug' });
const { id: collectionId } = await made(shop, '/v1/product-collections', {
  type: 'STATIC',
  name: 'Sale',
  products: [],
});
const { id: ruleId } = await made(shop, '/v1/validation-rules', {
  name: 'Large orders',
  rules: { 1: { name: 'order.amount', conditions: { $more_than: [1_000] } }, logic: '1' },
});

const proportional = (calculation_type: string, part: object) => ({
  type: 'PROPORTIONAL',
  calculation_type,
  ...part,
});
const items = (type: string, part: string, named: object) =>
  proportional(`ORDER_ITEMS_${type}`, {
    order_items: { [part]: { every: 2, points: 3, ...named } },
  });
const metadata = { metadata: { every: 2, points: 1, property: 'visits' } };
const product = { object: 'product', id: productId };
const sku = { object: 'sku', id: skuId };
const collection = { object: 'products_collection', id: collectionId };

const kinds: readonly (readonly [claim: string, input: object, shown?: object])[] = [
  ['fixed', { event: 'order.paid', loyalty: { type: 'FIXED', points: 5 } }],
  [
    'points written as text',
    { event: 'order.paid', loyalty: { type: 'FIXED', points: '5' } },
    { loyalty: { type: 'FIXED', points: 5 } },
  ],
  [
    'a formula',
    { loyalty: { type: 'FIXED', points: 5, points_formula: 'ORDER_AMOUNT * 2' } },
    { event: 'order.paid' },
  ],
  [
    'what an order costs',
    { loyalty: proportional('ORDER_AMOUNT', { order: { amount: { every: 100, points: 1 } } }) },
  ],
  ['what was to pay', { loyalty: forEach(100) }],
  ['metadata of orders', { loyalty: proportional('ORDER_METADATA', { order: metadata }) }],
  ['metadata of customers', { loyalty: proportional('CUSTOMER_METADATA', { customer: metadata }) }],
  [
    'units of a product',
    { loyalty: items('QUANTITY', 'quantity', product) },
    { loyalty: items('QUANTITY', 'quantity', { ...product, applicable_to: [product] }) },
  ],
  [
    'the price of several items',
    { loyalty: items('AMOUNT', 'amount', { applicable_to: [sku, collection] }) },
    { loyalty: items('AMOUNT', 'amount', { ...sku, applicable_to: [sku, collection] }) },
  ],
  [
    'what was paid for a collection',
    { loyalty: items('SUBTOTAL_AMOUNT', 'subtotal_amount', { applicable_to: [collection] }) },
    {
      loyalty: items('SUBTOTAL_AMOUNT', 'subtotal_amount', {
        ...collection,
        applicable_to: [collection],
      }),
    },
  ],
  [
    'pending points, expiration and dates',
    {
      loyalty: { type: 'FIXED', points: 5 },
      pending_points: { period_type: 'DAY', period_value: 7 },
      expiration_rules: { period_type: 'MONTH', period_value: 3, rounding_type: 'END_OF_QUARTER' },
      start_date: '2030-01-01T00:00:00.000Z',
      expiration_date: '2031-01-01T00:00:00.000Z',
      validity_timeframe: { duration: 'PT1H', interval: 'P1D' },
      validity_day_of_week: [0, 1, 2],
      validity_hours: { daily: [{ start_time: '09:00', expiration_time: '17:00' }] },
      metadata: { kind: 'slow' },
      active: false,
    },
  ],
  [
    'an entered segment',
    {
      event: 'customer.segment.entered',
      segment: { id: 'seg_1' },
      loyalty: { type: 'FIXED', points: 5 },
    },
  ],
  [
    'any tier',
    {
      event: 'customer.loyalty.tier.upgraded',
      loyalty: proportional('CUSTOMER_METADATA', { customer: metadata }),
    },
    { loyalty_tier: { id: '__ANY__' } },
  ],
  [
    'a custom event',
    {
      event: 'page_view',
      custom_event: { schema_id: 'ms_1' },
      loyalty: proportional('CUSTOM_EVENT_METADATA', { custom_event: metadata }),
    },
  ],
  [
    'a custom event by its schema alone',
    { custom_event: { schema_id: 'ms_2' }, loyalty: { type: 'FIXED', points: 1 } },
    { event: 'ms_2' },
  ],
  ['a validation rule', { validation_rule_id: ruleId, loyalty: { type: 'FIXED', points: 5 } }],
];

for (const [claim, input, shown = {}] of kinds) {
  test(`a rule is kept as it was given: ${claim}`, async () => {
    const [rule] = await made(shop, path, [{ source: { banner: claim }, ...input }]);
    const expected = { ...input, ...shown };
    for (const [property, value] of Object.entries(expected))
      assert.deepEqual(rule[property], value);
    assert.deepEqual(rule.source, {
      banner: claim,
      object_id: campaignId,
      object_type: 'campaign',
    });
    assert.deepEqual((await shop.get(`${path}/${rule.id}`)).body, rule);
  });
}

const fixed = { type: 'FIXED', points: 5 };
const refusals: readonly (readonly [
  claim: string,
  input: object,
  key: string,
  details?: RegExp,
])[] = [
  ['no points', { loyalty: { type: 'FIXED' } }, 'invalid_payload', /points/],
  ['points below zero', { loyalty: { type: 'FIXED', points: -1 } }, 'invalid_payload'],
  ['no calculation', { loyalty: { type: 'PROPORTIONAL' } }, 'invalid_payload', /calculation_type/],
  [
    'the part missing',
    { loyalty: proportional('ORDER_TOTAL_AMOUNT', { order: {} }) },
    'invalid_payload',
    /'total_amount'/,
  ],
  ['every nothing', { loyalty: forEach(0) }, 'invalid_payload'],
  ['no items', { loyalty: items('AMOUNT', 'amount', {}) }, 'invalid_payload', /applicable_to/],
  [
    'an unknown product',
    { loyalty: items('AMOUNT', 'amount', { object: 'product', id: 'prod_no' }) },
    'not_found',
    /prod_no/,
  ],
  [
    'an unknown collection',
    { loyalty: items('AMOUNT', 'amount', { object: 'products_collection', id: 'pc_no' }) },
    'not_found',
  ],
  [
    'an SKU as a product',
    { loyalty: items('AMOUNT', 'amount', { object: 'product', id: skuId }) },
    'not_found',
  ],
  [
    'a formula of no sense',
    { loyalty: { ...fixed, points_formula: 'ORDER_AMOUNT +' } },
    'invalid_formula',
    /points_formula/,
  ],
  [
    'order amounts for a segment',
    { event: 'customer.segment.entered', segment: { id: 'seg_1' }, loyalty: forEach(1) },
    'invalid_payload',
    /ORDER_TOTAL_AMOUNT/,
  ],
  [
    'a segment without one',
    { event: 'customer.segment.entered', loyalty: fixed },
    'invalid_payload',
    /segment/,
  ],
  [
    'pending points of an event',
    { event: 'page_view', loyalty: fixed, pending_points: { period_value: 3 } },
    'invalid_payload',
    /order.paid/,
  ],
  ['91 days', { loyalty: fixed, pending_points: { period_value: 91 } }, 'invalid_payload'],
  [
    'an expiration without months',
    { loyalty: fixed, expiration_rules: { period_type: 'MONTH' } },
    'invalid_payload',
    /period_value/,
  ],
  [
    'an end before the start',
    { loyalty: fixed, start_date: '2030-01-02', expiration_date: '2030-01-01' },
    'invalid_payload',
  ],
  [
    'an unknown validation rule',
    { loyalty: fixed, validation_rule_id: 'val_no' },
    'not_found',
    /val_no/,
  ],
  [
    'an unknown tier',
    { event: 'customer.loyalty.tier.left', loyalty_tier: { id: 'ltr_no' }, loyalty: fixed },
    'not_found',
    /ltr_no/,
  ],
];

for (const [claim, input, key, details] of refusals) {
  test(`a rule is refused, and the one beside it: ${claim}`, async () => {
    const before = (await shop.get(path)).body.total;
    const { body } = await shop.post(path, [{ loyalty: fixed }, input]);
    assert.equal(body.key, key, JSON.stringify(body));
    if (details !== undefined) assert.match(body.details, details);
    assert.equal((await shop.get(path)).body.total, before);
  });
}

test('a change replaces what it names, merges metadata, frees the validation rule by null', async () => {
  const own = await program(shop, 'Changes');
  const id = await earningRule(shop, own, { validation_rule_id: ruleId, metadata: { a: 1 } });
  const one = `/v1/loyalties/${own}/earning-rules/${id}`;
  const changed = await shop.put(one, {
    loyalty: forEach(100, 2),
    pending_points: { period_type: 'DAY', period_value: 90 },
    metadata: { b: 2 },
    source: { banner: 'Two for one' },
  });
  assert.deepEqual(changed.body.loyalty, forEach(100, 2));
  assert.deepEqual(changed.body.metadata, { a: 1, b: 2 });
  assert.equal(changed.body.validation_rule_id, ruleId);
  const freed = await shop.put(one, { validation_rule_id: null, pending_points: null });
  assert.equal(freed.body.validation_rule_id, null);
  assert.equal(freed.body.pending_points, undefined);
  assert.equal(freed.body.source.banner, 'Two for one');
  const refused = await shop.put(one, {
    loyalty: {
      type: 'PROPORTIONAL',
      calculation_type: 'CUSTOM_EVENT_METADATA',
      custom_event: metadata,
    },
  });
  assert.equal(refused.body.key, 'invalid_payload');
  assert.equal(
    (await shop.put(one, { loyalty: { ...fixed, points_formula: '(' } })).body.key,
    'invalid_formula',
  );
});

test('a rule is switched, listed, and removed with its guard', async () => {
  const own = await program(shop, 'Switches');
  const first = await earningRule(shop, own);
  const second = await earningRule(shop, own, { validation_rule_id: ruleId });
  const one = `/v1/loyalties/${own}/earning-rules/${second}`;
  assert.equal((await shop.post(`${one}/disable`)).body.active, false);
  assert.equal((await shop.post(`${one}/enable`)).body.active, true);
  const { body } = await shop.get('/v1/loyalties/Switches/earning-rules?order=created_at');
  assert.deepEqual(
    body.data.map(({ id }: { id: string }) => id),
    [first, second],
  );
  assert.equal((await shop.delete(one)).status, 204);
  const left = await shop.get(`/v1/validation-rules-assignments?related_object_id=${second}`);
  assert.equal(left.body.total, 0);
  for (const answer of [
    await shop.get(one),
    await shop.put(one, {}),
    await shop.delete(one),
    await shop.post(`${one}/enable`),
    await shop.post(`${one}/disable`),
  ]) {
    assert.equal(answer.body.key, 'not_found');
    assert.equal(answer.body.resource_type, 'earning_rule');
  }
});

test('only a loyalty campaign has earning rules', async () => {
  const { id } = await made(shop, '/v1/campaigns', {
    name: 'Coupons',
    campaign_type: 'DISCOUNT_COUPONS',
    voucher: {
      type: 'DISCOUNT_VOUCHER',
      discount: { type: 'AMOUNT', amount_off: 1 },
      redemption: {},
    },
  });
  for (const campaign of [id, 'camp_no']) {
    const list = await shop.get(`/v1/loyalties/${campaign}/earning-rules`);
    assert.equal(list.body.resource_type, 'campaign');
    const added = await shop.post(`/v1/loyalties/${campaign}/earning-rules`, [{ loyalty: fixed }]);
    assert.equal(added.body.key, 'not_found');
  }
});

test('a validation rule may be assigned to an earning rule as to anything else', async () => {
  const id = await earningRule(shop, campaignId);
  await made(shop, `/v1/validation-rules/${ruleId}/assignments`, {
    related_object_type: 'earning_rule',
    related_object_id: id,
  });
  assert.equal((await shop.get(`${path}/${id}`)).body.validation_rule_id, ruleId);
});
