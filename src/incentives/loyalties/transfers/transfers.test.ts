/** Points moved between loyalty cards, over HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Temporal } from 'temporal-polyfill';
import { testServer, type TestProject } from '../../../../test/support/api.ts';
import {
  addPoints,
  checkBooks,
  loyaltyMember,
  loyaltyProgram,
  pend,
  pointsOf,
} from '../../../../test/support/loyalty.ts';

const server = await testServer();

async function clubOf(shop: TestProject, points: Readonly<Record<string, number>>) {
  const campaignId = await loyaltyProgram(shop);
  const codes: Record<string, string> = {};
  for (const [customer, held] of Object.entries(points)) {
    codes[customer] = (await loyaltyMember(shop, campaignId, { customer, points: held })).code;
  }
  const transfer = (to: string, sources: object) =>
    shop.post(`/v1/loyalties/${campaignId}/members/${codes[to]}/transfers`, sources);
  const balances = async () =>
    Promise.all(Object.values(codes).map(async (code) => (await pointsOf(shop, code)).balance));
  return { campaignId, codes, transfer, balances };
}

test('points of several cards arrive on one, each as two entries that name each other', async () => {
  const shop = await server.project();
  const { codes, transfer, balances } = await clubOf(shop, { adam: 10, bea: 20, eve: 1 });
  const { status, body } = await transfer('eve', [
    { code: codes['adam'], points: 4, reason: 'Gift', source_id: 'crm-1' },
    { code: codes['bea'], points: 20 },
  ]);
  assert.equal(status, 200);
  assert.deepEqual([body.code, body.type], [codes['eve'], 'LOYALTY_CARD']);
  assert.deepEqual([body.loyalty_card.points, body.loyalty_card.balance], [25, 25]);
  assert.deepEqual(await balances(), [6, 0, 25]);
  const entries = await server.db.adhoc<Record<string, string>>(
    `select e.type, e.amount, e.reason, e.source_id, r.type as related, r.amount as counter,
       r.related_entry_id = e.id as is_mutual, e.details -> 'source_voucher' ->> 'code' as from_code,
       e.details -> 'destination_voucher' ->> 'code' as to_code
     from ledger_entries e join ledger_entries r
       on r.project_id = e.project_id and r.id = e.related_entry_id
     where e.project_id = $1 and e.type = 'POINTS_TRANSFER_OUT' order by e.amount desc`,
    [shop.id],
  );
  const way = { type: 'POINTS_TRANSFER_OUT', related: 'POINTS_TRANSFER_IN', is_mutual: true };
  const to = { to_code: codes['eve'] };
  assert.deepEqual(entries, [
    {
      ...way,
      ...to,
      amount: -4,
      counter: 4,
      reason: 'Gift',
      source_id: 'crm-1',
      from_code: codes['adam'],
    },
    {
      ...way,
      ...to,
      amount: -20,
      counter: 20,
      reason: null,
      source_id: null,
      from_code: codes['bea'],
    },
  ]);
  assert.equal(await checkBooks(server.db, shop), 31);
});

test('points of another program expire as that of the receiving card has it, from now on', async () => {
  const shop = await server.project();
  const { campaignId, codes } = await clubOf(shop, { adam: 10 });
  const rules = { period_type: 'MONTH', period_value: 1 };
  const other = await loyaltyProgram(shop, {
    name: 'Other',
    loyaltyCard: { expiration_rules: rules },
  });
  const card = await loyaltyMember(shop, other);
  const sources = [{ code: codes['adam'], points: 10, campaign_id: campaignId }];
  const { body } = await shop.post(
    `/v1/loyalties/${other}/members/${card.code}/transfers`,
    sources,
  );
  const due = Temporal.Now.plainDateISO('UTC').add({ months: 1 }).toString();
  assert.equal(body.loyalty_card.next_expiration_date, due);
  assert.equal(body.loyalty_card.next_expiration_points, 10);
  assert.equal(await checkBooks(server.db, shop), 10);
});

test('a card named twice gives twice, and not more than it holds', async () => {
  const shop = await server.project();
  const { codes, transfer, balances } = await clubOf(shop, { adam: 10, eve: 0 });
  const half = { code: codes['adam'], points: 5 };
  assert.equal((await transfer('eve', [half, half])).status, 200);
  assert.deepEqual(await balances(), [0, 10]);
  await addPoints(shop, codes['adam'] ?? '', { points: 9 });
  const { status, body } = await transfer('eve', [half, half]);
  assert.deepEqual([status, body.key], [400, 'loyalty_card_points_exceeded']);
  assert.deepEqual(await balances(), [9, 10]);
});

test('points that are pending or have expired do not move', async () => {
  const shop = await server.project();
  const { codes, transfer, balances } = await clubOf(shop, { adam: 3, eve: 0 });
  const adam = await shop.get(`/v1/loyalties/members/${codes['adam']}`);
  await pend(server.db, shop, { cardId: adam.body.id, points: 5, activatesAt: '2099-01-01' });
  await server.db.adhoc(
    `select ledger_credit($1, $2, jsonb_build_object('id', 'vtx_old', 'type', 'POINTS_ADDITION',
       'at', now() - interval '2 days'), 7, 'lopb_old', now() - interval '1 day')`,
    [shop.id, adam.body.id],
  );
  const refused = await transfer('eve', [{ code: codes['adam'], points: 4 }]);
  assert.equal(refused.body.key, 'loyalty_card_points_exceeded');
  assert.equal((await transfer('eve', [{ code: codes['adam'], points: 3 }])).status, 200);
  assert.deepEqual(await balances(), [0, 3]);
  await checkBooks(server.db, shop);
});

test('what cannot be moved leaves all cards as they were', async () => {
  const shop = await server.project();
  const { campaignId, codes, transfer, balances } = await clubOf(shop, { adam: 10, eve: 1 });
  const { body: unheld } = await shop.post(`/v1/campaigns/${campaignId}/vouchers`, {});
  const from = { code: codes['adam'], points: 2 };
  const cases = [
    // what is sent                                          key
    [[from, { code: codes['eve'], points: 1 }], 'invalid_payload'],
    [[from, { code: unheld.code, points: 1 }], 'not_published'],
    [[from, { code: 'nobody', points: 1 }], 'not_found'],
    [[from, { ...from, points: 9 }], 'loyalty_card_points_exceeded'],
    [[{ ...from, points: 0 }], 'invalid_payload'],
    [[{ ...from, points: -2 }], 'invalid_payload'],
    [[{ code: codes['adam'] }], 'invalid_payload'],
    [[], 'invalid_payload'],
    [{}, 'invalid_payload'],
  ] as const;
  for (const [sources, key] of cases) {
    const { status, body } = await transfer('eve', sources);
    assert.deepEqual([status, body.key], [key === 'not_found' ? 404 : 400, key]);
  }
  const to = (code: string) =>
    shop.post(`/v1/loyalties/${campaignId}/members/${code}/transfers`, [from]);
  assert.equal((await to(unheld.code)).body.key, 'not_published');
  assert.equal((await to('nobody')).body.key, 'not_found');
  assert.deepEqual(await balances(), [10, 1]);
  assert.equal(await checkBooks(server.db, shop), 11);
});

test('a card that has no room for more than can be counted takes nothing', async () => {
  const shop = await server.project();
  const { codes, transfer, balances } = await clubOf(shop, { adam: 10, eve: 0 });
  const eve = await shop.get(`/v1/loyalties/members/${codes['eve']}`);
  await server.db.adhoc(
    `select ledger_credit($1, $2, jsonb_build_object('id', 'vtx_most', 'type', 'POINTS_ADDITION',
       'at', now()), $3, 'lopb_most', null)`,
    [shop.id, eve.body.id, Number.MAX_SAFE_INTEGER],
  );
  const { body } = await transfer('eve', [{ code: codes['adam'], points: 1 }]);
  assert.equal(body.key, 'invalid_add_balance_params');
  assert.deepEqual(await balances(), [10, Number.MAX_SAFE_INTEGER]);
});
