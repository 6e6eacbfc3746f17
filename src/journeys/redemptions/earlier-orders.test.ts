/** Redemptions upon orders that exist, and what is told of them: order, customer, related redemptions. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testServer } from '../../../test/support/api.ts';

const server = await testServer();

async function shopWith(...codes: string[]): Promise<TestProject> {
  const shop = await server.project();
  for (const code of codes) {
    const made = await shop.post(`/v1/vouchers/${code}`, {
      type: 'DISCOUNT_VOUCHER',
      discount: { type: 'PERCENT', percent_off: 10 },
      redemption: { quantity: null },
    });
    assert.equal(made.status, 200, JSON.stringify(made.body));
  }
  return shop;
}

const redeemables = (...codes: string[]) => codes.map((id) => ({ object: 'voucher', id }));

test('an order named by its id alone brings its lines, metadata and customer', async () => {
  const shop = await shopWith('TEN');
  const { body: stored } = await shop.post('/v1/orders', {
    customer: { source_id: 'ann' },
    metadata: { channel: 'web' },
    items: [
      { product: { source_id: 'shoe', name: 'Shoe' }, price: 5_000, quantity: 2 },
      { source_id: 'sock', related_object: 'product', price: 300, quantity: 1 },
    ],
  });
  const request = { redeemables: redeemables('TEN'), order: { id: stored.id } };
  const valid = await shop.post('/v1/validations', request);
  assert.equal(valid.body.order.total_discount_amount, 1_030);
  const { status, body } = await shop.post('/v1/redemptions', request);
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(body.order.id, stored.id);
  assert.equal(body.order.amount, 10_300);
  assert.equal(body.order.total_amount, 9_270);
  assert.equal(body.order.items.length, 2);
  assert.deepEqual(body.order.metadata, { channel: 'web' });
  assert.equal(body.redemptions[0].customer.source_id, 'ann');
  assert.equal(body.redemptions[0].customer_id, stored.customer_id);
  const { body: kept } = await shop.get(`/v1/redemptions/${body.redemptions[0].id}`);
  assert.equal(kept.order.id, stored.id);
  assert.equal(kept.order.total_amount, 9_270);
});

test('discounts add up upon one order, and a rollback takes back only its own', async () => {
  const shop = await shopWith('A', 'B', 'C');
  const first = await shop.post('/v1/redemptions', {
    redeemables: redeemables('A', 'B'),
    order: { source_id: 'o', amount: 10_000 },
  });
  assert.equal(first.body.order.total_amount, 8_100);
  const second = await shop.post('/v1/redemptions', {
    redeemables: redeemables('C'),
    order: { source_id: 'o' },
  });
  assert.equal(second.body.order.total_amount, 7_290);
  assert.equal(second.body.order.total_applied_discount_amount, 810);
  assert.equal(second.body.order.total_discount_amount, 2_710);
  const { body: both } = await shop.get('/v1/orders/o');
  const parent = first.body.parent_redemption.id;
  const [single] = second.body.redemptions;
  assert.deepEqual(new Set(Object.keys(both.redemptions)), new Set([parent, single.id]));
  assert.equal(both.redemptions[parent].stacked.length, 2);
  const back = await shop.post(`/v1/redemptions/${parent}/rollbacks`, {});
  assert.equal(back.body.order.status, 'CANCELED');
  assert.equal(back.body.order.total_discount_amount, 810);
  assert.equal(back.body.parent_rollback.order.status, 'CANCELED');
  const { body: after } = await shop.get('/v1/orders/o');
  assert.equal(after.total_amount, 9_190);
  assert.ok(after.redemptions[parent].rollback_id);
});

test('an order changed meanwhile keeps its change: the redemption is decided on it', async () => {
  const shop = await shopWith('TEN');
  const { body: stored } = await shop.post('/v1/orders', { source_id: 'o', amount: 1_000 });
  await shop.put(`/v1/orders/${stored.id}`, { amount: 3_000, metadata: { gift: true } });
  const { body } = await shop.post('/v1/redemptions', {
    redeemables: redeemables('TEN'),
    order: { id: stored.id, metadata: { note: 'x' } },
  });
  assert.equal(body.order.total_discount_amount, 300);
  assert.deepEqual(body.order.metadata, { gift: true, note: 'x' });
});

test('a deleted customer of an order is nobody; an unknown one in a request is refused', async () => {
  const shop = await shopWith('TEN');
  const { body: stored } = await shop.post('/v1/orders', {
    amount: 1_000,
    customer: { source_id: 'gone' },
  });
  await shop.delete('/v1/customers/gone');
  const { body } = await shop.post('/v1/redemptions', {
    redeemables: redeemables('TEN'),
    order: { id: stored.id },
  });
  assert.equal(body.redemptions[0].customer_id, null);
  assert.equal(body.redemptions[0].customer, null);
  const unknown = await shop.post('/v1/redemptions', {
    redeemables: redeemables('TEN'),
    customer: { id: 'cust_nobody' },
  });
  assert.equal(unknown.status, 404);
  assert.equal(unknown.body.resource_type, 'customer');
  assert.equal((await shop.get('/v1/vouchers/TEN')).body.redemption.redeemed_quantity, 1);
});

test('without an order and a customer a redemption has neither', async () => {
  const shop = await shopWith('TEN', 'TOO');
  const { body } = await shop.post('/v1/redemptions', { redeemables: redeemables('TEN', 'TOO') });
  assert.equal(body.order, undefined);
  for (const one of [...body.redemptions, body.parent_redemption]) {
    assert.equal(one.order, null);
    assert.equal(one.customer_id, null);
  }
  assert.equal((await shop.get('/v1/orders')).body.total, 0);
  assert.equal((await shop.get('/v1/customers')).body.total, 0);
  const { body: parent } = await shop.get(`/v1/redemptions/${body.parent_redemption.id}`);
  assert.deepEqual(
    parent.related_redemptions.redemptions.map(({ id }: { id: string }) => id),
    body.redemptions.map(({ id }: { id: string }) => id),
  );
});

test('redemptions are listed by customer, result and filters, and under their voucher', async () => {
  const shop = await shopWith('A', 'B');
  for (const [code, who] of [
    ['A', 'ann'],
    ['A', 'bob'],
    ['B', 'ann'],
  ] as const) {
    await shop.post('/v1/redemptions', {
      redeemables: redeemables(code),
      customer: { source_id: who },
      tracking_id: `t-${who}`,
    });
  }
  const [newest] = (await shop.get('/v1/redemptions')).body.redemptions;
  await shop.post(`/v1/redemptions/${newest.id}/rollback`, { reason: 'no' });
  const total = async (query: string) => (await shop.get(`/v1/redemptions?${query}`)).body.total;
  const is = (field: string, value: string) => `filters[${field}][conditions][$is]=${value}`;
  assert.equal(await total('customer=ann'), 3);
  assert.equal(await total('customer=bob'), 1);
  assert.equal(await total('customer=nobody'), 0);
  assert.equal(await total(is('voucher_code', 'A')), 2);
  assert.equal(await total(is('object', 'redemption_rollback')), 1);
  assert.equal(await total(is('status', 'ROLLED_BACK')), 1);
  assert.equal(await total(`${is('voucher_code', 'A')}&${is('tracking_id', 't-ann')}`), 1);
  const { body } = await shop.get('/v1/vouchers/B/redemption');
  assert.equal(body.total, 2);
  assert.equal(body.redeemed_quantity, 0);
  const [rollback, redemption] = body.redemption_entries;
  assert.equal(rollback.redemption, redemption.id);
  assert.equal(redemption.related_redemptions.rollbacks[0].id, rollback.id);
});
