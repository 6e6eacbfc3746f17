/** Promotion tiers over HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testServer } from '../../../../test/support/api.ts';
import { insertCampaign } from '../../../../test/support/incentives.ts';

const server = await testServer();

const tenOff = { discount: { type: 'AMOUNT', amount_off: 1_000, effect: 'APPLY_TO_ORDER' } };

async function promotion(): Promise<{ shop: TestProject; campaign: string }> {
  const shop = await server.project();
  return { shop, campaign: await insertCampaign(server.db, shop) };
}

async function tierOf(shop: TestProject, campaign: string, rest: object = {}) {
  const answer = await shop.post(`/v1/promotions/${campaign}/tiers`, {
    name: 'Tier',
    action: tenOff,
    ...rest,
  });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body;
}

async function ruleOf(shop: TestProject): Promise<string> {
  return (await shop.post('/v1/validation-rules', { name: 'Rule' })).body.id;
}

async function categoryOf(shop: TestProject, id: string, name: string): Promise<void> {
  await server.db.adhoc(
    `insert into categories (project_id, id, name, hierarchy, created_at)
     values ($1, $2, $3, 4, '2026-01-01T00:00:00Z')`,
    [shop.id, id, name],
  );
}

test('a tier of little is active, first, and shows its campaign and empty totals', async () => {
  const { shop, campaign } = await promotion();
  const { id, created_at, ...rest } = await tierOf(shop, campaign);
  assert.match(id, /^promo_/);
  assert.ok(created_at);
  assert.deepEqual(rest, {
    name: 'Tier',
    action: tenOff,
    metadata: {},
    hierarchy: 1,
    promotion_id: campaign,
    campaign: { id: campaign, active: true, object: 'campaign' },
    campaign_id: campaign,
    active: true,
    summary: {
      redemptions: { total_redeemed: 0 },
      orders: { total_amount: 0, total_discount_amount: 0 },
    },
    validation_rule_assignments: { object: 'list', data_ref: 'data', data: [], total: 0 },
    categories: [],
    object: 'promotion_tier',
  });
});

test('a tier keeps everything it is given', async () => {
  const { shop, campaign } = await promotion();
  const rule = await ruleOf(shop);
  await categoryOf(shop, 'cat_1', 'Exclusive');
  const given = {
    name: 'Full',
    banner: 'Save now',
    action: { discount: { type: 'PERCENT', percent_off: 12.5, effect: 'APPLY_TO_ITEMS' } },
    metadata: { level: 'A' },
    hierarchy: 7,
    active: false,
    start_date: '2026-01-01T00:00:00.000Z',
    expiration_date: '2027-01-01T00:00:00.000Z',
    validity_timeframe: { interval: 'P2D', duration: 'P1D' },
    validity_day_of_week: [1, 2],
    validity_hours: {
      daily: [{ start_time: '12:00', days_of_week: [1], expiration_time: '14:00' }],
    },
    category_id: 'cat_1',
  };
  const tier = await tierOf(shop, campaign, { ...given, validation_rules: [rule, rule] });
  for (const [name, value] of Object.entries(given)) assert.deepEqual(tier[name], value, name);
  assert.equal(tier.validation_rule_assignments.total, 1);
  const [assignment] = tier.validation_rule_assignments.data;
  assert.equal(assignment.rule_id, rule);
  assert.equal(assignment.related_object_id, tier.id);
  assert.equal(assignment.related_object_type, 'promotion_tier');
  assert.deepEqual(tier.categories, [
    {
      id: 'cat_1',
      name: 'Exclusive',
      hierarchy: 4,
      created_at: '2026-01-01T00:00:00.000Z',
      object: 'category',
    },
  ]);
  assert.deepEqual((await shop.get(`/v1/promotions/tiers/${tier.id}`)).body, tier);
});

test('a campaign is named by id or name, a category by name or id', async () => {
  const shop = await server.project();
  await insertCampaign(server.db, shop, { name: 'Summer Sale' });
  await categoryOf(shop, 'cat_2', 'Joint');
  const tier = await tierOf(shop, 'Summer%20Sale', { category: 'Joint' });
  assert.equal(tier.category_id, 'cat_2');
  assert.equal((await shop.get('/v1/promotions/Summer%20Sale/tiers')).body.total, 1);
});

test('tiers added at once never share a place', async () => {
  const { shop, campaign } = await promotion();
  const tiers = await Promise.all(Array.from({ length: 8 }, () => tierOf(shop, campaign)));
  const places = tiers.map((tier) => tier.hierarchy);
  assert.deepEqual(new Set(places), new Set([1, 2, 3, 4, 5, 6, 7, 8]));
});

test('an update changes what it names: absent stays, null clears, metadata merges', async () => {
  const { shop, campaign } = await promotion();
  await categoryOf(shop, 'cat_3', 'C');
  const tier = await tierOf(shop, campaign, {
    banner: 'Old',
    metadata: { a: 1, b: 2 },
    category_id: 'cat_3',
    expiration_date: '2030-01-01T00:00:00.000Z',
    validity_day_of_week: [1],
  });
  const path = `/v1/promotions/tiers/${tier.id}`;
  const { body } = await shop.put(path, {
    name: 'New',
    banner: null,
    metadata: { b: 3 },
    category_id: null,
    validity_day_of_week: null,
    hierarchy: 9,
    action: { discount: { type: 'FIXED', fixed_amount: 100 } },
  });
  assert.equal(body.name, 'New');
  assert.equal('banner' in body, false);
  assert.deepEqual(body.metadata, { a: 1, b: 3 });
  assert.equal('category_id' in body, false);
  assert.deepEqual(body.categories, []);
  assert.equal('validity_day_of_week' in body, false);
  assert.equal(body.expiration_date, '2030-01-01T00:00:00.000Z');
  assert.equal(body.hierarchy, 9);
  assert.equal(body.action.discount.fixed_amount, 100);
  assert.ok(body.updated_at);
  assert.deepEqual((await shop.get(path)).body, body);
});

test('rules named in an update replace the others; those that stay keep their assignment', async () => {
  const { shop, campaign } = await promotion();
  const [one, two, three] = [await ruleOf(shop), await ruleOf(shop), await ruleOf(shop)];
  const tier = await tierOf(shop, campaign, { validation_rules: [one, two] });
  const path = `/v1/promotions/tiers/${tier.id}`;
  const ids = (body: {
    validation_rule_assignments: { data: { id: string; rule_id: string }[] };
  }) => new Map(body.validation_rule_assignments.data.map(({ rule_id, id }) => [rule_id, id]));

  const renamed = await shop.put(path, { name: 'Same rules' });
  assert.deepEqual(ids(renamed.body), ids(tier));
  const { body: changed } = await shop.put(path, { validation_rules: [two, three] });
  assert.deepEqual([...ids(changed).keys()].sort(), [two, three].sort());
  assert.equal(ids(changed).get(two), ids(tier).get(two));
  const sentBack = await shop.put(path, {
    validation_rule_assignments: changed.validation_rule_assignments,
  });
  assert.deepEqual(ids(sentBack.body), ids(changed));
  const { body: freed } = await shop.put(path, { validation_rules: [] });
  assert.equal(freed.validation_rule_assignments.total, 0);
});

test('a tier is switched off and on', async () => {
  const { shop, campaign } = await promotion();
  const { id } = await tierOf(shop, campaign);
  const off = await shop.post(`/v1/promotions/tiers/${id}/disable`);
  assert.equal(off.status, 200);
  assert.equal(off.body.active, false);
  assert.equal((await shop.get(`/v1/promotions/tiers/${id}`)).body.active, false);
  assert.equal((await shop.post(`/v1/promotions/tiers/${id}/enable`)).body.active, true);
});

test('every change of a tier is a new version of the configuration', async () => {
  const { shop, campaign } = await promotion();
  const version = async () => {
    const [row] = await server.db.adhoc<{ config_version: number }>(
      'select config_version from projects where id = $1',
      [shop.id],
    );
    return row?.config_version ?? 0;
  };
  const { id } = await tierOf(shop, campaign);
  const before = await version();
  await shop.post(`/v1/promotions/tiers/${id}/disable`);
  assert.ok((await version()) > before);
});

test('a removed tier is gone with its assignments, and leaves its stacks', async () => {
  const { shop, campaign } = await promotion();
  const gone = await tierOf(shop, campaign, { validation_rules: [await ruleOf(shop)] });
  const kept = await tierOf(shop, campaign);
  const stack = (ids: string[]) =>
    shop.post(`/v1/promotions/${campaign}/stacks`, { name: 'Stack', tiers: { ids } });
  const both = (await stack([gone.id, kept.id])).body.id;
  const alone = (await stack([gone.id])).body.id;

  assert.equal((await shop.delete(`/v1/promotions/tiers/${gone.id}`)).status, 204);
  assert.equal((await shop.get(`/v1/promotions/tiers/${gone.id}`)).status, 404);
  assert.equal((await shop.get('/v1/validation-rules-assignments')).body.total, 0);
  const left = await shop.get(`/v1/promotions/${campaign}/stacks/${both}`);
  assert.deepEqual(left.body.tiers.ids, [kept.id]);
  assert.ok(left.body.updated_at);
  assert.equal((await shop.get(`/v1/promotions/${campaign}/stacks/${alone}`)).status, 404);
});

test('totals are summed over their slots, and go with the tier', async () => {
  const { shop, campaign } = await promotion();
  const { id } = await tierOf(shop, campaign);
  for (const slot of [0, 1]) {
    await server.db.adhoc(
      `insert into redemption_totals
         (project_id, subject_id, slot, redemptions, orders_amount, discount_amount)
       values ($1, $2, $3, 2, 5000, 300)`,
      [shop.id, id, slot],
    );
  }
  const { body } = await shop.get(`/v1/promotions/tiers/${id}`);
  assert.deepEqual(body.summary, {
    redemptions: { total_redeemed: 4 },
    orders: { total_amount: 10_000, total_discount_amount: 600 },
  });
  await shop.delete(`/v1/promotions/tiers/${id}`);
  const left = await server.db.adhoc('select from redemption_totals where project_id = $1', [
    shop.id,
  ]);
  assert.equal(left.length, 0);
});

const good = { name: 'Tier', action: tenOff };
const refusals = [
  // claim, body, key, details
  ['no name', { action: tenOff }, 'invalid_payload', /name/],
  ['an empty name', { ...good, name: '' }, 'invalid_payload', /name/],
  ['no action', { name: 'x' }, 'invalid_payload', /action/],
  ['no discount', { name: 'x', action: {} }, 'invalid_payload', /discount/],
  [
    'a percentage above 100',
    { name: 'x', action: { discount: { type: 'PERCENT', percent_off: 101 } } },
    'invalid_payload',
    /percent_off/,
  ],
  ['a hierarchy below zero', { ...good, hierarchy: -1 }, 'invalid_payload', /hierarchy/],
  ['a huge hierarchy', { ...good, hierarchy: 1e12 }, 'invalid_payload', /hierarchy/],
  ['a date that is none', { ...good, start_date: '2026-02-30' }, 'invalid_payload', /start_date/],
  [
    'an end before its start',
    { ...good, start_date: '2026-02-02', expiration_date: '2026-02-01' },
    'invalid_payload',
    /expiration_date/,
  ],
  ['an unknown rule', { ...good, validation_rules: ['val_none'] }, 'not_found', /val_none/],
  ['an unknown category', { ...good, category_id: 'cat_none' }, 'not_found', /cat_none/],
  ['a category nobody named', { ...good, category: 'None' }, 'not_found', /None/],
] as const;

for (const [claim, body, key, details] of refusals) {
  test(`refused: a tier with ${claim}`, async () => {
    const { shop, campaign } = await promotion();
    const answer = await shop.post(`/v1/promotions/${campaign}/tiers`, body);
    assert.equal(answer.body.key, key);
    assert.equal(answer.status, answer.body.code);
    assert.match(answer.body.details, details);
    assert.equal((await shop.get('/v1/promotions/tiers')).body.total, 0);
  });
}

test('refused: a tier in a campaign that is no promotion', async () => {
  const shop = await server.project();
  const id = await insertCampaign(server.db, shop, { campaignType: 'DISCOUNT_COUPONS' });
  const answer = await shop.post(`/v1/promotions/${id}/tiers`, good);
  assert.equal(answer.body.key, 'invalid_campaign_params');
  assert.equal(answer.status, 400);
});

test('refused: tiers of a campaign nobody has', async () => {
  const shop = await server.project();
  for (const answer of [
    await shop.post('/v1/promotions/camp_none/tiers', good),
    await shop.get('/v1/promotions/camp_none/tiers'),
  ]) {
    assert.equal(answer.status, 404);
    assert.equal(answer.body.resource_type, 'campaign');
    assert.equal(answer.body.resource_id, 'camp_none');
  }
});

test('refused: whatever is asked of a tier nobody has, or of another project’s', async () => {
  const { shop, campaign } = await promotion();
  const { id } = await tierOf(shop, campaign);
  const other = await server.project();
  for (const path of ['/v1/promotions/tiers/promo_none', `/v1/promotions/tiers/${id}`]) {
    for (const answer of [
      await other.get(path),
      await other.put(path, { name: 'Mine' }),
      await other.post(`${path}/enable`),
      await other.post(`${path}/disable`),
      await other.delete(path),
    ]) {
      assert.equal(answer.status, 404);
      assert.equal(answer.body.key, 'not_found');
      assert.equal(answer.body.resource_type, 'promotion_tier');
    }
  }
  assert.equal((await shop.get(`/v1/promotions/tiers/${id}`)).body.name, 'Tier');
});

test('a refused update changes nothing, not even the rules', async () => {
  const { shop, campaign } = await promotion();
  const tier = await tierOf(shop, campaign, { validation_rules: [await ruleOf(shop)] });
  const path = `/v1/promotions/tiers/${tier.id}`;
  const updates = [
    [{ name: 'x', validation_rules: ['val_none'] }, 'not_found'],
    [{ name: 'x', category_id: 'cat_none', validation_rules: [] }, 'not_found'],
    [{ name: 'x', validity_timeframe: { interval: 'P2D', duration: 'P1D' } }, 'invalid_payload'],
    [{ action: { discount: { type: 'AMOUNT', amount_off: -5 } } }, 'invalid_payload'],
  ] as const;
  for (const [update, key] of updates) assert.equal((await shop.put(path, update)).body.key, key);
  assert.deepEqual((await shop.get(path)).body, tier);
});

test('one Idempotency-Key adds one tier', async () => {
  const { shop, campaign } = await promotion();
  const send = () =>
    shop.post(`/v1/promotions/${campaign}/tiers`, good, { 'idempotency-key': 'once' });
  const answers = await Promise.all([send(), send(), send()]);
  assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1);
  assert.equal((await shop.get('/v1/promotions/tiers')).body.total, 1);
});
