/** Loyalty cards that pay for a reward, found over HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../../test/support/api.ts';
import { rewardShop } from '../../../../test/support/reward-shop.ts';

const server = await testServer();

test('a customer’s cards are found that have enough points for a reward of their campaign', async () => {
  const shop = await rewardShop(server);
  const [cheap, dear] = [await shop.mug(1_000), await shop.mug(1_001)];
  await shop.member();
  const find = async (reward: object, customer: object | null = { id: shop.holder }) => {
    const { status, body } = await shop.project.post('/v1/vouchers/qualification', {
      customer,
      reward,
    });
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal(body.total, body.data.length);
    return body.data.map(({ code }: { code: string }) => code);
  };
  assert.deepEqual(await find({ id: cheap }), [shop.card]);
  assert.deepEqual(await find({ id: dear }), []);
  assert.deepEqual(await find({ id: 'rew_none' }), []);
  assert.deepEqual(await find({ id: cheap, assignment_id: 'rewa_none' }), []);
  assert.deepEqual(await find({ id: cheap }, null), []);
  const coin = await shop.reward({ coin: { exchange_ratio: 1 } }, null);
  assert.deepEqual(await find({ id: coin, points: 1_000 }), [shop.card]);
  assert.deepEqual(await find({ id: coin, points: 1_001 }), []);
});
