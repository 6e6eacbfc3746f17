/** Points exchanged for rewards over HTTP: what leaves the card, and what the customer gets. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../../test/support/api.ts';
import { rewardShop } from '../../../../test/support/reward-shop.ts';

const server = await testServer();

test('a product costs its points and a unit of stock', async () => {
  const shop = await rewardShop(server);
  const mug = await shop.mug(300, 2);
  const { status, body } = await shop.redeem(mug, { metadata: { at: 'desk' } });
  assert.equal(status, 200, JSON.stringify(body));
  assert.match(body.id, /^r_/);
  assert.deepEqual(
    [body.result, body.amount, body.customer_id, body.loyalty_card, body.order, body.metadata],
    ['SUCCESS', 300, shop.holder, { points: 300 }, null, { at: 'desk' }],
  );
  assert.equal(body.voucher.code, shop.card);
  assert.deepEqual(
    [body.voucher.loyalty_card.balance, body.voucher.redemption.redeemed_points],
    [700, 300],
  );
  const { reward } = body;
  assert.deepEqual(
    [reward.id, reward.type, reward.name, reward.object, reward.product.name, reward.voucher],
    [mug, 'MATERIAL', 'Mug', 'reward', 'Mug', undefined],
  );
  assert.match(reward.assignment_id, /^rewa_/);
  assert.equal(reward.customer.id, shop.holder);
  const { body: kept } = await shop.project.get(`/v1/rewards/${mug}`);
  assert.deepEqual([kept.stock, kept.redeemed], [1, 1]);
  const { body: stored } = await shop.project.get(`/v1/redemptions/${body.id}`);
  assert.equal(stored.reward.product.name, 'Mug');
  assert.equal(await shop.balance(shop.card), 700);
  await shop.assertLedgerAgrees();
});

test('an SKU is shown with its product', async () => {
  const shop = await rewardShop(server);
  const { body: product } = await shop.project.post('/v1/products', { name: 'Mug' });
  const path = `/v1/products/${product.id}/skus`;
  const { body: sku } = await shop.project.post(path, { sku: 'Blue mug' });
  const blue = await shop.reward({ product: { id: product.id, sku_id: sku.id } }, 10);
  const { body } = await shop.redeem(blue);
  assert.deepEqual([body.reward.product.id, body.reward.sku.sku], [product.id, 'Blue mug']);
});

test('credits go on a card published for them, and the next time on the same one', async () => {
  const shop = await rewardShop(server, 1_400);
  const gifts = await shop.campaign('gift');
  const reward = await shop.reward({ campaign: { id: gifts, balance: 10_000 } }, 700);
  const { status, body } = await shop.redeem(reward);
  assert.equal(status, 200, JSON.stringify(body));
  const { voucher } = body.reward;
  assert.deepEqual(
    [voucher.type, voucher.campaign_id, voucher.holder_id, voucher.publish.count],
    ['GIFT_VOUCHER', gifts, shop.holder, 1],
  );
  assert.deepEqual([voucher.gift.amount, voucher.gift.balance], [10_000, 10_000]);
  assert.deepEqual(body.reward.parameters, {
    campaign: { id: gifts, balance: 10_000, type: 'GIFT_VOUCHERS' },
  });
  assert.equal(body.voucher.loyalty_card.balance, 700);
  const again = await shop.redeem(reward);
  assert.equal(again.body.reward.voucher.code, voucher.code);
  assert.equal(again.body.reward.voucher.gift.balance, 20_000);
  const paid = await shop.project.post('/v1/redemptions', {
    redeemables: [{ object: 'voucher', id: voucher.code }],
    order: { amount: 15_000 },
  });
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  assert.equal(await shop.balance(voucher.code), 5_000);
  const { body: stored } = await shop.project.get(`/v1/redemptions/${body.id}`);
  assert.equal(stored.reward.voucher.gift.balance, 10_000);
  await shop.assertLedgerAgrees();
});

test('points go on the card of another programme, as a lot that expires by its rules', async () => {
  const shop = await rewardShop(server);
  const other = await shop.campaign('loyalty', {
    voucher: {
      type: 'LOYALTY_CARD',
      loyalty_card: {
        points: 5,
        expiration_rules: { period_type: 'FIXED_DAY_OF_YEAR', fixed_month: 12, fixed_day: 31 },
      },
    },
  });
  const reward = await shop.reward({ campaign: { id: other, balance: 20 } }, 1);
  const { body } = await shop.redeem(reward);
  const { voucher } = body.reward;
  assert.deepEqual(
    [voucher.type, voucher.holder_id, voucher.loyalty_card.points, voucher.loyalty_card.balance],
    ['LOYALTY_CARD', shop.holder, 25, 25],
  );
  const { body: card } = await shop.project.get(`/v1/vouchers/${voucher.code}`);
  assert.equal(card.loyalty_card.next_expiration_points, 25);
  await shop.assertLedgerAgrees();
});

test('a discount comes as a code of the customer’s own, a new one each time', async () => {
  const shop = await rewardShop(server);
  const coupons = await shop.campaign('coupons');
  const reward = await shop.reward({ campaign: { id: coupons } }, 2);
  const one = (await shop.redeem(reward)).body.reward.voucher;
  const two = (await shop.redeem(reward)).body.reward.voucher;
  assert.notEqual(one.code, two.code);
  assert.deepEqual(
    [one.type, one.holder_id, one.discount.amount_off],
    ['DISCOUNT_VOUCHER', shop.holder, 2_000],
  );
  const { body } = await shop.project.get(`/v1/publications?customer=${shop.holder}`);
  assert.equal(body.total, 3);
});

test('points pay for an order, by the ratio, as many as are named', async () => {
  const shop = await rewardShop(server);
  const coin = await shop.reward({ coin: { exchange_ratio: 20, points_ratio: 100 } }, null);
  const { status, body } = await shop.redeem(null, {
    reward: { id: coin, points: 100 },
    order: { amount: 45_000 },
  });
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(
    [body.amount, body.order.total_discount_amount, body.order.total_amount, body.reward.type],
    [100, 2_000, 43_000, 'COIN'],
  );
  assert.equal(await shop.balance(shop.card), 900);
});

test('the same with the card alone in the address, and among other redeemables', async () => {
  const shop = await rewardShop(server);
  const mug = await shop.mug(300);
  const alone = await shop.project.post(`/v1/loyalties/members/${shop.card}/redemption`, {
    reward: { id: mug },
  });
  assert.equal(alone.status, 200, JSON.stringify(alone.body));
  assert.equal(alone.body.customer_id, shop.holder);
  const gifts = await shop.campaign('gift');
  const credits = await shop.reward({ campaign: { id: gifts, balance: 500 } }, 100);
  await shop.project.post('/v1/vouchers/TEN', {
    type: 'DISCOUNT_VOUCHER',
    discount: { type: 'AMOUNT', amount_off: 1_000 },
  });
  const { status, body } = await shop.project.post('/v1/redemptions', {
    redeemables: [
      { object: 'voucher', id: 'TEN' },
      { object: 'voucher', id: shop.card, reward: { id: credits } },
    ],
    order: { amount: 5_000 },
  });
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(body.order.total_amount, 4_000);
  assert.equal(body.redemptions.length, 2);
  const [, second] = body.redemptions;
  assert.equal(second.reward.voucher.gift.balance, 500);
  assert.equal(second.reward.voucher.holder_id, shop.holder);
  assert.equal(await shop.balance(shop.card), 600);
  await shop.assertLedgerAgrees();
});

test('two with one Idempotency-Key are one, and answer alike', async () => {
  const shop = await rewardShop(server);
  const gifts = await shop.campaign('gift');
  const reward = await shop.reward({ campaign: { id: gifts, balance: 500 } }, 100);
  const path = `/v1/loyalties/members/${shop.card}/redemption`;
  const send = (key: string) =>
    shop.project.post(path, { reward: { id: reward } }, { 'idempotency-key': key });
  const first = await send('one');
  assert.equal(first.status, 200, JSON.stringify(first.body));
  await send('two');
  assert.deepEqual((await send('one')).body, first.body);
  assert.equal(await shop.balance(shop.card), 800);
  assert.equal(await shop.balance(first.body.reward.voucher.code), 1_000);
});
