/** Exports over HTTP: asked for, written by the job, downloaded, removed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testServer } from '../../../test/support/api.ts';

const server = await testServer({ jobs: true });

async function finished(project: TestProject, id: string) {
  for (;;) {
    const { body } = await project.get(`/v1/exports/${id}`);
    if (body.status === 'DONE') return body;
    assert.notEqual(body.status, 'ERROR');
    await new Promise((done) => setTimeout(done, 30));
  }
}

/** The file's lines, the titles first. */
async function lines(project: TestProject, id: string): Promise<string[]> {
  const { result } = await finished(project, id);
  const { appId, token } = project.credentials;
  const headers = { 'x-app-id': appId, 'x-app-token': token };
  const file = await fetch(`${project.url}${result.url}`, { headers });
  assert.equal(file.status, 200);
  assert.match(file.headers.get('content-type') ?? '', /^text\/csv/);
  const text = await file.text();
  return text.trimEnd().split('\r\n');
}

async function exported(project: TestProject, path: string, body: object) {
  const asked = await project.post(path, body);
  assert.equal(asked.status, 200, JSON.stringify(asked.body));
  assert.deepEqual([asked.body.status, asked.body.result], ['SCHEDULED', null]);
  return { asked: asked.body, lines: await lines(project, asked.body.id) };
}

async function shop() {
  const project = await server.project();
  const loyalty_card = {
    points: 10,
    expiration_rules: { period_type: 'MONTH', period_value: 1, rounding_type: 'END_OF_YEAR' },
  };
  const voucher = { type: 'LOYALTY_CARD', loyalty_card };
  const { body: campaign } = await project.post('/v1/campaigns', { name: 'Points', voucher });
  const published = { campaign: campaign.id, customer: { source_id: 'eve', name: 'Eve, "E"' } };
  const { body: publication } = await project.post('/v1/publications', published);
  const code: string = publication.voucher.code;
  await project.post(`/v1/vouchers/${code}/balance`, { amount: 5, reason: 'a\nb' });
  const gift = { type: 'GIFT_VOUCHER', gift: { amount: 1050 }, metadata: { lang: 'de' } };
  await project.post('/v1/vouchers/GIFT', gift);
  const discount = { type: 'PERCENT', percent_off: 10 };
  await project.post('/v1/vouchers/SALE', { type: 'DISCOUNT_VOUCHER', discount });
  await project.post('/v1/redemptions', {
    redeemables: [{ object: 'voucher', id: 'SALE' }],
    order: { source_id: 'order-1', amount: 2000 },
    customer: { source_id: 'eve' },
  });
  return { project, campaignId: String(campaign.id), code, cardId: String(publication.voucher.id) };
}

const { project, campaignId, code, cardId } = await shop();

test('vouchers are exported with what they hold, in the order and with the fields asked for', async () => {
  const wanted = {
    exported_object: 'voucher',
    parameters: {
      order: '-code',
      fields: ['code', 'voucher_type', 'value', 'discount_type', 'metadata.lang'],
      filters: { code: { conditions: { $in: ['GIFT', 'SALE'] } } },
    },
  };
  const { asked, lines: file } = await exported(project, '/v1/exports', wanted);
  assert.deepEqual(asked.parameters, wanted.parameters);
  assert.deepEqual(file, [
    'Code,Voucher Type,Value,Discount Type,metadata.lang',
    'SALE,DISCOUNT_VOUCHER,10,PERCENT,',
    'GIFT,GIFT_VOUCHER,10.50,,de',
  ]);
});

const plain: readonly (readonly [string, string, number])[] = [
  ['voucher', 'Code,Voucher Type,Value,Discount Type', 3],
  ['order', 'ID,Source ID,Status', 1],
  ['customer', 'Name,Source ID', 1],
  ['publication', 'Code,Customer ID,Date,Channel', 1],
  ['redemption', 'ID,Object,Voucher Code,Customer ID,Date,Result', 1],
  ['points_expiration', 'ID,Campaign ID,Voucher ID,Status,Expires At,Points', 2],
  ['voucher_transactions', 'ID,Type,Source ID,Reason,Source,Balance,Amount,Created At', 3],
];
for (const [exported_object, titles, count] of plain) {
  test(`of ${exported_object} the default fields are exported where none are named`, async () => {
    const { lines: file } = await exported(project, '/v1/exports', { exported_object });
    assert.equal(file[0], titles);
    assert.equal(file.join('\r\n').replace('"a\nb"', '').split('\r\n').length, count + 1);
  });
  test(`of ${exported_object} every field and every order there is can be asked for`, async () => {
    const none = { exported_object, parameters: { fields: ['none'] } };
    const refused = await project.post('/v1/exports', none);
    assert.deepEqual([refused.status, refused.body.key], [400, 'invalid_export_fields']);
    const fields = String(refused.body.details).split(': ').at(-1)?.split(', ') ?? [];
    const unordered = { exported_object, parameters: { order: 'none' } };
    const orders = (await project.post('/v1/exports', unordered)).body;
    assert.equal(orders.key, 'invalid_payload');
    for (const order of String(orders.details).split(': ').at(-1)?.split(', ') ?? []) {
      const parameters = { fields, order };
      await exported(project, '/v1/exports', { exported_object, parameters });
    }
  });
}

test('transactions of a card are exported under each of its addresses, and of its campaign', async () => {
  const fields = ['type', 'amount', 'balance', 'reason', 'voucher_id'];
  const parameters = { fields, order: 'created_at' };
  const expected = [
    'Type,Amount,Balance,Reason,Voucher ID',
    `POINTS_ADDITION,10,10,,${cardId}`,
    `POINTS_ADDITION,5,15,"a\nb",${cardId}`,
  ];
  const addresses = [
    [`/v1/vouchers/${code}`, 'voucher_id', code],
    [`/v1/campaigns/${campaignId}`, 'campaign_id', campaignId],
    ['/v1/loyalties/Points', 'campaign_id', campaignId],
    [`/v1/loyalties/members/${code}`, 'voucher_id', code],
    [`/v1/loyalties/${campaignId}/members/${cardId}`, 'voucher_id', cardId],
  ] as const;
  for (const [address, filter, value] of addresses) {
    const path = `${address}/transactions/export`;
    const { asked, lines: file } = await exported(project, path, { parameters });
    assert.deepEqual(asked.parameters.filters, { [filter]: { conditions: { $in: [value] } } });
    assert.deepEqual(file, expected, path);
    await exported(project, path, {});
  }
});

test('points that expire are exported with their last day', async () => {
  const parameters = { fields: ['points', 'status', 'expires_at'] };
  const path = `/v1/loyalties/${campaignId}/points-expiration/export`;
  const { asked, lines: file } = await exported(project, path, { parameters });
  assert.equal(asked.exported_object, 'points_expiration');
  assert.match(file.join(), /^Points,Status,Expires At(,(5|10),ACTIVE,\d{4}-12-31){2}$/);
});

const refused: readonly (readonly [string, string, object, number, string])[] = [
  ['an unknown object', '/v1/exports', { exported_object: 'planet' }, 400, 'invalid_payload'],
  ['no object', '/v1/exports', {}, 400, 'invalid_payload'],
  [
    'no fields',
    '/v1/exports',
    { exported_object: 'order', parameters: { fields: [] } },
    400,
    'invalid_export_fields',
  ],
  [
    'an unknown filter',
    '/v1/exports',
    { exported_object: 'order', parameters: { filters: { x: { conditions: { $is: 1 } } } } },
    400,
    'invalid_payload',
  ],
  [
    'a filter of another kind',
    '/v1/exports',
    { exported_object: 'order', parameters: { filters: { amount: { conditions: { $is: 'x' } } } } },
    400,
    'invalid_payload',
  ],
  ['nobody', '/v1/vouchers/NONE/transactions/export', {}, 404, 'not_found'],
  ['no member', '/v1/loyalties/members/GIFT/transactions/export', {}, 404, 'not_found'],
  [
    'another program',
    `/v1/loyalties/None/members/${code}/transactions/export`,
    {},
    404,
    'not_found',
  ],
  ['no campaign', '/v1/campaigns/None/transactions/export', {}, 404, 'not_found'],
  [
    'an unknown field',
    `/v1/campaigns/${campaignId}/transactions/export`,
    { parameters: { fields: ['x'] } },
    400,
    'invalid_export_fields',
  ],
];
for (const [claim, path, body, status, key] of refused) {
  test(`an export is refused: ${claim}`, async () => {
    const answer = await project.post(path, body);
    assert.deepEqual([answer.status, answer.body.key], [status, key]);
  });
}

test('transactions of coupons are forbidden', async () => {
  const discount = { type: 'PERCENT', percent_off: 10 };
  const coupons = { name: 'Coupons', voucher: { type: 'DISCOUNT_VOUCHER', discount } };
  const { body } = await project.post('/v1/campaigns', coupons);
  const answer = await project.post(`/v1/campaigns/${body.id}/transactions/export`, {});
  assert.deepEqual([answer.status, answer.body.key], [403, 'forbidden']);
});

test('a file opens with its token alone, until the export is removed', async () => {
  const { body } = await project.post('/v1/exports', { exported_object: 'order' });
  const { result } = await finished(project, body.id);
  const wrong = await project.get(`/v1/exports/${body.id}?token=wrong`);
  assert.deepEqual([wrong.status, wrong.body.key], [401, 'unauthorized']);
  const stranger = await server.project();
  assert.equal((await stranger.get(result.url)).status, 404);
  const list = await project.get('/v1/exports?limit=1&order=-created_at');
  assert.equal(list.body.exports[0].id, body.id);
  assert.equal((await project.delete(`/v1/exports/${body.id}`)).status, 204);
  assert.equal((await project.get(result.url)).status, 404);
  assert.equal((await project.delete(`/v1/exports/${body.id}`)).status, 404);
  const left = await server.db.adhoc('select from export_chunks where export_id = $1', [body.id]);
  assert.equal(left.length, 0);
});

test('a file of many rows has each of them once', async () => {
  const many = await server.project();
  await server.db.adhoc(
    `insert into customers (project_id, id, source_id, created_at)
     select $1, 'cust_' || n, 'source-' || n, now() from generate_series(1, 2500) n`,
    [many.id],
  );
  const { lines: file } = await exported(many, '/v1/exports', { exported_object: 'customer' });
  assert.equal(new Set(file).size, 2501);
  assert.equal(file.length, 2501);
});
