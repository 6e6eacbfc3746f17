/** Summaries of campaigns of cards: each movement is counted where it belongs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../../../test/support/api.ts';

const server = await testServer();

test('a campaign of gift cards sums up its credits', async () => {
  const project = await server.project();
  const voucher = { type: 'GIFT_VOUCHER', gift: { amount: 1000 } };
  const { body: campaign } = await project.post('/v1/campaigns', { name: 'Gifts', voucher });
  for (const code of ['A', 'B']) {
    await project.post(`/v1/campaigns/${campaign.id}/vouchers/${code}`, {});
  }
  await project.post('/v1/vouchers/A/balance', { amount: 300 });
  await project.post('/v1/vouchers/A/balance', { amount: -50 });
  const { body: paid } = await project.post('/v1/redemptions', {
    redeemables: [{ object: 'voucher', id: 'A', gift: { credits: 200 } }],
    order: { amount: 500 },
  });
  await project.post(`/v1/redemptions/${paid.redemptions[0].id}/rollback`, {});
  await project.delete('/v1/vouchers/B');
  const { status, body } = await project.get(`/v1/campaigns/${campaign.id}/summary`);
  assert.equal(status, 200);
  assert.deepEqual(
    [
      body.created_vouchers_amount,
      body.amount_added,
      body.amount_subtracted,
      body.amount_redeemed,
      body.amount_rolledback,
      body.amount_deleted,
    ],
    [2000, 300, 50, 200, 200, 1000],
  );
  const earlier = `/v1/campaigns/${campaign.id}/summary?end_date=2020-01-01`;
  assert.equal((await project.get(earlier)).body.created_vouchers_amount, 0);
});

test('a loyalty program sums up its points', async () => {
  const project = await server.project();
  const voucher = { type: 'LOYALTY_CARD', loyalty_card: { points: 10 } };
  const { body: campaign } = await project.post('/v1/campaigns', { name: 'Points', voucher });
  await project.post(`/v1/campaigns/${campaign.id}/vouchers/A`, {});
  await project.post('/v1/vouchers/A/balance', { amount: 5 });
  await project.post('/v1/vouchers/A/balance', { amount: -3 });
  const { body } = await project.get('/v1/campaigns/Points/summary');
  assert.deepEqual(
    [body.created_vouchers_points, body.points_added, body.points_subtracted, body.points_expired],
    [10, 5, 3, 0],
  );
  assert.equal('amount_added' in body, false);
});
