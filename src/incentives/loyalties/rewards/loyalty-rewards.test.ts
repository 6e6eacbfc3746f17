/** Rewards of loyalty campaigns over HTTP, and what a member can have for their points. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer, type TestProject } from '../../../../test/support/api.ts';

const server = await testServer();

async function programme(shop: TestProject, name = 'Programme', points = 50): Promise<string> {
  const voucher = { type: 'LOYALTY_CARD', loyalty_card: { points } };
  const input = { name, campaign_type: 'LOYALTY_PROGRAM', voucher };
  return (await shop.post('/v1/campaigns', input)).body.id;
}

async function product(shop: TestProject, name: string): Promise<string> {
  const { body } = await shop.post('/v1/products', { name });
  const parameters = { product: { id: body.id } };
  return (await shop.post('/v1/rewards', { name, parameters })).body.id;
}

async function coin(shop: TestProject, points_ratio: number): Promise<string> {
  const parameters = { coin: { exchange_ratio: 1, points_ratio } };
  return (await shop.post('/v1/rewards', { parameters })).body.id;
}

const costing = (reward: string, points: number) => ({
  reward,
  parameters: { loyalty: { points } },
});

async function setUp() {
  const shop = await server.project();
  const campaign = await programme(shop);
  const [mug, cup] = [await product(shop, 'Mug'), await product(shop, 'Cup')];
  const path = `/v1/loyalties/${campaign}/rewards`;
  return { shop, campaign, mug, cup, path };
}

test('a campaign is given several rewards at once, by id or name', async () => {
  const { shop, campaign, mug, cup, path } = await setUp();
  const pay = await coin(shop, 10);
  const made = await shop.post(path, [costing(mug, 20), costing(cup, 60), { reward: pay }]);
  assert.equal(made.status, 200);
  assert.deepEqual(
    made.body.map((one: { reward_id: string; related_object_id: string }) => [
      one.reward_id,
      one.related_object_id,
    ]),
    [mug, cup, pay].map((id) => [id, campaign]),
  );
  const newest = made.body.toReversed();
  const list = { object: 'list', data_ref: 'data', data: newest, total: 3 };
  assert.deepEqual((await shop.get(path)).body, list);
  assert.deepEqual((await shop.get(`/v1/loyalties/${campaign}/reward-assignments`)).body, list);
  assert.deepEqual((await shop.get('/v1/loyalties/Programme/rewards')).body, list);
  const [first] = made.body;
  const only = { ...list, data: [first], total: 1 };
  assert.deepEqual((await shop.get(`${path}?assignment_id=${first.id}`)).body, only);
  const other = `/v1/loyalties/${campaign}/reward-assignments?assignmentId=${first.id}`;
  assert.deepEqual((await shop.get(other)).body, only);
});

test('an assignment is read at either address, with its reward, changed and taken back', async () => {
  const { shop, campaign, mug, path } = await setUp();
  const [made] = (await shop.post(path, [costing(mug, 20)])).body;
  const assignment = `/v1/loyalties/${campaign}/reward-assignments/${made.id}`;
  assert.deepEqual((await shop.get(`${path}/${made.id}`)).body, made);
  assert.deepEqual((await shop.get(assignment)).body, made);
  const { body: reward } = await shop.get(`/v1/rewards/${mug}`);
  assert.deepEqual((await shop.get(`${assignment}/reward`)).body, reward);
  const changed = await shop.put(`${path}/${made.id}`, { parameters: { loyalty: { points: 7 } } });
  assert.equal(changed.body.parameters.loyalty.points, 7);
  assert.equal((await shop.delete(`${path}/${made.id}`)).status, 204);
  assert.equal((await shop.get(path)).body.total, 0);
});

test('all or none of several rewards are given', async () => {
  const { shop, mug, cup, path } = await setUp();
  const refusals = [
    [[costing(mug, 20), costing('rew_none', 5)], 'not_found'],
    [[costing(mug, 20), { reward: cup }], 'missing_param'],
    [[costing(mug, 20), costing(mug, 30)], 'duplicate_found'],
    [[], 'invalid_payload'],
  ] as const;
  for (const [body, key] of refusals) {
    const answer = await shop.post(path, body);
    assert.equal(answer.body.key, key);
    assert.equal(answer.status, answer.body.code);
    assert.equal((await shop.get(path)).body.total, 0);
  }
});

test('a member sees what their campaign offers, or only what they can pay for', async () => {
  const { shop, mug, cup, path, campaign } = await setUp();
  const [little, much] = [await coin(shop, 50), await coin(shop, 51)];
  const rewards = [costing(mug, 50), costing(cup, 51), { reward: little }, { reward: much }];
  await shop.post(path, rewards);
  const { body: card } = await shop.post(`/v1/campaigns/${campaign}/vouchers/CARD`, {});
  const offered = async (query = '') => {
    const { body } = await shop.get(`/v1/loyalties/members/CARD/rewards${query}`);
    assert.equal(body.total, body.data.length);
    return body.data.map((one: { reward: { id: string } }) => one.reward.id);
  };
  assert.deepEqual(await offered(), [much, little, cup, mug]);
  assert.deepEqual(await offered('?affordable_only=true'), [little, mug]);
  const { body } = await shop.get(`/v1/loyalties/members/${card.id}/rewards`);
  const [{ reward, assignment, object }] = body.data;
  assert.equal(object, 'loyalty_reward');
  assert.deepEqual(reward, (await shop.get(`/v1/rewards/${much}`)).body);
  assert.equal(assignment.reward_id, much);
});

test('what is no loyalty programme and no loyalty card is not found', async () => {
  const { shop, campaign, mug, path } = await setUp();
  const [made] = (await shop.post(path, [costing(mug, 20)])).body;
  const elsewhere = await programme(shop, 'Elsewhere');
  const { body: coupons } = await shop.post('/v1/campaigns', {
    name: 'Coupons',
    campaign_type: 'DISCOUNT_COUPONS',
    voucher: { type: 'DISCOUNT_VOUCHER', discount: { type: 'AMOUNT', amount_off: 100 } },
  });
  await shop.post(`/v1/campaigns/${coupons.id}/vouchers/CODE`, {});
  const input = { parameters: { loyalty: { points: 7 } } };
  const at = (id: string) => `/v1/loyalties/${id}`;
  const cases = [
    [await shop.get(`${at('none')}/rewards`), 'campaign'],
    [await shop.get(`${at(coupons.id)}/rewards`), 'campaign'],
    [await shop.get(`${at('none')}/reward-assignments`), 'campaign'],
    [await shop.post(`${at('none')}/rewards`, [costing(mug, 1)]), 'campaign'],
    [await shop.get(`${at('none')}/rewards/${made.id}`), 'campaign'],
    [await shop.get(`${at(elsewhere)}/rewards/${made.id}`), 'reward_assignment'],
    [await shop.get(`${at(elsewhere)}/reward-assignments/${made.id}`), 'reward_assignment'],
    [await shop.get(`${at(campaign)}/reward-assignments/none/reward`), 'reward_assignment'],
    [await shop.put(`${at(elsewhere)}/rewards/${made.id}`, input), 'reward_assignment'],
    [await shop.delete(`${at(elsewhere)}/rewards/${made.id}`), 'reward_assignment'],
    [await shop.delete(`${at('none')}/rewards/${made.id}`), 'campaign'],
    [await shop.get('/v1/loyalties/members/NONE/rewards'), 'voucher'],
    [await shop.get('/v1/loyalties/members/CODE/rewards'), 'voucher'],
  ] as const;
  for (const [{ status, body }, type] of cases) {
    assert.deepEqual([status, body.key, body.resource_type], [404, 'not_found', type]);
  }
  assert.deepEqual((await shop.get(`${path}/${made.id}`)).body, made);
});
