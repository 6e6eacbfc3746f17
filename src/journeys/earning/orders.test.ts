/** Points for orders over HTTP: earned once when they are paid, taken back once when they are paid no more. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testServer } from '../../../test/support/api.ts';
import {
  earningRule,
  forEach,
  made,
  member,
  pointsOn,
  program,
} from '../../../test/support/loyalty-shop.ts';

const server = await testServer();

type Member = { readonly shop: TestProject; readonly campaignId: string; readonly card: string };

/** A shop whose program gives a point for each 1.00 that was to pay; Ann is a member. */
async function withMember(rule: object = { loyalty: forEach(100) }, more = {}): Promise<Member> {
  const shop = await server.project();
  const campaignId = await program(shop, 'Points', more);
  await earningRule(shop, campaignId, { ...rule });
  return { shop, campaignId, card: await member(shop, campaignId, 'ann') };
}

const ann = { customer: { source_id: 'ann' } };
const paid = (amount: number, more = {}) => ({ ...ann, amount, status: 'PAID', ...more });

async function entriesOf(shop: TestProject) {
  return server.db.adhoc<{
    type: string;
    amount: number;
    order_id: string;
    earning_rule_id: string;
    source: string;
    details: object;
  }>(
    `select type, amount, order_id, earning_rule_id, source, details from ledger_entries
     where project_id = $1 order by id`,
    [shop.id],
  );
}

const waiting = (shop: TestProject) =>
  server.db.adhoc('select * from outbox where project_id = $1', [shop.id]);

test('an order created as paid earns, and the answer comes after the points', async () => {
  const { shop, card } = await withMember();
  const order = await made(shop, '/v1/orders', paid(4_999, { source_id: 'first' }));
  assert.equal(await pointsOn(shop, card), 49);
  const [entry] = await entriesOf(shop);
  assert.equal(entry?.type, 'POINTS_ACCRUAL');
  assert.equal(entry.order_id, order.id);
  assert.match(JSON.stringify(entry.details), /"source_id":"first"/);
  assert.match(JSON.stringify(entry.details), /customer.order.paid/);
  assert.deepEqual(await waiting(shop), []);
});

test('an order earns when it comes to be paid, and never again', async () => {
  const { shop, card } = await withMember();
  const { id } = await made(shop, '/v1/orders', { ...ann, amount: 1_000 });
  assert.equal(await pointsOn(shop, card), 0);
  await shop.put(`/v1/orders/${id}`, { status: 'PAID' });
  assert.equal(await pointsOn(shop, card), 10);
  await shop.put(`/v1/orders/${id}`, { status: 'PAID', amount: 9_000 });
  await made(shop, '/v1/orders', { id, status: 'PAID' });
  await shop.put(`/v1/orders/${id}`, { status: 'FULFILLED' });
  await shop.put(`/v1/orders/${id}`, { status: 'PAID' });
  assert.equal(await pointsOn(shop, card), 10);
});

test('an order that is canceled gives back what it earned, once; paid again it earns nothing', async () => {
  for (const status of ['CANCELED', 'CREATED']) {
    const { shop, card } = await withMember();
    const { id } = await made(shop, '/v1/orders', paid(1_000));
    await made(shop, '/v1/orders', paid(500));
    await shop.put(`/v1/orders/${id}`, { status });
    assert.equal(await pointsOn(shop, card), 5);
    await shop.put(`/v1/orders/${id}`, { status: 'CANCELED' });
    await shop.put(`/v1/orders/${id}`, { status: 'PAID' });
    await shop.put(`/v1/orders/${id}`, { status: 'CANCELED' });
    assert.equal(await pointsOn(shop, card), 5);
    const back = (await entriesOf(shop)).filter(({ amount }) => amount < 0);
    assert.deepEqual(
      back.map(({ type, amount, order_id }) => [type, amount, order_id]),
      [['POINTS_ACCRUAL_CANCELLATION', -10, id]],
    );
  }
});

test('points that have been spent since cannot be taken back', async () => {
  const { shop, card } = await withMember();
  const { id } = await made(shop, '/v1/orders', paid(1_000));
  await server.db.adhoc(
    `select ledger_debit($1, id, jsonb_build_object('id', 'vtx_spent', 'type', 'POINTS_REMOVAL', 'at', now()), 7)
     from vouchers where project_id = $1 and code = $2`,
    [shop.id, card],
  );
  await shop.put(`/v1/orders/${id}`, { status: 'CANCELED' });
  assert.equal(await pointsOn(shop, card), 0);
});

test('a redemption pays its order, which earns by what was to pay; its rollback takes the points back', async () => {
  const { shop, card } = await withMember();
  await made(shop, '/v1/vouchers/TEN', {
    type: 'DISCOUNT_VOUCHER',
    discount: { type: 'PERCENT', percent_off: 10 },
    redemption: { quantity: null },
  });
  const redeemed = await made(shop, '/v1/redemptions', {
    redeemables: [{ object: 'voucher', id: 'TEN' }],
    ...ann,
    order: { amount: 10_000 },
  });
  assert.equal(await pointsOn(shop, card), 90);
  await made(shop, `/v1/redemptions/${redeemed.redemptions[0].id}/rollback`, {});
  assert.equal(await pointsOn(shop, card), 0);
  const again = await shop.post(`/v1/redemptions/${redeemed.redemptions[0].id}/rollback`, {});
  assert.equal(again.status, 400);
  assert.equal((await entriesOf(shop)).length, 2);
});

test('an order of nobody, of a stranger, or one that is only created earns nothing', async () => {
  const { shop, card } = await withMember();
  await made(shop, '/v1/orders', { amount: 1_000, status: 'PAID' });
  await made(shop, '/v1/orders', paid(1_000, { customer: { source_id: 'bob' } }));
  await made(shop, '/v1/orders', paid(1_000, { status: 'CREATED' }));
  await made(shop, '/v1/orders', paid(1_000, { status: 'FULFILLED' }));
  assert.equal(await pointsOn(shop, card), 0);
  assert.deepEqual(await waiting(shop), []);
});

test('each rule of each program earns on its own; rules that do not hold earn nothing', async () => {
  const { shop, campaignId, card } = await withMember({ loyalty: { type: 'FIXED', points: 1 } });
  const { id: large } = await made(shop, '/v1/validation-rules', {
    name: 'Large orders of Berlin',
    rules: {
      1: { name: 'order.amount', conditions: { $more_than: [5_000] } },
      2: { name: 'customer.metadata', property: 'city', conditions: { $is: ['Berlin'] } },
      logic: '1 and 2',
    },
  });
  const points = (n: number, more = {}) =>
    earningRule(shop, campaignId, { loyalty: { type: 'FIXED', points: n }, ...more });
  await points(10);
  await points(100, { validation_rule_id: large });
  await points(1_000, { active: false });
  await points(10_000, { start_date: '2099-01-01T00:00:00Z' });
  await points(100_000, { expiration_date: '2020-01-01T00:00:00Z' });
  await points(1_000_000, { loyalty: { type: 'FIXED', points: 0 } });
  const other = await program(shop, 'More points');
  await earningRule(shop, other, { loyalty: { type: 'FIXED', points: 7 } });
  const otherCard = await member(shop, other, 'ann');
  await made(shop, '/v1/orders', paid(6_000));
  assert.equal(await pointsOn(shop, card), 11);
  assert.equal(await pointsOn(shop, otherCard), 7);
  const berlin = { customer: { source_id: 'ann', metadata: { city: 'Berlin' } } };
  await made(shop, '/v1/orders', paid(6_000, berlin));
  assert.equal(await pointsOn(shop, card), 122);
});

test('a change of a rule counts from the next order on', async () => {
  const shop = await server.project();
  const campaignId = await program(shop, 'Points');
  const card = await member(shop, campaignId, 'ann');
  const id = await earningRule(shop, campaignId);
  await made(shop, '/v1/orders', paid(100));
  await shop.put(`/v1/loyalties/${campaignId}/earning-rules/${id}`, {
    loyalty: { type: 'FIXED', points: 3 },
  });
  await made(shop, '/v1/orders', paid(100));
  await shop.post(`/v1/campaigns/${campaignId}/disable`);
  await made(shop, '/v1/orders', paid(100));
  assert.equal(await pointsOn(shop, card), 13);
});

test('items count by product, SKU and collection, listed or by filter', async () => {
  const shop = await server.project();
  const mug = await made(shop, '/v1/products', { name: 'Mug', source_id: 'mug', price: 600 });
  const shirt = await made(shop, '/v1/products', {
    name: 'Shirt',
    source_id: 'shirt',
    price: 1_000,
  });
  const { id: blue } = await made(shop, `/v1/products/${shirt.id}/skus`, {
    sku: 'Blue',
    source_id: 'blue',
  });
  const listed = await made(shop, '/v1/product-collections', {
    type: 'STATIC',
    name: 'Listed',
    products: [{ id: mug.id, object: 'product' }],
  });
  const cheap = await made(shop, '/v1/product-collections', {
    type: 'AUTO_UPDATE',
    name: 'Cheap',
    filter: { junction: 'and', price: { conditions: { $less_than: [700] } } },
  });
  const campaignId = await program(shop, 'Points');
  const card = await member(shop, campaignId, 'ann');
  const count = (points: number, ...applicable_to: object[]) =>
    earningRule(shop, campaignId, {
      loyalty: {
        type: 'PROPORTIONAL',
        calculation_type: 'ORDER_ITEMS_QUANTITY',
        order_items: { quantity: { every: 1, points, applicable_to } },
      },
    });
  await count(
    1,
    { object: 'products_collection', id: listed.id },
    { object: 'product', id: mug.id },
  );
  await count(10, { object: 'products_collection', id: cheap.id });
  await count(100, { object: 'sku', id: blue });
  await count(1_000, { object: 'product', id: shirt.id });
  const items = [
    { source_id: 'mug', related_object: 'product', quantity: 2 },
    { source_id: 'blue', related_object: 'sku', quantity: 3 },
  ];
  await made(shop, '/v1/orders', { ...ann, status: 'PAID', items });
  assert.equal(await pointsOn(shop, card), 2 + 20 + 300 + 3_000);
});

test('points expire as their rule says, else as their program does', async () => {
  const months = (period_value: number) => ({ period_type: 'MONTH', period_value });
  const { shop, campaignId } = await withMember(
    { loyalty: { type: 'FIXED', points: 1 } },
    { voucher: { type: 'LOYALTY_CARD', loyalty_card: { points: 0, expiration_rules: months(2) } } },
  );
  await earningRule(shop, campaignId, {
    loyalty: { type: 'FIXED', points: 2 },
    expiration_rules: months(5),
  });
  await made(shop, '/v1/orders', paid(100));
  const lots = await server.db.adhoc<{ amount: number; months: number }>(
    `select amount, round(extract(epoch from expires_at - created_at) / 86400 / 30.5) as months
     from ledger_lots where project_id = $1 order by amount`,
    [shop.id],
  );
  assert.deepEqual(
    lots.map(({ amount, months: n }) => [amount, Number(n)]),
    [
      [1, 2],
      [2, 5],
    ],
  );
});

test('pending points wait, and go with the order that earned them', async () => {
  const { shop, card } = await withMember({
    loyalty: { type: 'FIXED', points: 5 },
    pending_points: { period_type: 'DAY', period_value: 14 },
  });
  const { id } = await made(shop, '/v1/orders', paid(100));
  await made(shop, '/v1/orders', paid(100));
  const pending = () =>
    server.db.adhoc<{ pending: number; balance: number }>(
      'select pending, balance from vouchers where project_id = $1 and code = $2',
      [shop.id, card],
    );
  assert.deepEqual(await pending(), [{ pending: 10, balance: 0 }]);
  await shop.put(`/v1/orders/${id}`, { status: 'CANCELED' });
  await shop.put(`/v1/orders/${id}`, { status: 'CREATED' });
  assert.deepEqual(await pending(), [{ pending: 5, balance: 0 }]);
});

test('who has no card joins a program that lets customers join by earning, once', async () => {
  const { shop } = await withMember({ loyalty: { type: 'FIXED', points: 5 } }, { auto_join: true });
  const bob = { customer: { source_id: 'bob' } };
  await made(shop, '/v1/orders', paid(100, bob));
  await made(shop, '/v1/orders', paid(100, bob));
  const cards = await server.db.adhoc<{ balance: number }>(
    `select balance from vouchers v join customers c on c.project_id = v.project_id and c.id = v.holder_id
     where v.project_id = $1 and c.source_id = 'bob'`,
    [shop.id],
  );
  assert.deepEqual(cards, [{ balance: 10 }]);
});

test('a card that is switched off or has expired earns nothing, and nobody joins beside it', async () => {
  const { shop, card } = await withMember(
    { loyalty: { type: 'FIXED', points: 5 } },
    { auto_join: true, join_once: true },
  );
  await shop.post(`/v1/vouchers/${card}/disable`);
  await made(shop, '/v1/orders', paid(100));
  await shop.post(`/v1/vouchers/${card}/enable`);
  assert.equal(await pointsOn(shop, card), 0);
  await shop.put(`/v1/vouchers/${card}`, { expiration_date: '2020-01-01T00:00:00Z' });
  await made(shop, '/v1/orders', paid(100));
  assert.equal(await pointsOn(shop, card), 0);
});

test('a card that is full earns nothing, the order is paid all the same', async () => {
  const { shop, card } = await withMember({ loyalty: { type: 'FIXED', points: 5 } });
  await server.db.adhoc(
    `select ledger_credit($1, id, jsonb_build_object('id', 'vtx_full', 'type', 'POINTS_ADDITION', 'at', now()),
       9007199254740990, 'lopb_full', null) from vouchers where project_id = $1 and code = $2`,
    [shop.id, card],
  );
  const order = await made(shop, '/v1/orders', paid(100));
  assert.equal(order.status, 'PAID');
  assert.equal((await entriesOf(shop)).length, 1);
});

test('the same idempotency key earns once', async () => {
  const { shop, card } = await withMember();
  const key = { 'idempotency-key': 'once' };
  for (let n = 0; n < 3; n++) await shop.post('/v1/orders', paid(1_000), key);
  assert.equal(await pointsOn(shop, card), 10);
});
