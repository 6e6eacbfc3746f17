/** Campaigns over HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testServer } from '../../../test/support/api.ts';

const server = await testServer({ jobs: true });
const { db } = server;

const percent = { type: 'PERCENT', percent_off: 10 };
const voucher = { type: 'DISCOUNT_VOUCHER', discount: percent };
const coupons = { name: 'Coupons', campaign_type: 'DISCOUNT_COUPONS', voucher };
const tier = { name: 'Tier', action: { discount: percent } };
const promotion = { name: 'Promo', campaign_type: 'PROMOTION', promotion: { tiers: [tier] } };

async function create(project: TestProject, body: object) {
  const answer = await project.post('/v1/campaigns', body);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body;
}

const codesOf = async (id: string) =>
  (await db.adhoc<{ code: string }>('select code from vouchers where campaign_id = $1', [id])).map(
    ({ code }) => code,
  );

test('a campaign of coupons is answered with its defaults', async () => {
  const project = await server.project();
  const body = await create(project, coupons);
  const { id, created_at, ...rest } = body;
  assert.match(id, /^camp_/);
  assert.match(created_at, /Z$/);
  assert.deepEqual(rest, {
    name: 'Coupons',
    campaign_type: 'DISCOUNT_COUPONS',
    type: 'AUTO_UPDATE',
    voucher: {
      type: 'DISCOUNT_VOUCHER',
      discount: { ...percent, effect: 'APPLY_TO_ORDER' },
      redemption: { quantity: null },
      code_config: {
        length: 8,
        charset: '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ',
        pattern: '########',
      },
      is_referral_code: false,
    },
    auto_join: false,
    join_once: false,
    use_voucher_metadata_schema: true,
    vouchers_count: 0,
    active: true,
    metadata: {},
    creation_status: 'DONE',
    vouchers_generation_status: 'DONE',
    protected: false,
    category_id: null,
    categories: [],
    validation_rules_assignments: { object: 'list', data_ref: 'data', data: [], total: 0 },
    object: 'campaign',
  });
  for (const key of [id, 'Coupons']) {
    assert.deepEqual((await project.get(`/v1/campaigns/${key}`)).body, body);
  }
});

test('one voucher is made at once, with what the campaign says', async () => {
  const project = await server.project();
  const { id, vouchers_count, vouchers_generation_status } = await create(project, {
    ...coupons,
    vouchers_count: 1,
    start_date: '2026-01-01',
    metadata: { region: 'EU' },
    voucher: { ...voucher, redemption: { quantity: 2 }, code_config: { pattern: 'X-####' } },
  });
  assert.deepEqual([vouchers_count, vouchers_generation_status], [1, 'DONE']);
  const [code = ''] = await codesOf(id);
  assert.match(code, /^X-[0-9A-Za-z]{4}$/);
  const { body } = await project.get(`/v1/vouchers/${code}`);
  assert.equal(body.campaign, 'Coupons');
  assert.equal(body.redemption.quantity, 2);
  assert.equal(body.start_date, '2026-01-01T00:00:00.000Z');
  assert.deepEqual(body.metadata, { region: 'EU' });
});

test('a STANDALONE campaign has one voucher, and no second', async () => {
  const project = await server.project();
  const body = await create(project, { ...coupons, type: 'STANDALONE', join_once: true });
  assert.deepEqual([body.vouchers_count, body.join_once], [1, false]);
  const more = await project.post(`/v1/campaigns/${body.id}/vouchers`, {});
  assert.deepEqual([more.status, more.body.key], [400, 'invalid_campaign_params']);
});

test('a promotion has tiers instead of vouchers', async () => {
  const project = await server.project();
  const { body: rule } = await project.post('/v1/validation-rules', { name: 'Rule', rules: {} });
  const tiers = [
    { ...tier, validation_rules: [rule.id] },
    { ...tier, name: 'Second' },
  ];
  const body = await create(project, { ...promotion, promotion: { tiers } });
  assert.equal(body.type, 'STATIC');
  assert.equal(body.voucher, undefined);
  assert.equal(body.vouchers_count, undefined);
  assert.deepEqual(
    body.promotion.tiers.map((one: { name: string; hierarchy: number }) => [
      one.name,
      one.hierarchy,
    ]),
    [
      ['Tier', 1],
      ['Second', 2],
    ],
  );
  assert.equal(body.promotion.tiers[0].validation_rule_assignments.total, 1);
  const added = await project.post(`/v1/campaigns/${body.id}/vouchers`, {});
  assert.deepEqual([added.status, added.body.key], [400, 'invalid_campaign_params']);
});

test('a name is taken once in a project', async () => {
  const [project, other] = [await server.project(), await server.project()];
  await create(project, coupons);
  const { status, body } = await project.post('/v1/campaigns', coupons);
  assert.deepEqual([status, body.key, body.resource_id], [409, 'duplicate_found', 'Coupons']);
  await create(other, coupons);
});

test('a change reaches every voucher at once; what is absent stays, metadata merges', async () => {
  const project = await server.project();
  const { id } = await create(project, {
    ...coupons,
    description: 'Old',
    vouchers_count: 1,
    metadata: { a: 1, b: 2 },
  });
  const { status, body } = await project.put(`/v1/campaigns/${id}`, {
    name: 'Ignored',
    expiration_date: '2030-01-01',
    discount: { type: 'PERCENT', percent_off: 20 },
    metadata: { c: 3 },
    unset_metadata_fields: ['a'],
    type: 'STATIC',
    join_once: true,
    activity_duration_after_publishing: 'P24D',
  });
  assert.equal(status, 200);
  assert.equal(body.name, 'Coupons');
  assert.equal(body.description, 'Old');
  assert.deepEqual(body.metadata, { b: 2, c: 3 });
  assert.deepEqual([body.type, body.join_once], ['STATIC', true]);
  assert.equal(body.activity_duration_after_publishing, 'P24D');
  const [code] = await codesOf(id);
  const { body: changed } = await project.get(`/v1/vouchers/${code}`);
  assert.equal(changed.discount.percent_off, 20);
  assert.equal(changed.expiration_date, '2030-01-01T00:00:00.000Z');
  const cleared = await project.put(`/v1/campaigns/${id}`, { expiration_date: null });
  assert.equal(cleared.body.expiration_date, undefined);
});

test('a change that makes no sense is refused', async () => {
  const project = await server.project();
  const { id } = await create(project, coupons);
  for (const update of [
    { discount: { type: 'AMOUNT', amount_off: 100 } },
    { start_date: '2026-02-01', expiration_date: '2026-01-01' },
    { activity_duration_after_publishing: 'x' },
  ]) {
    const { status, body } = await project.put(`/v1/campaigns/${id}`, update);
    assert.deepEqual([status, body.key], [400, 'invalid_campaign_params']);
  }
  await db.adhoc('update campaigns set protected = true where id = $1', [id]);
  const changed = await project.put(`/v1/campaigns/${id}`, { description: 'New' });
  assert.deepEqual([changed.status, changed.body.key], [400, 'resource_protected']);
  const removed = await project.delete(`/v1/campaigns/${id}`);
  assert.deepEqual([removed.status, removed.body.key], [400, 'resource_protected']);
});

test('disabling and enabling change only what the campaign is', async () => {
  const project = await server.project();
  const { id } = await create(project, coupons);
  for (const [verb, active] of [
    ['disable', false],
    ['enable', true],
  ] as const) {
    const { status, body } = await project.post(`/v1/campaigns/${id}/${verb}`);
    assert.deepEqual([status, body], [200, {}]);
    assert.equal((await project.get(`/v1/campaigns/${id}`)).body.active, active);
  }
});

test('a campaign is removed with its vouchers, rules and tiers', async () => {
  const project = await server.project();
  const { id } = await create(project, { ...coupons, vouchers_count: 1 });
  const { status, body } = await project.delete(`/v1/campaigns/${id}?force=true`);
  assert.equal(status, 202);
  const { body: action } = await project.get(`/v1/async-actions/${body.async_action_id}`);
  assert.equal(action.type, 'CAMPAIGN.VOUCHERS_DELETE');
  assert.deepEqual(action.result, { message: 'Deleted 1 vouchers.', done_count: 1 });
  assert.equal((await project.get(`/v1/campaigns/${id}`)).status, 404);
  assert.deepEqual(await codesOf(id), []);
  const { id: promotionId } = await create(project, promotion);
  assert.equal((await project.delete(`/v1/campaigns/${promotionId}`)).status, 202);
  assert.equal((await project.get('/v1/promotions/tiers')).body.total, 0);
});

test('a voucher is added with a code of its own, or by chance, or by the code given', async () => {
  const project = await server.project();
  const { id } = await create(project, coupons);
  const named = await project.post(`/v1/campaigns/${id}/vouchers/SUMMER`, {
    redemption: { quantity: 5 },
    metadata: { own: true },
    additional_info: 'note',
  });
  assert.equal(named.status, 200);
  assert.equal(named.body.code, 'SUMMER');
  assert.equal(named.body.redemption.quantity, 5);
  assert.deepEqual(named.body.metadata, { own: true });
  const random = await project.post(`/v1/campaigns/Coupons/vouchers`, {
    code_config: { pattern: 'Z#' },
  });
  assert.match(random.body.code, /^Z.$/);
  const given = await project.post(`/v1/campaigns/${id}/vouchers?vouchers_count=1`, { code: 'G' });
  assert.equal(given.body.code, 'G');
  assert.equal((await project.get(`/v1/campaigns/${id}`)).body.vouchers_count, 3);

  const again = await project.post(`/v1/campaigns/${id}/vouchers/SUMMER`, {});
  assert.deepEqual([again.status, again.body.key], [409, 'duplicate_found']);
  const two = await project.post(`/v1/campaigns/${id}/vouchers?vouchers_count=2`, { code: 'H' });
  assert.deepEqual([two.status, two.body.key], [400, 'invalid_campaign_params']);
  const none = await project.post(`/v1/campaigns/${id}/vouchers?vouchers_count=0`, {});
  assert.deepEqual([none.status, none.body.key], [400, 'invalid_query_params']);
  const config = await project.post(`/v1/campaigns/${id}/vouchers`, { code_config: { length: 0 } });
  assert.deepEqual([config.status, config.body.key], [400, 'invalid_code_config']);
  const dates = { start_date: '2027-01-01', expiration_date: '2026-01-01' };
  const late = await project.post(`/v1/campaigns/${id}/vouchers/X`, dates);
  assert.deepEqual([late.status, late.body.key], [400, 'invalid_voucher']);
});

test('the same request with the same key adds once', async () => {
  const project = await server.project();
  const { id } = await create(project, coupons);
  const headers = { 'idempotency-key': 'k1' };
  const [one, two] = [
    await project.post(`/v1/campaigns/${id}/vouchers?vouchers_count=5`, {}, headers),
    await project.post(`/v1/campaigns/${id}/vouchers?vouchers_count=5`, {}, headers),
  ];
  assert.equal(one.status, 202);
  assert.deepEqual(one.body, two.body);
});

for (const [method, path] of [
  ['get', ''],
  ['put', ''],
  ['delete', ''],
  ['post', '/enable'],
  ['post', '/disable'],
  ['get', '/summary'],
  ['post', '/vouchers'],
  ['post', '/vouchers/CODE'],
] as const) {
  test(`${method} ${path} of another project's campaign is not found`, async () => {
    const [project, other] = [await server.project(), await server.project()];
    const { id } = await create(project, coupons);
    const url = `/v1/campaigns/${id}${path}`;
    const call =
      method === 'get'
        ? other.get(url)
        : method === 'delete'
          ? other.delete(url)
          : other[method](url, {});
    const { status, body } = await call;
    assert.deepEqual([status, body.key, body.resource_type], [404, 'not_found', 'campaign']);
  });
}

test('the list pages, sorts and filters', async () => {
  const project = await server.project();
  await create(project, { ...coupons, name: 'A', start_date: '2099-01-01' });
  await create(project, { ...coupons, name: 'B', expiration_date: '2020-01-01', active: false });
  await create(project, { ...promotion, name: 'C', validity_day_of_week: [1, 2] });
  const names = async (query: string) => {
    const { status, body } = await project.get(`/v1/campaigns?${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    return body.campaigns.map((one: { name: string }) => one.name).join('');
  };
  const expected = [
    ['', 'CBA'],
    ['order=created_at', 'ABC'],
    ['limit=1&page=2', 'B'],
    ['campaign_type=PROMOTION', 'C'],
    ['campaign_status=IN_PROGRESS', ''],
    ['is_referral_code=false', 'CBA'],
    ['filters[campaigns][conditions][$in][0]=A&filters[campaigns][conditions][$in][1]=C', 'CA'],
    ['filters[active][$disabled]=', 'B'],
    ['filters[active][conditions][$active]=', 'C'],
    ['filters[status][conditions][before_start]=', 'A'],
    ['filters[status][conditions][$expired]=', 'B'],
    ['filters[voucher_type][conditions][$is]=DISCOUNT_VOUCHER', 'BA'],
    ['filters[validity_day_of_week][conditions][$is][0]=2', 'C'],
    ['filters[validity_timeframe][conditions][$is_unknown]=', 'CBA'],
    ['filters[start_date][conditions][$has_value]=', 'A'],
    [
      'filters[campaigns][conditions][$is]=A&filters[type][conditions][$is]=STATIC&filters[junction]=or',
      'CA',
    ],
  ] as const;
  for (const [query, result] of expected) assert.equal(await names(query), result, query);
  for (const query of ['order=name', 'filters[x][conditions][$is]=1', 'limit=101']) {
    const { status, body } = await project.get(`/v1/campaigns?${query}`);
    assert.deepEqual([status, body.key], [400, 'invalid_query_params'], query);
  }
});

test('the summary counts what happened, of all time or of some days', async () => {
  const project = await server.project();
  const { id } = await create(project, { ...coupons, vouchers_count: 1 });
  const redeem = (
    object: string,
    of: { id: string; result: string; day: string; undoes?: string },
  ) =>
    db.adhoc(
      `insert into redemptions (project_id, id, object, result, status, related_object_type,
         related_object_id, campaign_id, redemption_id, amount, discount_amount, channel, created_at)
       values ($1, $2, $3, $4, 'SUCCEEDED', 'voucher', 'v_1', $5, $6, 10000, 1000, '{}', $7)`,
      [project.id, of.id, object, of.result, id, of.undoes ?? null, of.day],
    );
  await redeem('redemption', { id: 'r_1', result: 'SUCCESS', day: '2026-03-01T12:00:00Z' });
  await redeem('redemption', { id: 'r_2', result: 'SUCCESS', day: '2026-03-02T12:00:00Z' });
  await redeem('redemption', { id: 'r_3', result: 'FAILURE', day: '2026-03-02T23:59:59Z' });
  await redeem('redemption_rollback', {
    id: 'rr_1',
    result: 'SUCCESS',
    day: '2026-03-03T00:00:00Z',
    undoes: 'r_1',
  });
  await db.adhoc(
    `insert into validation_totals (project_id, campaign_id, validations, succeeded)
     values ($1, $2, 5, 3)`,
    [project.id, id],
  );
  await db.adhoc(
    `insert into publications (project_id, id, result, campaign_id, channel, created_at)
     values ($1, 'pub_1', 'SUCCESS', $2, 'API', now()), ($1, 'pub_2', 'FAILURE', $2, 'API', now())`,
    [project.id, id],
  );
  const { status, body } = await project.get(`/v1/campaigns/${id}/summary`);
  assert.equal(status, 200);
  const { campaign, ...figures } = body;
  assert.equal(campaign.id, id);
  assert.deepEqual(figures, {
    object: 'campaign_summary',
    redemptions: 3,
    redemptions_succeeded: 2,
    redemptions_failed: 1,
    rollbacks: 1,
    rollbacks_succeeded: 1,
    rollbacks_failed: 0,
    validations: 5,
    validations_succeeded: 3,
    validations_failed: 2,
    orders_amount: 20_000,
    orders_rolledback_amount: 10_000,
    discounted_amount: 2_000,
    rolledback_discounted_amount: 1_000,
    vouchers_created: 1,
    vouchers_deleted: 0,
    publications: 2,
    publications_succeeded: 1,
    publications_failed: 1,
  });
  const day = await project.get(
    `/v1/campaigns/${id}/summary?start_date=2026-03-02&end_date=2026-03-02`,
  );
  assert.equal(day.body.redemptions, 2);
  assert.equal(day.body.rollbacks, 0);
  assert.equal(day.body.vouchers_created, 0);
  const wrong = await project.get(`/v1/campaigns/${id}/summary?start_date=2026-02-30`);
  assert.deepEqual([wrong.status, wrong.body.key], [400, 'invalid_query_params']);
});
