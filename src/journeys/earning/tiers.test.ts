/** Points and tiers together, over HTTP: what tiers make of points, what changes of tiers earn, estimates. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../test/support/api.ts';
import { earningRule, forEach, made, pointsOn } from '../../../test/support/loyalty-shop.ts';
import {
  contextAt,
  member,
  movePoints,
  programme,
  tierOf,
} from '../../../test/support/tier-shop.ts';

const server = await testServer();
const { db } = server;

async function shopWith(more: object = {}) {
  const project = await server.project();
  const { id, tierIds } = await programme(project);
  const fixed = await earningRule(project, id, { loyalty: { type: 'FIXED', points: 20 } });
  const spent = await earningRule(project, id, { loyalty: forEach(1_000) });
  const earning_rules = {
    [fixed]: { type: 'CUSTOM', points: 200 },
    [spent]: { type: 'MULTIPLY', multiplier: 1.5 },
  };
  const path = `/v1/loyalties/${id}/tiers/${tierIds.Bronze}`;
  const { status } = await project.put(path, { earning_rules });
  assert.equal(status, 200);
  await project.put(`/v1/campaigns/${id}`, more);
  const shopper = await member(project, id);
  return { project, id, tierIds, fixed, spent, shopper, path };
}

const paid = (customerId: string, amount: number) => ({
  status: 'PAID',
  amount,
  customer: { id: customerId },
});

test('members of a tier earn what it makes of the points of each rule, and rise by what they earn', async () => {
  const { project, shopper } = await shopWith();
  await made(project, '/v1/orders', paid(shopper.customerId, 3_000));
  assert.equal(await pointsOn(project, shopper.code), 23);
  assert.equal(await tierOf(project, shopper.code), null);
  await made(project, '/v1/orders', paid(shopper.customerId, 80_000));
  assert.equal(await pointsOn(project, shopper.code), 123);
  assert.equal(await tierOf(project, shopper.code), 'Bronze');
  // 200 instead of 20, and 3 × 1.5 rounded half up.
  await made(project, '/v1/orders', paid(shopper.customerId, 3_000));
  assert.equal(await pointsOn(project, shopper.code), 328);
});

test('coming into a tier earns what the rules on it give, once', async () => {
  const { project, id, tierIds, shopper } = await shopWith();
  const event = 'customer.loyalty.tier.joined';
  const joined = {
    event,
    loyalty_tier: { id: tierIds.Bronze },
    loyalty: { type: 'FIXED', points: 7 },
  };
  await made(project, `/v1/loyalties/${id}/earning-rules`, [joined]);
  await made(project, '/v1/orders', paid(shopper.customerId, 100_000));
  assert.equal(await tierOf(project, shopper.code), 'Bronze');
  assert.equal(await pointsOn(project, shopper.code), 127);
});

test('points that an order loses when it is canceled take the tier along', async () => {
  const { project, shopper } = await shopWith();
  const order = await made(project, '/v1/orders', paid(shopper.customerId, 100_000));
  assert.equal(await tierOf(project, shopper.code), 'Bronze');
  await project.put(`/v1/orders/${order.id}`, { status: 'CANCELED' });
  assert.equal(await pointsOn(project, shopper.code), 0);
  assert.equal(await tierOf(project, shopper.code), null);
});

test("a tier lists its programme's rules with the points its members earn", async () => {
  const { project, fixed, spent, path } = await shopWith();
  const { body } = await project.get(`${path}/earning-rules`);
  const byId = new Map(
    body.data.map((rule: { id: string; loyalty: object }) => [rule.id, rule.loyalty]),
  );
  assert.equal(body.total, 2);
  assert.deepEqual(byId.get(fixed), { type: 'FIXED', points: 200 });
  assert.deepEqual(byId.get(spent), forEach(1_000, 2));
  const second = await project.get(`${path}/earning-rules?limit=1&page=2`);
  assert.deepEqual([second.body.data.length, second.body.total], [1, 2]);
});

test('a tier lists the rewards that its members can have', async () => {
  const { project, id, path } = await shopWith();
  const product = await made(project, '/v1/products', { name: 'Mug' });
  const reward = { name: 'Mug', type: 'MATERIAL', parameters: { product: { id: product.id } } };
  const rewards = [
    await made(project, '/v1/rewards', reward),
    await made(project, '/v1/rewards', reward),
  ];
  const assigned = await made(
    project,
    `/v1/loyalties/${id}/rewards`,
    rewards.map((one) => ({ reward: one.id, parameters: { loyalty: { points: 30 } } })),
  );
  assert.equal((await project.get(`${path}/rewards`)).body.total, 2);
  await project.put(path, { rewards: { [assigned[0].id]: { type: 'NOT_AVAILABLE' } } });
  const { body } = await project.get(`${path}/rewards`);
  assert.deepEqual(
    [body.total, body.data[0].assignment.id, body.data[0].object],
    [1, assigned[1].id, 'loyalty_tier_reward'],
  );
  for (const list of ['rewards', 'earning-rules']) {
    const gone = await project.get(`/v1/loyalties/${id}/tiers/ltr_nobody/${list}`);
    assert.deepEqual([gone.status, gone.body.resource_type], [404, 'loyalty_tier']);
  }
});

test('an estimate says what paying would earn by all rules and the tier held, and stores nothing', async () => {
  const { project, id, shopper } = await shopWith();
  const customer = { id: shopper.customerId };
  const estimate = (order: object) =>
    made(project, `/v1/loyalties/${id}/qualifications`, { customer, order });
  const { campaign, points_estimation } = await estimate({ amount: 3_500 });
  assert.deepEqual([campaign.id, campaign.object, points_estimation], [id, 'campaign', 23]);
  await movePoints(db, contextAt(project, null), { cardId: shopper.id, points: 100 });
  assert.equal((await estimate({ amount: 3_500 })).points_estimation, 205);
  const order = await made(project, '/v1/orders', { amount: 7_000 });
  assert.equal((await estimate({ id: order.id })).points_estimation, 211);
  assert.equal((await estimate({ id: order.id, amount: 3_500 })).points_estimation, 205);
  assert.equal(await pointsOn(project, shopper.code), 100);
});

test('who is no member gets an estimate only where earning makes members', async () => {
  const { project, id } = await shopWith();
  const path = `/v1/loyalties/${id}/qualifications`;
  const stranger = { customer: { source_id: 'stranger' }, order: { amount: 1_000 } };
  const refused = await project.post(path, stranger);
  assert.deepEqual([refused.status, refused.body.key], [400, 'campaign_not_allow_auto_join']);
  await project.put(`/v1/campaigns/${id}`, { auto_join: true });
  assert.equal((await made(project, path, stranger)).points_estimation, 21);
});

test('estimates are refused for cards and programs that are switched off, unknown, or without an order', async () => {
  const { project, id, shopper } = await shopWith();
  const path = `/v1/loyalties/${id}/qualifications`;
  const body = { customer: { id: shopper.customerId }, order: { amount: 1_000 } };
  const unknown = await project.post('/v1/loyalties/camp_nobody/qualifications', body);
  assert.deepEqual([unknown.status, unknown.body.resource_type], [404, 'campaign']);
  const nameless = await project.post(path, { order: body.order });
  assert.deepEqual([nameless.status, nameless.body.key], [400, 'invalid_payload']);
  const orderless = await project.post(path, { customer: body.customer });
  assert.deepEqual([orderless.status, orderless.body.key], [400, 'invalid_payload']);
  await project.post(`/v1/vouchers/${shopper.code}/disable`);
  const off = await project.post(path, body);
  assert.deepEqual([off.status, off.body.key], [400, 'loyalty_card_not_active']);
  await project.post(`/v1/campaigns/${id}/disable`);
  const closed = await project.post(path, body);
  assert.deepEqual([closed.status, closed.body.key], [400, 'campaign_not_active']);
});
