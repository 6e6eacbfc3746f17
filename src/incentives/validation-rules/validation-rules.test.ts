/** Validation rules over HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../test/support/api.ts';
import { insertCampaign } from '../../../test/support/incentives.ts';

const server = await testServer();

const definition = {
  rules: {
    '1': {
      name: 'order.amount',
      conditions: { $more_than: [10_000] },
      rules: {},
      error: { message: 'Spend more' },
    },
    '2': { name: 'customer.segment', conditions: { $is: ['seg_gold'] } },
    logic: '1 or 2',
  },
  error: { message: 'Not for you' },
  applicable_to: {
    included: [{ object: 'product', id: 'prod_a', effect: 'APPLY_TO_EVERY', strict: true }],
    included_all: false,
    excluded: [],
  },
  bundle_rules: {
    '1': {
      name: 'order.items.any',
      conditions: { $is: [{ id: 'prod_a', object: 'product', type: 'product_or_sku' }] },
    },
    logic: '1',
    limit: 3,
  },
};

test('a rule comes back as it was written, with what was left out filled in', async () => {
  const shop = await server.project();
  const created = await shop.post('/v1/validation-rules', { name: 'Big orders', ...definition });
  assert.equal(created.status, 200);
  const { id, created_at, ...rest } = created.body;
  assert.match(id, /^val_/);
  assert.match(created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.deepEqual(rest, {
    name: 'Big orders',
    ...definition,
    type: 'expression',
    context_type: 'global',
    assignments_count: 0,
    object: 'validation_rules',
  });
  assert.deepEqual((await shop.get(`/v1/validation-rules/${id}`)).body, created.body);
});

test('a rule without a definition is one that asks nothing', async () => {
  const shop = await server.project();
  const { body } = await shop.post('/v1/validation-rules', {
    name: 'Empty',
    type: 'basic',
    context_type: 'campaign.promotion',
  });
  assert.deepEqual(body.rules, {});
  assert.deepEqual(body.applicable_to, { excluded: [], included: [], included_all: false });
  assert.equal('error' in body, false);
  assert.equal('bundle_rules' in body, false);
  assert.equal(body.type, 'basic');
  assert.equal(body.context_type, 'campaign.promotion');
});

test('an update replaces the parts it names, and null takes one away', async () => {
  const shop = await server.project();
  const { body: rule } = await shop.post('/v1/validation-rules', { name: 'Old', ...definition });
  const rules = { '7': { name: 'order.amount', conditions: { $is: [200] } }, logic: '7' };
  const changed = await shop.put(`/v1/validation-rules/${rule.id}`, {
    name: 'New',
    rules,
    error: null,
  });
  assert.equal(changed.status, 200);
  assert.equal(changed.body.name, 'New');
  assert.deepEqual(changed.body.rules, rules);
  assert.equal('error' in changed.body, false);
  assert.deepEqual(changed.body.bundle_rules, definition.bundle_rules);
  assert.ok(changed.body.updated_at);
  assert.deepEqual((await shop.get(`/v1/validation-rules/${rule.id}`)).body, changed.body);
});

test('a refused update changes nothing', async () => {
  const shop = await server.project();
  const { body: rule } = await shop.post('/v1/validation-rules', { name: 'Good', ...definition });
  const refused = await shop.put(`/v1/validation-rules/${rule.id}`, {
    name: 'Bad',
    rules: { '1': { name: 'order.amount', conditions: {} }, logic: '1 and' },
  });
  assert.equal(refused.body.key, 'invalid_validation_rules');
  assert.deepEqual((await shop.get(`/v1/validation-rules/${rule.id}`)).body, rule);
});

test('a list is sorted, paged and cut by date', async () => {
  const shop = await server.project();
  for (const name of ['b', 'c', 'a']) await shop.post('/v1/validation-rules', { name });
  const names = async (query: string) => {
    const { body } = await shop.get(`/v1/validation-rules?${query}`);
    return [body.total, ...body.data.map((rule: { name: string }) => rule.name)];
  };
  assert.deepEqual(await names(''), [3, 'a', 'c', 'b']);
  assert.deepEqual(await names('order=name&limit=2'), [3, 'a', 'b']);
  assert.deepEqual(await names('order=-name&limit=2&page=2'), [3, 'a']);
  assert.deepEqual(await names('start_date=2100-01-01'), [0]);
  assert.deepEqual(await names('end_date=2100-01-01&order=created_at'), [3, 'b', 'c', 'a']);
});

test('a removed rule is gone, with its assignments', async () => {
  const shop = await server.project();
  const { body: rule } = await shop.post('/v1/validation-rules', { name: 'Short-lived' });
  const id = await insertCampaign(server.db, shop);
  await shop.post(`/v1/validation-rules/${rule.id}/assignments`, {
    related_object_type: 'campaign',
    related_object_id: id,
  });
  assert.equal((await shop.get(`/v1/validation-rules/${rule.id}`)).body.assignments_count, 1);
  assert.equal((await shop.delete(`/v1/validation-rules/${rule.id}`)).status, 204);
  assert.equal((await shop.get(`/v1/validation-rules/${rule.id}`)).status, 404);
  assert.equal((await shop.get('/v1/validation-rules-assignments')).body.total, 0);
});

test('projects never see each other’s rules', async () => {
  const [one, two] = [await server.project(), await server.project()];
  const { body: mine } = await one.post('/v1/validation-rules', { name: 'Mine' });
  assert.equal((await two.get(`/v1/validation-rules/${mine.id}`)).status, 404);
  assert.equal((await two.delete(`/v1/validation-rules/${mine.id}`)).status, 404);
  assert.equal((await two.get('/v1/validation-rules')).body.total, 0);
});

const bad = (rules: unknown) => ({ name: 'x', rules });
const refusals = [
  // claim, method, path, body, key, details
  ['no name', 'post', '', {}, 'invalid_payload', /name/],
  ['an unknown type', 'post', '', { name: 'x', type: 'odd' }, 'invalid_payload', /type/],
  [
    'an unknown context',
    'post',
    '',
    { name: 'x', context_type: 'y' },
    'invalid_payload',
    /context/,
  ],
  ['rules that are a number', 'post', '', bad(7), 'invalid_validation_rules', /^rules: /],
  [
    'an unknown rule',
    'post',
    '',
    bad({ '1': { name: 'moon.phase' } }),
    'invalid_validation_rules',
    /^rules\.1\.name: /,
  ],
  [
    'an unknown operator',
    'post',
    '',
    bad({ '1': { name: 'order.amount', conditions: { $foo: [1] } } }),
    'invalid_validation_rules',
    /^rules\.1\.conditions\.\$foo/,
  ],
  [
    'hours that are none',
    'post',
    '',
    bad({
      '1': {
        name: 'order.metadata',
        property: 'at',
        conditions: { $timeframe_daily_hours: ['evening'] },
      },
    }),
    'invalid_validation_rules',
    /^rules\.1\.conditions\.\$timeframe_daily_hours\.0/,
  ],
  [
    'a logic that names no rule',
    'post',
    '',
    bad({ logic: '1 and 2' }),
    'invalid_validation_rules',
    /^rules\.logic/,
  ],
  [
    'a bundle limit beyond 100',
    'post',
    '',
    { name: 'x', bundle_rules: { ...definition.bundle_rules, limit: 101 } },
    'invalid_validation_rules',
    /^bundle_rules\.limit/,
  ],
  ['a change of no rule', 'put', '/val_none', { name: 'x' }, 'not_found', /val_none/],
] as const;

for (const [claim, method, path, body, key, details] of refusals) {
  test(`refused: ${claim}`, async () => {
    const shop = await server.project();
    const answer = await shop[method](`/v1/validation-rules${path}`, body);
    assert.equal(answer.body.key, key);
    assert.equal(answer.status, answer.body.code);
    assert.match(answer.body.details, details);
    assert.equal((await shop.get('/v1/validation-rules')).body.total, 0);
  });
}

test('refused: reading or removing a rule nobody has, named as the reference names it', async () => {
  const shop = await server.project();
  for (const method of ['get', 'delete'] as const) {
    const { status, body } = await shop[method]('/v1/validation-rules/val_none');
    assert.equal(status, 404);
    assert.equal(body.key, 'not_found');
    assert.equal(body.resource_id, 'val_none');
    assert.equal(body.resource_type, 'validation_rules');
  }
});

test('one Idempotency-Key makes one rule', async () => {
  const shop = await server.project();
  const key = { 'idempotency-key': 'once' };
  const body = { name: 'Once' };
  const first = await shop.post('/v1/validation-rules', body, key);
  assert.deepEqual((await shop.post('/v1/validation-rules', body, key)).body, first.body);
  assert.equal((await shop.get('/v1/validation-rules')).body.total, 1);
});
