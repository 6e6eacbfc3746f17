/** What rewards cost members of a tier over HTTP: shown and taken alike. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../../test/support/api.ts';
import { rewardShop } from '../../../../test/support/reward-shop.ts';

const server = await testServer({ jobs: true });

test('a tier halves one cost, sets another, and takes a reward away', async () => {
  const shop = await rewardShop(server);
  const [half, exact, gone] = [await shop.mug(300), await shop.mug(400), await shop.mug(5)];
  const { body: list } = await shop.project.get(`/v1/loyalties/${shop.programme}/rewards`);
  const assignment = (reward: string): string =>
    list.data.find((one: { reward_id: string }) => one.reward_id === reward).id;
  const tier = {
    name: 'Gold',
    points: { from: 500 },
    rewards: {
      [assignment(half)]: { type: 'MULTIPLY', multiplier: 0.5 },
      [assignment(exact)]: { type: 'CUSTOM', points: 7 },
      [assignment(gone)]: { type: 'NOT_AVAILABLE' },
    },
  };
  const made = await shop.project.post(`/v1/loyalties/${shop.programme}/tiers`, [tier]);
  assert.equal(made.status, 200, JSON.stringify(made.body));
  const offered = async () => {
    const { body } = await shop.project.get(`/v1/loyalties/members/${shop.card}/rewards`);
    return body.data.map((one: { assignment: { parameters: { loyalty: { points: number } } } }) => [
      one.assignment.parameters.loyalty.points,
    ]);
  };
  for (let tries = 0; tries < 200 && (await offered()).length === 3; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.deepEqual(await offered(), [[7], [150]]);
  const { body } = await shop.redeem(half);
  assert.deepEqual([body.loyalty_card.points, body.amount], [150, 150]);
  assert.equal(body.reward.loyalty_tier_id, made.body[0].id);
  assert.equal((await shop.redeem(exact)).body.loyalty_card.points, 7);
  const refused = await shop.redeem(gone);
  assert.deepEqual([refused.status, refused.body.key], [404, 'not_found']);
  assert.equal(await shop.balance(shop.card), 843);
});
