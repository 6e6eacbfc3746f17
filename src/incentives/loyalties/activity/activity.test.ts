/** A member's activity over HTTP: everything that happened, once, in its order. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { testServer, type TestProject } from '../../../../test/support/api.ts';
import {
  addPoints,
  loyaltyMember,
  loyaltyProgram,
  pend,
} from '../../../../test/support/loyalty.ts';
import { newId } from '../../../platform/ids.ts';

const server = await testServer();

type Event = ReturnType<typeof JSON.parse>;

const card = 'customer.voucher.loyalty_card';

/** Pending points with an id of its time, as they are made. */
async function pendNow(shop: TestProject, cardId: string, points: number): Promise<string> {
  await sleep(2);
  const id = await pend(server.db, shop, { cardId, points, activatesAt: '2099-01-01' });
  const timed = newId('lopp', Date.now());
  await server.db.adhoc('update pending_points set id = $3 where project_id = $1 and id = $2', [
    shop.id,
    id,
    timed,
  ]);
  return timed;
}

async function redeemed(shop: TestProject, cardId: string, object: string, result: string) {
  await sleep(2);
  const id = newId(object === 'redemption' ? 'r' : 'rr', Date.now());
  await server.db.adhoc(
    `insert into redemptions (project_id, id, object, redemption_id, result, status,
       related_object_type, related_object_id, amount, channel, failure_code, created_at)
     values ($1, $2, $3, case $3 when 'redemption' then null else 'r_1' end, $4,
       case $4 when 'SUCCESS' then 'SUCCEEDED' else 'FAILED' end, 'voucher', $5, 100,
       '{"channel_type": "API"}', case $4 when 'FAILURE' then 'quantity_exceeded' end, now())`,
    [shop.id, id, object, result, cardId],
  );
  return id;
}

async function busyMember() {
  const shop = await server.project();
  const campaignId = await loyaltyProgram(shop);
  const eve = await loyaltyMember(shop, campaignId, { customer: 'eve', points: 10 });
  const adam = await loyaltyMember(shop, campaignId, { customer: 'adam', points: 10 });
  const pending = `/v1/loyalties/members/${eve.code}/pending-points`;
  const [first, second] = [await pendNow(shop, eve.id, 5), await pendNow(shop, eve.id, 7)];
  await shop.post(`${pending}/${first}/balance`, { points: -2 });
  await shop.post(`${pending}/${first}/activate`);
  await shop.post(`${pending}/${second}/cancel`);
  await addPoints(shop, eve.code, { points: -1, reason: 'Mistake' });
  const path = `/v1/loyalties/${campaignId}/members/${eve.code}`;
  await shop.post(`${path}/transfers`, [{ code: adam.code, points: 4 }]);
  await redeemed(shop, eve.id, 'redemption', 'SUCCESS');
  await redeemed(shop, eve.id, 'redemption', 'FAILURE');
  await redeemed(shop, eve.id, 'redemption_rollback', 'SUCCESS');
  await redeemed(shop, eve.id, 'redemption_rollback', 'FAILURE');
  await sleep(2);
  const entry = { id: newId('vtx', Date.now()), at: new Date().toISOString() };
  await server.db.adhoc(
    `select ledger_credit($1, $2, $3::jsonb, 6, 'lopb_old', now() - interval '1 day')`,
    [shop.id, eve.id, JSON.stringify({ ...entry, type: 'POINTS_ACCRUAL' })],
  );
  await sleep(2);
  await server.db.adhoc('select ledger_expire($1, $2, now())', [shop.id, eve.id]);
  return { shop, eve, adam, path };
}

test('all that happened to a member is told once, with what it was about', async () => {
  const { shop, eve, path } = await busyMember();
  const { status, body } = await shop.get(`${path}/activity?limit=100&order=created_at`);
  assert.equal(status, 200);
  assert.deepEqual([body.data_ref, body.has_more], ['data', false]);
  const told = body.data.map(({ type }: Event) => type);
  assert.deepEqual(told, [
    'customer.publication.succeeded',
    `${card}.points_added`,
    `${card}.pending_points.added`,
    `${card}.pending_points.added`,
    `${card}.pending_points.updated`,
    `${card}.pending_points.activated`,
    `${card}.pending_points.canceled`,
    `${card}.points_added`,
    `${card}.points_transferred`,
    'customer.redemption.succeeded',
    'customer.redemption.failed',
    'customer.redemption.rollback.succeeded',
    'customer.redemption.rollback.failed',
    'customer.rewarded.loyalty_points',
    `${card}.points_expired`,
  ]);
  for (const { data } of body.data) {
    assert.equal(data.data.customer.source_id, 'eve');
    assert.equal(data.data.campaign.name, 'Club');
    assert.equal(data.data.voucher.code, eve.code);
  }
  const [published, , added, , updated, activated, canceled, taken, moved] = body.data.map(
    ({ data }: Event) => data.data,
  );
  assert.deepEqual(published.publication.vouchers_id, [eve.id]);
  assert.equal(added.voucher_pending_points_balance.points, 5);
  const { points, total } = updated.voucher_pending_points_balance;
  assert.deepEqual([points, total], [-2, 10]);
  assert.deepEqual([activated.balance.points, activated.pending_points.points], [3, 3]);
  assert.equal(canceled.voucher_pending_points_balance.points, -7);
  assert.deepEqual([taken.balance.points, taken.transaction.reason], [-1, 'Mistake']);
  assert.deepEqual(
    [moved.balance.points, moved.destination_voucher.code, moved.transaction.type],
    [4, eve.code, 'POINTS_TRANSFER_IN'],
  );
  const expired = body.data.at(-1);
  assert.deepEqual(expired.data.event_source, { channel: 'INTERNAL' });
  assert.equal(expired.data.data.points, 6);
  assert.deepEqual(expired.data.data.buckets, [{ id: 'lopb_old', total_points: 6 }]);
  assert.equal(body.data[11].data.data.redemption_rollback.redemption, 'r_1');
});

test('page by page, in both directions, nothing is missing and nothing comes twice', async () => {
  const { shop, eve, path } = await busyMember();
  const all = await shop.get(`/v1/loyalties/members/${eve.id}/activity?limit=100`);
  const ids = all.body.data.map(({ id }: Event) => id);
  assert.equal(new Set(ids).size, 15);
  for (const order of ['-created_at', 'created_at']) {
    const seen: string[] = [];
    for (let after = ''; ; ) {
      const cursor = after === '' ? '' : `&starting_after_id=${after}`;
      const { body } = await shop.get(`${path}/activity?limit=4&order=${order}${cursor}`);
      seen.push(...body.data.map(({ id }: Event) => id));
      assert.equal(body.has_more, body.more_starting_after !== undefined);
      if (!body.has_more) break;
      after = body.more_starting_after;
    }
    assert.deepEqual(seen, order === 'created_at' ? ids.toReversed() : ids);
  }
});

test('the activity of what is no member of the program is not found', async () => {
  const { shop, eve } = await busyMember();
  const other = await loyaltyProgram(shop, { name: 'Other' });
  for (const path of [`${other}/members/${eve.code}`, 'members/nobody']) {
    const { status, body } = await shop.get(`/v1/loyalties/${path}/activity`);
    assert.deepEqual([status, body.resource_type], [404, 'voucher']);
  }
  const nowhere = await shop.get(`/v1/loyalties/camp_nobody/members/${eve.code}/activity`);
  assert.deepEqual([nowhere.status, nowhere.body.resource_type], [404, 'campaign']);
});
