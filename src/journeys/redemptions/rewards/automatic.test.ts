/** Rewards that a campaign redeems by itself, seen over HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../../test/support/api.ts';
import { rewardShop, type RewardShop } from '../../../../test/support/reward-shop.ts';

const server = await testServer({ jobs: true });

/** A programme that redeems a product by itself. */
async function automatic(shop: RewardShop, points: number, stock: number) {
  const { project } = shop;
  const programme = await shop.campaign('loyalty');
  const { body: product } = await project.post('/v1/products', { name: 'Mug' });
  const parameters = { product: { id: product.id } };
  const { body: mug } = await project.post('/v1/rewards', { parameters, stock });
  const made = await project.post(`/v1/rewards/${mug.id}/assignments`, {
    campaign: programme,
    parameters: { loyalty: { points, auto_redeem: true } },
  });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  return { programme, path: `/v1/rewards/${mug.id}` };
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail('it has not become true');
}

test('points that come to a card are redeemed at once, as often as they are enough', async () => {
  const shop = await rewardShop(server);
  const { programme, path } = await automatic(shop, 300, 5);
  const few = await shop.reward({ campaign: { id: programme, balance: 299 } }, 10);
  const many = await shop.reward({ campaign: { id: programme, balance: 401 } }, 10);
  const { code } = (await shop.redeem(few)).body.reward.voucher;
  assert.equal((await shop.redeem(many)).body.reward.voucher.code, code);
  await until(async () => (await shop.balance(code)) === 100);
  const { body } = await shop.project.get(`/v1/vouchers/${code}/redemption`);
  assert.equal(body.redemption_entries.length, 2);
  for (const redemption of body.redemption_entries) {
    assert.equal(redemption.channel.channel_type, 'AUTO_REDEEM');
    assert.deepEqual([redemption.customer_id, redemption.amount], [shop.holder, 300]);
  }
  assert.deepEqual((await shop.project.get(path)).body.stock, 3);
  await shop.assertLedgerAgrees();
});

test('what is rolled back is not redeemed once more', async () => {
  const shop = await rewardShop(server);
  const { programme, path } = await automatic(shop, 300, 1);
  const points = await shop.reward({ campaign: { id: programme, balance: 300 } }, 10);
  const { code } = (await shop.redeem(points)).body.reward.voucher;
  await until(async () => (await shop.balance(code)) === 0);
  const { body } = await shop.project.get(`/v1/vouchers/${code}/redemption`);
  const [{ id }] = body.redemption_entries;
  assert.equal((await shop.project.post(`/v1/redemptions/${id}/rollback`, {})).status, 200);
  assert.equal((await shop.project.get(path)).body.stock, 1);
  const left = await server.db.adhoc('select id from outbox where project_id = $1', [
    shop.project.id,
  ]);
  assert.deepEqual(left, []);
  assert.equal(await shop.balance(code), 300);
});
