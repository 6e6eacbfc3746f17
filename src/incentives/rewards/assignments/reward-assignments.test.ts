/** Assignments of rewards over HTTP: which campaign has a reward, for how many points. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer, type TestProject } from '../../../../test/support/api.ts';
import { insertCampaign } from '../../../../test/support/incentives.ts';

const server = await testServer();

async function setUp() {
  const shop = await server.project();
  const campaign = await insertCampaign(server.db, shop, { campaignType: 'LOYALTY_PROGRAM' });
  const { body: product } = await shop.post('/v1/products', { name: 'Mug' });
  const reward = await rewardOf(shop, { product: { id: product.id } });
  const coin = await rewardOf(shop, { coin: { exchange_ratio: 1 } });
  return { shop, campaign, reward, coin };
}

async function rewardOf(shop: TestProject, parameters: object): Promise<string> {
  return (await shop.post('/v1/rewards', { parameters })).body.id;
}

const costing = (points: number, more: object = {}) => ({
  parameters: { loyalty: { points, ...more } },
});

test('a reward is assigned, read, listed, changed, and taken back', async () => {
  const { shop, campaign, reward } = await setUp();
  const path = `/v1/rewards/${reward}/assignments`;
  const { body: made } = await shop.post(path, { campaign, ...costing(39) });
  const { id, created_at, ...rest } = made;
  assert.match(id, /^rewa_/);
  assert.ok(created_at);
  assert.deepEqual(rest, {
    reward_id: reward,
    related_object_id: campaign,
    related_object_type: 'campaign',
    parameters: { loyalty: { points: 39 } },
    updated_at: null,
    object: 'reward_assignment',
  });
  assert.deepEqual((await shop.get(`${path}/${id}`)).body, made);
  assert.deepEqual((await shop.get(path)).body, {
    object: 'list',
    data_ref: 'data',
    data: [made],
    total: 1,
  });
  assert.equal((await shop.get(`/v1/rewards?assignment_id=${id}`)).body.data[0].id, reward);
  const { body: changed } = await shop.put(`${path}/${id}`, costing(35));
  assert.deepEqual(changed.parameters, { loyalty: { points: 35 } });
  assert.ok(changed.updated_at);
  assert.deepEqual((await shop.get(`${path}/${id}`)).body, changed);
  const kept = await shop.delete(`/v1/rewards/${reward}`);
  assert.equal(kept.body.key, 'resource_in_use');
  assert.match(kept.body.details, new RegExp(id));
  assert.equal((await shop.delete(`${path}/${id}`)).status, 204);
  assert.equal((await shop.get(path)).body.total, 0);
  assert.equal((await shop.delete(`/v1/rewards/${reward}`)).status, 204);
});

test('what pays for orders has no cost', async () => {
  const { shop, campaign, coin } = await setUp();
  const path = `/v1/rewards/${coin}/assignments`;
  const { body: made } = await shop.post(path, { campaign });
  assert.equal(made.parameters, undefined);
  assert.equal((await shop.put(`${path}/${made.id}`, costing(5))).body.parameters, undefined);
});

test('one reward of a campaign is redeemed by itself', async () => {
  const { shop, campaign, reward } = await setUp();
  const path = `/v1/rewards/${reward}/assignments`;
  const { body: first } = await shop.post(path, { campaign, ...costing(5, { auto_redeem: true }) });
  assert.deepEqual(first.parameters, { loyalty: { points: 5, auto_redeem: true } });
  const { body: product } = await shop.post('/v1/products', { name: 'Cup' });
  const other = await rewardOf(shop, { product: { id: product.id } });
  const second = `/v1/rewards/${other}/assignments`;
  const refused = await shop.post(second, { campaign, ...costing(6, { auto_redeem: true }) });
  assert.equal(refused.body.key, 'invalid_payload');
  const { body: made } = await shop.post(second, { campaign, ...costing(6) });
  const turned = await shop.put(`${second}/${made.id}`, costing(6, { auto_redeem: true }));
  assert.equal(turned.body.key, 'invalid_payload');
  await shop.put(`${path}/${first.id}`, costing(5, { auto_redeem: false }));
  const now = await shop.put(`${second}/${made.id}`, costing(6, { auto_redeem: true }));
  assert.equal(now.body.parameters.loyalty.auto_redeem, true);
});

test('validation rules guard an assignment, and leave it when it goes', async () => {
  const { shop, campaign, coin } = await setUp();
  const { body: rule } = await shop.post('/v1/validation-rules', { name: 'Rule' });
  const { body: more } = await shop.post('/v1/validation-rules', { name: 'More' });
  const path = `/v1/rewards/${coin}/assignments`;
  const { body: made } = await shop.post(path, { campaign, validation_rules: [rule.id] });
  const guarded = async () =>
    (await shop.get(`/v1/validation-rules-assignments?related_object_id=${made.id}`)).body.total;
  assert.equal(await guarded(), 1);
  const later = await shop.post(`/v1/validation-rules/${more.id}/assignments`, {
    related_object_type: 'reward_assignment',
    related_object_id: made.id,
  });
  assert.equal(later.status, 200);
  assert.equal(await guarded(), 2);
  await shop.delete(`${path}/${made.id}`);
  assert.equal(await guarded(), 0);
});

test('refused: what is missing, twice the same, and campaigns that are no loyalty programmes', async () => {
  const { shop, campaign, reward } = await setUp();
  const path = `/v1/rewards/${reward}/assignments`;
  const answer = async (body: object) => {
    const { status, body: refusal } = await shop.post(path, body);
    assert.equal(status, refusal.code);
    return [refusal.key, refusal.resource_type];
  };
  assert.deepEqual(await answer({ campaign }), ['missing_param', undefined]);
  assert.deepEqual(await answer({ campaign, parameters: { loyalty: {} } }), [
    'missing_param',
    undefined,
  ]);
  assert.deepEqual(await answer({ campaign, ...costing(0) }), ['invalid_payload', undefined]);
  assert.deepEqual(await answer(costing(5)), ['not_found', 'campaign']);
  assert.deepEqual(await answer({ campaign: 'none', ...costing(5) }), ['not_found', 'campaign']);
  const coupons = await insertCampaign(server.db, shop, { campaignType: 'DISCOUNT_COUPONS' });
  assert.deepEqual(await answer({ campaign: coupons, ...costing(5) }), ['not_found', 'campaign']);
  const unknown = { campaign, ...costing(5), validation_rules: ['val_none'] };
  assert.deepEqual(await answer(unknown), ['not_found', 'validation_rules']);
  assert.equal((await shop.get(path)).body.total, 0);
  const { body: made } = await shop.post(path, { campaign, ...costing(5) });
  const again = await shop.post(path, { campaign, ...costing(5) });
  assert.deepEqual([again.status, again.body.resource_id], [409, made.id]);
  const itself = await rewardOf(shop, { campaign: { id: campaign, balance: 5 } });
  const circle = await shop.post(`/v1/rewards/${itself}/assignments`, { campaign, ...costing(5) });
  assert.equal(circle.body.key, 'invalid_payload');
});

test('refused: unknown rewards and assignments, and an assignment under another reward’s name', async () => {
  const { shop, campaign, reward, coin } = await setUp();
  const { body: made } = await shop.post(`/v1/rewards/${reward}/assignments`, {
    campaign,
    ...costing(5),
  });
  const cases = [
    ['rew_none', made.id, 'reward'],
    [reward, 'rewa_none', 'reward_assignment'],
    [coin, made.id, 'reward_assignment'],
  ] as const;
  for (const [rewardId, id, type] of cases) {
    const path = `/v1/rewards/${rewardId}/assignments/${id}`;
    for (const { status, body } of [
      await shop.get(path),
      await shop.put(path, costing(6)),
      await shop.delete(path),
    ]) {
      assert.deepEqual([status, body.resource_type], [404, type]);
    }
  }
  assert.equal((await shop.get('/v1/rewards/rew_none/assignments')).status, 404);
  assert.equal((await shop.post('/v1/rewards/rew_none/assignments', { campaign })).status, 404);
});
