/** New members over HTTP: a card of the program, published to a customer. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../test/support/api.ts';
import { loyaltyMember, loyaltyProgram } from '../../../test/support/loyalty.ts';

const server = await testServer();

test('a member is a card, published to a customer, shown as loyalty cards are', async () => {
  const shop = await server.project();
  const campaignId = await loyaltyProgram(shop, { loyaltyCard: { points: 7 } });
  const { status, body } = await shop.post('/v1/loyalties/Club/members', {
    customer: 'source_1',
    channel: 'postman',
    metadata: { year: 2022 },
  });
  assert.equal(status, 200);
  assert.deepEqual(
    [body.type, body.campaign, body.campaign_id],
    ['LOYALTY_CARD', 'Club', campaignId],
  );
  assert.deepEqual([body.publish.count, body.is_referral_code, body.object], [1, false, 'voucher']);
  assert.deepEqual(body.loyalty_card, {
    points: 7,
    balance: 7,
    pending_points: 0,
    expired_points: 0,
    subtracted_points: 0,
  });
  assert.deepEqual(
    [body.redemption.redeemed_points, body.redemption.quantity, 'gift' in body],
    [0, null, false],
  );
  const { body: customer } = await shop.get('/v1/customers/source_1');
  assert.equal(body.holder_id, customer.id);
  const { validation_rules_assignments: _rules, ...listed } = body;
  for (const memberId of [body.code, body.id]) {
    const paths = [`members/${memberId}`, `${campaignId}/members/${memberId}`];
    for (const path of paths) {
      assert.deepEqual((await shop.get(`/v1/loyalties/${path}`)).body, listed);
    }
  }
  const publications = await shop.get('/v1/publications');
  const [publication] = publications.body.publications;
  assert.deepEqual(
    [publication.channel, publication.metadata, publication.vouchers_id],
    ['postman', { year: 2022 }, [body.id]],
  );
});

test('customers are named by id or source_id, as a text or as an object', async () => {
  const shop = await server.project();
  const campaignId = await loyaltyProgram(shop);
  const { body: eve } = await shop.post('/v1/customers', { name: 'Eve' });
  const path = `/v1/loyalties/${campaignId}/members`;
  assert.equal((await shop.post(path, { customer: eve.id })).body.holder_id, eve.id);
  const named = await shop.post(path, { customer: { source_id: 'adam', name: 'Adam' } });
  const { body: adam } = await shop.get('/v1/customers/adam');
  assert.deepEqual([named.body.holder_id, adam.name], [adam.id, 'Adam']);
  const unknown = await shop.post(path, { customer: 'cust_nobody' });
  assert.deepEqual([unknown.status, unknown.body.resource_type], [404, 'customer']);
  assert.equal((await shop.post(path, { customer: {} })).body.key, 'invalid_customer');
});

test('members of a program are listed, a customer can be asked for', async () => {
  const shop = await server.project();
  const campaignId = await loyaltyProgram(shop);
  const other = await loyaltyProgram(shop, { name: 'Other' });
  const eve = await loyaltyMember(shop, campaignId, { customer: 'eve', points: 3 });
  const adam = await loyaltyMember(shop, campaignId, { customer: 'adam' });
  await loyaltyMember(shop, other, { customer: 'eve' });
  const path = `/v1/loyalties/${campaignId}/members`;
  const codes = async (query: string) => {
    const { body } = await shop.get(path + query);
    assert.equal(body.data_ref, 'vouchers');
    return body.vouchers.map(({ code }: { code: string }) => code);
  };
  assert.deepEqual(await codes(''), [adam.code, eve.code]);
  assert.deepEqual(await codes('?order=created_at&limit=1'), [eve.code]);
  assert.deepEqual(await codes('?customer=eve'), [eve.code]);
  assert.deepEqual(await codes(`?code=${adam.code}`), [adam.code]);
  assert.deepEqual(await codes(`?ids=${eve.id}`), [eve.code]);
  const { body } = await shop.get(`${path}?customer=eve`);
  assert.equal(body.vouchers[0].loyalty_card.balance, 3);
  assert.equal((await shop.get(`${path}?order=name`)).body.key, 'invalid_query_params');
});

test('whoever is a member already gets no other card', async () => {
  const shop = await server.project();
  const campaignId = await loyaltyProgram(shop);
  const eve = await loyaltyMember(shop, campaignId, { customer: 'eve' });
  const again = (more: object) =>
    shop.post(`/v1/loyalties/${campaignId}/members`, { customer: 'eve', ...more });
  assert.equal((await again({})).body.key, 'voucher_cannot_be_published');
  const taken = await again({ customer: 'adam', voucher: eve.code });
  assert.equal(taken.body.key, 'voucher_already_published');
  const { body: free } = await shop.post(`/v1/campaigns/${campaignId}/vouchers`, {});
  const named = await again({ customer: 'adam', voucher: free.code, source_id: 'pub-1' });
  assert.deepEqual([named.status, named.body.code], [200, free.code]);
  const same = await again({ customer: 'adam', voucher: free.code, source_id: 'pub-1' });
  assert.deepEqual(same.body, named.body);
  assert.equal((await again({ source_id: 'pub-1' })).body.key, 'duplicate_source_id');
  assert.equal((await shop.get('/v1/publications')).body.total, 2);
});

test('what has no card to give refuses', async () => {
  const shop = await server.project();
  const campaignId = await loyaltyProgram(shop);
  const other = await loyaltyProgram(shop, { name: 'Other' });
  const path = `/v1/loyalties/${campaignId}/members`;
  const { body: foreign } = await shop.post(`/v1/campaigns/${other}/vouchers`, {});
  const { body: coupon } = await shop.post('/v1/vouchers', {
    type: 'DISCOUNT_VOUCHER',
    discount: { type: 'AMOUNT', amount_off: 500 },
  });
  for (const voucher of [foreign.code, coupon.code, 'nobody']) {
    const { status, body } = await shop.post(path, { customer: 'eve', voucher });
    assert.deepEqual([status, body.resource_type, body.resource_id], [404, 'voucher', voucher]);
  }
  const { body: own } = await shop.post(`/v1/campaigns/${campaignId}/vouchers`, {});
  const named = { customer: 'eve', voucher: own.code };
  await shop.put(`/v1/vouchers/${own.code}`, { expiration_date: '2020-01-01' });
  assert.equal((await shop.post(path, named)).body.key, 'voucher_expired');
  await shop.put(`/v1/vouchers/${own.code}`, { active: false });
  assert.equal((await shop.post(path, named)).body.key, 'voucher_disabled');
  await shop.post(`/v1/campaigns/${campaignId}/disable`);
  const closed = await shop.post(path, { customer: 'eve' });
  assert.equal(closed.body.key, 'no_voucher_suitable_for_publication');
  const many = await shop.post(`${path}/async`, { customers: ['eve'] });
  assert.equal(many.body.key, 'no_voucher_suitable_for_publication');
  assert.equal((await shop.get('/v1/publications')).body.total, 0);
  for (const body of [{}, { customer: 7 }, { customer: '' }]) {
    assert.equal((await shop.post(path, body)).body.key, 'invalid_payload');
  }
});
