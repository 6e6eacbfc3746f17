/** Points added to and taken from members by hand, over HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Temporal } from 'temporal-polyfill';
import { testServer } from '../../../../test/support/api.ts';
import {
  checkBooks,
  loyaltyMember,
  loyaltyProgram,
  pointsOf,
} from '../../../../test/support/loyalty.ts';

const server = await testServer();

const today = () => Temporal.Now.plainDateISO('UTC');

test('points are added and taken, told as a balance, and those that expire soonest go first', async () => {
  const shop = await server.project();
  const campaignId = await loyaltyProgram(shop);
  const card = await loyaltyMember(shop, campaignId, { points: 100 });
  const [soon, later] = [today().add({ days: 10 }), today().add({ days: 20 })].map(String);
  const path = `/v1/loyalties/${campaignId}/members/${card.code}/balance`;
  const added = await shop.post(path, {
    points: 40,
    expiration_type: 'CUSTOM_DATE',
    expiration_date: later,
    reason: 'Sorry',
    source_id: 'crm-7',
  });
  assert.equal(added.status, 200);
  assert.deepEqual(added.body, {
    points: 40,
    total: 140,
    balance: 140,
    type: 'loyalty_card',
    object: 'balance',
    related_object: { type: 'voucher', id: card.id },
    operation_type: 'MANUAL',
  });
  await shop.post(path, { points: 30, expiration_date: soon });
  const taken = await shop.post(`/v1/loyalties/members/${card.id}/balance`, { points: -50 });
  assert.deepEqual([taken.body.points, taken.body.total, taken.body.balance], [-50, 120, 120]);
  assert.deepEqual(await pointsOf(shop, card.code), {
    points: 170,
    balance: 120,
    next_expiration_date: later,
    next_expiration_points: 20,
    pending_points: 0,
    expired_points: 0,
    subtracted_points: 50,
  });
  const entries = await server.db.adhoc(
    `select type, amount, source, reason, source_id from ledger_entries where project_id = $1
     order by number`,
    [shop.id],
  );
  assert.deepEqual(entries.slice(1), [
    { type: 'POINTS_ADDITION', amount: 40, source: 'API', reason: 'Sorry', source_id: 'crm-7' },
    { type: 'POINTS_ADDITION', amount: 30, source: 'API', reason: null, source_id: null },
    { type: 'POINTS_REMOVAL', amount: -50, source: 'API', reason: null, source_id: null },
  ]);
  assert.equal(await checkBooks(server.db, shop), 120);
});

test('without an expiry of their own, points expire as the program has it, where the shop is', async () => {
  const shop = await server.project({ timezone: 'Pacific/Auckland' });
  const rules = { period_type: 'MONTH', period_value: 0, rounding_type: 'END_OF_YEAR' };
  const campaignId = await loyaltyProgram(shop, { loyaltyCard: { expiration_rules: rules } });
  const card = await loyaltyMember(shop, campaignId);
  const path = `/v1/loyalties/members/${card.code}/balance`;
  await shop.post(path, { points: 1 });
  await shop.post(path, { points: 2, expiration_type: 'PROGRAM_RULES' });
  await shop.post(path, { points: 4, expiration_type: 'NON_EXPIRING' });
  const { year } = Temporal.Now.plainDateISO('Pacific/Auckland');
  const { next_expiration_date, next_expiration_points } = await pointsOf(shop, card.code);
  assert.deepEqual([next_expiration_date, next_expiration_points], [`${year}-12-31`, 3]);
});

const past = () => today().subtract({ days: 1 }).toString();

const refusals = [
  // claim                               change                                     key
  ['more than there is', { points: -11 }, 'loyalty_card_points_exceeded'],
  ['no points', { points: 0 }, 'invalid_add_balance_params'],
  ['parts of points', { points: 0.5 }, 'invalid_payload'],
  ['more than can be moved', { points: 100_000_000_000_001 }, 'invalid_payload'],
  ['no number', { points: 'many' }, 'invalid_payload'],
  ['nothing', {}, 'invalid_payload'],
  ['a day that is over', { points: 1, expiration_date: past() }, 'invalid_expiration_date'],
  ['a day too far', { points: 1, expiration_date: '9999-12-31' }, 'invalid_expiration_date'],
  ['no day', { points: 1, expiration_type: 'CUSTOM_DATE' }, 'invalid_expiration_date'],
  ['a day that never is', { points: 1, expiration_date: '2030-02-30' }, 'invalid_payload'],
  ['an unknown expiry', { points: 1, expiration_type: 'SOON' }, 'invalid_payload'],
] as const;

for (const [claim, change, key] of refusals) {
  test(`${claim} changes no balance`, async () => {
    const shop = await server.project();
    const campaignId = await loyaltyProgram(shop);
    const card = await loyaltyMember(shop, campaignId, { points: 10 });
    const answer = await shop.post(`/v1/loyalties/members/${card.code}/balance`, change);
    assert.deepEqual([answer.status, answer.body.key], [400, key]);
    assert.equal(await checkBooks(server.db, shop), 10);
  });
}

test('more than can be counted is not added', async () => {
  const shop = await server.project();
  const campaignId = await loyaltyProgram(shop);
  const card = await loyaltyMember(shop, campaignId);
  const most = Number.MAX_SAFE_INTEGER;
  await server.db.adhoc(
    `select ledger_credit($1, $2, jsonb_build_object('id', 'vtx_most', 'type', 'POINTS_ADDITION',
       'at', now()), $3, 'lopb_most', null)`,
    [shop.id, card.id, most],
  );
  const answer = await shop.post(`/v1/loyalties/members/${card.code}/balance`, { points: 1 });
  assert.deepEqual([answer.status, answer.body.key], [400, 'invalid_add_balance_params']);
  assert.equal(await checkBooks(server.db, shop), most);
});

test('a card that nobody holds, one of another program, and what is no card, have no balance', async () => {
  const shop = await server.project();
  const campaignId = await loyaltyProgram(shop);
  const other = await loyaltyProgram(shop, { name: 'Other' });
  const card = await loyaltyMember(shop, campaignId);
  const { body: unheld } = await shop.post(`/v1/campaigns/${campaignId}/vouchers`, {});
  const { body: gift } = await shop.post('/v1/vouchers', {
    type: 'GIFT_VOUCHER',
    gift: { amount: 100 },
  });
  const change = { points: 5 };
  const balance = (path: string) => shop.post(`/v1/loyalties/${path}/balance`, change);
  assert.equal((await balance(`members/${unheld.code}`)).body.key, 'not_published');
  for (const code of [gift.code, 'nobody']) {
    const { status, body } = await balance(`members/${code}`);
    assert.deepEqual([status, body.resource_type, body.resource_id], [404, 'voucher', code]);
  }
  assert.equal((await balance(`${other}/members/${card.code}`)).body.resource_type, 'voucher');
  const nowhere = await balance(`camp_nobody/members/${card.code}`);
  assert.deepEqual([nowhere.status, nowhere.body.resource_type], [404, 'campaign']);
  assert.equal(await checkBooks(server.db, shop), 100);
});
