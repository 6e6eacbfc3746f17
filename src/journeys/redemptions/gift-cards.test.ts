/** Paying with gift cards over HTTP: what is to pay, what leaves the card, what comes back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testServer } from '../../../test/support/api.ts';
import { newShop, percentOff } from '../../../test/support/qualification-shop.ts';
import { booksOf } from '../../../test/support/card-books.ts';

const server = await testServer();

async function giftCard(shop: TestProject, code: string, amount: number, more: object = {}) {
  const { effect, ...rest } = { effect: 'APPLY_TO_ORDER', ...more };
  const { status, body } = await shop.post(`/v1/vouchers/${code}`, {
    type: 'GIFT_VOUCHER',
    gift: { amount, effect },
    ...rest,
  });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

const card = (id: string, credits?: number) => ({
  object: 'voucher',
  id,
  ...(credits === undefined ? {} : { gift: { credits } }),
});

test('the worked stack: credits, a percentage of what is left, a promotion', async () => {
  const shop = await newShop(server);
  const { project } = shop;
  await giftCard(project, 'GIFT', 20_500);
  await project.post('/v1/vouchers/TWENTY', {
    type: 'DISCOUNT_VOUCHER',
    discount: percentOff(20),
  });
  const tier = await shop.tier('Eighty', {
    action: { discount: { type: 'AMOUNT', amount_off: 8_000, effect: 'APPLY_TO_ORDER' } },
  });
  const request = {
    customer: { source_id: 'ann' },
    redeemables: [card('GIFT', 100), card('TWENTY'), { object: 'promotion_tier', id: tier }],
    order: { amount: 200_000 },
  };
  const valid = await project.post('/v1/validations', request);
  assert.equal(valid.body.valid, true, JSON.stringify(valid.body));
  const [gift, percent, amount] = valid.body.redeemables;
  assert.deepEqual(gift.result, { gift: { balance: 20_500, credits: 100 } });
  assert.equal(gift.order.discount_amount, 100);
  assert.equal(gift.order.total_amount, 199_900);
  assert.equal(percent.order.applied_discount_amount, 39_980);
  assert.equal(percent.order.total_amount, 159_920);
  assert.equal(amount.order.total_amount, 151_920);
  assert.equal(valid.body.order.total_applied_discount_amount, 48_080);

  const { status, body } = await project.post('/v1/redemptions', request);
  assert.equal(status, 200, JSON.stringify(body));
  const [first, second] = body.redemptions;
  assert.equal(first.amount, 100);
  assert.deepEqual(first.gift, { amount: 100 });
  assert.deepEqual(first.voucher.gift, {
    amount: 20_500,
    subtracted_amount: 0,
    balance: 20_400,
    effect: 'APPLY_TO_ORDER',
  });
  assert.equal(first.voucher.redemption.redeemed_amount, 100);
  assert.equal(first.voucher.redemption.redeemed_quantity, 1);
  assert.equal('amount' in second, false);
  assert.equal(body.order.total_amount, 151_920);
  assert.deepEqual(await booksOf(server, project, 'GIFT'), {
    balance: 20_400,
    lots: 20_400,
    entries: [20_500, -100],
    locked: 0,
  });

  const read = await project.get(`/v1/redemptions/${first.id}`);
  assert.equal(read.body.amount, 100);
  assert.deepEqual(read.body.gift, { amount: 100 });
  const back = await project.post(`/v1/redemptions/${body.parent_redemption.id}/rollbacks`, {});
  assert.equal(back.status, 200, JSON.stringify(back.body));
  const refunded = back.body.rollbacks.find((one: { amount?: number }) => one.amount === -100);
  assert.deepEqual(refunded.gift, { amount: -100 });
  assert.equal(refunded.voucher.gift.balance, 20_500);
  assert.equal(back.body.order.total_amount, 200_000);
  const books = await booksOf(server, project, 'GIFT');
  assert.deepEqual(books.entries, [20_500, -100, 100]);
  assert.equal(books.lots, 20_500);
});

test('a card pays what is to pay and keeps the rest; the next order gets what it has', async () => {
  const shop = await server.project();
  await giftCard(shop, 'GIFT', 10_000);
  const path = '/v1/vouchers/GIFT/redemption';
  const first = await shop.post(path, { order: { amount: 6_000 } });
  assert.equal(first.body.amount, 6_000, JSON.stringify(first.body));
  assert.equal(first.body.order.total_amount, 0);
  assert.equal(first.body.voucher.gift.balance, 4_000);
  const second = await shop.post(path, { order: { amount: 6_000 } });
  assert.deepEqual(second.body.gift, { amount: 4_000 });
  assert.equal(second.body.order.total_amount, 2_000);
  const third = await shop.post(path, { order: { amount: 6_000 } });
  assert.equal(third.status, 400);
  assert.equal(third.body.key, 'gift_amount_exceeded');
  const failed = await shop.get('/v1/redemptions?result=Failure-gift_amount_exceeded');
  assert.equal(failed.body.total, 1);
  const entries = (await booksOf(server, shop, 'GIFT')).entries;
  assert.deepEqual(entries, [10_000, -6_000, -4_000]);
});

test('credits for items pay those that the rules name, and come back line by line', async () => {
  const shop = await newShop(server);
  const { project } = shop;
  const mug = await project.post('/v1/products', { name: 'Mug', price: 1_500 });
  const rule = await project.post('/v1/validation-rules', {
    name: 'Mugs',
    rules: {},
    applicable_to: {
      included: [{ object: 'product', id: mug.body.id }],
      included_all: false,
      excluded: [],
    },
  });
  assert.equal(rule.status, 200, JSON.stringify(rule.body));
  await giftCard(project, 'MUGS', 9_000, {
    effect: 'APPLY_TO_ITEMS',
    validation_rules: [rule.body.id],
  });
  const items = [
    { product_id: mug.body.id, quantity: 2 },
    { source_id: 'tea', quantity: 1, price: 700 },
  ];
  const { status, body } = await project.post('/v1/redemptions', {
    redeemables: [card('MUGS')],
    order: { source_id: 'o-1', items },
  });
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(body.redemptions[0].amount, 3_000);
  assert.equal(body.order.items_discount_amount, 3_000);
  assert.equal(body.order.items[0].subtotal_amount, 0);
  assert.equal(body.order.total_amount, 700);
  const back = await project.post(`/v1/redemptions/${body.redemptions[0].id}/rollback`, {});
  assert.equal(back.body.amount, -3_000);
  const order = await project.get(`/v1/orders/${body.order.id}`);
  assert.equal(order.body.total_amount, 3_700);
  assert.equal((await booksOf(server, project, 'MUGS')).balance, 9_000);

  const tea = { redeemables: [card('MUGS')], order: { items: items.slice(1) } };
  const without = await project.post('/v1/redemptions', tea);
  assert.equal(without.body.key, 'missing_order_items_amount');
});

test('a key gives the first balance again, whatever the card holds by then', async () => {
  const shop = await server.project();
  await giftCard(shop, 'GIFT', 5_000);
  const request = { redeemables: [card('GIFT', 1_000)], order: { amount: 4_000 } };
  const key = { 'idempotency-key': 'once' };
  const first = await shop.post('/v1/redemptions', request, key);
  assert.equal(first.body.redemptions[0].voucher.gift.balance, 4_000);
  await shop.post('/v1/redemptions', request);
  const again = await shop.post('/v1/redemptions', request, key);
  assert.deepEqual(again.body, first.body);
  assert.equal((await booksOf(server, shop, 'GIFT')).balance, 3_000);
});

const past = '2020-01-01T00:00:00Z';
const order = { amount: 1_000 };
const refusals = [
  [
    'more credits than the balance',
    {},
    { gift: { credits: 5_001 }, order },
    'gift_amount_exceeded',
  ],
  ['no order', {}, {}, 'missing_amount'],
  [
    'items to pay and none there',
    { effect: 'APPLY_TO_ITEMS' },
    { order },
    'missing_order_items_amount',
  ],
  ['an expiration in the past', { expiration_date: past }, { order }, 'voucher_expired'],
  ['been switched off', { active: false }, { order }, 'voucher_disabled'],
  ['been redeemed often enough', { redemption: { quantity: 0 } }, { order }, 'quantity_exceeded'],
] as const;

for (const [claim, more, request, key] of refusals) {
  test(`a card that has ${claim} is refused, and keeps its credits: ${key}`, async () => {
    const shop = await server.project();
    await giftCard(shop, 'GIFT', 5_000, more);
    const valid = await shop.post('/v1/vouchers/GIFT/validate', request);
    assert.equal(valid.body.valid, false);
    assert.equal(valid.body.error.key, key);
    const { status, body } = await shop.post('/v1/vouchers/GIFT/redemption', request);
    assert.equal(status, 400);
    assert.equal(body.key, key);
    assert.deepEqual((await booksOf(server, shop, 'GIFT')).entries, [5_000]);
    assert.equal((await shop.get('/v1/orders')).body.total, 0);
  });
}

test('a card of another customer is refused where a rule binds it to its holder, and keeps its credits', async () => {
  const shop = await server.project();
  const rule = await shop.post('/v1/validation-rules', {
    name: 'Holder',
    rules: {
      1: { name: 'publication.redeemable_by_linked_customer', conditions: { $is: [true] } },
    },
  });
  const campaign = await shop.post('/v1/campaigns', {
    name: 'Gifts',
    campaign_type: 'GIFT_VOUCHERS',
    voucher: { type: 'GIFT_VOUCHER', gift: { amount: 5_000 } },
    validation_rules: [rule.body.id],
  });
  assert.equal(campaign.status, 200, JSON.stringify(campaign.body));
  const given = await shop.post('/v1/publications', {
    campaign: 'Gifts',
    customer: { source_id: 'ann' },
  });
  const { code } = given.body.voucher;
  const redeem = (source_id: string) =>
    shop.post(`/v1/vouchers/${code}/redemption`, { customer: { source_id }, order });
  const { status, body } = await redeem('bob');
  assert.deepEqual([status, body.key], [400, 'redemption_rules_violated']);
  assert.equal((await booksOf(server, shop, code)).balance, 5_000);
  assert.equal((await redeem('ann')).status, 200);
});

test('a budget of gift amounts binds all cards of a campaign, and comes back with a rollback', async () => {
  const shop = await server.project();
  const rule = await shop.post('/v1/validation-rules', {
    name: 'Budget',
    rules: {
      1: { name: 'redemption.gift.amount', conditions: { $less_than_or_equal: [1_500] } },
    },
  });
  const campaign = await shop.post('/v1/campaigns', {
    name: 'Gifts',
    campaign_type: 'GIFT_VOUCHERS',
    voucher: { type: 'GIFT_VOUCHER', gift: { amount: 1_000 } },
    validation_rules: [rule.body.id],
  });
  for (const code of ['ONE', 'TWO']) {
    await shop.post(`/v1/campaigns/${campaign.body.id}/vouchers/${code}`, {});
  }
  const redeem = (...redeemables: object[]) =>
    shop.post('/v1/redemptions', { redeemables, order: { amount: 5_000 } });
  const both = await redeem(card('ONE', 800), card('TWO', 701));
  assert.equal(both.body.key, 'redemption_rules_violated');
  const first = await redeem(card('ONE', 1_000));
  assert.equal(first.status, 200, JSON.stringify(first.body));
  assert.equal((await redeem(card('TWO', 501))).body.key, 'redemption_rules_violated');
  await shop.post(`/v1/redemptions/${first.body.redemptions[0].id}/rollback`, {});
  const second = await redeem(card('ONE', 800), card('TWO', 700));
  assert.equal(second.status, 200, JSON.stringify(second.body));
  const raced = await Promise.all([redeem(card('ONE', 1)), redeem(card('TWO', 1))]);
  assert.deepEqual(
    raced.map(({ body }) => body.key),
    ['redemption_rules_violated', 'redemption_rules_violated'],
  );
});

test('a card pays the rest of an order that another has paid a part of', async () => {
  const shop = await server.project();
  await giftCard(shop, 'ONE', 600);
  await giftCard(shop, 'TWO', 600);
  const source_id = 'o-7';
  const first = await shop.post('/v1/vouchers/ONE/redemption', {
    order: { source_id, amount: 1_000 },
  });
  assert.equal(first.body.order.total_amount, 400);
  const second = await shop.post('/v1/vouchers/TWO/redemption', { order: { source_id } });
  assert.equal(second.body.amount, 400, JSON.stringify(second.body));
  assert.equal(second.body.order.total_amount, 0);
  const back = await shop.post(`/v1/redemptions/${first.body.id}/rollback`, {});
  assert.equal(back.body.voucher.gift.balance, 600);
  const order = await shop.get(`/v1/orders/${first.body.order.id}`);
  assert.equal(order.body.total_amount, 600);
  assert.equal((await booksOf(server, shop, 'TWO')).balance, 200);
});

test('browsers pay with cards as servers do, and no validation writes anything', async () => {
  const shop = await server.project();
  await giftCard(shop, 'GIFT', 5_000);
  const browser = shop.browser();
  const request = { redeemables: [card('GIFT', 300)], order };
  const valid = await browser.post('/client/v1/validations', request);
  assert.deepEqual(valid.body.redeemables[0].result.gift, { balance: 5_000, credits: 300 });
  const one = await browser.get('/client/v1/validate?code=GIFT&amount=1000');
  assert.equal(one.body.gift.balance, 5_000, JSON.stringify(one.body));
  assert.equal(one.body.order.total_amount, 0);
  assert.deepEqual((await booksOf(server, shop, 'GIFT')).entries, [5_000]);
  const redeemed = await browser.post('/client/v1/redemptions', request);
  assert.equal(redeemed.body.redemptions[0].voucher.gift.balance, 4_700);
  const single = await browser.post('/client/v1/redeem?code=GIFT', {
    gift: { credits: 100 },
    order,
  });
  assert.deepEqual(single.body.gift, { amount: 100 }, JSON.stringify(single.body));
});

test('credits of something that is no gift card are refused: invalid_gift', async () => {
  const shop = await server.project();
  await shop.post('/v1/vouchers/TEN', { type: 'DISCOUNT_VOUCHER', discount: percentOff(10) });
  const request = { redeemables: [card('TEN', 100)], order };
  const { status, body } = await shop.post('/v1/redemptions', request);
  assert.deepEqual([status, body.key], [400, 'invalid_gift']);
  for (const credits of [-1, 1.5, '7', Number.MAX_SAFE_INTEGER + 1]) {
    const wrong = { ...request, redeemables: [{ ...card('TEN'), gift: { credits } }] };
    const answer = await shop.post('/v1/redemptions', wrong);
    assert.equal(answer.status, 400, String(credits));
  }
});

test('one code tells what the card pays, and shows it as it is', async () => {
  const shop = await server.project();
  await giftCard(shop, 'GIFT', 32_000);
  const { body } = await shop.post('/v1/vouchers/GIFT/validate', {
    order: { amount: 1_000 },
    gift: { credits: 2 },
  });
  assert.equal(body.valid, true);
  assert.deepEqual(body.gift, {
    amount: 32_000,
    subtracted_amount: 0,
    balance: 32_000,
    effect: 'APPLY_TO_ORDER',
  });
  assert.equal(body.order.total_amount, 998);
  assert.equal(body.order.applied_discount_amount, 2);
});
