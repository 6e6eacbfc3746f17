/** What browsers may do: from trusted domains alone, what the project switches on, so often a while. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allRoutes, buildApp } from '../../src/app.ts';
import { connectDatabase } from '../../src/platform/db/database.ts';
import { jsonLog } from '../../src/platform/log.ts';
import { type TestProject, testServer } from '../support/api.ts';
import { beforeDrop } from '../support/database.ts';
import { redeemables, voucher } from '../faults/two-servers.ts';

const server = await testServer();
const manager = await server.management();
const page = 'https://shop.example';
const clientRoutes = allRoutes().filter(({ audience }) => audience === 'client');

const closed = { client_trusted_domains: [page] };
const change = async (shop: TestProject, settings: object) =>
  assert.equal((await manager.put(`/management/v1/projects/${shop.id}`, settings)).status, 200);

test('there are operations for clients, all at addresses of their own', () => {
  assert.ok(clientRoutes.length >= 9);
  for (const { on } of clientRoutes) assert.match(on, /^(GET|POST) \/client\/v1\//);
});

test('an origin the project does not trust is refused, and may not read why', async () => {
  const shop = await server.project({ settings: closed });
  for (const origin of ['https://evil.example', 'null', null]) {
    const answer = await shop.browser(origin).get('/client/v1/promotions/tiers');
    assert.equal(answer.status, 403);
    assert.equal(answer.body.key, 'forbidden');
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
  }
});

test('an origin the project trusts may read answers, refusals too', async () => {
  const shop = await server.project({ settings: closed });
  const fine = await shop.browser(page).get('/client/v1/promotions/tiers');
  assert.equal(fine.status, 200);
  assert.equal(fine.headers.get('access-control-allow-origin'), page);
  assert.equal(fine.headers.get('vary'), 'Origin');
  const refused = await shop.browser(page).get('/client/v1/validate');
  assert.equal(refused.body.key, 'invalid_query_params');
  assert.equal(refused.headers.get('access-control-allow-origin'), page);
});

test('a project that names no domain is closed to clients', async () => {
  const shop = await server.project({ settings: {} });
  const { status, body } = await shop.browser(page).get('/client/v1/promotions/tiers');
  assert.equal(status, 403);
  assert.equal(body.key, 'forbidden');
});

test('nothing is explained to clients: that would tell of rules and of who holds a code', async () => {
  const shop = await server.project({ settings: { ...closed, client_redeem_enabled: true } });
  await voucher(shop, 'OFF', { active: false });
  await voucher(shop, 'ON');
  const options = { explain: true };
  const order = { amount: 100 };
  for (const [path, body] of [
    ['/client/v1/validations', { redeemables: redeemables('OFF'), order, options }],
    ['/client/v1/redemptions', { redeemables: redeemables('OFF'), order, options }],
    ['/client/v1/redemptions', { redeemables: redeemables('ON'), order, options }],
    ['/client/v1/qualifications', { scenario: 'ALL', order, options }],
  ] as const) {
    const { status, body: told } = await shop.browser(page).post(path, body);
    assert.ok(status === 200 || told.key === 'voucher_disabled', JSON.stringify(told));
    assert.doesNotMatch(JSON.stringify(told), /explanation|inapplicable_redeemables/);
  }
});

const switched = [
  ['client_redeem_enabled', '/client/v1/redeem?code=ONE', {}],
  ['client_redeem_enabled', '/client/v1/redemptions', { redeemables: redeemables('ONE') }],
  [
    'client_publish_enabled',
    '/client/v1/publish',
    { voucher: 'ONE', customer: { source_id: 'a' } },
  ],
] as const;

for (const [name, path, body] of switched) {
  test(`${path} works once ${name} is on, at once, and no longer`, async () => {
    const shop = await server.project({ settings: closed });
    await voucher(shop, 'ONE', { redemption: { quantity: null } });
    const ask = () => shop.browser(page).post(path, body);
    const refused = await ask();
    assert.equal(refused.status, 403);
    assert.equal(refused.body.key, 'missing_required_permission');
    const before = await shop.get('/v1/vouchers/ONE');
    assert.equal(before.body.redemption.redeemed_quantity, 0);
    await change(shop, { [name]: true });
    const done = await ask();
    assert.equal(done.status, 200, JSON.stringify(done.body));
    await change(shop, { [name]: false });
    const again = await ask();
    assert.ok([401, 403].includes(again.status), JSON.stringify(again.body));
    assert.equal((await ask()).status, 403);
  });
}

test('a browser that names a customer reads nothing of them but what it said itself', async () => {
  const shop = await server.project();
  await shop.post('/v1/customers', { source_id: 'ann', phone: '555', metadata: { tier: 'gold' } });
  const said = { source_id: 'ann', name: 'Ann', metadata: { lang: 'en' } };
  const { body } = await shop.browser().post('/client/v1/customers', said);
  const stored = await shop.get('/v1/customers/ann');
  assert.deepEqual(body, { ...said, id: stored.body.id, object: 'customer' });
  assert.deepEqual(stored.body.metadata, { tier: 'gold', lang: 'en' });
  const unknown = await shop.browser().post('/client/v1/customers', { id: 'cust_none' });
  assert.equal(unknown.body.key, 'not_found');
});

test('vouchers are listed once client_list_vouchers_enabled is on, without what is the shop’s', async () => {
  const shop = await server.project({ settings: { ...closed, client_publish_enabled: true } });
  await voucher(shop, 'ONE', { additional_info: 'For friends', metadata: { of: 'ONE' } });
  await voucher(shop, 'TWO');
  const customer = { source_id: 'ann' };
  await shop.browser(page).post('/client/v1/publish', { voucher: 'ONE', customer });
  const ask = () => shop.browser(page).get('/client/v1/vouchers?customer=ann');
  assert.equal((await ask()).body.key, 'missing_required_permission');
  await change(shop, { client_list_vouchers_enabled: true });
  const { body } = await ask();
  assert.deepEqual(body.vouchers, [
    {
      code: 'ONE',
      active: true,
      metadata: { of: 'ONE' },
      created_at: body.vouchers[0].created_at,
      object: 'voucher',
    },
  ]);
});

test('a domain that is trusted no longer is refused at once, everywhere', async () => {
  const shop = await server.project({ settings: closed });
  await voucher(shop, 'ONE');
  const ask = () => shop.browser(page).get('/client/v1/validate?code=ONE&amount=1000');
  assert.equal((await ask()).body.valid, true);
  await change(shop, { client_trusted_domains: ['https://other.example'] });
  const refused = await ask();
  assert.ok([401, 403].includes(refused.status));
  assert.equal((await ask()).body.key, 'forbidden');
});

test('a key of a browser takes no Idempotency-Key of the servers', async () => {
  const shop = await server.project();
  await voucher(shop, 'ONE', { redemption: { quantity: null } });
  const key = { 'idempotency-key': 'order-1' };
  const body = { redeemables: redeemables('ONE'), order: { amount: 1_000 } };
  const mine = await shop.browser().post('/client/v1/redemptions', body, key);
  const again = await shop.browser().post('/client/v1/redemptions', body, key);
  assert.equal(mine.status, 200);
  assert.deepEqual(again.body, mine.body);
  const theirs = await shop.post('/v1/redemptions', body, key);
  assert.equal(theirs.status, 200, JSON.stringify(theirs.body));
  assert.notEqual(theirs.body.redemptions[0].id, mine.body.redemptions[0].id);
});

const preflight = (path: string, method = 'POST') =>
  fetch(`${server.url}${path}`, {
    method: 'OPTIONS',
    headers: {
      origin: page,
      'access-control-request-method': method,
      'access-control-request-headers': 'content-type,x-client-application-id,x-client-token',
    },
  });

test('a browser that asks first is told the methods and the headers it may send', async () => {
  for (const { on } of clientRoutes) {
    const [method = '', path = ''] = on.split(' ');
    const answer = await preflight(path, method);
    assert.equal(answer.status, 204, on);
    assert.equal(answer.headers.get('access-control-allow-origin'), page);
    assert.equal(answer.headers.get('access-control-allow-methods'), method);
    assert.equal(
      answer.headers.get('access-control-allow-headers'),
      'content-type,x-client-application-id,x-client-token',
    );
    assert.ok(Number(answer.headers.get('access-control-max-age')) > 0);
  }
});

test('nothing but operations for clients answers browsers that ask first', async () => {
  assert.equal((await preflight('/client/v1/none')).status, 404);
  for (const path of ['/v1/validations', '/management/v1/projects']) {
    const answer = await preflight(path);
    assert.equal(answer.status, 405, path);
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
  }
});

test('client keys are limited by address, and told when to come again; server keys are not', async () => {
  const db = connectDatabase(server.databaseUrl, () => undefined);
  const log = jsonLog(() => undefined);
  const limits = { clientRequests: 5, trustedProxies: ['127.0.0.1'] };
  const app = buildApp({ db, log, version: 'limited', ...limits });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  beforeDrop(async () => {
    await app.close();
    await db.close();
  });
  const [shop, other] = [await server.project({ settings: closed }), await server.project()];
  const path = '/client/v1/promotions/tiers';
  const browser = shop.through(url).browser(page);
  const answers = await Promise.all(Array.from({ length: 10 }, () => browser.get(path)));
  const passed = answers.filter(({ status }) => status === 200);
  assert.ok(passed.length >= 5 && passed.length < 10, `${passed.length} of 10 passed`);
  const refused = answers.find(({ status }) => status !== 200);
  assert.ok(refused);
  assert.equal(refused.status, 429);
  assert.equal(refused.body.key, 'too_many_requests');
  assert.equal(refused.headers.get('retry-after'), '1');
  assert.equal(refused.headers.get('access-control-allow-origin'), page);
  assert.equal((await other.through(url).browser().get(path)).status, 200, 'another key');
  const elsewhere = await fetch(`${url}${path}`, {
    headers: {
      origin: page,
      'x-client-application-id': shop.clientKey.appId,
      'x-client-token': shop.clientKey.token,
      'x-forwarded-for': '203.0.113.7',
    },
  });
  assert.equal(elsewhere.status, 200, 'another address, as the proxy says');
  for (let n = 0; n < 20; n++) {
    assert.equal((await shop.through(url).get('/v1/promotions/tiers')).status, 200);
  }
});
