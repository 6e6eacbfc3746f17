/** Redemptions of one code or tier over HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testServer } from '../../../../test/support/api.ts';
import { newShop, percentOff } from '../../../../test/support/qualification-shop.ts';

const server = await testServer();

async function voucher(shop: TestProject, code: string, more: object = {}) {
  const { status, body } = await shop.post(`/v1/vouchers/${code}`, {
    type: 'DISCOUNT_VOUCHER',
    discount: percentOff(10),
    redemption: { quantity: 1 },
    ...more,
  });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

const customer = { source_id: 'ann', name: 'Ann' };
const order = { source_id: 'o-1', amount: 10_005 };

test('a redeemed code is one redemption, with its order and voucher', async () => {
  const shop = await server.project();
  const { id } = await voucher(shop, 'TEN');
  const request = { customer, order, metadata: { till: 3 } };
  const { status, body } = await shop.post('/v1/vouchers/TEN/redemption', request);
  assert.equal(status, 200, JSON.stringify(body));
  assert.match(body.id, /^r_/);
  assert.equal(body.result, 'SUCCESS');
  assert.equal(body.related_object_id, id);
  assert.equal(body.voucher.code, 'TEN');
  assert.equal(body.voucher.redemption.redeemed_quantity, 1);
  assert.equal(body.customer.source_id, 'ann');
  assert.deepEqual(body.metadata, { till: 3 });
  assert.equal(body.order.status, 'PAID');
  assert.equal(body.order.total_amount, 9_004);
  assert.equal(body.order.source_id, 'o-1');
  assert.ok(body.order.redemptions[body.id]);
  const read = await shop.get(`/v1/redemptions/${body.id}`);
  assert.equal(read.body.related_object_id, id);

  const again = await shop.post('/v1/vouchers/TEN/redemption', { customer });
  assert.equal(again.status, 400);
  assert.equal(again.body.key, 'quantity_exceeded');
});

test('a code without an order is redeemed without one; a tracking id stands in the query', async () => {
  const shop = await server.project();
  await voucher(shop, 'TEN');
  const { body } = await shop.post('/v1/vouchers/TEN/redemption?tracking_id=mine', {
    customer: {},
    options: { expand: ['category'] },
  });
  assert.equal(body.result, 'SUCCESS');
  assert.equal(body.order, null);
  assert.equal(body.tracking_id, 'mine');
  assert.equal(body.customer_id, null, 'an empty customer is nobody');
  assert.equal((await shop.get('/v1/customers')).body.total, 0);
});

test('a redeemed tier is one redemption, with its order and tier', async () => {
  const shop = await newShop(server);
  const id = await shop.tier('Ten off');
  const path = `/v1/promotions/tiers/${id}/redemption`;
  const { status, body } = await shop.project.post(path, { customer, order });
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(body.related_object_type, 'promotion_tier');
  assert.equal(body.promotion_tier.name, 'Ten off');
  assert.equal(body.order.total_discount_amount, 1_001);
  const tier = await shop.project.get(`/v1/promotions/tiers/${id}`);
  assert.equal(tier.body.summary.redemptions.total_redeemed, 1);
});

test('a key gives the first answer again, refusals too', async () => {
  const shop = await server.project();
  await voucher(shop, 'TEN', { redemption: { quantity: null } });
  const key = { 'idempotency-key': 'once' };
  const path = '/v1/vouchers/TEN/redemption';
  const first = await shop.post(path, { customer, order }, key);
  const again = await shop.post(path, { customer, order }, key);
  assert.deepEqual(again.body, first.body);
  assert.equal((await shop.get('/v1/vouchers/TEN')).body.redemption.redeemed_quantity, 1);
  const other = await shop.post(path, { customer }, key);
  assert.equal(other.status, 409);
  assert.equal(other.body.key, 'idempotency_key_reused');
});

const seldom = {
  start_date: '2020-01-01T00:00:00Z',
  validity_timeframe: { duration: 'PT1S', interval: 'P3000D' },
};
const lacking = 'missing_order_items';
const refusals = [
  ['switched off', { active: false }, 'voucher_disabled'],
  ['expired', { expiration_date: '2020-01-01T00:00:00Z' }, 'voucher_expired'],
  ['not active yet', { start_date: '2999-01-01T00:00:00Z' }, 'voucher_not_active'],
  ['active for a moment every few years', seldom, 'voucher_not_active_now'],
  ['for items, on an order without', { discount: percentOff(10, 'APPLY_TO_ITEMS') }, lacking],
] as const;

for (const [claim, more, key] of refusals) {
  test(`a code that is ${claim} is refused, and the attempt is noted: ${key}`, async () => {
    const shop = await server.project();
    await voucher(shop, 'TEN', more);
    const { status, body } = await shop.post('/v1/vouchers/TEN/redemption', { customer, order });
    assert.equal(status, 400);
    assert.equal(body.key, key);
    const failed = await shop.get(`/v1/redemptions?result=Failure-${key}`);
    assert.equal(failed.body.total, 1);
    assert.equal((await shop.get('/v1/orders')).body.total, 0);
  });
}

test('what is not there is not found, and nothing is written', async () => {
  const shop = await server.project();
  for (const path of [
    '/v1/vouchers/NONE/redemption',
    '/v1/promotions/tiers/promo_none/redemption',
  ]) {
    const { status, body } = await shop.post(path, { customer, order });
    assert.equal(status, 404, path);
    assert.equal(body.key, 'not_found');
  }
  assert.equal((await shop.get('/v1/customers')).body.total, 0);
});

const rules = [
  ['customer.metadata', 'customer_rules_violated', { $is: ['gold'] }, { property: 'tier' }],
  ['order.amount', 'order_rules_violated', { $more_than: [99_999] }, {}],
  ['redemption.metadata', 'redemption_rules_violated', { $is: ['web'] }, { property: 'till' }],
] as const;

for (const [name, key, conditions, more] of rules) {
  test(`a violated rule on ${name} refuses a tier with its words: ${key}`, async () => {
    const shop = await newShop(server);
    const error = { message: 'Not for you' };
    const id = await shop.tier(
      'Guarded',
      {},
      {
        rules: { 1: { name, conditions, ...more, error }, logic: '1' },
      },
    );
    const path = `/v1/promotions/tiers/${id}/redemption`;
    const { status, body } = await shop.project.post(path, { customer, order });
    assert.equal(status, 400);
    assert.equal(body.key, key);
    assert.equal(body.error.message, 'Not for you');
  });
}

const tiers = [
  ['switched off', { active: false }, 'promotion_inactive'],
  ['active for a moment every few years', seldom, 'promotion_not_active_now'],
] as const;

for (const [claim, more, key] of tiers) {
  test(`a promotion that is ${claim} is refused: ${key}`, async () => {
    const shop = await newShop(server);
    const id = await shop.tier('Tier', more);
    const path = `/v1/promotions/tiers/${id}/redemption`;
    const { status, body } = await shop.project.post(path, { order });
    assert.equal(status, 400);
    assert.equal(body.key, key);
  });
}
