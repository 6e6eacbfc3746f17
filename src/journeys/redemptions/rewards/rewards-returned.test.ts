/** Rollbacks of exchanged points over HTTP: points into their lots, and what is still there of the reward. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../../test/support/api.ts';
import { rewardShop, type RewardShop } from '../../../../test/support/reward-shop.ts';

const server = await testServer();

async function rolledBack(shop: RewardShop, id: string) {
  const answer = await shop.project.post(`/v1/redemptions/${id}/rollback`, {});
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  assert.equal(await shop.balance(shop.card), 1_000);
  const again = await shop.project.post(`/v1/redemptions/${id}/rollback`, {});
  assert.equal(again.body.key, 'already_rolled_back');
  await shop.assertLedgerAgrees();
  return answer.body;
}

test('the points and the unit come back, once', async () => {
  const shop = await rewardShop(server);
  const mug = await shop.mug(300, 1);
  const { body } = await shop.redeem(mug);
  assert.equal((await shop.redeem(mug)).body.key, 'quantity_exceeded');
  const rollback = await rolledBack(shop, body.id);
  assert.equal(rollback.reward.id, mug);
  const { body: reward } = await shop.project.get(`/v1/rewards/${mug}`);
  assert.deepEqual([reward.stock, reward.redeemed], [1, null]);
  assert.equal((await shop.redeem(mug)).status, 200);
});

test('credits are taken back as far as they are there', async () => {
  const shop = await rewardShop(server);
  const gifts = await shop.campaign('gift');
  const reward = await shop.reward({ campaign: { id: gifts, balance: 500 } }, 300);
  const { body } = await shop.redeem(reward);
  const { code } = body.reward.voucher;
  await shop.project.post('/v1/redemptions', {
    redeemables: [{ object: 'voucher', id: code }],
    order: { amount: 200 },
  });
  await rolledBack(shop, body.id);
  assert.equal(await shop.balance(code), 0);
});

test('points on another card are taken back', async () => {
  const shop = await rewardShop(server);
  const other = await shop.campaign('loyalty');
  const reward = await shop.reward({ campaign: { id: other, balance: 20 } }, 300);
  const { body } = await shop.redeem(reward);
  await rolledBack(shop, body.id);
  assert.equal(await shop.balance(body.reward.voucher.code), 0);
});

test('a code that nobody used is switched off; one that was used stays', async () => {
  const shop = await rewardShop(server);
  const coupons = await shop.campaign('coupons', {
    voucher: {
      type: 'DISCOUNT_VOUCHER',
      discount: { type: 'AMOUNT', amount_off: 2_000 },
      redemption: { quantity: 2 },
    },
  });
  const reward = await shop.reward({ campaign: { id: coupons } }, 300);
  const unused = (await shop.redeem(reward)).body;
  const used = (await shop.redeem(reward)).body;
  await shop.project.post('/v1/redemptions', {
    redeemables: [{ object: 'voucher', id: used.reward.voucher.code }],
    order: { amount: 5_000 },
  });
  await shop.project.post(`/v1/redemptions/${used.id}/rollback`, {});
  await rolledBack(shop, unused.id);
  const isActive = async (code: string) =>
    (await shop.project.get(`/v1/vouchers/${code}`)).body.active;
  assert.equal(await isActive(unused.reward.voucher.code), false);
  assert.equal(await isActive(used.reward.voucher.code), true);
});

test('a stack is rolled back with the rewards in it', async () => {
  const shop = await rewardShop(server);
  const mug = await shop.mug(300, 1);
  await shop.project.post('/v1/vouchers/TEN', {
    type: 'DISCOUNT_VOUCHER',
    discount: { type: 'AMOUNT', amount_off: 1_000 },
  });
  const { body } = await shop.project.post('/v1/redemptions', {
    redeemables: [
      { object: 'voucher', id: 'TEN' },
      { object: 'voucher', id: shop.card, reward: { id: mug } },
    ],
    order: { amount: 5_000 },
  });
  const path = `/v1/redemptions/${body.parent_redemption.id}/rollbacks`;
  assert.equal((await shop.project.post(path, {})).status, 200);
  assert.equal(await shop.balance(shop.card), 1_000);
  assert.equal((await shop.project.get(`/v1/rewards/${mug}`)).body.stock, 1);
  await shop.assertLedgerAgrees();
});
