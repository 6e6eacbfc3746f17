/** Referral programmes over HTTP: a code is redeemed, and those it concerns are rewarded once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { referralShop, type ReferralShop } from '../../../test/support/referral-shop.ts';
import { testServer } from '../../../test/support/api.ts';

const server = await testServer();

async function balances(shop: ReferralShop, ...customers: readonly string[]) {
  const balance = async (customer: string) => (await shop.cardOf(customer))?.gift?.balance ?? null;
  return Promise.all(customers.map(balance));
}

test('a redemption rewards the referee and the referrer, on cards they are given', async () => {
  const shop = await referralShop(server, { referee: 300, each: 700 });
  const redeemed = await shop.redeem('ben');
  assert.equal(redeemed.status, 200, JSON.stringify(redeemed.body));
  const ann = (await shop.get('/v1/customers/ann')).body;
  assert.equal(redeemed.body.order.referrer_id, ann.id);
  assert.equal(redeemed.body.redemptions[0].voucher.referrer_id, ann.id);
  assert.equal(redeemed.body.order.total_amount, 4_500);
  assert.deepEqual(await balances(shop, 'ann', 'ben'), [700, 300]);
  const [{ id: order }] = (await shop.get('/v1/orders')).body.orders;
  assert.equal((await shop.get(`/v1/orders/${order}`)).body.referrer_id, ann.id);
});

test('customers and campaigns tell who was referred by whom', async () => {
  const shop = await referralShop(server, {});
  const { body } = await shop.redeem('ben');
  await shop.redeem('cleo');
  const ann = (await shop.get('/v1/customers/ann')).body;
  assert.equal(ann.loyalty.referred_customers, 2);
  assert.equal(ann.loyalty.campaigns[shop.campaignId].referred_customers, 2);
  assert.deepEqual(ann.referrals, { total: 0, campaigns: [] });
  const ben = (await shop.get('/v1/customers/ben')).body;
  assert.equal(ben.referrals.total, 1);
  const [referral] = ben.referrals.campaigns;
  assert.equal(referral.referrer_id, ann.id);
  assert.equal(referral.campaign_id, shop.campaignId);
  assert.equal(referral.related_object_id, body.redemptions[0].id);
  assert.equal(referral.related_object_type, 'redemption');
  const summary = await shop.get(`/v1/campaigns/${shop.campaignId}/summary`);
  assert.equal(summary.body.referred_customers, 2);
  const listed = await shop.get('/v1/customers?order=source_id');
  assert.equal(listed.body.customers[0].loyalty.referred_customers, 2);
  const holders = await shop.get('/v1/referrals/members/ANN10/holders');
  assert.equal(holders.body.total, 3);
});

test('the referrer redeems and validates no code of their own, whichever way they are named', async () => {
  const shop = await referralShop(server, { each: 700 });
  const { id } = (await shop.get('/v1/customers/ann')).body;
  for (const customer of [{ source_id: 'ann' }, { id }, { id, source_id: 'ann' }]) {
    const request = {
      redeemables: [{ object: 'voucher', id: 'ANN10' }],
      order: { amount: 5_000 },
      customer,
    };
    const refused = await shop.post('/v1/redemptions', request);
    assert.equal(refused.status, 400);
    assert.equal(refused.body.key, 'referrer_not_permitted_to_redeem');
    const validated = await shop.post('/v1/validations', request);
    assert.equal(validated.body.valid, false);
    const [{ result }] = validated.body.redeemables;
    assert.equal(result.error.key, 'referrer_not_permitted_to_redeem');
    const single = await shop.post('/v1/vouchers/ANN10/redemption', { customer });
    assert.equal(single.body.key, 'referrer_not_permitted_to_redeem');
    const alone = await shop.post('/v1/vouchers/ANN10/validate', { customer });
    assert.equal(alone.body.valid, false);
    const qualified = await shop.post('/v1/qualifications', { customer, order: { amount: 5_000 } });
    const offered = qualified.body.redeemables.data.map((one: { id: string }) => one.id);
    assert.equal(offered.includes('ANN10'), false);
  }
  assert.deepEqual(await balances(shop, 'ann'), [null]);
  const voucher = (await shop.get('/v1/vouchers/ANN10')).body;
  assert.equal(voucher.redemption.redeemed_quantity, 0);
  assert.equal((await shop.get('/v1/orders')).body.total, 0);
});

test('an order that is redeemed upon again keeps its customer from using their own code', async () => {
  const shop = await referralShop(server, {});
  const order = { source_id: 'o-1', amount: 5_000, customer: { source_id: 'ann' } };
  assert.equal((await shop.post('/v1/orders', order)).status, 200);
  const refused = await shop.post('/v1/redemptions', {
    redeemables: [{ object: 'voucher', id: 'ANN10' }],
    order: { source_id: 'o-1' },
  });
  assert.equal(refused.body.key, 'referrer_not_permitted_to_redeem');
});

test('a code that was published to nobody refers nobody', async () => {
  const shop = await referralShop(server, {});
  await shop.post(`/v1/campaigns/${shop.campaignId}/vouchers/FREE`, {});
  const refused = await shop.redeem('ben', 'FREE');
  assert.equal(refused.status, 400);
  assert.equal(refused.body.key, 'not_published');
});

test('whoever redeems without a name takes the discount, and nobody was referred', async () => {
  const shop = await referralShop(server, { each: 700 });
  const redeemed = await shop.post('/v1/redemptions', {
    redeemables: [{ object: 'voucher', id: 'ANN10' }],
    order: { amount: 5_000 },
  });
  assert.equal(redeemed.status, 200);
  assert.deepEqual(await balances(shop, 'ann'), [null]);
});

test('the same referee counts once, however often they come and the follow-up runs', async () => {
  const shop = await referralShop(server, { referee: 300, each: 700 });
  for (let time = 0; time < 3; time++) assert.equal((await shop.redeem('ben')).status, 200);
  await shop.followUpAgain();
  assert.deepEqual(await balances(shop, 'ann', 'ben'), [700, 300]);
});

test('a threshold is reached once, a code is published for it', async () => {
  const shop = await referralShop(server, { codeAt: 2 });
  for (const friend of ['ben', 'cleo', 'dan']) await shop.redeem(friend);
  const { body } = await shop.get('/v1/vouchers?customer=ann&campaign=Coupons');
  assert.equal(body.total, 1);
  assert.equal((await shop.get('/v1/publications?customer=ann&campaign=Coupons')).body.total, 1);
});

test('a card that somebody has is credited instead of a new one', async () => {
  const shop = await referralShop(server, { each: 700 });
  const given = await shop.post('/v1/publications', {
    campaign: { name: 'Gifts' },
    customer: { source_id: 'ann' },
  });
  await shop.redeem('ben');
  const { body } = await shop.get('/v1/vouchers?customer=ann&campaign=Gifts');
  assert.deepEqual(
    body.vouchers.map(({ id, gift }: typeof body) => [id, gift.balance]),
    [[given.body.voucher.id, 700]],
  );
});

test('a rollback takes back what was rewarded, once, and a new redemption rewards again', async () => {
  const shop = await referralShop(server, { referee: 300, each: 700, codeAt: 1 });
  const { body } = await shop.redeem('ben');
  const [{ id }] = body.redemptions;
  assert.equal((await shop.post(`/v1/redemptions/${id}/rollback`, {})).status, 200);
  await shop.followUpAgain();
  assert.deepEqual(await balances(shop, 'ann', 'ben'), [0, 0]);
  const { body: codes } = await shop.get('/v1/vouchers?customer=ann&campaign=Coupons');
  assert.deepEqual(
    codes.vouchers.map(({ active }: typeof codes) => active),
    [false],
  );
  const ann = (await shop.get('/v1/customers/ann')).body;
  assert.equal(ann.loyalty.referred_customers, 0);
  await shop.redeem('ben');
  assert.deepEqual(await balances(shop, 'ann', 'ben'), [700, 300]);
});

test('following up again, in whichever order, changes nothing', async () => {
  const shop = await referralShop(server, { referee: 300, each: 700 });
  const [first, second] = [await shop.redeem('ben'), await shop.redeem('cleo')];
  await shop.redeem('ben');
  for (const { body } of [first, second]) {
    await shop.post(`/v1/redemptions/${body.redemptions[0].id}/rollback`, {});
  }
  for (const order of [undefined, 'newest first'] as const) {
    await shop.followUpAgain(order);
    assert.deepEqual(await balances(shop, 'ann', 'ben', 'cleo'), [700, 300, 0]);
  }
});

test('what a killed process left behind is followed up later', async () => {
  const shop = await referralShop(server, { referee: 300, each: 700 });
  const { body } = await shop.redeem('ben');
  await shop.post(`/v1/redemptions/${body.redemptions[0].id}/rollback`, {});
  await server.db.adhoc(
    `update redemptions set status = 'SUCCEEDED' where project_id = $1 and object = 'redemption'`,
    [shop.id],
  );
  await shop.followUpAgain();
  assert.deepEqual(await balances(shop, 'ann', 'ben'), [700, 300]);
});

test('a referral stands while another redemption of the two does', async () => {
  const shop = await referralShop(server, { referee: 300, each: 700 });
  const first = (await shop.redeem('ben')).body.redemptions[0].id;
  const second = (await shop.redeem('ben')).body.redemptions[0].id;
  await shop.post(`/v1/redemptions/${first}/rollback`, {});
  assert.deepEqual(await balances(shop, 'ann', 'ben'), [700, 300]);
  const ben = (await shop.get('/v1/customers/ben')).body;
  assert.equal(ben.referrals.campaigns[0].related_object_id, second);
  await shop.post(`/v1/redemptions/${second}/rollback`, {});
  assert.deepEqual(await balances(shop, 'ann', 'ben'), [0, 0]);
});

test('what was spent meanwhile cannot be taken back, and a code in use stays', async () => {
  const shop = await referralShop(server, { each: 700, codeAt: 1 });
  const { body } = await shop.redeem('ben');
  const { body: codes } = await shop.get('/v1/vouchers?customer=ann&campaign=Coupons');
  const [{ code }] = codes.vouchers;
  assert.equal((await shop.redeem('ann', code)).status, 200);
  await shop.post(`/v1/redemptions/${body.redemptions[0].id}/rollback`, {});
  assert.equal((await shop.get(`/v1/vouchers/${code}`)).body.active, true);
  assert.deepEqual(await balances(shop, 'ann'), [0]);
});

test('a reward there is nothing of is written down, and the referral stands', async () => {
  const shop = await referralShop(server, { referee: 300, each: 700 });
  await shop.post('/v1/campaigns/Gifts/disable', {});
  await shop.redeem('ben');
  assert.deepEqual(await balances(shop, 'ann', 'ben'), [null, null]);
  assert.equal((await shop.get('/v1/customers/ann')).body.loyalty.referred_customers, 1);
  const rows = await server.db.adhoc<{ status: string; failure: string }>(
    'select status, failure from referral_rewards where project_id = $1',
    [shop.id],
  );
  assert.equal(rows.length, 2);
  assert(rows.every(({ status, failure }) => status === 'FAILED' && /not active/.test(failure)));
});

test('points are credited with the expiry of their program', async () => {
  const shop = await referralShop(server, {});
  await shop.post('/v1/campaigns', {
    name: 'Points',
    campaign_type: 'LOYALTY_PROGRAM',
    voucher: {
      type: 'LOYALTY_CARD',
      loyalty_card: {
        points: 5,
        expiration_rules: { period_type: 'MONTH', period_value: 3, rounding_type: 'END_OF_MONTH' },
      },
    },
  });
  const reward = { related_object_parent: { name: 'Points' }, type: 'LOYALTY_CARD', amount: 40 };
  const tiers = { referral_tiers: [{ criterion: 'EACH_REFEREE', reward }] };
  const changed = await shop.put(`/v1/campaigns/${shop.campaignId}`, { referral_program: tiers });
  assert.equal(changed.status, 200, JSON.stringify(changed.body));
  await shop.redeem('ben');
  const { body } = await shop.get('/v1/vouchers?customer=ann&campaign=Points');
  assert.equal(body.vouchers[0].loyalty_card.balance, 45);
  const { loyalty } = (await shop.get('/v1/customers/ann')).body;
  assert.equal(loyalty.points, 45);
  assert.equal(loyalty.campaigns[body.vouchers[0].campaign_id].points, 45);
  const lots = await server.db.adhoc<{ amount: number; expires: boolean }>(
    `select amount, expires_at is not null as expires from ledger_lots
     where project_id = $1 and voucher_id = $2 order by amount`,
    [shop.id, body.vouchers[0].id],
  );
  assert.deepEqual(lots, [
    { amount: 5, expires: true },
    { amount: 40, expires: true },
  ]);
});

test('a customer shows what their cards hold and have paid', async () => {
  const shop = await referralShop(server, { each: 700 });
  await shop.redeem('ben');
  const { code } = await shop.cardOf('ann');
  const paid = await shop.post('/v1/redemptions', {
    redeemables: [{ object: 'voucher', id: code, gift: { credits: 200 } }],
    order: { amount: 1_000 },
    customer: { source_id: 'ann' },
  });
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  const { summary, loyalty } = (await shop.get('/v1/customers/ann')).body;
  assert.deepEqual(summary.redemptions.gift, { redeemed_amount: 200, amount_to_go: 500 });
  assert.deepEqual(summary.redemptions.loyalty_card, { redeemed_points: 0, points_to_go: 0 });
  assert.equal(loyalty.points, 0);
});

test('a rule lets customers be referred once in a programme, by whomever', async () => {
  const shop = await referralShop(server, { referee: 300 });
  const { body: rule } = await shop.post('/v1/validation-rules', {
    name: 'Referred once',
    rules: {
      1: {
        name: 'campaign.redemptions.customers_count',
        conditions: { $less_than_or_equal: [1] },
      },
      logic: '1',
    },
  });
  await shop.post(`/v1/validation-rules/${rule.id}/assignments`, {
    related_object_type: 'campaign',
    related_object_id: shop.campaignId,
  });
  await shop.post(`/v1/campaigns/${shop.campaignId}/vouchers/EVE10`, {});
  await shop.post('/v1/publications', { voucher: 'EVE10', customer: { source_id: 'eve' } });
  assert.equal((await shop.redeem('ben')).status, 200);
  for (const code of ['ANN10', 'EVE10']) {
    assert.equal((await shop.redeem('ben', code)).body.key, 'redemption_rules_violated');
  }
  assert.equal((await shop.redeem('ann', 'EVE10')).status, 200, 'a referrer may be a referee');
  assert.deepEqual(await balances(shop, 'ann', 'ben'), [300, 300]);
});

test('a browser redeems no code of its own customer either', async () => {
  const shop = await referralShop(server, { each: 700 });
  const refused = await shop.browser().post('/client/v1/redemptions', {
    redeemables: [{ object: 'voucher', id: 'ANN10' }],
    order: { amount: 5_000 },
    customer: { source_id: 'ann' },
  });
  assert.equal(refused.body.key, 'referrer_not_permitted_to_redeem');
});

test('several codes of one request refer their customer by each referrer', async () => {
  const shop = await referralShop(server, { each: 700 });
  await shop.post(`/v1/campaigns/${shop.campaignId}/vouchers/EVE10`, {});
  await shop.post('/v1/publications', { voucher: 'EVE10', customer: { source_id: 'eve' } });
  const redeemed = await shop.post('/v1/redemptions', {
    redeemables: ['ANN10', 'EVE10'].map((id) => ({ object: 'voucher', id })),
    order: { amount: 5_000 },
    customer: { source_id: 'ben' },
  });
  assert.equal(redeemed.status, 200, JSON.stringify(redeemed.body));
  assert.deepEqual(await balances(shop, 'ann', 'eve'), [700, 700]);
  const parent = redeemed.body.parent_redemption.id;
  assert.equal((await shop.post(`/v1/redemptions/${parent}/rollbacks`, {})).status, 200);
  assert.deepEqual(await balances(shop, 'ann', 'eve'), [0, 0]);
});
