/** Promotion stacks over HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testServer } from '../../../../test/support/api.ts';
import { insertCampaign } from '../../../../test/support/incentives.ts';

const server = await testServer();

async function tiersOf(shop: TestProject, campaign: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let place = 1; place <= count; place++) {
    const { body } = await shop.post(`/v1/promotions/${campaign}/tiers`, {
      name: `Tier ${place}`,
      action: { discount: { type: 'PERCENT', percent_off: 10 } },
    });
    ids.push(body.id);
  }
  return ids;
}

async function promotion(count = 3) {
  const shop = await server.project();
  const campaign = await insertCampaign(server.db, shop);
  const tiers = await tiersOf(shop, campaign, count);
  return { shop, campaign, tiers, path: `/v1/promotions/${campaign}/stacks` };
}

test('a stack keeps its tiers in the order they were named', async () => {
  const { shop, campaign, tiers, path } = await promotion();
  const ids = [...tiers].reverse();
  const created = await shop.post(path, { name: 'All', tiers: { ids } });
  assert.equal(created.status, 200);
  const { id, created_at, ...rest } = created.body;
  assert.match(id, /^stack_/);
  assert.ok(created_at);
  assert.deepEqual(rest, {
    name: 'All',
    tiers: { ids, hierarchy_mode: 'MANUAL' },
    campaign_id: campaign,
    category_id: null,
    categories: [],
    object: 'promotion_stack',
  });
  assert.deepEqual((await shop.get(`${path}/${id}`)).body, created.body);
});

test('a stack may hold 30 tiers, and no more', async () => {
  const { shop, tiers, path } = await promotion(31);
  const full = await shop.post(path, { name: 'Full', tiers: { ids: tiers.slice(0, 30) } });
  assert.equal(full.status, 200);
  const over = await shop.post(path, { name: 'Over', tiers: { ids: tiers } });
  assert.equal(over.body.key, 'invalid_payload');
});

test('an update changes what it names', async () => {
  const { shop, tiers, path } = await promotion();
  await server.db.adhoc(
    `insert into categories (project_id, id, name, hierarchy, created_at)
     values ($1, 'cat_1', 'Joint', 0, now())`,
    [shop.id],
  );
  const input = { name: 'Old', tiers: { ids: tiers }, category_id: 'cat_1' };
  const { body: stack } = await shop.post(path, input);
  assert.equal(stack.category_id, 'cat_1');
  assert.equal(stack.categories[0].name, 'Joint');
  const renamed = await shop.put(`${path}/${stack.id}`, { name: 'New' });
  assert.equal(renamed.body.name, 'New');
  assert.deepEqual(renamed.body.tiers, stack.tiers);
  assert.equal(renamed.body.category_id, 'cat_1');
  assert.ok(renamed.body.updated_at);
  const ids = tiers.slice(1);
  const { body: changed } = await shop.put(`${path}/${stack.id}`, {
    tiers: { ids, hierarchy_mode: 'MANUAL' },
    category_id: null,
  });
  assert.deepEqual(changed.tiers.ids, ids);
  assert.equal(changed.category_id, null);
  assert.deepEqual((await shop.get(`${path}/${stack.id}`)).body, changed);
});

test('a removed stack is gone, its tiers stay', async () => {
  const { shop, tiers, path } = await promotion();
  const { body: stack } = await shop.post(path, { name: 'S', tiers: { ids: tiers } });
  assert.equal((await shop.delete(`${path}/${stack.id}`)).status, 204);
  assert.equal((await shop.get(`${path}/${stack.id}`)).status, 404);
  assert.equal((await shop.get('/v1/promotions/tiers')).body.total, tiers.length);
});

test('stacks are listed in their campaign, oldest first, and over all campaigns', async () => {
  const { shop, tiers, path } = await promotion();
  const other = await insertCampaign(server.db, shop, { name: 'Other' });
  const [lone] = await tiersOf(shop, other, 1);
  for (const name of ['b', 'a']) await shop.post(path, { name, tiers: { ids: tiers } });
  await shop.post('/v1/promotions/Other/stacks', { name: 'c', tiers: { ids: [lone] } });
  const list = async (where: string) => {
    const { body } = await shop.get(where);
    assert.equal(body.object, 'list');
    assert.equal(body.data_ref, 'data');
    return [body.data.map((stack: { name: string }) => stack.name).join(''), body.total];
  };
  const all = '/v1/promotions/stacks';
  assert.deepEqual(await list(path), ['ba', 2]);
  assert.deepEqual(await list(`/v1/promotions/${other}/stacks`), ['c', 1]);
  assert.deepEqual(await list(all), ['cab', 3]);
  assert.deepEqual(await list(`${all}?order=name&limit=2`), ['ab', 3]);
  assert.deepEqual(await list(`${all}?order=-name&limit=2&page=2`), ['a', 3]);
  assert.deepEqual(await list(`${all}?created_at[after]=2100-01-01`), ['', 0]);
  assert.deepEqual(await list(`${all}?[created_at][before]=2100-01-01`), ['cab', 3]);
  assert.deepEqual(await list(`${all}?updated_at[after]=2000-01-01`), ['', 0]);
  const filter = (column: string, operator: string, day: string) =>
    `[filters][${column}][conditions][${operator}][0]=${day}`;
  const [past, future] = ['2000-01-01', '2100-01-01'];
  assert.deepEqual(await list(`${all}?${filter('created_at', '$after', future)}`), ['', 0]);
  assert.deepEqual(await list(`${all}?${filter('created_at', '$before', future)}`), ['cab', 3]);
  const both = `${filter('created_at', '$after', past)}&${filter('updated_at', '$after', past)}`;
  assert.deepEqual(await list(`${all}?${both}`), ['', 0]);
  assert.deepEqual(await list(`${all}?${both}&filters[junction]=OR`), ['cab', 3]);
});

const refusals = [
  // claim, body, key
  ['no name', { tiers: { ids: ['promo_a'] } }, 'invalid_payload'],
  ['no tiers', { name: 'S' }, 'invalid_payload'],
  ['an empty list of tiers', { name: 'S', tiers: { ids: [] } }, 'invalid_payload'],
  ['a tier twice', { name: 'S', tiers: { ids: ['promo_a', 'promo_a'] } }, 'invalid_payload'],
  [
    'another hierarchy mode',
    { name: 'S', tiers: { ids: ['promo_a'], hierarchy_mode: 'AUTO' } },
    'invalid_payload',
  ],
] as const;

for (const [claim, body, key] of refusals) {
  test(`refused: a stack with ${claim}`, async () => {
    const { shop, path } = await promotion(0);
    const answer = await shop.post(path, body);
    assert.equal(answer.body.key, key);
    assert.equal(answer.status, 400);
    assert.equal((await shop.get(path)).body.total, 0);
  });
}

test('refused: unknown tiers, tiers of another campaign, an unknown category', async () => {
  const { shop, tiers, path } = await promotion();
  const [foreign] = await tiersOf(shop, await insertCampaign(server.db, shop), 1);
  const { body: stack } = await shop.post(path, { name: 'S', tiers: { ids: tiers } });
  const inputs = [
    [{ tiers: { ids: [...tiers, 'promo_none'] } }, 'promotion_tier', 'promo_none'],
    [{ tiers: { ids: [foreign] } }, 'promotion_tier', foreign],
    [{ tiers: { ids: tiers }, category_id: 'cat_none' }, 'category', 'cat_none'],
  ] as const;
  for (const [input, resourceType, id] of inputs) {
    for (const answer of [
      await shop.post(path, { name: 'Bad', ...input }),
      await shop.put(`${path}/${stack.id}`, { name: 'Bad', ...input }),
    ]) {
      assert.equal(answer.status, 404);
      assert.equal(answer.body.resource_type, resourceType);
      assert.equal(answer.body.resource_id, id);
    }
  }
  assert.deepEqual((await shop.get(path)).body.data, [stack]);
});

test('refused: whatever is asked of a stack in the wrong campaign or project, or of none', async () => {
  const { shop, campaign, tiers, path } = await promotion();
  const { body: stack } = await shop.post(path, { name: 'S', tiers: { ids: tiers } });
  const elsewhere = await insertCampaign(server.db, shop);
  const stranger = await server.project();
  const asked = [
    [shop, `/v1/promotions/${elsewhere}/stacks/${stack.id}`, 'promotion_stack'],
    [shop, `/v1/promotions/${campaign}/stacks/stack_none`, 'promotion_stack'],
    [shop, `/v1/promotions/camp_none/stacks/${stack.id}`, 'campaign'],
    [stranger, `/v1/promotions/${campaign}/stacks/${stack.id}`, 'campaign'],
  ] as const;
  for (const [project, where, resourceType] of asked) {
    for (const answer of [
      await project.get(where),
      await project.put(where, { name: 'Mine' }),
      await project.delete(where),
    ]) {
      assert.equal(answer.status, 404);
      assert.equal(answer.body.resource_type, resourceType);
    }
  }
  assert.equal((await shop.get(`${path}/${stack.id}`)).body.name, 'S');
  for (const answer of [
    await shop.get('/v1/promotions/camp_none/stacks'),
    await shop.post('/v1/promotions/camp_none/stacks', { name: 'S', tiers: { ids: tiers } }),
  ]) {
    assert.equal(answer.body.resource_type, 'campaign');
  }
});

test('stacks changed while their tiers go end without a tier that is gone', async () => {
  const { shop, tiers, path } = await promotion(4);
  const { body: stack } = await shop.post(path, { name: 'S', tiers: { ids: tiers } });
  const answers = await Promise.all([
    ...tiers.slice(0, 2).map((id) => shop.delete(`/v1/promotions/tiers/${id}`)),
    ...tiers.map((_, place) => shop.put(`${path}/${stack.id}`, { name: `S${place}` })),
  ]);
  assert.ok(answers.every(({ status }) => status < 300));
  assert.deepEqual((await shop.get(`${path}/${stack.id}`)).body.tiers.ids, tiers.slice(2));
});
