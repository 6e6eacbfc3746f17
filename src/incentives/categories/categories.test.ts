/** Categories over HTTP: what they are, what is in them, and what keeps them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testServer } from '../../../test/support/api.ts';
import { done, stackingShop } from '../../../test/support/stacking-shop.ts';

const server = await testServer();
const path = '/v1/categories';

async function category(shop: TestProject, name = 'Summer', hierarchy = 1) {
  return done(await shop.post(path, { name, hierarchy }));
}

test('a category is created, read, changed, and gone', async () => {
  const shop = await server.project();
  const { id, created_at, ...rest } = await category(shop, 'First', 0);
  assert.match(id, /^cat_/);
  assert.deepEqual(rest, { name: 'First', hierarchy: 0, object: 'category' });
  assert.deepEqual((await shop.get(`${path}/${id}`)).body, { id, created_at, ...rest });
  const changed = done(await shop.put(`${path}/${id}`, { name: 'Last', hierarchy: 9 }));
  const { updated_at, ...now } = changed;
  assert.ok(updated_at);
  assert.deepEqual(now, { id, created_at, name: 'Last', hierarchy: 9, object: 'category' });
  assert.deepEqual((await shop.get(`${path}/${id}`)).body, changed);
  const removed = await shop.delete(`${path}/${id}`);
  assert.deepEqual([removed.status, removed.body], [204, null]);
  assert.equal((await shop.get(`${path}/${id}`)).status, 404);
});

test('the list holds all of them, the newest first', async () => {
  const shop = await server.project();
  const made = [];
  for (let n = 0; n < 12; n++) made.unshift(await category(shop, `Category ${n}`, n));
  const { body } = await shop.get(path);
  assert.deepEqual(body, { object: 'list', data_ref: 'data', data: made, total: 12 });
});

const incomplete = [
  [{ hierarchy: 1 }, /required property 'name'/],
  [{ name: 'A' }, /required property 'hierarchy'/],
  [{ name: '', hierarchy: 1 }, /\.name/],
  [{ name: 'A', hierarchy: -1 }, /hierarchy must be >= 0/],
  [{ name: 'A', hierarchy: 1.5 }, /hierarchy must be integer/],
  [{ name: 'A', hierarchy: 3_000_000_000 }, /hierarchy must be <=/],
] as const;

for (const [body, details] of incomplete) {
  test(`${JSON.stringify(body)} is refused, new and as a change`, async () => {
    const shop = await server.project();
    const { id, ...before } = await category(shop);
    for (const answer of [await shop.post(path, body), await shop.put(`${path}/${id}`, body)]) {
      assert.equal(answer.status, 400);
      assert.equal(answer.body.key, 'invalid_payload');
      assert.match(answer.body.details, details);
    }
    assert.deepEqual((await shop.get(path)).body.data, [{ id, ...before }]);
  });
}

test('a project has at most 1,000 categories', async () => {
  const shop = await server.project();
  await server.db.adhoc(
    `insert into categories (project_id, id, name, hierarchy, created_at)
     select $1, 'cat_' || n, 'Category ' || n, 1, now() from generate_series(1, 999) as n`,
    [shop.id],
  );
  await category(shop, 'The last');
  const { status, body } = await shop.post(path, { name: 'Too many', hierarchy: 1 });
  assert.deepEqual([status, body.key], [400, 'invalid_payload']);
  assert.equal((await shop.get(path)).body.total, 1_000);
});

test('an unknown category is not found, whatever is wanted of it', async () => {
  const shop = await server.project();
  const answers = [
    await shop.get(`${path}/cat_none`),
    await shop.put(`${path}/cat_none`, { name: 'A', hierarchy: 1 }),
    await shop.delete(`${path}/cat_none`),
    await shop.delete(`${path}/cat_none?remove_from_stacking_rules=true`),
  ];
  for (const { status, body } of answers) {
    assert.equal(status, 404);
    assert.equal(body.key, 'not_found');
    assert.deepEqual([body.resource_type, body.resource_id], ['category', 'cat_none']);
  }
});

test('campaigns, vouchers and tiers are put into it by id or name, and leave it when it goes', async () => {
  const shop = await server.project();
  const { id } = await category(shop, 'Summer', 3);
  const tenOff = { type: 'AMOUNT', amount_off: 1_000 };
  const campaign = done(
    await shop.post('/v1/campaigns', {
      name: 'Welcome',
      campaign_type: 'DISCOUNT_COUPONS',
      category_id: id,
      voucher: { type: 'DISCOUNT_VOUCHER', discount: tenOff },
    }),
  );
  const promotion = done(
    await shop.post('/v1/campaigns', {
      name: 'Promotion',
      campaign_type: 'PROMOTION',
      promotion: { tiers: [{ name: 'T', action: { discount: tenOff }, category: 'Summer' }] },
    }),
  );
  const voucher = done(
    await shop.post('/v1/vouchers/CODE', {
      type: 'DISCOUNT_VOUCHER',
      discount: tenOff,
      category: 'Summer',
    }),
  );
  const [tier] = promotion.promotion.tiers;
  const things = [
    [`/v1/campaigns/${campaign.id}`, campaign],
    [`/v1/promotions/tiers/${tier.id}`, tier],
    ['/v1/vouchers/CODE', voucher],
  ] as const;
  for (const [where, made] of things) {
    const { body } = await shop.get(where);
    assert.equal(made.category_id, id, where);
    assert.equal(body.category_id, id, where);
    assert.deepEqual(
      body.categories.map((one: { name: string; hierarchy: number }) => [one.name, one.hierarchy]),
      [['Summer', 3]],
    );
  }
  const filter = `filters[category_ids][conditions][$is][0]=${id}`;
  assert.equal((await shop.get(`/v1/campaigns?${filter}`)).body.total, 1);
  assert.equal((await shop.get(`/v1/vouchers?${filter}`)).body.total, 1);

  assert.equal((await shop.delete(`${path}/${id}`)).status, 204);
  for (const [where] of things) {
    const { body } = await shop.get(where);
    assert.ok(body.category_id === undefined || body.category_id === null, where);
    assert.deepEqual(body.categories, [], where);
  }
  assert.equal((await shop.get(`/v1/vouchers?${filter}`)).body.total, 0);
});

test('one that stacking rules name stays, unless it is to be taken out of them', async () => {
  const names = ['a', 'b', 'c'];
  const {
    shop,
    category: of,
    change,
  } = await stackingShop(server, names, ({ a, b, c }) => ({
    exclusive_categories: [a, b],
    joint_categories: [c],
    no_effect_skip_categories: [a],
    initial_amount_mode_categories: [a],
    applicable_redeemables_category_limits: { [a ?? '']: 2, [b ?? '']: 3 },
  }));
  for (const suffix of ['', '?remove_from_stacking_rules=false']) {
    const { status, body } = await shop.delete(`${path}/${of['a']}${suffix}`);
    assert.equal(status, 400);
    assert.equal(body.key, 'resource_in_use');
    assert.deepEqual([body.resource_type, body.resource_id], ['category', of['a']]);
  }
  assert.equal((await shop.get(`${path}/${of['a']}`)).status, 200);
  const forced = await shop.delete(`${path}/${of['a']}?remove_from_stacking_rules=true`);
  assert.equal(forced.status, 204);
  const rules = await change({});
  assert.deepEqual(rules.exclusive_categories, [of['b']]);
  assert.deepEqual(rules.joint_categories, [of['c']]);
  assert.deepEqual(rules.no_effect_skip_categories, []);
  assert.deepEqual(rules.initial_amount_mode_categories, []);
  assert.deepEqual(rules.applicable_redeemables_category_limits, { [of['b'] ?? '']: 3 });
});
