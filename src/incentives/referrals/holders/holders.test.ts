/** Holders of referral codes over HTTP: the referrer, the referees, and what is refused. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer, type TestProject } from '../../../../test/support/api.ts';

const server = await testServer();

const program = {
  campaign_type: 'REFERRAL_PROGRAM',
  voucher: { type: 'DISCOUNT_VOUCHER', discount: { type: 'PERCENT', percent_off: 10 } },
};

/** A programme whose only code was published to Ann. */
async function sharedCode(shop: TestProject) {
  const { body: campaign } = await shop.post('/v1/campaigns', { ...program, name: 'Friends' });
  await shop.post(`/v1/campaigns/${campaign.id}/vouchers/ANN10`, {});
  const published = await shop.post('/v1/publications', {
    voucher: 'ANN10',
    customer: { source_id: 'ann' },
  });
  assert.equal(published.status, 200, JSON.stringify(published.body));
  return { campaign, voucher: published.body.voucher, ann: published.body.customer_id };
}

const guests = { holders: [{ source_id: 'ben', name: 'Ben' }, { source_id: 'cleo' }] };

test('whoever a code was published to is its referrer, the customers invited are its referees', async () => {
  const shop = await server.project();
  const { campaign, voucher, ann } = await sharedCode(shop);
  assert.equal(voucher.is_referral_code, true);
  assert.equal(voucher.referrer_id, ann);
  const metadata = { influencer: true };
  const added = await shop.post('/v1/referrals/members/ANN10/holders', { ...guests, metadata });
  assert.equal(added.status, 200, JSON.stringify(added.body));
  const { body: ben } = await shop.get('/v1/customers/ben');
  const [first] = added.body.holders;
  assert.match(first.id, /^rh_/);
  assert.deepEqual(
    { ...first, id: '', created_at: '' },
    {
      id: '',
      created_at: '',
      redeemable_id: voucher.id,
      redeemable_object: 'voucher',
      customer_id: ben.id,
      holder_role: 'REFEREE',
      campaign_id: campaign.id,
      campaign_type: 'REFERRAL_PROGRAM',
      voucher_type: 'DISCOUNT_VOUCHER',
      metadata,
      object: 'redeemable_holder',
    },
  );
  assert.equal(ben.name, 'Ben');
  const listed = await shop.get(`/v1/referrals/${campaign.id}/members/${voucher.id}/holders`);
  assert.equal(listed.body.total, 3);
  assert.equal(listed.body.data_ref, 'data');
  assert.equal(listed.body.data.at(-1).holder_role, 'REFERRER');
  assert.equal(listed.body.data.at(-1).customer_id, ann);
});

test('a list of holders is filtered, sorted and gone through by the id of the last one', async () => {
  const shop = await server.project();
  const { ann } = await sharedCode(shop);
  await shop.post('/v1/referrals/members/ANN10/holders', guests);
  const path = '/v1/referrals/members/ANN10/holders';
  const oldest = await shop.get(`${path}?order=id&limit=2`);
  assert.equal(oldest.body.data[0].customer_id, ann);
  assert.equal(oldest.body.has_more, true);
  const behind = oldest.body.more_starting_after;
  const rest = await shop.get(`${path}?order=id&limit=2&starting_after_id=${behind}`);
  assert.equal(rest.body.data.length, 1);
  assert.equal(rest.body.has_more, false);
  const role = 'filters[holder_role][conditions]';
  assert.equal((await shop.get(`${path}?${role}[$is]=REFEREE`)).body.total, 2);
  const mine = `filters[customer_id][conditions][$is]=${ann}`;
  assert.equal((await shop.get(`${path}?${role}[$is]=REFEREE&${mine}`)).body.total, 0);
  const either = `${path}?${role}[$is]=REFEREE&${mine}&filters[junction]=or`;
  assert.equal((await shop.get(either)).body.total, 3);
  const wrong = await shop.get(`${path}?filters[shoe_size][conditions][$is]=44`);
  assert.equal(wrong.body.key, 'invalid_query_params');
});

test('a referee is removed, the referrer stays', async () => {
  const shop = await server.project();
  const { campaign } = await sharedCode(shop);
  const { body } = await shop.post('/v1/referrals/members/ANN10/holders', guests);
  const path = `/v1/referrals/${campaign.id}/members/ANN10/holders`;
  const removed = await shop.delete(`${path}/${body.holders[0].id}`);
  assert.equal(removed.status, 204);
  assert.equal((await shop.delete(`${path}/${body.holders[0].id}`)).body.key, 'not_found');
  const byCode = `/v1/referrals/members/ANN10/holders`;
  assert.equal((await shop.delete(`${byCode}/${body.holders[1].id}`)).status, 204);
  const { body: left } = await shop.get(path);
  assert.equal(left.total, 1);
  const kept = await shop.delete(`${byCode}/${left.data[0].id}`);
  assert.equal(kept.status, 403);
  assert.equal(kept.body.key, 'forbidden');
  assert.equal((await shop.get(path)).body.total, 1);
});

const refusals = [
  // claim, path, body, status, key
  ['no holders', 'members/ANN10', { holders: [] }, 400, 'invalid_payload'],
  ['a code nobody has', 'members/NONE', guests, 404, 'not_found'],
  ['a voucher that is no referral code', 'members/PLAIN', guests, 404, 'not_found'],
  ['a campaign nobody has', 'camp_none/members/ANN10', guests, 404, 'not_found'],
  ['a code of another campaign', 'Others/members/ANN10', guests, 404, 'not_found'],
  ['a code that is not published', 'members/FREE', guests, 400, 'not_published'],
  [
    'a customer who is there twice',
    'members/ANN10',
    { holders: [{ source_id: 'dan' }, { source_id: 'dan' }] },
    409,
    'duplicate_found',
  ],
  [
    'the referrer',
    'members/ANN10',
    { holders: [{ source_id: 'dan' }, { source_id: 'ann' }] },
    409,
    'holder_assignement_duplication',
  ],
  ['an unknown id', 'members/ANN10', { holders: [{ id: 'cust_none' }] }, 404, 'not_found'],
] as const;

for (const [claim, path, body, status, key] of refusals) {
  test(`referees are refused to ${claim}, and nothing has changed`, async () => {
    const shop = await server.project();
    const { campaign } = await sharedCode(shop);
    await shop.post(`/v1/campaigns/${campaign.id}/vouchers/FREE`, {});
    await shop.post('/v1/campaigns', { ...program, name: 'Others' });
    await shop.post('/v1/vouchers', {
      code: 'PLAIN',
      type: 'DISCOUNT_VOUCHER',
      discount: { type: 'AMOUNT', amount_off: 100 },
    });
    const answer = await shop.post(`/v1/referrals/${path}/holders`, body);
    assert.equal(answer.body.key, key, JSON.stringify(answer.body));
    assert.equal(answer.status, status);
    assert.equal((await shop.get('/v1/referrals/members/ANN10/holders')).body.total, 1);
    assert.equal((await shop.get('/v1/customers')).body.total, 1);
  });
}

test('a referee cannot be added twice', async () => {
  const shop = await server.project();
  await sharedCode(shop);
  const path = '/v1/referrals/members/ANN10/holders';
  assert.equal((await shop.post(path, guests)).status, 200);
  const again = await shop.post(path, { holders: [{ source_id: 'ben' }] });
  assert.equal(again.body.key, 'holder_assignement_duplication');
  assert.equal((await shop.get(path)).body.total, 3);
});

test('a code that is deleted is held by nobody', async () => {
  const shop = await server.project();
  await sharedCode(shop);
  await shop.post('/v1/referrals/members/ANN10/holders', guests);
  assert.equal((await shop.delete('/v1/vouchers/ANN10')).status, 204);
  const gone = await shop.get('/v1/referrals/members/ANN10/holders');
  assert.equal(gone.body.key, 'not_found');
  const rows = await server.db.adhoc('select 1 from referral_holders where project_id = $1', [
    shop.id,
  ]);
  assert.equal(rows.length, 0);
});
