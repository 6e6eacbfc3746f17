/** Stacking rules over HTTP, with management keys. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../../test/support/api.ts';

const server = await testServer();
const manager = await server.management();

const defaults = {
  exclusive_categories: [],
  joint_categories: [],
  redeemables_limit: 30,
  applicable_redeemables_limit: 30,
  applicable_redeemables_per_category_limit: null,
  applicable_redeemables_category_limits: {},
  applicable_exclusive_redeemables_limit: 1,
  applicable_exclusive_redeemables_per_category_limit: 1,
  discount_calculation_mode: 'DISCOUNTED_AMOUNT',
  initial_amount_mode_categories: [],
  discounted_amount_mode_categories: [],
  redeemables_application_mode: 'ALL',
  redeemables_sorting_rule: 'REQUESTED_ORDER',
  redeemables_products_application_mode: 'STACK',
  redeemables_no_effect_rule: 'REDEEM_ANYWAY',
  no_effect_skip_categories: [],
  no_effect_redeem_anyway_categories: [],
  redeemables_rollback_order_mode: 'WITH_ORDER',
  grouped_redeemables_sorting_rule: 'JOINT_ALWAYS_LAST',
};

const pathOf = (projectId: string) => `/management/v1/projects/${projectId}/stacking-rules`;

async function project(): Promise<{ path: string; categories: readonly string[] }> {
  const shop = await server.project();
  const categories: string[] = [];
  for (const name of ['A', 'B', 'C']) {
    categories.push((await shop.post('/v1/categories', { name, hierarchy: 1 })).body.id);
  }
  return { path: pathOf(shop.id), categories };
}

test('a project without rules has the defaults, which have no id', async () => {
  const { path } = await project();
  const { status, body } = await manager.get(path);
  assert.equal(status, 200);
  assert.deepEqual(body, { object: 'list', data_ref: 'data', data: [defaults], total: 1 });
});

test('every property is kept as it was given, alone and in the list', async () => {
  const { path, categories } = await project();
  const [a = '', b = '', c = ''] = categories;
  const given = {
    exclusive_categories: [b, a],
    joint_categories: [c],
    redeemables_limit: 25,
    applicable_redeemables_limit: 10,
    applicable_redeemables_per_category_limit: 4,
    applicable_redeemables_category_limits: { [a]: 1, [b]: 2 },
    applicable_exclusive_redeemables_limit: 3,
    applicable_exclusive_redeemables_per_category_limit: 2,
    discount_calculation_mode: 'INITIAL_AMOUNT',
    initial_amount_mode_categories: [c],
    discounted_amount_mode_categories: [a],
    redeemables_application_mode: 'PARTIAL',
    redeemables_sorting_rule: 'CATEGORY_HIERARCHY',
    redeemables_products_application_mode: 'ONCE',
    redeemables_no_effect_rule: 'SKIP',
    no_effect_skip_categories: [a],
    no_effect_redeem_anyway_categories: [b],
    redeemables_rollback_order_mode: 'WITHOUT_ORDER',
    grouped_redeemables_sorting_rule: 'SORTING_RULE',
  };
  const { status, body } = await manager.post(path, given);
  assert.equal(status, 200, JSON.stringify(body));
  const { id, created_at, ...rest } = body;
  assert.match(id, /^stk_/);
  assert.ok(created_at);
  assert.deepEqual(rest, given);
  assert.deepEqual((await manager.get(`${path}/${id}`)).body, body);
  assert.deepEqual((await manager.get(path)).body.data, [body]);
});

test('of little the rest has its default, within what was given', async () => {
  const { path } = await project();
  const { body } = await manager.post(path, { redeemables_limit: 3 });
  const { id: _, created_at: __, ...rest } = body;
  assert.deepEqual(rest, { ...defaults, redeemables_limit: 3, applicable_redeemables_limit: 3 });
});

test('a second set is refused, and the first stays', async () => {
  const { path } = await project();
  const { body: first } = await manager.post(path, { redeemables_limit: 3 });
  const { status, body } = await manager.post(path, { redeemables_limit: 4 });
  assert.equal(status, 409);
  assert.equal(body.key, 'stacking_rules_exist');
  assert.deepEqual((await manager.get(`${path}/${first.id}`)).body, first);
});

test('a change replaces what is given, lists as a whole, and leaves the rest', async () => {
  const { path, categories } = await project();
  const [a, b, c] = categories;
  const { body: before } = await manager.post(path, {
    exclusive_categories: [a, b],
    redeemables_limit: 7,
  });
  const change = { exclusive_categories: [c], applicable_redeemables_limit: 2 };
  const { status, body } = await manager.put(`${path}/${before.id}`, change);
  assert.equal(status, 200);
  assert.ok(body.updated_at);
  assert.deepEqual(body, { ...before, ...change, updated_at: body.updated_at });
  const same = await manager.put(`${path}/${before.id}`, {});
  assert.deepEqual({ ...same.body, updated_at: body.updated_at }, body);
});

test('without its rules a project has the defaults again, and may set others', async () => {
  const { path } = await project();
  const { body } = await manager.post(path, { redeemables_limit: 3 });
  assert.equal((await manager.delete(`${path}/${body.id}`)).status, 204);
  assert.deepEqual((await manager.get(path)).body.data, [defaults]);
  assert.equal((await manager.get(`${path}/${body.id}`)).status, 404);
  assert.equal((await manager.post(path, {})).status, 200);
});

test('a null limit within another is as wide as that', async () => {
  const { path } = await project();
  const { status, body } = await manager.post(path, {
    applicable_redeemables_per_category_limit: null,
    applicable_exclusive_redeemables_per_category_limit: null,
    unknown_property: true,
  });
  assert.equal(status, 200);
  assert.equal(body.applicable_exclusive_redeemables_per_category_limit, null);
  assert.equal(body.unknown_property, undefined);
});

type Categories = readonly string[];
const refused: readonly (readonly [string, (of: Categories) => object, RegExp])[] = [
  ['no redeemables', () => ({ redeemables_limit: 0 }), /redeemables_limit must be >= 1/],
  ['31 redeemables', () => ({ redeemables_limit: 31 }), /redeemables_limit must be <= 30/],
  ['31 applicable', () => ({ applicable_redeemables_limit: 31 }), /must be <= 30/],
  ['31 of a category', () => ({ applicable_redeemables_per_category_limit: 31 }), /must be <= 30/],
  ['6 exclusive', () => ({ applicable_exclusive_redeemables_limit: 6 }), /must be <= 5/],
  ['half a redeemable', () => ({ redeemables_limit: 1.5 }), /must be integer/],
  ['another mode', () => ({ redeemables_application_mode: 'SOME' }), /must be equal to one of/],
  [
    '11 of one category',
    ([a = '']) => ({ applicable_redeemables_category_limits: { [a]: 11 } }),
    /must be <= 10/,
  ],
  [
    'more applicable than asked for',
    () => ({ redeemables_limit: 5, applicable_redeemables_limit: 6 }),
    /\.applicable_redeemables_limit must be less than or equal to \.redeemables_limit, which is 5/,
  ],
  [
    'more of a category than applicable',
    () => ({ applicable_redeemables_limit: 5, applicable_redeemables_per_category_limit: 6 }),
    /per_category_limit must be less than or equal to \.applicable_redeemables_limit/,
  ],
  [
    'more of one category than applicable',
    ([a = '']) => ({
      redeemables_limit: 2,
      applicable_redeemables_category_limits: { [a]: 3 },
    }),
    /must be less than or equal to \.applicable_redeemables_limit, which is 2/,
  ],
  [
    'more of an exclusive category than exclusive ones',
    () => ({ applicable_exclusive_redeemables_per_category_limit: 2 }),
    /must be less than or equal to \.applicable_exclusive_redeemables_limit, which is 1/,
  ],
  [
    'a category both exclusive and joint',
    ([a]) => ({ exclusive_categories: [a], joint_categories: [a] }),
    /is both in \.exclusive_categories and in \.joint_categories/,
  ],
  [
    'a category both skipped and redeemed anyway',
    ([a]) => ({ no_effect_skip_categories: [a], no_effect_redeem_anyway_categories: [a] }),
    /is both in/,
  ],
  [
    'a category of both modes',
    ([a]) => ({ initial_amount_mode_categories: [a], discounted_amount_mode_categories: [a] }),
    /is both in/,
  ],
];

for (const [name, rulesOf, details] of refused) {
  test(`refused with nothing changed: ${name}`, async () => {
    const { path, categories } = await project();
    const created = await manager.post(path, rulesOf(categories));
    assert.equal(created.status, 400);
    assert.equal(created.body.key, 'invalid_payload');
    assert.match(created.body.details, details);
    const { body: rules } = await manager.post(path, {});
    const changed = await manager.put(`${path}/${rules.id}`, rulesOf(categories));
    assert.equal(changed.status, 400);
    assert.match(changed.body.details, details);
    assert.deepEqual((await manager.get(`${path}/${rules.id}`)).body, rules);
  });
}

test('what is not there is not found: project, rules, category, and those of another project', async () => {
  const { path } = await project();
  const other = await project();
  const { body: rules } = await manager.post(path, {});
  const elsewhere = `${other.path}/${rules.id}`;
  const limits = { applicable_redeemables_category_limits: { cat_none: 1 } };
  const missing = [
    [await manager.get(pathOf('proj_none')), 'project', 'proj_none'],
    [await manager.post(pathOf('proj_none'), {}), 'project', 'proj_none'],
    [await manager.get(`${path}/stk_none`), 'stacking_rules', 'stk_none'],
    [await manager.put(`${path}/stk_none`, {}), 'stacking_rules', 'stk_none'],
    [await manager.delete(`${path}/stk_none`), 'stacking_rules', 'stk_none'],
    [await manager.get(elsewhere), 'stacking_rules', rules.id],
    [await manager.put(elsewhere, {}), 'stacking_rules', rules.id],
    [await manager.delete(elsewhere), 'stacking_rules', rules.id],
    [await manager.put(`${path}/${rules.id}`, limits), 'category', 'cat_none'],
    [await manager.post(other.path, { joint_categories: ['cat_none'] }), 'category', 'cat_none'],
  ] as const;
  for (const [{ status, body }, type, id] of missing) {
    assert.equal(status, 404, `${type} ${id}`);
    assert.equal(body.key, 'not_found');
    assert.deepEqual([body.resource_type, body.resource_id], [type, id]);
  }
  assert.deepEqual((await manager.get(`${path}/${rules.id}`)).body, rules);
});

test('only one of many who create at once succeeds', async () => {
  const { path } = await project();
  const answers = await Promise.all(Array.from({ length: 8 }, () => manager.post(path, {})));
  const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
  assert.deepEqual(statuses, [200, ...Array.from({ length: 7 }, () => 409)]);
});
