/** Campaigns that are refused. One row is one claim: add a row, not a test. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../test/support/api.ts';

const server = await testServer({ jobs: true });

const percent = { type: 'PERCENT', percent_off: 10 };
const voucher = { type: 'DISCOUNT_VOUCHER', discount: percent };
const coupons = { name: 'Coupons', campaign_type: 'DISCOUNT_COUPONS', voucher };
const tier = { name: 'Tier', action: { discount: percent } };
const promotion = { name: 'Promo', campaign_type: 'PROMOTION', promotion: { tiers: [tier] } };

const refusals: readonly (readonly [string, number, string, object])[] = [
  ['no name', 400, 'invalid_payload', { ...coupons, name: undefined }],
  ['an empty name', 400, 'invalid_payload', { ...coupons, name: '' }],
  ['a zero byte in the name', 400, 'invalid_payload', { ...coupons, name: 'a\0b' }],
  ['no voucher', 400, 'invalid_campaign_params', { ...coupons, voucher: undefined }],
  [
    'no discount',
    400,
    'invalid_campaign_params',
    { ...coupons, voucher: { type: 'DISCOUNT_VOUCHER' } },
  ],
  [
    'a discount beyond all',
    400,
    'invalid_campaign_params',
    { ...coupons, voucher: { ...voucher, discount: { type: 'PERCENT', percent_off: 101 } } },
  ],
  [
    'gift cards without an amount',
    400,
    'invalid_campaign_params',
    { ...coupons, campaign_type: 'GIFT_VOUCHERS', voucher: { type: 'GIFT_VOUCHER', gift: {} } },
  ],
  [
    'gift cards that cost their owner',
    400,
    'invalid_payload',
    { name: 'Gifts', voucher: { type: 'GIFT_VOUCHER', gift: { amount: -1 } } },
  ],
  [
    'gift cards beyond counting',
    400,
    'invalid_payload',
    { name: 'Gifts', voucher: { type: 'GIFT_VOUCHER', gift: { amount: 1e17 } } },
  ],
  [
    'discounts in a loyalty program',
    400,
    'invalid_campaign_params',
    { ...coupons, campaign_type: 'LOYALTY_PROGRAM' },
  ],
  ...[
    { period_type: 'MONTH' },
    { period_type: 'MONTH', period_value: 1, rounding_type: 'PARTICULAR_MONTH' },
    { period_type: 'FIXED_DAY_OF_YEAR', fixed_month: 2 },
    { period_type: 'FIXED_DAY_OF_YEAR', fixed_month: 2, fixed_day: 30 },
  ].map(
    (expiration_rules) =>
      [
        `points that expire so: ${JSON.stringify(expiration_rules)}`,
        400,
        'invalid_campaign_params',
        {
          name: 'Points',
          voucher: { type: 'LOYALTY_CARD', loyalty_card: { points: 1, expiration_rules } },
        },
      ] as const,
  ),
  [
    'points that expire on a 13th month',
    400,
    'invalid_payload',
    {
      name: 'Points',
      voucher: {
        type: 'LOYALTY_CARD',
        loyalty_card: {
          points: 1,
          expiration_rules: { period_type: 'FIXED_DAY_OF_YEAR', fixed_month: 13, fixed_day: 1 },
        },
      },
    },
  ],
  ['referrals', 400, 'invalid_campaign_params', { ...coupons, campaign_type: 'REFERRAL_PROGRAM' }],
  ['an unknown type', 400, 'invalid_payload', { ...coupons, campaign_type: 'X' }],
  [
    'a promotion with vouchers',
    400,
    'invalid_campaign_params',
    { ...promotion, vouchers_count: 1 },
  ],
  [
    'coupons with tiers',
    400,
    'invalid_campaign_params',
    { ...coupons, promotion: { tiers: [tier] } },
  ],
  ['a negative count', 400, 'invalid_payload', { ...coupons, vouchers_count: -1 }],
  ['an endless count', 400, 'invalid_payload', { ...coupons, vouchers_count: 1e15 }],
  [
    'a standalone pair',
    400,
    'invalid_campaign_params',
    { ...coupons, type: 'STANDALONE', vouchers_count: 2 },
  ],
  [
    'more codes than there are',
    400,
    'invalid_code_config',
    {
      ...coupons,
      vouchers_count: 11,
      voucher: { ...voucher, code_config: { charset: '0123456789', length: 1 } },
    },
  ],
  [
    'an empty charset',
    400,
    'invalid_code_config',
    { ...coupons, voucher: { ...voucher, code_config: { charset: '' } } },
  ],
  [
    'an end before the start',
    400,
    'invalid_campaign_params',
    { ...coupons, start_date: '2026-02-01', expiration_date: '2026-01-01' },
  ],
  ['no date', 400, 'invalid_payload', { ...coupons, start_date: 'soon' }],
  [
    'a duration that is none',
    400,
    'invalid_campaign_params',
    { ...coupons, activity_duration_after_publishing: '24 days' },
  ],
  ['an unknown rule', 404, 'not_found', { ...coupons, validation_rules: ['val_none'] }],
  ['an unknown category', 404, 'not_found', { ...coupons, category: 'None' }],
];
for (const [claim, status, key, input] of refusals) {
  test(`a campaign with ${claim} is refused and leaves nothing`, async () => {
    const project = await server.project();
    const { body, status: answered } = await project.post('/v1/campaigns', input);
    assert.deepEqual([answered, body.key], [status, key], JSON.stringify(body));
    assert.equal((await project.get('/v1/campaigns')).body.total, 0);
  });
}
