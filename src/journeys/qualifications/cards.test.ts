/** Cards among what is offered, over HTTP: what they hold, and what they would pay. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testServer } from '../../../test/support/api.ts';

const server = await testServer();
const customer = { source_id: 'ann' };

/** Ann holds a card of 50.00 and one of 70 points; one of a campaign that gives 10.00 is to be had. */
async function wallet(): Promise<TestProject> {
  const shop = await server.project();
  const campaigns = [
    { type: 'GIFT_VOUCHERS', voucher: { type: 'GIFT_VOUCHER', gift: { amount: 5_000 } } },
    { type: 'LOYALTY_PROGRAM', voucher: { type: 'LOYALTY_CARD', loyalty_card: { points: 70 } } },
  ];
  for (const { type, voucher } of campaigns) {
    const campaign = await shop.post('/v1/campaigns', { name: type, campaign_type: type, voucher });
    assert.equal(campaign.status, 200, JSON.stringify(campaign.body));
    const given = await shop.post('/v1/publications', { campaign: type, customer });
    assert.equal(given.status, 200, JSON.stringify(given.body));
  }
  return shop;
}

async function results(shop: TestProject, body: object) {
  const answer = await shop.post('/v1/qualifications', { customer, ...body });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return Object.fromEntries(
    answer.body.redeemables.data.map((one: { object: string; result: object }) => [
      `${one.object} ${Object.keys(one.result).join()}`,
      Object.values(one.result)[0],
    ]),
  );
}

test('cards that a customer holds are offered with what they hold, with or without an order', async () => {
  const shop = await wallet();
  const points = { points: 70, balance: 70 };
  assert.deepEqual(await results(shop, { scenario: 'CUSTOMER_WALLET' }), {
    'voucher gift': { balance: 5_000, credits: 0 },
    'voucher loyalty_card': points,
  });
  const order = { amount: 3_000 };
  assert.deepEqual(await results(shop, { order }), {
    'campaign gift': { balance: 5_000, credits: 3_000 },
    'voucher gift': { balance: 5_000, credits: 3_000 },
    'voucher loyalty_card': points,
  });
});

test('older qualifications show open cards as they are, and campaigns that give cards away', async () => {
  const shop = await wallet();
  const gift = { type: 'GIFT_VOUCHER', gift: { amount: 900 } };
  assert.equal((await shop.post('/v1/vouchers/OPEN', gift)).status, 200);
  const asked = { customer, order: { amount: 1_000 } };
  const vouchers = await shop.post('/v1/vouchers/qualification', asked);
  assert.equal(vouchers.body.total, 1, JSON.stringify(vouchers.body));
  assert.equal(vouchers.body.data[0].gift.balance, 900);
  const campaigns = await shop.post('/v1/campaigns/qualification', asked);
  assert.deepEqual(
    campaigns.body.data.map((one: { name: string }) => one.name),
    ['GIFT_VOUCHERS'],
  );
});

test('an empty card is offered to nobody', async () => {
  const shop = await wallet();
  const wanted = { scenario: 'CUSTOMER_WALLET' };
  const all = await shop.post('/v1/qualifications', { customer, ...wanted });
  const [gift] = all.body.redeemables.data.filter(
    (one: { result: object }) => 'gift' in one.result,
  );
  const path = `/v1/vouchers/${gift.id}/redemption`;
  const spent = await shop.post(path, { customer, order: { amount: 5_000 } });
  assert.equal(spent.status, 200, JSON.stringify(spent.body));
  assert.deepEqual(Object.keys(await results(shop, wanted)), ['voucher loyalty_card']);
});
