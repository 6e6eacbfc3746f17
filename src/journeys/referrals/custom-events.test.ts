/** Referrals by custom events over HTTP: the event refers its customer, a redemption does not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../test/support/api.ts';
import { referralShop, type ReferralShop } from '../../../test/support/referral-shop.ts';

const server = await testServer();
const program = {
  conversion_event_type: 'custom_event',
  custom_event: { name: 'subscription_paid' },
};

function track(shop: ReferralShop, customer: string, more: object = {}) {
  return shop.post('/v1/events', {
    event: 'subscription_paid',
    customer: { source_id: customer },
    referral: { code: 'ANN10' },
    ...more,
  });
}

async function referredBy(shop: ReferralShop, customer: string): Promise<number> {
  return (await shop.get(`/v1/customers/${customer}`)).body.loyalty.referred_customers;
}

test('the event with a code rewards both sides, once, and tells of itself', async () => {
  const shop = await referralShop(server, { referee: 300, each: 700 }, program);
  for (let time = 0; time < 2; time++) {
    const tracked = await track(shop, 'ben');
    assert.equal(tracked.status, 200, JSON.stringify(tracked.body));
  }
  assert.equal((await shop.cardOf('ann')).gift.balance, 700);
  assert.equal((await shop.cardOf('ben')).gift.balance, 300);
  const { referrals } = (await shop.get('/v1/customers/ben')).body;
  assert.equal(referrals.total, 1);
  assert.match(referrals.campaigns[0].related_object_id, /^evcus_/);
  assert.equal(referrals.campaigns[0].related_object_type, 'event');
});

test('the redemption of the code gives its discount and refers nobody, nor does its rollback', async () => {
  const shop = await referralShop(server, { each: 700 }, program);
  const redeemed = await shop.redeem('ben');
  assert.equal(redeemed.body.order.total_amount, 4_500);
  assert.equal(await referredBy(shop, 'ann'), 0);
  await track(shop, 'ben');
  await shop.post(`/v1/redemptions/${redeemed.body.redemptions[0].id}/rollback`, {});
  assert.equal(await referredBy(shop, 'ann'), 1);
  assert.equal((await shop.cardOf('ann')).gift.balance, 700);
});

const others = [
  // claim, customer, more
  ['another event', 'ben', { event: 'page_view' }],
  ['no code', 'ben', { referral: null }],
  ['a code nobody has', 'ben', { referral: { code: 'NONE' } }],
  ['a code that was published to nobody', 'ben', { referral: { code: 'FREE' } }],
  ['a code that is switched off', 'ben', { referral: { code: 'OFF' } }],
  ['their own code', 'ann', {}],
] as const;

for (const [claim, customer, more] of others) {
  test(`an event with ${claim} is kept and refers nobody`, async () => {
    const shop = await referralShop(server, { each: 700 }, program);
    for (const code of ['FREE', 'OFF']) {
      await shop.post(`/v1/campaigns/${shop.campaignId}/vouchers/${code}`, {});
    }
    await shop.post('/v1/publications', { voucher: 'OFF', customer: { source_id: 'ann' } });
    await shop.put('/v1/vouchers/OFF', { active: false });
    assert.equal((await track(shop, customer, more)).status, 200);
    assert.equal(await referredBy(shop, 'ann'), 0);
    assert.equal(await shop.cardOf('ann'), undefined);
  });
}

test('an event refers nobody where redemptions convert', async () => {
  const shop = await referralShop(server, { each: 700 });
  await track(shop, 'ben');
  assert.equal(await referredBy(shop, 'ann'), 0);
});
