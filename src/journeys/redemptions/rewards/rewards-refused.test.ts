/** Exchanges of points that are refused over HTTP: each with its key, and nothing changed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer, type Answer } from '../../../../test/support/api.ts';
import { rewardShop, type RewardShop } from '../../../../test/support/reward-shop.ts';

const server = await testServer();

async function refused(
  shop: RewardShop,
  answer: Answer,
  [status, key]: readonly [number, string],
): Promise<void> {
  assert.deepEqual([answer.status, answer.body.key], [status, key], JSON.stringify(answer.body));
  assert.equal(await shop.balance(shop.card), 1_000);
  const { body } = await shop.project.get('/v1/redemptions?result=Success');
  assert.equal(body.total, 0);
  await shop.assertLedgerAgrees();
}

test('what is not assigned, unknown or missing', async () => {
  const shop = await rewardShop(server);
  const { body: product } = await shop.project.post('/v1/products', { name: 'Mug' });
  const { body: free } = await shop.project.post('/v1/rewards', {
    parameters: { product: { id: product.id } },
    stock: 1,
  });
  await refused(shop, await shop.redeem('rew_none'), [404, 'not_found']);
  await refused(shop, await shop.redeem(free.id), [404, 'not_found']);
  await refused(shop, await shop.redeem(null), [400, 'missing_reward']);
  assert.equal((await shop.project.get(`/v1/rewards/${free.id}`)).body.stock, 1);
});

test('what costs more than the card holds', async () => {
  const shop = await rewardShop(server);
  const mug = await shop.mug(1_001, 1);
  await refused(shop, await shop.redeem(mug), [400, 'loyalty_card_points_exceeded']);
  assert.equal((await shop.project.get(`/v1/rewards/${mug}`)).body.stock, 1);
});

test('what is out of stock, until there is some again', async () => {
  const shop = await rewardShop(server);
  const mug = await shop.mug(10, 0);
  await refused(shop, await shop.redeem(mug), [400, 'quantity_exceeded']);
  await shop.project.put(`/v1/rewards/${mug}`, { stock: 1 });
  assert.equal((await shop.redeem(mug)).status, 200);
  assert.equal((await shop.redeem(mug)).body.key, 'quantity_exceeded');
});

test('cards of another campaign, no cards, and unknown programmes', async () => {
  const shop = await rewardShop(server);
  const mug = await shop.mug(10);
  const other = await shop.campaign('loyalty');
  const body = { reward: { id: mug } };
  const at = (campaign: string, card: string) =>
    shop.project.post(`/v1/loyalties/${campaign}/members/${card}/redemption`, body);
  await refused(shop, await at(other, shop.card), [404, 'not_found']);
  await refused(shop, await at('none', shop.card), [404, 'not_found']);
  await refused(shop, await at(shop.programme, 'NONE'), [404, 'not_found']);
  await shop.project.post('/v1/vouchers/GIFT', { type: 'GIFT_VOUCHER', gift: { amount: 100 } });
  await refused(shop, await at(shop.programme, 'GIFT'), [404, 'not_found']);
  const alone = await shop.project.post('/v1/loyalties/members/GIFT/redemption', body);
  await refused(shop, alone, [404, 'not_found']);
});

test('cards that are switched off or have expired, and campaigns that are', async () => {
  const shop = await rewardShop(server);
  const mug = await shop.mug(10, 1);
  const card = `/v1/vouchers/${shop.card}`;
  await shop.project.post(`${card}/disable`);
  await refused(shop, await shop.redeem(mug), [400, 'voucher_disabled']);
  await shop.project.post(`${card}/enable`);
  await shop.project.put(card, { expiration_date: '2020-01-01T00:00:00Z' });
  await refused(shop, await shop.redeem(mug), [400, 'voucher_expired']);
  await shop.project.put(card, { expiration_date: '2099-01-01T00:00:00Z' });
  await shop.project.post(`/v1/campaigns/${shop.programme}/disable`);
  await refused(shop, await shop.redeem(mug), [400, 'voucher_disabled']);
  assert.equal((await shop.project.get(`/v1/rewards/${mug}`)).body.stock, 1);
});

test('campaigns that have no code to give', async () => {
  const shop = await rewardShop(server);
  const empty = await shop.campaign('coupons', { type: 'STATIC' });
  const codes = await shop.reward({ campaign: { id: empty } }, 10);
  await refused(shop, await shop.redeem(codes), [400, 'no_voucher_suitable_for_publication']);
  const gifts = await shop.campaign('gift');
  const credits = await shop.reward({ campaign: { id: gifts, balance: 5 } }, 10);
  await shop.project.post(`/v1/campaigns/${gifts}/disable`);
  await refused(shop, await shop.redeem(credits), [400, 'no_voucher_suitable_for_publication']);
  const failed = await shop.project.get('/v1/redemptions?result=Failure');
  assert.equal(failed.body.redemptions[0].failure_code, 'no_voucher_suitable_for_publication');
});

test('what is given to nobody: a card without a holder', async () => {
  const shop = await rewardShop(server);
  const coupons = await shop.campaign('coupons');
  const reward = await shop.reward({ campaign: { id: coupons } }, 10);
  await shop.project.post(`/v1/campaigns/${shop.programme}/vouchers/FREE`, {});
  const path = '/v1/loyalties/members/FREE/redemption';
  const answer = await shop.project.post(path, { reward: { id: reward } });
  await refused(shop, answer, [400, 'missing_customer']);
  assert.equal(await shop.balance('FREE'), 1_000);
});

test('a refusal with an Idempotency-Key stays the answer', async () => {
  const shop = await rewardShop(server);
  const mug = await shop.mug(10, 0);
  const path = `/v1/loyalties/members/${shop.card}/redemption`;
  const send = () => shop.project.post(path, { reward: { id: mug } }, { 'idempotency-key': 'one' });
  await refused(shop, await send(), [400, 'quantity_exceeded']);
  await shop.project.put(`/v1/rewards/${mug}`, { stock: 1 });
  await refused(shop, await send(), [400, 'quantity_exceeded']);
});
