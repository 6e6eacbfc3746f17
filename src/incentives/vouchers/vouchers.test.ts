/** Vouchers over HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testServer } from '../../../test/support/api.ts';
import { campaignRow } from '../../../test/support/campaign-row.ts';

const server = await testServer();

const tenPercent = { type: 'PERCENT', percent_off: 10 };
const spring = { start_date: '2030-01-01T00:00:00Z', voucher_metadata: { from: 'campaign' } };

async function versionOf(shop: TestProject, id: string): Promise<number | undefined> {
  const rows = await server.db.adhoc<{ version: number }>(
    'select version from vouchers where project_id = $1 and id = $2',
    [shop.id, id],
  );
  return rows[0]?.version;
}

test('a voucher stands alone: active, without limit, with its discount', async () => {
  const shop = await server.project();
  const made = await shop.post('/v1/vouchers/SUMMER', { discount: tenPercent });
  assert.equal(made.status, 200);
  const { id, created_at, ...rest } = made.body;
  assert.match(id, /^v_/);
  assert.ok(created_at);
  assert.deepEqual(rest, {
    code: 'SUMMER',
    type: 'DISCOUNT_VOUCHER',
    discount: { type: 'PERCENT', percent_off: 10, effect: 'APPLY_TO_ORDER' },
    active: true,
    metadata: {},
    is_referral_code: false,
    object: 'voucher',
    publish: {
      object: 'list',
      count: 0,
      url: '/v1/vouchers/SUMMER/publications?page=1&limit=10',
    },
    redemption: {
      quantity: null,
      redeemed_quantity: 0,
      object: 'list',
      url: '/v1/vouchers/SUMMER/redemptions?page=1&limit=10',
    },
    categories: [],
    validation_rules_assignments: { object: 'list', data_ref: 'data', data: [], total: 0 },
  });
  assert.deepEqual((await shop.get('/v1/vouchers/SUMMER')).body, made.body);
  assert.deepEqual((await shop.get(`/v1/vouchers/${id}`)).body, made.body);
});

test('a voucher carries all that it is given', async () => {
  const shop = await server.project();
  const given = {
    code: 'ALL 50%/é',
    type: 'DISCOUNT_VOUCHER',
    discount: { type: 'AMOUNT', amount_off: 50, effect: 'APPLY_TO_ITEMS' },
    start_date: '2030-01-01',
    expiration_date: '2031-01-01T00:00:00Z',
    validity_timeframe: { duration: 'PT1H', interval: 'P2D' },
    validity_day_of_week: [0, 6],
    validity_hours: {
      daily: [{ start_time: '12:00', days_of_week: [1], expiration_time: '14:00' }],
    },
    active: false,
    additional_info: 'By hand',
    metadata: { locale: 'de' },
    redemption: { quantity: 10 },
  };
  const { body } = await shop.post('/v1/vouchers', given);
  const read = (await shop.get(`/v1/vouchers/${encodeURIComponent(given.code)}`)).body;
  assert.deepEqual(read, body);
  assert.equal(read.start_date, '2030-01-01T00:00:00.000Z');
  assert.equal(read.expiration_date, '2031-01-01T00:00:00.000Z');
  assert.equal(read.redemption.quantity, 10);
  assert.equal(
    read.redemption.url,
    '/v1/vouchers/ALL%2050%25%2F%C3%A9/redemptions?page=1&limit=10',
  );
  for (const name of [
    'code',
    'discount',
    'validity_timeframe',
    'validity_day_of_week',
    'validity_hours',
    'active',
    'additional_info',
    'metadata',
  ] as const) {
    assert.deepEqual(read[name], given[name], name);
  }
});

test('codes are random where none is given, as the configuration has them', async () => {
  const shop = await server.project();
  const plain = await shop.post('/v1/vouchers', { discount: tenPercent });
  assert.match(plain.body.code, /^[0-9A-Za-z]{8}$/);
  const code_config = { pattern: 'A-##', charset: 'x', prefix: 'P-', postfix: '-Z' };
  const made = await shop.post('/v1/vouchers', { discount: tenPercent, code_config });
  assert.equal(made.body.code, 'P-A-xx-Z');
});

test('every code of a configuration is found before it is refused', async () => {
  const shop = await server.project();
  const body = { discount: tenPercent, code_config: { length: 1, charset: '0123456789' } };
  const codes = new Set<string>();
  for (let count = 0; count < 10; count++) {
    codes.add((await shop.post('/v1/vouchers', body)).body.code);
  }
  assert.equal(codes.size, 10);
  const none = await shop.post('/v1/vouchers', body);
  assert.equal(none.status, 400);
  assert.equal(none.body.key, 'invalid_code_config');
  assert.match(none.body.details, /no free codes/);
});

test('a project may ignore case: one code, whichever way it is written', async () => {
  const shop = await server.project();
  await server.db.adhoc('update projects set case_sensitive_codes = false where id = $1', [
    shop.id,
  ]);
  const made = await shop.post('/v1/vouchers/Summer', { discount: tenPercent });
  assert.equal(made.body.code, 'Summer');
  assert.equal((await shop.get('/v1/vouchers/SUMMER')).body.id, made.body.id);
  assert.equal((await shop.get('/v1/vouchers?code=SUMMER')).body.total, 1);
  const again = await shop.post('/v1/vouchers/sUMMER', { discount: tenPercent });
  assert.equal(again.body.key, 'duplicate_found');
});

test('case counts otherwise', async () => {
  const shop = await server.project();
  await shop.post('/v1/vouchers/Summer', { discount: tenPercent });
  assert.equal((await shop.post('/v1/vouchers/SUMMER', { discount: tenPercent })).status, 200);
  assert.equal((await shop.get('/v1/vouchers/summer')).status, 404);
});

test('a voucher of a campaign shows the campaign’s values until it has its own', async () => {
  const shop = await server.project();
  const campaign_id = await campaignRow(server, shop, 'Spring', spring);
  const made = await shop.post('/v1/vouchers/ONE', { campaign: 'Spring' });
  assert.equal(made.body.campaign, 'Spring');
  assert.equal(made.body.campaign_id, campaign_id);
  assert.deepEqual(made.body.discount, { type: 'AMOUNT', amount_off: 500 });
  assert.deepEqual(made.body.metadata, { from: 'campaign' });
  assert.equal(made.body.start_date, '2030-01-01T00:00:00.000Z');

  const own = await shop.put('/v1/vouchers/ONE', {
    discount: { type: 'AMOUNT', amount_off: 700 },
    start_date: '2031-01-01',
    metadata: { own: true },
  });
  assert.equal(own.body.discount.amount_off, 700);
  assert.equal(own.body.start_date, '2031-01-01T00:00:00.000Z');
  assert.deepEqual(own.body.metadata, { from: 'campaign', own: true });

  const back = await shop.put('/v1/vouchers/ONE', { start_date: null, metadata: null });
  assert.equal(back.body.start_date, '2030-01-01T00:00:00.000Z');
  assert.deepEqual(back.body.metadata, { from: 'campaign' });

  await shop.post('/v1/vouchers/TWO', { campaign_id });
  await shop.delete('/v1/vouchers/ONE?force=true');
  const progress = await server.db.adhoc(
    'select vouchers_count, vouchers_deleted from campaign_progress where project_id = $1',
    [shop.id],
  );
  assert.deepEqual(progress, [{ vouchers_count: 1, vouchers_deleted: 1 }]);
});

test('a new voucher of a campaign has its code and quantity from there unless it says otherwise', async () => {
  const shop = await server.project();
  await campaignRow(server, shop, 'Spring');
  const made = await shop.post('/v1/vouchers', { campaign: 'Spring' });
  assert.match(made.body.code, /^Spring-\w{4}$/);
  assert.equal(made.body.redemption.quantity, 1);
  const own = await shop.post('/v1/vouchers', {
    campaign: 'Spring',
    code_config: { pattern: 'OWN' },
    redemption: { quantity: null },
  });
  assert.equal(own.body.code, 'OWN');
  assert.equal(own.body.redemption.quantity, null);
});

test('a voucher of another campaign type is refused', async () => {
  const shop = await server.project();
  const voucher = { type: 'GIFT_VOUCHER', gift: { amount: 100, effect: 'APPLY_TO_ORDER' } };
  await campaignRow(server, shop, 'Gifts', { campaign_type: 'GIFT_VOUCHERS', voucher });
  const refused = await shop.post('/v1/vouchers', { campaign: 'Gifts', discount: tenPercent });
  assert.equal(refused.body.key, 'invalid_voucher');
});

test('a change keeps what it does not name, clears by null, and raises the version', async () => {
  const shop = await server.project();
  const made = await shop.post('/v1/vouchers/A', {
    discount: tenPercent,
    additional_info: 'first',
    metadata: { a: 1 },
    redemption: { quantity: 2 },
  });
  assert.equal(await versionOf(shop, made.body.id), 1);
  const changed = await shop.put('/v1/vouchers/A', {
    additional_info: null,
    metadata: { b: 2 },
    active: false,
    code: 'OTHER',
    redemption: { quantity: 99 },
  });
  assert.equal(changed.status, 200);
  assert.equal(changed.body.code, 'A');
  assert.equal(changed.body.additional_info, undefined);
  assert.deepEqual(changed.body.metadata, { a: 1, b: 2 });
  assert.equal(changed.body.active, false);
  assert.equal(changed.body.redemption.quantity, 2);
  assert.equal(changed.body.discount.percent_off, 10);
  assert.ok(changed.body.updated_at);
  assert.equal(await versionOf(shop, made.body.id), 2);
});

test('enabled, disabled, enabled again', async () => {
  const shop = await server.project();
  const made = await shop.post('/v1/vouchers/A', { discount: tenPercent });
  assert.equal((await shop.post('/v1/vouchers/A/disable')).body.active, false);
  assert.equal((await shop.post(`/v1/vouchers/${made.body.id}/enable`)).body.active, true);
  assert.equal(await versionOf(shop, made.body.id), 3);
});

test('a removed voucher is gone with its rules, and its code is free', async () => {
  const shop = await server.project();
  const rule = await shop.post('/v1/validation-rules', {
    name: 'Rule',
    rules: { '1': { name: 'redemption.count.per_customer', conditions: { $is: [1] } } },
  });
  assert.equal(rule.status, 200);
  const made = await shop.post('/v1/vouchers/A', {
    discount: tenPercent,
    validation_rules: [rule.body.id],
  });
  const { data, total } = made.body.validation_rules_assignments;
  assert.equal(total, 1);
  assert.equal(data[0].rule_id, rule.body.id);
  assert.equal(data[0].related_object_id, made.body.id);
  assert.equal(data[0].related_object_type, 'voucher');
  assert.equal((await shop.delete('/v1/vouchers/A')).status, 204);
  assert.equal((await shop.get('/v1/vouchers/A')).status, 404);
  assert.equal((await shop.get('/v1/validation-rules-assignments')).body.total, 0);
  assert.equal((await shop.post('/v1/vouchers/A', { discount: tenPercent })).status, 200);
});

test('a voucher may have a category, by name or id', async () => {
  const shop = await server.project();
  await server.db.adhoc(
    `insert into categories (project_id, id, name, hierarchy, created_at)
     values ($1, 'cat_1', 'New', 3, now())`,
    [shop.id],
  );
  const made = await shop.post('/v1/vouchers/A', { discount: tenPercent, category: 'New' });
  assert.equal(made.body.category, 'New');
  assert.equal(made.body.category_id, 'cat_1');
  assert.equal(made.body.categories[0].hierarchy, 3);
  assert.equal((await shop.get('/v1/vouchers?category=New')).body.total, 1);
  assert.equal((await shop.get('/v1/vouchers?category=Old')).body.total, 0);
  const cleared = await shop.put('/v1/vouchers/A', { category_id: null });
  assert.deepEqual(cleared.body.categories, []);
  const again = await shop.put('/v1/vouchers/A', { category_id: 'cat_1' });
  assert.equal(again.body.category, 'New');
});

test('refused: a code that is taken, as a conflict that names it', async () => {
  const shop = await server.project();
  await shop.post('/v1/vouchers', { code: 'A', discount: tenPercent });
  const again = await shop.post('/v1/vouchers', { code: 'A', discount: tenPercent });
  assert.equal(again.status, 409);
  assert.equal(again.body.resource_id, 'A');
  assert.equal(again.body.resource_type, 'voucher');
});

test('one code is made once, however many ask at once', async () => {
  const shop = await server.project();
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => shop.post('/v1/vouchers/ONE', { discount: tenPercent })),
  );
  const statuses = answers.map(({ status }) => status).sort((one, other) => one - other);
  assert.deepEqual(statuses, [200, ...Array.from({ length: 11 }, () => 409)]);
});

test('an Idempotency-Key makes one random voucher', async () => {
  const shop = await server.project();
  const key = { 'idempotency-key': 'once' };
  const first = await shop.post('/v1/vouchers', { discount: tenPercent }, key);
  const second = await shop.post('/v1/vouchers', { discount: tenPercent }, key);
  assert.equal(second.body.code, first.body.code);
  assert.equal((await shop.get('/v1/vouchers')).body.total, 1);
});

test('projects never see each other’s vouchers', async () => {
  const [one, two] = [await server.project(), await server.project()];
  const { body } = await one.post('/v1/vouchers/A', { discount: tenPercent });
  assert.equal((await two.get(`/v1/vouchers/${body.id}`)).status, 404);
  assert.equal((await two.post('/v1/vouchers/A', { discount: tenPercent })).status, 200);
});
