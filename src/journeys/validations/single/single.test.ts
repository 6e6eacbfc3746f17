/** Validations of one code or tier over HTTP: what is told of valid ones, and of others why not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testServer } from '../../../../test/support/api.ts';
import { newShop, percentOff } from '../../../../test/support/qualification-shop.ts';

const server = await testServer();

async function voucher(shop: TestProject, code: string, more: object = {}) {
  const { status, body } = await shop.post(`/v1/vouchers/${code}`, {
    type: 'DISCOUNT_VOUCHER',
    discount: percentOff(10),
    metadata: { of: code },
    ...more,
  });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

const order = { amount: 10_005 };

test('a valid code is told with its discount and the order as it would be', async () => {
  const shop = await server.project();
  const made = await voucher(shop, 'TEN', { expiration_date: '2999-01-01T00:00:00Z' });
  const customer = { source_id: 'ann' };
  for (const name of ['TEN', made.id]) {
    const { status, body } = await shop.post(`/v1/vouchers/${name}/validate`, { order, customer });
    assert.equal(status, 200);
    assert.equal(body.valid, true);
    assert.equal(body.code, 'TEN');
    assert.deepEqual(body.metadata, { of: 'TEN' });
    assert.equal(body.discount.percent_off, 10);
    assert.equal(body.order.total_discount_amount, 1_001); // 10 % of 100.05 is 10.005
    assert.equal(body.order.total_amount, 9_004);
    assert.equal(body.expiration_date, '2999-01-01T00:00:00.000Z');
    assert.deepEqual(body.applicable_to, {
      data: [],
      total: 0,
      object: 'list',
      data_ref: 'data',
    });
    assert.match(body.tracking_id, /^track_/);
  }
  const kept = await shop.get('/v1/vouchers/TEN');
  assert.equal(kept.body.redemption.redeemed_quantity, 0);
});

test('a code without an order is valid without one; a tracking id is given back', async () => {
  const shop = await server.project();
  await voucher(shop, 'TEN');
  const { body } = await shop.post('/v1/vouchers/TEN/validate', {
    tracking_id: 'mine',
    options: { expand: ['category'] },
  });
  assert.equal(body.valid, true);
  assert.equal(body.order, undefined);
  assert.equal(body.tracking_id, 'mine');
});

const refusals = [
  // claim               voucher                                        key
  ['switched off', { active: false }, 'voucher_disabled'],
  ['expired', { expiration_date: '2020-01-01T00:00:00Z' }, 'voucher_expired'],
  ['not active yet', { start_date: '2999-01-01T00:00:00Z' }, 'voucher_not_active'],
] as const;

for (const [claim, more, key] of refusals) {
  test(`a code that is ${claim} is not valid: ${key}`, async () => {
    const shop = await server.project();
    const { id } = await voucher(shop, 'TEN', more);
    const { status, body } = await shop.post('/v1/vouchers/TEN/validate', { order });
    assert.equal(status, 200);
    assert.equal(body.valid, false);
    assert.equal(body.code, 'TEN');
    assert.equal(body.error.key, key);
    assert.equal(body.error.code, 400);
    assert.equal(body.reason, body.error.message);
    assert.match(body.error.request_id, /^req_/);
    assert.deepEqual(body.metadata, { of: 'TEN' });
    assert.equal(body.order, undefined);
    assert.notEqual(id, undefined);
  });
}

test('a code that is used up is not valid; the customer is told', async () => {
  const shop = await server.project();
  await voucher(shop, 'ONCE', { redemption: { quantity: 1 } });
  const customer = { source_id: 'ann' };
  const redeemed = await shop.post('/v1/vouchers/ONCE/redemption', { customer, order });
  const { body } = await shop.post('/v1/vouchers/ONCE/validate', { customer, order });
  assert.equal(body.error.key, 'quantity_exceeded');
  assert.equal(body.customer_id, redeemed.body.customer_id);
});

test('a code that nobody knows is not valid', async () => {
  const shop = await server.project();
  const { status, body } = await shop.post('/v1/vouchers/NONE/validate', { order });
  assert.equal(status, 200);
  assert.equal(body.valid, false);
  assert.equal(body.code, 'NONE');
  assert.equal(body.error.key, 'not_found');
  assert.equal(body.error.resource_id, 'NONE');
});

test('a violated rule tells its own words', async () => {
  const shop = await newShop(server);
  const rule = await shop.rule({
    rules: {
      1: {
        name: 'order.amount',
        conditions: { $more_than: [99_999] },
        error: { message: 'It starts at 1,000.00' },
      },
      logic: '1',
    },
  });
  const { id } = await voucher(shop.project, 'BIG');
  await shop.project.post(`/v1/validation-rules/${rule}/assignments`, {
    related_object_type: 'voucher',
    related_object_id: id,
  });
  const { body } = await shop.project.post('/v1/vouchers/BIG/validate', { order });
  assert.equal(body.valid, false);
  assert.equal(body.error.key, 'order_rules_violated');
  assert.equal(body.error.message, 'It starts at 1,000.00');
  assert.equal(body.reason, 'Order does not match validation rules');
});

test('a valid tier is told with its campaign and what it takes off', async () => {
  const shop = await newShop(server);
  const id = await shop.tier('Ten off', { banner: 'Ten percent', metadata: { on: 'all' } });
  const { status, body } = await shop.project.post(`/v1/promotions/tiers/${id}/validation`, {
    order,
  });
  assert.equal(status, 200);
  assert.equal(body.valid, true);
  assert.equal(body.id, id);
  assert.equal(body.name, 'Ten off');
  assert.equal(body.banner, 'Ten percent');
  assert.equal(body.campaign.id, shop.campaign);
  assert.equal(body.discount.percent_off, 10);
  assert.equal(body.discount_amount, 1_001);
  assert.equal(body.applied_discount_amount, 1_001);
  assert.equal(body.order.total_amount, 9_004);
  assert.deepEqual(body.metadata, { on: 'all' });
  assert.equal(body.object, 'promotion_tier');
});

test('a tier that does not apply is described with why', async () => {
  const shop = await newShop(server);
  const id = await shop.tier('Off', { active: false });
  const { body } = await shop.project.post(`/v1/promotions/tiers/${id}/validation`, { order });
  assert.equal(body.valid, false);
  assert.equal(body.error.key, 'promotion_inactive');
  assert.equal(body.name, 'Off');
  assert.equal(body.discount.percent_off, 10);
  assert.equal(body.order, undefined);
});

test('a tier that is not there is not found', async () => {
  const shop = await server.project();
  const { status, body } = await shop.post('/v1/promotions/tiers/promo_none/validation', { order });
  assert.equal(status, 404);
  assert.equal(body.key, 'not_found');
  assert.equal(body.resource_type, 'promotion_tier');
});

const misfits = [
  ['an amount that is not that of its lines', { items: [{ quantity: 2, price: 5, amount: 9 }] }],
  ['an amount too large', { amount: 99_999_999_999_999, items: [{ quantity: 99, price: 1e14 }] }],
] as const;

for (const [claim, wrong] of misfits) {
  test(`${claim} is refused: invalid_amount`, async () => {
    const shop = await newShop(server);
    await voucher(shop.project, 'TEN');
    const id = await shop.tier('Ten off');
    const request = { order: wrong };
    for (const path of [
      '/v1/vouchers/TEN/validate',
      `/v1/promotions/tiers/${id}/validation`,
      '/v1/promotions/validation',
      '/v1/vouchers/qualification',
      '/v1/campaigns/qualification',
      '/v1/vouchers/TEN/redemption',
    ]) {
      const answer = await shop.project.post(path, request);
      assert.equal(answer.status, 400, path);
      assert.equal(answer.body.key, 'invalid_amount', path);
    }
  });
}
