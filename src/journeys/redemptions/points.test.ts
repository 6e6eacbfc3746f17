/** Paying with points over HTTP: what they are worth, what leaves the card, what comes back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Answer, type TestProject, testServer } from '../../../test/support/api.ts';
import { booksOf } from '../../../test/support/card-books.ts';

const server = await testServer();

type Made = { readonly shop: TestProject; readonly reward: string; readonly assignment: string };

async function made(shop: TestProject, path: string, body: object): Promise<Answer['body']> {
  const answer = await shop.post(path, body);
  assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** A program whose card CARD holds so many points, 100 of which are 20.00. */
async function program(points: number): Promise<Made & { readonly campaign: string }> {
  const shop = await server.project();
  const campaign = await made(shop, '/v1/campaigns', {
    name: 'Points',
    campaign_type: 'LOYALTY_PROGRAM',
    voucher: { type: 'LOYALTY_CARD', loyalty_card: { points } },
  });
  await made(shop, `/v1/campaigns/${campaign.id}/vouchers/CARD`, {});
  const parameters = { coin: { exchange_ratio: 20, points_ratio: 100 } };
  const reward = await made(shop, '/v1/rewards', { name: 'Pay with points', parameters });
  const assigned = await made(shop, `/v1/rewards/${reward.id}/assignments`, {
    campaign: campaign.id,
  });
  return { shop, reward: reward.id, assignment: assigned.id, campaign: campaign.id };
}

const paying = ({ reward }: Made, points?: number, id = 'CARD') => ({
  object: 'voucher',
  id,
  reward: { id: reward, ...(points === undefined ? {} : { points }) },
});

test('points pay their worth, are booked with their reward, and come back', async () => {
  const { shop, ...more } = await program(6_500);
  const request = {
    customer: { source_id: 'ann' },
    redeemables: [paying({ shop, ...more }, 300)],
    order: { source_id: 'o-1', amount: 6_500 },
  };
  const valid = await shop.post('/v1/validations', request);
  assert.deepEqual(valid.body.redeemables[0].result, { loyalty_card: { points: 300 } });
  assert.equal(valid.body.order.total_amount, 500);
  const { status, body } = await shop.post('/v1/redemptions', request);
  assert.equal(status, 200, JSON.stringify(body));
  const [redemption] = body.redemptions;
  assert.equal(redemption.amount, 300);
  assert.deepEqual(redemption.loyalty_card, { points: 300 });
  const { created_at, ...reward } = redemption.reward;
  assert.ok(created_at);
  assert.deepEqual(reward, {
    id: more.reward,
    assignment_id: more.assignment,
    name: 'Pay with points',
    type: 'COIN',
    parameters: { coin: { exchange_ratio: 20, points_ratio: 100 } },
    metadata: {},
    updated_at: null,
    loyalty_tier_id: null,
    object: 'reward',
  });
  assert.equal(redemption.voucher.loyalty_card.balance, 6_200);
  assert.equal(redemption.voucher.redemption.redeemed_points, 300);
  assert.equal(redemption.order.discount_amount, 6_000);
  const [entry] = await server.db.adhoc<{ type: string; order_id: string; details: object }>(
    `select type, order_id, details from ledger_entries where project_id = $1 and amount < 0`,
    [shop.id],
  );
  assert.deepEqual(entry, {
    type: 'POINTS_REDEMPTION',
    order_id: body.order.id,
    details: {
      redemption: { id: redemption.id },
      order: { id: body.order.id, source_id: 'o-1' },
      reward: { id: more.reward, name: 'Pay with points' },
    },
  });
  const back = await shop.post(`/v1/redemptions/${redemption.id}/rollback`, {});
  assert.equal(back.body.amount, -300, JSON.stringify(back.body));
  assert.deepEqual(back.body.loyalty_card, { points: -300 });
  assert.equal(back.body.reward.id, more.reward);
  assert.equal(back.body.voucher.loyalty_card.balance, 6_500);
  const books = await booksOf(server, shop, 'CARD');
  assert.deepEqual([books.lots, books.entries], [6_500, [6_500, -300, 300]]);
});

test('without a number of points whole ratios pay the order, and the card keeps the rest', async () => {
  const { shop, ...more } = await program(6_874);
  const { body } = await shop.post('/v1/vouchers/CARD/redemption', {
    order: { amount: 45_000 },
    reward: { id: more.reward },
  });
  assert.equal(body.amount, 2_300, JSON.stringify(body));
  assert.equal(body.order.total_amount, 0);
  assert.equal(body.voucher.loyalty_card.balance, 4_574);
});

test('one card tells the points that pay and the reward they are for', async () => {
  const { shop, ...more } = await program(1_000);
  const { body } = await shop.post('/v1/vouchers/CARD/validate', {
    order: { amount: 14_500 },
    reward: { id: more.reward, points: 10 },
  });
  assert.equal(body.valid, true);
  assert.deepEqual(body.loyalty, { points_cost: 10 });
  assert.deepEqual(body.reward, { id: more.reward, assignment_id: more.assignment, points: 10 });
  assert.equal(body.order.total_amount, 14_300);
});

test('rules of the reward limit how its points pay', async () => {
  const { shop, ...more } = await program(1_000);
  const name = 'redemption.reward.pay_with_points.points_used';
  const rule = await made(shop, '/v1/validation-rules', {
    name: 'At most 100',
    rules: { 1: { name, conditions: { $less_than_or_equal: [100] } } },
  });
  await made(shop, `/v1/validation-rules/${rule.id}/assignments`, {
    related_object_type: 'reward_assignment',
    related_object_id: more.assignment,
  });
  const order = { amount: 50_000 };
  const redeem = (points: number) =>
    shop.post('/v1/vouchers/CARD/redemption', { order, reward: { id: more.reward, points } });
  assert.equal((await redeem(101)).body.key, 'redemption_rules_violated');
  assert.equal((await redeem(100)).body.amount, 100);
});

const order = { amount: 1_000 };
const refusals: readonly (readonly [string, (reward: string) => object, number, string])[] = [
  ['no reward', () => ({ order }), 400, 'missing_reward'],
  ['a reward nobody has', () => ({ order, reward: { id: 'rew_none' } }), 404, 'not_found'],
  ['no order', (id) => ({ reward: { id, points: 1 } }), 400, 'missing_amount'],
  [
    'more points than there are',
    (id) => ({ order, reward: { id, points: 501 } }),
    400,
    'loyalty_card_points_exceeded',
  ],
  ['credits', (id) => ({ order, reward: { id }, gift: { credits: 1 } }), 400, 'invalid_gift'],
];

for (const [claim, request, status, key] of refusals) {
  test(`a loyalty card redeemed with ${claim} is refused, and keeps its points: ${key}`, async () => {
    const { shop, reward } = await program(500);
    const answer = await shop.post('/v1/vouchers/CARD/redemption', request(reward));
    assert.deepEqual([answer.status, answer.body.key], [status, key]);
    assert.deepEqual((await booksOf(server, shop, 'CARD')).entries, [500]);
  });
}

test('points that have expired pay nothing, and leave the card with the next redemption', async () => {
  const { shop, ...more } = await program(100);
  await server.db.adhoc(
    `with old as (select id from vouchers where project_id = $1 and code = 'CARD')
     select ledger_credit($1, (select id from old), $2::jsonb, 50, 'lopb_old', '2020-02-01')`,
    [
      shop.id,
      JSON.stringify({ id: 'vtx_old', type: 'POINTS_ADDITION', at: '2020-01-01T00:00:00Z' }),
    ],
  );
  const redeem = (points: number) =>
    shop.post('/v1/redemptions', { redeemables: [paying({ shop, ...more }, points)], order });
  assert.equal((await redeem(101)).body.key, 'loyalty_card_points_exceeded');
  const { body } = await redeem(30);
  assert.equal(body.redemptions[0].voucher.loyalty_card.balance, 70, JSON.stringify(body));
  const books = await booksOf(server, shop, 'CARD');
  assert.deepEqual(books.entries, [100, 50, -50, -30]);
  assert.equal(books.lots, 70);
});

test('points come back into their own lot, and expire at once where that has expired since', async () => {
  const { shop, ...more } = await program(100);
  const { body } = await shop.post('/v1/redemptions', {
    redeemables: [paying({ shop, ...more }, 30)],
    order,
  });
  await server.db.adhoc(`update ledger_lots set expires_at = '2020-01-01' where project_id = $1`, [
    shop.id,
  ]);
  const path = `/v1/redemptions/${body.redemptions[0].id}/rollback`;
  const back = await shop.post(path, {});
  assert.equal(back.status, 200, JSON.stringify(back.body));
  assert.equal(back.body.voucher.loyalty_card.balance, 0);
  assert.equal(back.body.voucher.redemption.redeemed_points, 0);
  const books = await booksOf(server, shop, 'CARD');
  assert.deepEqual([books.lots, books.entries], [0, [100, -30, 30, -100]]);
  assert.equal((await shop.post(path, {})).body.key, 'already_rolled_back');
});

test('a rollback after the card was deleted gives the order back alone', async () => {
  const { shop, ...more } = await program(100);
  const { body } = await shop.post('/v1/redemptions', {
    redeemables: [paying({ shop, ...more }, 30)],
    order: { amount: 1_000 },
  });
  assert.equal(body.order.total_amount, 400, JSON.stringify(body));
  assert.equal((await shop.delete('/v1/vouchers/CARD')).status, 204);
  const back = await shop.post(`/v1/redemptions/${body.redemptions[0].id}/rollback`, {});
  assert.equal(back.status, 200, JSON.stringify(back.body));
  assert.equal(back.body.amount, -30);
  const sums = await server.db.adhoc<{ sum: number }>(
    'select sum(amount)::integer as sum from ledger_entries where project_id = $1',
    [shop.id],
  );
  assert.deepEqual(sums, [{ sum: 0 }]);
});
