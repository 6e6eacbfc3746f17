/** Validations in the summary of a campaign. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { testServer } from '../../../test/support/api.ts';

const server = await testServer({ jobs: true });

test('a campaign’s summary tells how often it was validated, and how often it applied', async () => {
  const shop = await server.project();
  const campaign = await shop.post('/v1/campaigns', {
    name: 'Counted',
    campaign_type: 'DISCOUNT_COUPONS',
    type: 'STATIC',
    voucher: { type: 'DISCOUNT_VOUCHER', discount: { type: 'PERCENT', percent_off: 10 } },
  });
  await shop.post(`/v1/campaigns/${campaign.body.id}/vouchers/ON`, {});
  await shop.post(`/v1/campaigns/${campaign.body.id}/vouchers/OFF`, {});
  await shop.post('/v1/vouchers/OFF/disable', {});
  for (const id of ['ON', 'ON', 'OFF']) {
    await shop.post('/v1/validations', {
      redeemables: [{ object: 'voucher', id }],
      order: { amount: 1_000 },
    });
  }
  let summary: { validations: number; validations_succeeded: number } | undefined;
  for (let wait = 0; wait < 100 && summary?.validations !== 3; wait++) {
    await sleep(100);
    summary = (await shop.get(`/v1/campaigns/${campaign.body.id}/summary`)).body;
  }
  assert.equal(summary?.validations, 3);
  assert.equal(summary.validations_succeeded, 2);
});
