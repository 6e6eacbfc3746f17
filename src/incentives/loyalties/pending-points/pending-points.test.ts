/** Pending points over HTTP: listed, activated, adjusted, canceled. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Temporal } from 'temporal-polyfill';
import { testServer, type TestProject } from '../../../../test/support/api.ts';
import {
  checkBooks,
  loyaltyMember,
  loyaltyProgram,
  pend,
  pointsOf,
} from '../../../../test/support/loyalty.ts';

const server = await testServer();
const later = '2099-01-31';

async function memberOf(shop: TestProject, loyaltyCard = {}) {
  const campaignId = await loyaltyProgram(shop, { loyaltyCard });
  const card = await loyaltyMember(shop, campaignId);
  const path = `/v1/loyalties/members/${card.code}/pending-points`;
  const add = (points: number, more = {}) =>
    pend(server.db, shop, { cardId: card.id, points, activatesAt: later, ...more });
  return { campaignId, card, path, add };
}

test('what is pending is listed by card and by program, page by page', async () => {
  const shop = await server.project();
  const { campaignId, card, path, add } = await memberOf(shop);
  const ids = [];
  for (const points of [1, 2, 3]) ids.push(await add(points));
  ids.sort();
  const paths = [
    path,
    `/v1/loyalties/${campaignId}/members/${card.id}/pending-points`,
    `/v1/loyalties/${campaignId}/pending-points`,
  ];
  for (const list of paths) {
    const first = await shop.get(`${list}?limit=2`);
    assert.equal(first.status, 200);
    assert.deepEqual(
      first.body.data.map(({ id }: { id: string }) => id),
      ids.slice(0, 2),
    );
    assert.deepEqual([first.body.has_more, first.body.more_starting_after], [true, ids[1]]);
    const rest = await shop.get(`${list}?limit=2&starting_after_id=${ids[1]}`);
    assert.deepEqual([rest.body.has_more, rest.body.data[0].id], [false, ids[2]]);
    assert.equal('more_starting_after' in rest.body, false);
    const newest = await shop.get(`${list}?order=-id&starting_after_id=${ids[2]}`);
    assert.deepEqual(
      newest.body.data.map(({ id }: { id: string }) => id),
      [ids[1], ids[0]],
    );
    const [{ created_at: _at, id: _id, points: _points, ...shown }] = newest.body.data;
    assert.deepEqual(shown, {
      voucher_id: card.id,
      campaign_id: campaignId,
      customer_id: card.holder_id,
      order_id: 'ord_1',
      activates_at: later,
      details: { order: { id: 'ord_1', source_id: null } },
    });
  }
  assert.equal((await pointsOf(shop, card.code)).pending_points, 6);
});

test('activated points join the balance and expire as the program has it, from now on', async () => {
  const shop = await server.project();
  const rules = { period_type: 'MONTH', period_value: 2 };
  const { card, path, add } = await memberOf(shop, { expiration_rules: rules });
  const id = await add(30);
  const { status, body } = await shop.post(`${path}/${id}/activate`);
  assert.equal(status, 200);
  assert.deepEqual(body, {
    points: 30,
    total: 30,
    balance: 30,
    type: 'loyalty_card',
    object: 'balance',
    related_object: { type: 'voucher', id: card.id },
    operation_type: 'MANUAL',
  });
  const points = await pointsOf(shop, card.code);
  const due = Temporal.Now.plainDateISO('UTC').add({ months: 2 }).toString();
  assert.deepEqual([points.pending_points, points.next_expiration_date], [0, due]);
  assert.deepEqual((await shop.get(path)).body.data, []);
  const [entry] = await server.db.adhoc<Record<string, unknown>>(
    `select type, amount, source, order_id, details -> 'pending_points' ->> 'id' as pending,
       details -> 'order' ->> 'id' as ordered from ledger_entries where project_id = $1`,
    [shop.id],
  );
  assert.deepEqual(entry, {
    type: 'PENDING_POINTS_ACTIVATION',
    amount: 30,
    source: 'API',
    order_id: 'ord_1',
    pending: id,
    ordered: 'ord_1',
  });
  assert.equal(await checkBooks(server.db, shop), 30);
});

test('points of a rule that has an expiry of its own expire so', async () => {
  const shop = await server.project();
  const { card, path, add } = await memberOf(shop);
  const id = await add(30, { expirationRules: { period_type: 'MONTH', period_value: 0 } });
  await shop.post(`${path}/${id}/activate`);
  const today = Temporal.Now.plainDateISO('UTC').toString();
  assert.equal((await pointsOf(shop, card.code)).next_expiration_date, today);
});

test('pending points are adjusted, the sum on the card with them', async () => {
  const shop = await server.project();
  const { card, path, add } = await memberOf(shop);
  const [id] = [await add(10), await add(5)];
  const { status, body } = await shop.post(`${path}/${id}/balance`, { points: -9 });
  assert.equal(status, 200);
  assert.deepEqual(body, {
    points: -9,
    total: 6,
    type: 'loyalty_card',
    object: 'balance',
    related_object: { type: 'voucher', id: card.id },
    operation_type: 'MANUAL',
  });
  assert.equal((await shop.post(`${path}/${id}/balance`, { points: 4 })).body.total, 10);
  assert.equal(await checkBooks(server.db, shop), 0);
});

test('canceled points are gone', async () => {
  const shop = await server.project();
  const { card, path, add } = await memberOf(shop);
  const id = await add(10);
  const { status, body } = await shop.post(`${path}/${id}/cancel`);
  assert.deepEqual([status, body], [204, null]);
  assert.equal((await pointsOf(shop, card.code)).pending_points, 0);
  assert.deepEqual((await shop.get(path)).body.data, []);
  assert.equal(await checkBooks(server.db, shop), 0);
});

test('what has been activated or canceled changes no more', async () => {
  const shop = await server.project();
  const { path, add } = await memberOf(shop);
  for (const end of ['activate', 'cancel']) {
    const id = await add(3);
    await shop.post(`${path}/${id}/${end}`);
    for (const again of ['activate', 'cancel', 'balance']) {
      const answer = await shop.post(`${path}/${id}/${again}`, { points: 1 });
      assert.deepEqual([answer.status, answer.body.key], [400, 'invalid_pending_points_state']);
      assert.match(answer.body.details, end === 'cancel' ? /CANCELED/ : /ACTIVATED/);
    }
  }
  assert.equal(await checkBooks(server.db, shop), 3);
});

test('a change that leaves no point, and one that is none, are refused', async () => {
  const shop = await server.project();
  const { path, add } = await memberOf(shop);
  const id = await add(3);
  for (const points of [-3, -4, 0]) {
    const { status, body } = await shop.post(`${path}/${id}/balance`, { points });
    assert.deepEqual([status, body.key], [400, 'invalid_amount']);
  }
  for (const body of [{}, { points: 1.5 }, { points: 'all' }]) {
    assert.equal((await shop.post(`${path}/${id}/balance`, body)).body.key, 'invalid_payload');
  }
  assert.equal((await shop.get(path)).body.data[0].points, 3);
});

test('points that are not there, and those of another card, are not found', async () => {
  const shop = await server.project();
  const { campaignId, path, add } = await memberOf(shop);
  const id = await add(3);
  const other = await loyaltyMember(shop, campaignId, { customer: 'adam' });
  const elsewhere = `/v1/loyalties/members/${other.code}/pending-points/${id}`;
  for (const address of [`${path}/lopp_nobody`, elsewhere]) {
    for (const change of ['activate', 'cancel', 'balance']) {
      const { status, body } = await shop.post(`${address}/${change}`, { points: 1 });
      assert.deepEqual([status, body.resource_type], [404, 'pending_points']);
    }
  }
  const nobody = '/v1/loyalties/members/nobody/pending-points';
  assert.equal((await shop.get(nobody)).body.resource_type, 'voucher');
  assert.equal((await shop.post(`${nobody}/${id}/activate`)).body.resource_type, 'voucher');
  assert.equal((await shop.get(path)).body.data[0].points, 3);
});

test('points that a card has no room for stay pending', async () => {
  const shop = await server.project();
  const { card, path, add } = await memberOf(shop);
  const id = await add(3);
  await server.db.adhoc(
    `select ledger_credit($1, $2, jsonb_build_object('id', 'vtx_most', 'type', 'POINTS_ADDITION',
       'at', now()), $3, 'lopb_most', null)`,
    [shop.id, card.id, Number.MAX_SAFE_INTEGER],
  );
  const { status, body } = await shop.post(`${path}/${id}/activate`);
  assert.deepEqual([status, body.key], [400, 'invalid_amount']);
  assert.equal((await shop.get(path)).body.data[0].points, 3);
});
