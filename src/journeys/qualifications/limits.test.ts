/** Limits that rules count, as qualifications see them: up to the last committed redemption. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../test/support/api.ts';

const server = await testServer();

const limits = [
  // claim, rule name, customer of the second question, whether the tier is still offered
  ['a customer who has redeemed once', 'redemption.count.per_customer', 'ann', false],
  ['another customer', 'redemption.count.per_customer', 'bob', true],
  ['an API key that has redeemed once', 'redemption.count.per_api_key', 'bob', false],
] as const;

for (const [claim, name, customer, isOffered] of limits) {
  test(`a tier for one redemption is ${isOffered ? 'still' : 'no longer'} offered to ${claim}`, async () => {
    const shop = await server.project();
    const rule = await shop.post('/v1/validation-rules', {
      name: 'once',
      rules: { 1: { name, conditions: { $less_than_or_equal: [1] } }, logic: '1' },
    });
    const campaign = await shop.post('/v1/campaigns', {
      name: 'Once',
      campaign_type: 'PROMOTION',
      promotion: {
        tiers: [
          {
            name: 'Once',
            action: { discount: { type: 'PERCENT', percent_off: 10 } },
            validation_rules: [rule.body.id],
          },
        ],
      },
    });
    const [tier] = campaign.body.promotion.tiers;
    const offered = async (source_id: string) => {
      const answer = await shop.post('/v1/qualifications', {
        customer: { source_id },
        order: { amount: 1_000 },
      });
      return answer.body.redeemables.data.map((one: { id: string }) => one.id);
    };
    assert.deepEqual(await offered('ann'), [tier.id]);
    const redeemed = await shop.post('/v1/redemptions', {
      redeemables: [{ object: 'promotion_tier', id: tier.id }],
      customer: { source_id: 'ann' },
      order: { amount: 1_000 },
    });
    assert.equal(redeemed.status, 200, JSON.stringify(redeemed.body));
    await shop.post('/v1/customers', { source_id: 'bob' });
    assert.deepEqual(await offered(customer), isOffered ? [tier.id] : []);
  });
}
