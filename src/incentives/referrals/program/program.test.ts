/** Referral programmes of campaigns over HTTP: what is kept, what is refused, what may change. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer, type TestProject } from '../../../../test/support/api.ts';

const server = await testServer();

const voucher = {
  type: 'DISCOUNT_VOUCHER',
  discount: { type: 'AMOUNT', amount_off: 500 },
  redemption: { quantity: null },
  is_referral_code: true,
};
const campaign = { name: 'Friends', campaign_type: 'REFERRAL_PROGRAM', voucher };

async function cards(shop: TestProject) {
  const { body: gifts } = await shop.post('/v1/campaigns', {
    name: 'Gifts',
    campaign_type: 'GIFT_VOUCHERS',
    voucher: { type: 'GIFT_VOUCHER', gift: { amount: 0 } },
  });
  const { body: coupons } = await shop.post('/v1/campaigns', {
    name: 'Coupons',
    campaign_type: 'DISCOUNT_COUPONS',
    voucher: { type: 'DISCOUNT_VOUCHER', discount: { type: 'AMOUNT', amount_off: 100 } },
  });
  return { gifts: gifts.id, coupons: coupons.id };
}

test('a programme is kept with the campaigns of its rewards, and with ids of its tiers', async () => {
  const shop = await server.project();
  const { gifts, coupons } = await cards(shop);
  const made = await shop.post('/v1/campaigns', {
    ...campaign,
    vouchers_count: 1,
    referral_program: {
      referee_reward: { related_object_parent: { id: gifts }, type: 'GIFT_VOUCHER', amount: 300 },
      referral_tiers: [
        {
          name: 'Everybody',
          criterion: 'EACH_REFEREE',
          reward: { related_object_parent: { name: 'Gifts' }, type: 'GIFT_VOUCHER', amount: 700 },
        },
        {
          criterion: 'MINIMUM_REFEREES',
          referees: 3,
          reward: { related_object_parent: { id: coupons }, type: 'DISCOUNT_VOUCHER' },
        },
      ],
    },
  });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  const { body: read } = await shop.get(`/v1/campaigns/${made.body.id}`);
  const gift = { id: gifts, name: 'Gifts', object: 'CAMPAIGN' };
  const [each, three] = read.referral_program.referral_tiers;
  assert.deepEqual(read.referral_program.referee_reward, {
    related_object_parent: gift,
    type: 'GIFT_VOUCHER',
    amount: 300,
  });
  assert.equal(read.referral_program.conversion_event_type, 'redemption');
  assert.match(each.id, /^rft_/);
  assert.deepEqual(each.reward, { related_object_parent: gift, type: 'GIFT_VOUCHER', amount: 700 });
  assert.equal(three.referees, 3);
  assert.equal(read.voucher.is_referral_code, true);
  const listed = await shop.get('/v1/campaigns?is_referral_code=true');
  assert.deepEqual(
    listed.body.campaigns.map(({ id }: { id: string }) => id),
    [made.body.id],
  );
  const codes = await shop.get('/v1/vouchers?is_referral_code=true');
  assert.equal(codes.body.total, 1);
  assert.equal(codes.body.vouchers[0].is_referral_code, true);
});

test('a programme of nothing but its type converts by redemption', async () => {
  const shop = await server.project();
  const { body } = await shop.post('/v1/campaigns', { name: 'Plain', voucher });
  assert.equal(body.campaign_type, 'REFERRAL_PROGRAM');
  assert.deepEqual(body.referral_program, { conversion_event_type: 'redemption' });
});

test('single codes are added to a programme, by the campaign and as vouchers', async () => {
  const shop = await server.project();
  const { body } = await shop.post('/v1/campaigns', campaign);
  const one = await shop.post(`/v1/campaigns/${body.id}/vouchers`, {});
  assert.equal(one.body.is_referral_code, true);
  const other = await shop.post('/v1/vouchers', { campaign_id: body.id, code: 'OWN' });
  assert.equal(other.body.is_referral_code, true, JSON.stringify(other.body));
  assert.equal(other.body.type, 'DISCOUNT_VOUCHER');
});

test('tiers change, keep their ids and go; what was agreed with referees stays', async () => {
  const shop = await server.project();
  const { gifts } = await cards(shop);
  const reward = { related_object_parent: { id: gifts }, type: 'GIFT_VOUCHER', amount: 100 };
  const tier = { criterion: 'EACH_REFEREE', reward };
  const { body } = await shop.post('/v1/campaigns', {
    ...campaign,
    referral_program: { referee_reward: reward, referral_tiers: [tier] },
  });
  const path = `/v1/campaigns/${body.id}`;
  const [kept] = body.referral_program.referral_tiers;
  const same = await shop.put(path, { referral_program: body.referral_program });
  assert.deepEqual(same.body.referral_program, body.referral_program);
  const raised = { ...kept, reward: { ...reward, amount: 200 } };
  const changed = await shop.put(path, { referral_program: { referral_tiers: [raised] } });
  assert.equal(changed.body.referral_program.referral_tiers[0].id, kept.id);
  assert.equal(changed.body.referral_program.referral_tiers[0].reward.amount, 200);
  for (const other of [
    { referee_reward: { ...reward, amount: 999 } },
    { referee_reward: null },
    { conversion_event_type: 'custom_event', custom_event: { name: 'paid' } },
  ]) {
    const refused = await shop.put(path, { referral_program: other });
    assert.equal(refused.body.key, 'invalid_campaign_params');
  }
  const gone = await shop.put(path, { referral_program: { referral_tiers: null } });
  assert.equal(gone.body.referral_program.referral_tiers, undefined);
  assert.equal(gone.body.referral_program.referee_reward.amount, 100);
});

const toGifts = { related_object_parent: { name: 'Gifts' }, type: 'GIFT_VOUCHER', amount: 100 };
const refusals = [
  // claim, body, key
  ['no discount', { ...campaign, voucher: { type: 'DISCOUNT_VOUCHER' } }, 'invalid_campaign'],
  ['no voucher', { ...campaign, voucher: undefined }, 'invalid_campaign_params'],
  [
    'cards as codes',
    { ...campaign, voucher: { ...voucher, type: 'GIFT_VOUCHER', gift: { amount: 1 } } },
    'invalid_campaign_params',
  ],
  [
    'a custom event without its name',
    { ...campaign, referral_program: { conversion_event_type: 'custom_event' } },
    'invalid_campaign_params',
  ],
  [
    'a reward from nowhere',
    {
      ...campaign,
      referral_program: { referee_reward: { ...toGifts, related_object_parent: { id: 'none' } } },
    },
    'not_found',
  ],
  [
    'a reward of no campaign',
    {
      ...campaign,
      referral_program: { referee_reward: { ...toGifts, related_object_parent: {} } },
    },
    'invalid_campaign_params',
  ],
  [
    'a reward of another type than its campaign',
    { ...campaign, referral_program: { referee_reward: { ...toGifts, type: 'LOYALTY_CARD' } } },
    'invalid_campaign_params',
  ],
  [
    'a reward of nothing',
    { ...campaign, referral_program: { referee_reward: { ...toGifts, amount: 0 } } },
    'invalid_payload',
  ],
  [
    'a card that is credited with no amount',
    {
      ...campaign,
      referral_program: {
        referral_tiers: [{ criterion: 'EACH_REFEREE', reward: { ...toGifts, amount: null } }],
      },
    },
    'invalid_campaign_params',
  ],
  [
    'a threshold without its number',
    {
      ...campaign,
      referral_program: { referral_tiers: [{ criterion: 'MINIMUM_REFEREES', reward: toGifts }] },
    },
    'invalid_campaign_params',
  ],
  [
    'a tier that is there twice',
    {
      ...campaign,
      referral_program: {
        referral_tiers: [1, 2].map(() => ({
          id: 'mine',
          criterion: 'EACH_REFEREE',
          reward: toGifts,
        })),
      },
    },
    'invalid_campaign_params',
  ],
  [
    'a programme of coupons',
    { ...campaign, campaign_type: 'DISCOUNT_COUPONS', referral_program: {} },
    'invalid_campaign_params',
  ],
] as const;

for (const [claim, body, key] of refusals) {
  test(`refused: ${claim}, and nothing has changed`, async () => {
    const shop = await server.project();
    await cards(shop);
    const answer = await shop.post('/v1/campaigns', body);
    assert.equal(answer.body.key, key, JSON.stringify(answer.body));
    assert.equal((await shop.get('/v1/campaigns')).body.total, 2);
  });
}
