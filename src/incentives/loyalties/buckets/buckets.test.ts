/** When a member's points expire, over HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Temporal } from 'temporal-polyfill';
import { testServer } from '../../../../test/support/api.ts';
import { addPoints, loyaltyMember, loyaltyProgram } from '../../../../test/support/loyalty.ts';

const server = await testServer();
const zone = 'Pacific/Auckland';

type Bucket = ReturnType<typeof JSON.parse>;

test('buckets come soonest first, with their last day, those used up too, expired ones not', async () => {
  const shop = await server.project({ timezone: zone });
  const campaignId = await loyaltyProgram(shop);
  const card = await loyaltyMember(shop, campaignId, { points: 100 });
  const day = (days: number) => Temporal.Now.plainDateISO(zone).add({ days }).toString();
  await addPoints(shop, card.code, { points: 5, expiration_date: day(9) });
  await addPoints(shop, card.code, { points: 4, expiration_date: day(3) });
  await addPoints(shop, card.code, { points: -6 });
  await server.db.adhoc(
    `select ledger_credit($1, $2, jsonb_build_object('id', 'vtx_old', 'type', 'POINTS_ADDITION',
       'at', now() - interval '2 days'), 7, 'lopb_old', now() - interval '1 day')`,
    [shop.id, card.id],
  );
  const path = `/v1/loyalties/${campaignId}/members/${card.code}/points-expiration`;
  const { status, body } = await shop.get(path);
  assert.equal(status, 200);
  assert.deepEqual([body.data_ref, body.total], ['data', 3]);
  assert.deepEqual(
    body.data.map(({ bucket, expires_at, status: state }: Bucket) => [
      bucket.total_points,
      expires_at,
      state,
    ]),
    [
      [0, day(3), 'ACTIVE'],
      [3, day(9), 'ACTIVE'],
      [100, undefined, 'ACTIVE'],
    ],
  );
  const [first] = body.data;
  assert.deepEqual(
    [first.voucher_id, first.campaign_id, first.object],
    [card.id, campaignId, 'loyalty_points_bucket'],
  );
  const second = await shop.get(`${path}?limit=1&page=2`);
  assert.deepEqual([second.body.total, second.body.data[0].bucket.total_points], [3, 3]);
});

test('what is no card of the program has no buckets', async () => {
  const shop = await server.project();
  const campaignId = await loyaltyProgram(shop);
  const other = await loyaltyProgram(shop, { name: 'Other' });
  const card = await loyaltyMember(shop, campaignId);
  const of = (path: string) => shop.get(`/v1/loyalties/${path}/points-expiration`);
  assert.equal((await of(`${other}/members/${card.code}`)).body.resource_type, 'voucher');
  assert.equal((await of(`${campaignId}/members/nobody`)).body.resource_type, 'voucher');
  assert.equal((await of(`nobody/members/${card.code}`)).body.resource_type, 'campaign');
  assert.equal((await of(`${campaignId}/members/${card.code}`)).body.total, 0);
});
