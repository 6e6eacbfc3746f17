/** Custom events over HTTP: kept, their customer with them, and points earned by them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../test/support/api.ts';
import {
  earningRule,
  made,
  member,
  pointsOn,
  program,
} from '../../../test/support/loyalty-shop.ts';

const server = await testServer();
const ann = { source_id: 'ann' };

async function shopWith(rule: object, more = {}) {
  const shop = await server.project();
  const campaignId = await program(shop, 'Points', more);
  await earningRule(shop, campaignId, {
    event: 'page_view',
    loyalty: { type: 'FIXED', points: 5 },
    ...rule,
  });
  return { shop, campaignId, card: await member(shop, campaignId, 'ann') };
}

test('an event makes or changes its customer, and is answered with them', async () => {
  const shop = await server.project();
  const event = {
    event: 'page_view',
    customer: { ...ann, name: 'Ann', email: 'ann@shop.example', metadata: { city: 'Berlin' } },
    referral: { code: 'FRIEND' },
    metadata: { page: 1 },
  };
  const { body } = await shop.post('/v1/events', event);
  const { id, ...shown } = body.customer;
  assert.match(id, /^cust_/);
  assert.deepEqual(
    { ...body, customer: shown },
    {
      object: 'event',
      type: 'page_view',
      customer: { ...event.customer, object: 'customer' },
      referral: null,
      loyalty: null,
      metadata: { page: 1 },
    },
  );
  const kept = await server.db.adhoc(
    'select type, customer_id, referral, metadata from custom_events where project_id = $1',
    [shop.id],
  );
  assert.deepEqual(kept, [
    {
      type: 'page_view',
      customer_id: id,
      referral: { code: 'FRIEND', referrer_id: null },
      metadata: { page: 1 },
    },
  ]);
});

test('a browser sees of the customer only what it has said', async () => {
  const shop = await server.project();
  await shop.post('/v1/customers', { ...ann, name: 'Ann', email: 'ann@shop.example' });
  const { status, body } = await shop
    .browser()
    .post('/client/v1/events', { event: 'page_view', customer: ann });
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body.customer).sort(), ['id', 'metadata', 'object', 'source_id']);
  const refused = await shop
    .browser()
    .post('/client/v1/events', { event: 'page_view', customer: ann, referral: {} });
  assert.equal(refused.body.key, 'invalid_payload');
});

test('each event of the name earns once; others earn nothing', async () => {
  const { shop, card } = await shopWith({});
  await made(shop, '/v1/events', { event: 'page_view', customer: ann });
  await made(shop, '/v1/events', { event: 'page_view', customer: ann });
  await made(shop, '/v1/events', { event: 'page_left', customer: ann });
  assert.equal(await pointsOn(shop, card), 10);
  const key = { 'idempotency-key': 'once' };
  for (let n = 0; n < 2; n++)
    await shop.post('/v1/events', { event: 'page_view', customer: ann }, key);
  assert.equal(await pointsOn(shop, card), 15);
});

test('points follow metadata of the event and of the customer', async () => {
  const step = (property: string, points: number) => ({ metadata: { every: 2, points, property } });
  const { shop, campaignId, card } = await shopWith({
    loyalty: {
      type: 'PROPORTIONAL',
      calculation_type: 'CUSTOM_EVENT_METADATA',
      custom_event: step('pages', 1),
    },
  });
  await earningRule(shop, campaignId, {
    event: 'page_view',
    loyalty: {
      type: 'PROPORTIONAL',
      calculation_type: 'CUSTOMER_METADATA',
      customer: step('years', 100),
    },
  });
  const customer = { ...ann, metadata: { years: 6 } };
  await made(shop, '/v1/events', { event: 'page_view', customer, metadata: { pages: 9 } });
  assert.equal(await pointsOn(shop, card), 304);
});

test('a validation rule may ask for metadata of the event', async () => {
  const { shop, campaignId, card } = await shopWith({ active: false });
  const { id } = await made(shop, '/v1/validation-rules', {
    name: 'Long reads',
    rules: {
      1: { name: 'custom_event.metadata', property: 'pages', conditions: { $more_than: [5] } },
      logic: '1',
    },
  });
  await earningRule(shop, campaignId, { event: 'page_view', validation_rule_id: id });
  for (const pages of [5, 6]) {
    await made(shop, '/v1/events', { event: 'page_view', customer: ann, metadata: { pages } });
  }
  assert.equal(await pointsOn(shop, card), 10);
});

test('a rule by the schema alone is about events named like it', async () => {
  const shop = await server.project();
  const campaignId = await program(shop, 'Points');
  const [rule] = await made(shop, `/v1/loyalties/${campaignId}/earning-rules`, [
    { custom_event: { schema_id: 'ms_1' }, loyalty: { type: 'FIXED', points: 2 } },
  ]);
  assert.equal(rule.event, 'ms_1');
  const card = await member(shop, campaignId, 'ann');
  await made(shop, '/v1/events', { event: 'ms_1', customer: ann });
  assert.equal(await pointsOn(shop, card), 2);
});

test('where a card is named, it alone earns, and nobody joins', async () => {
  const { shop, card } = await shopWith({}, { auto_join: true });
  const other = await program(shop, 'Others', { auto_join: true });
  await earningRule(shop, other, { event: 'page_view', loyalty: { type: 'FIXED', points: 5 } });
  await made(shop, '/v1/events', { event: 'page_view', customer: ann, loyalty: { code: card } });
  assert.equal(await pointsOn(shop, card), 5);
  const cards = await server.db.adhoc('select id from vouchers where project_id = $1', [shop.id]);
  assert.equal(cards.length, 1);
  await made(shop, '/v1/events', { event: 'page_view', customer: ann });
  const joined = await server.db.adhoc(
    'select balance from vouchers where project_id = $1 order by id',
    [shop.id],
  );
  assert.deepEqual(joined, [{ balance: 10 }, { balance: 5 }]);
});

const refusals: readonly (readonly [claim: string, change: object, key: string])[] = [
  ['nobody', { customer: {} }, 'invalid_customer'],
  ['an unknown customer', { customer: { id: 'cust_no' } }, 'not_found'],
  ['an unknown card', { loyalty: { code: 'NONE' } }, 'not_found'],
  ['no name', { event: '' }, 'invalid_payload'],
  ['a name of our own', { event: 'order.paid' }, 'invalid_payload'],
  ['a loyalty without a code', { loyalty: {} }, 'invalid_payload'],
];

test("an event is refused whole: another's card, and what cannot be meant", async () => {
  const { shop, card, campaignId } = await shopWith({});
  const bobs = await member(shop, campaignId, 'bob');
  for (const [claim, change, key] of [
    ...refusals,
    ["another's card", { loyalty: { code: bobs } }, 'not_found'] as const,
  ]) {
    for (const [client, path] of [
      [shop, '/v1/events'],
      [shop.browser(), '/client/v1/events'],
    ] as const) {
      const event = { event: 'page_view', customer: { ...ann, name: 'Changed' }, ...change };
      const { body } = await client.post(path, event);
      assert.equal(body.key, key, `${claim}: ${JSON.stringify(body)}`);
    }
  }
  const kept = await server.db.adhoc('select id from custom_events where project_id = $1', [
    shop.id,
  ]);
  assert.deepEqual(kept, []);
  assert.equal(await pointsOn(shop, card), 0);
});
