/** The last units of a reward, two processes, everybody at once: so many are given, never one more. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestProject } from '../support/api.ts';
import { rewardShop } from '../support/reward-shop.ts';
import { atOnce, tally, twoServers } from './two-servers.ts';

const { server, both } = await twoServers();

const redeem = (at: TestProject, card: string, reward: string, headers = {}) =>
  at.post(`/v1/loyalties/members/${card}/redemption`, { reward: { id: reward } }, headers);

test('40 members at once for the last 5 units: 5 get one, the others keep their points', async () => {
  const shop = await rewardShop(server, 100);
  const mug = await shop.mug(60, 5);
  const members: { readonly card: string }[] = [];
  for (let n = 0; n < 40; n++) members.push(await shop.member());
  const answers = await atOnce(both(shop.project), 40, (at, n) =>
    redeem(at, members[n]?.card ?? '', mug),
  );
  assert.deepEqual(tally(answers), { 200: 5, quantity_exceeded: 35 });
  const { body } = await shop.project.get(`/v1/rewards/${mug}`);
  assert.deepEqual([body.stock, body.redeemed], [0, 5]);
  const balances = await Promise.all(members.map(({ card }) => shop.balance(card)));
  assert.equal(balances.filter((balance) => balance === 40).length, 5);
  assert.equal(balances.filter((balance) => balance === 100).length, 35);
  await shop.assertLedgerAgrees();
});

test('20 at once on one card that can pay for three: three are paid for', async () => {
  const shop = await rewardShop(server, 100);
  const mug = await shop.mug(30, 50);
  const answers = await atOnce(both(shop.project), 20, (at) => redeem(at, shop.card, mug));
  assert.deepEqual(tally(answers), { 200: 3, loyalty_card_points_exceeded: 17 });
  assert.equal(await shop.balance(shop.card), 10);
  assert.equal((await shop.project.get(`/v1/rewards/${mug}`)).body.stock, 47);
  await shop.assertLedgerAgrees();
});

test('20 at once for credits: the customer has one gift card, with all of them', async () => {
  const shop = await rewardShop(server, 2_000);
  const gifts = await shop.campaign('gift');
  const reward = await shop.reward({ campaign: { id: gifts, balance: 7 } }, 100);
  const answers = await atOnce(both(shop.project), 20, (at) => redeem(at, shop.card, reward));
  assert.deepEqual(tally(answers), { 200: 20 });
  const codes = new Set(answers.map(({ body }) => body.reward.voucher.code));
  assert.equal(codes.size, 1);
  assert.equal(await shop.balance([...codes][0]), 140);
  assert.equal(await shop.balance(shop.card), 0);
  await shop.assertLedgerAgrees();
});

test('20 at once with one Idempotency-Key are one exchange', async () => {
  const shop = await rewardShop(server, 100);
  const coupons = await shop.campaign('coupons');
  const reward = await shop.reward({ campaign: { id: coupons } }, 10);
  const headers = { 'idempotency-key': 'one' };
  const answers = await atOnce(both(shop.project), 20, (at) =>
    redeem(at, shop.card, reward, headers),
  );
  for (const { status, body } of answers) {
    assert.equal(status, 200, JSON.stringify(body));
    assert.deepEqual(body, answers[0]?.body);
  }
  assert.equal(await shop.balance(shop.card), 90);
});

test('redeemed and rolled back over and over, the last unit and the points are where they were', async () => {
  const shop = await rewardShop(server, 100);
  const mug = await shop.mug(60, 1);
  const { card } = await shop.member();
  await atOnce(both(shop.project), 40, async (at, n) => {
    const answer = await redeem(at, n % 2 === 0 ? card : shop.card, mug);
    if (answer.status !== 200) return answer;
    return at.post(`/v1/redemptions/${answer.body.id}/rollback`, {});
  });
  const { body } = await shop.project.get(`/v1/rewards/${mug}`);
  assert.deepEqual([body.stock, body.redeemed], [1, null]);
  assert.deepEqual([await shop.balance(card), await shop.balance(shop.card)], [100, 100]);
  await shop.assertLedgerAgrees();
});
