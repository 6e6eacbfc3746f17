/** Limits that rules set, under parallel load at two processes: never exceeded by one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer, TestProject } from '../support/api.ts';
import { campaignRow } from '../support/campaign-row.ts';
import {
  assertBooksAgree,
  atOnce,
  redeemables,
  succeeded,
  tally,
  twoServers,
  voucher,
} from './two-servers.ts';

const { server, both } = await twoServers();

async function ruleFor(
  shop: TestProject,
  name: string,
  limit: number,
  to: { readonly type: string; readonly id: string },
): Promise<void> {
  const rule = await shop.post('/v1/validation-rules', {
    name,
    rules: { 1: { name, conditions: { $less_than_or_equal: [limit] } }, logic: '1' },
  });
  assert.equal(rule.status, 200, JSON.stringify(rule.body));
  const assigned = await shop.post(`/v1/validation-rules/${rule.body.id}/assignments`, {
    related_object_type: to.type,
    related_object_id: to.id,
  });
  assert.equal(assigned.status, 200, JSON.stringify(assigned.body));
}

const codes = ['L0', 'L1', 'L2', 'L3'];

/** Four codes of one campaign, without limits of their own. */
async function campaignOfFour(shop: TestProject): Promise<string> {
  const campaign = await campaignRow(server, shop, 'limited');
  for (const code of codes) await voucher(shop, code, { redemption: { quantity: null } });
  await server.db.adhoc('update vouchers set campaign_id = $2 where project_id = $1', [
    shop.id,
    campaign,
  ]);
  return campaign;
}

async function tier(shop: TestProject): Promise<string> {
  const campaign = await campaignRow(server, shop, 'tiers', {
    campaign_type: 'PROMOTION',
    voucher: null,
  });
  const made = await shop.post(`/v1/promotions/${campaign}/tiers`, {
    name: 'tier',
    action: { discount: { type: 'AMOUNT', amount_off: 100 } },
  });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  return made.body.id;
}

function redeem(shop: TestProject, n: number, what: readonly object[]): Promise<Answer> {
  return shop.post('/v1/redemptions', {
    redeemables: what,
    customer: { source_id: `c${n % 5}` },
    order: { amount: 1_000 },
  });
}

const ofCampaign = (at: TestProject, n: number) =>
  redeem(at, n, redeemables(codes[n % codes.length] ?? ''));

type Case = readonly [
  claim: string,
  rule: string,
  limit: number,
  subject: 'campaign' | 'voucher' | 'tier',
  expected: number,
];

const cases: readonly Case[] = [
  // claim                                 rule                                   limit  assigned to  fits
  ['redemptions of a campaign', 'campaign.redemptions.count', 7, 'campaign', 7],
  ['redemptions of a campaign a day', 'campaign.redemptions.count.daily', 7, 'campaign', 7],
  ['redemptions of a campaign a week', 'campaign.redemptions.count.weekly', 5, 'campaign', 5],
  ['redemptions of a campaign a month', 'campaign.redemptions.count.monthly', 9, 'campaign', 9],
  [
    'redemptions a customer has of a campaign',
    'campaign.redemptions.customers_count',
    2,
    'campaign',
    10,
  ],
  [
    'redemptions a customer has of a campaign a day',
    'campaign.redemptions.customers_count.daily',
    3,
    'campaign',
    15,
  ],
  [
    'redemptions a customer has of a campaign a week',
    'campaign.redemptions.customers_count.weekly',
    2,
    'campaign',
    10,
  ],
  [
    'redemptions a customer has of a campaign a month',
    'campaign.redemptions.customers_count.monthly',
    1,
    'campaign',
    5,
  ],
  ['redemptions of a code', 'redemption.count.per_incentive', 8, 'voucher', 8],
  ['redemptions of a code a day', 'redemption.count.daily', 6, 'voucher', 6],
  ['redemptions of a code a week', 'redemption.count.weekly', 6, 'voucher', 6],
  ['redemptions of a code a month', 'redemption.count.monthly', 6, 'voucher', 6],
  ['redemptions of a code by one key', 'redemption.count.per_api_key', 7, 'voucher', 7],
  ['redemptions a customer has of a code', 'redemption.count.per_customer', 2, 'voucher', 10],
  [
    'redemptions a customer has of a code a day',
    'redemption.count.per_customer.daily',
    2,
    'voucher',
    10,
  ],
  [
    'redemptions a customer has of a code a week',
    'redemption.count.per_customer.weekly',
    3,
    'voucher',
    15,
  ],
  [
    'redemptions a customer has of a code a month',
    'redemption.count.per_customer.monthly',
    2,
    'voucher',
    10,
  ],
  ['redemptions of a tier', 'redemption.count.per_incentive', 9, 'tier', 9],
  ['redemptions of a tier a day', 'redemption.count.daily', 9, 'tier', 9],
  ['redemptions of a tier by one key', 'redemption.count.per_api_key', 4, 'tier', 4],
  ['redemptions a customer has of a tier', 'redemption.count.per_customer', 2, 'tier', 10],
  ['redemptions of a tier a week', 'redemption.count.weekly', 9, 'tier', 9],
  ['redemptions of a tier a month', 'redemption.count.monthly', 9, 'tier', 9],
];

for (const [claim, rule, limit, subject, expected] of cases) {
  test(`a limit on ${claim} is met exactly, and a place given back is free again`, async () => {
    const shop = await server.project();
    const shops = both(shop);
    const { id, request } = await limited(shop, subject);
    await ruleFor(shop, rule, limit, {
      type: subject === 'tier' ? 'promotion_tier' : subject,
      id,
    });
    const answers = await atOnce(shops, 60, request);
    assert.deepEqual(tally(answers), {
      200: expected,
      redemption_rules_violated: 60 - expected,
    });
    await assertBooksAgree(server, shop);
    const given = succeeded(answers).slice(0, 3);
    const back = await atOnce(shops, given.length, (at, n) =>
      at.post(`/v1/redemptions/${given[n]?.body.redemptions[0].id}/rollback`, {}),
    );
    assert.deepEqual(tally(back), { 200: given.length });
    const again = await atOnce(shops, 60, request);
    assert.equal(succeeded(again).length, given.length);
    await assertBooksAgree(server, shop);
  });
}

async function limited(shop: TestProject, subject: Case[3]) {
  switch (subject) {
    case 'campaign':
      return { id: await campaignOfFour(shop), request: ofCampaign };
    case 'voucher': {
      const { id } = await voucher(shop, 'ONE', { redemption: { quantity: null } });
      return {
        id,
        request: (at: TestProject, n: number) => redeem(at, n, redeemables('ONE')),
      };
    }
    case 'tier': {
      const id = await tier(shop);
      const what = [{ object: 'promotion_tier', id }];
      return { id, request: (at: TestProject, n: number) => redeem(at, n, what) };
    }
    default:
      return subject satisfies never;
  }
}

const amounts = [
  // rule                                 limit   what of it 1,000 at 100 off takes
  ['campaign.orders.amount', 5_500, 5],
  ['campaign.orders.amount_discounted', 350, 3],
] as const;

for (const [rule, limit, expected] of amounts) {
  test(`${rule} is never exceeded`, async () => {
    const shop = await server.project();
    const id = await campaignOfFour(shop);
    await ruleFor(shop, rule, limit, { type: 'campaign', id });
    const answers = await atOnce(both(shop), 40, ofCampaign);
    assert.equal(succeeded(answers).length, expected, JSON.stringify(tally(answers)));
    await assertBooksAgree(server, shop);
  });
}

test('stacks of one campaign count each of their codes under its limit', async () => {
  const shop = await server.project();
  const id = await campaignOfFour(shop);
  await ruleFor(shop, 'campaign.redemptions.count', 7, { type: 'campaign', id });
  const three = redeemables('L0', 'L1', 'L2');
  const answers = await atOnce(both(shop), 20, (at, n) => redeem(at, n, three));
  assert.deepEqual(tally(answers), { 200: 2, redemption_rules_violated: 18 });
  await assertBooksAgree(server, shop);
  const valid = await shop.post('/v1/validations', {
    redeemables: redeemables('L0', 'L1'),
    order: { amount: 1_000 },
  });
  assert.equal(valid.body.valid, false);
  assert.equal((await redeem(shop, 0, redeemables('L3'))).status, 200);
});

test('a rule that allows either of two sums is never passed by when both are used up', async () => {
  const shop = await server.project();
  const campaign = await campaignOfFour(shop);
  const rule = await shop.post('/v1/validation-rules', {
    name: 'either',
    rules: {
      1: { name: 'campaign.redemptions.count', conditions: { $less_than_or_equal: [5] } },
      2: { name: 'campaign.orders.amount', conditions: { $less_than_or_equal: [7_500] } },
      logic: '1 or 2',
    },
  });
  const assigned = await shop.post(`/v1/validation-rules/${rule.body.id}/assignments`, {
    related_object_type: 'campaign',
    related_object_id: campaign,
  });
  assert.equal(assigned.status, 200, JSON.stringify(assigned.body));
  const answers = await atOnce(both(shop), 30, ofCampaign);
  let fitting = succeeded(answers).length;
  assert.ok(fitting <= 7, JSON.stringify(tally(answers)));
  // Some may have given up in the crowd; what is left is still to be had, and no more.
  for (let n = 0; n < 10; n++) if ((await ofCampaign(shop, n)).status === 200) fitting += 1;
  assert.equal(fitting, 7);
  await assertBooksAgree(server, shop);
});
