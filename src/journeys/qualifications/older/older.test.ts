/** Older qualifications over HTTP: codes, campaigns and promotions, each asked for by itself. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../../test/support/api.ts';
import {
  condition,
  newShop,
  percentOff,
  type Shop,
} from '../../../../test/support/qualification-shop.ts';

const server = await testServer();
const order = { amount: 10_005 };
const gold = {
  rules: {
    1: { name: 'customer.metadata', property: 'tier', conditions: { $is: ['gold'] } },
    2: { name: 'order.amount', conditions: { $more_than: [99_999] } },
    logic: '1 and 2',
  },
};
const forLarge = condition('order.amount', { $more_than: [99_999] });

type Body = ReturnType<typeof JSON.parse>;
const namesOf = (list: readonly Body[]) => list.map(({ name, code }) => name ?? code);

async function campaign(shop: Shop, name: string, rules: readonly string[]): Promise<void> {
  const { status, body } = await shop.project.post('/v1/campaigns', {
    name,
    campaign_type: 'DISCOUNT_COUPONS',
    vouchers_count: 0,
    voucher: { type: 'DISCOUNT_VOUCHER', discount: percentOff(3), redemption: { quantity: 1 } },
    validation_rules: rules,
  });
  assert.equal(status, 200, JSON.stringify(body));
}

test('codes open to everybody that apply are found, whole', async () => {
  const shop = await newShop(server);
  await shop.voucher('OPEN', { metadata: { for: 'all' } });
  await shop.voucher('OFF', { active: false });
  const holder = await shop.customer('ann');
  await shop.voucher('HELD', {}, holder);
  await shop.codes('Unique codes');
  const { status, body } = await shop.project.post('/v1/vouchers/qualification', { order });
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(namesOf(body.data), ['OPEN']);
  assert.equal(body.total, 1);
  assert.match(body.id, /^qfl_/);
  const [voucher] = body.data;
  assert.equal(voucher.object, 'voucher');
  assert.deepEqual(voucher.metadata, { for: 'all' });
  assert.equal(voucher.applicable_to.total, 0);
  assert.equal(voucher.validation_rules_assignments.total, 0);
  assert.equal(body.tracking_id, undefined);
});

test('codes come in the order asked for, and no more than the limit', async () => {
  const shop = await newShop(server);
  for (const code of ['B', 'C', 'A']) await shop.voucher(code);
  const find = async (query: string) => {
    const { body } = await shop.project.post(`/v1/vouchers/qualification${query}`, { order });
    return namesOf(body.data);
  };
  assert.deepEqual(await find(''), ['A', 'C', 'B']);
  assert.deepEqual(await find('?order=code'), ['A', 'B', 'C']);
  assert.deepEqual(await find('?order=-code'), ['C', 'B', 'A']);
  assert.deepEqual(await find('?order=created_at'), ['B', 'C', 'A']);
  assert.deepEqual(await find('?limit=1'), ['A']);
  const wrong = await shop.project.post('/v1/vouchers/qualification?limit=51', { order });
  assert.equal(wrong.body.key, 'invalid_query_params');
});

test('campaigns of unique codes that apply are found, with their rules', async () => {
  const shop = await newShop(server);
  await shop.voucher('OPEN');
  await campaign(shop, 'For all', []);
  await campaign(shop, 'For large orders', [await shop.rule(forLarge)]);
  const { status, body } = await shop.project.post('/v1/campaigns/qualification', {
    order,
    customer: { source_id: 'ann' },
  });
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(namesOf(body.data), ['For all']);
  assert.equal(body.data[0].object, 'campaign');
  assert.equal(body.data[0].voucher.type, 'DISCOUNT_VOUCHER');
  assert.match(body.tracking_id, /^track_/);
  const more = await shop.project.post('/v1/campaigns/qualification?order=-campaign', {
    order: { amount: 100_000 },
  });
  assert.deepEqual(namesOf(more.body.data), ['For large orders', 'For all']);
  assert.equal(more.body.data[0].validation_rules_assignments.total, 1);
});

test('rules on the customer alone are judged where that is asked for', async () => {
  const shop = await newShop(server);
  await shop.tier('For gold', {}, gold);
  const find = async (query: string, tier: string) => {
    const body = { order: { ...order, customer: { source_id: 'ann', metadata: { tier } } } };
    const answer = await shop.project.post(`/v1/promotions/validation${query}`, body);
    return namesOf(answer.body.promotions);
  };
  assert.deepEqual(await find('', 'gold'), []);
  assert.deepEqual(await find('?audienceRulesOnly=true', 'gold'), ['For gold']);
  assert.deepEqual(await find('?audienceRulesOnly=true', 'none'), []);
});

test('promotions that apply are found and priced', async () => {
  const shop = await newShop(server);
  await shop.tier('Ten off');
  await shop.tier('For large orders', {}, forLarge);
  await shop.tier('Half', { action: { discount: percentOff(50) } });
  const { status, body } = await shop.project.post('/v1/promotions/validation', {
    order,
    customer: { source_id: 'ann' },
    options: { expand: ['category'] },
  });
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(body.valid, true);
  assert.deepEqual(
    body.promotions.map((one: Body) => [
      one.name,
      one.applied_discount_amount,
      one.order.total_amount,
      one.categories,
      one.valid,
    ]),
    [
      ['Half', 5_003, 5_002, [], true], // half of 100.05 is 50.025
      ['Ten off', 1_001, 9_004, [], true],
    ],
  );
  assert.equal(body.promotions[0].campaign.id, shop.campaign);
});

test('where no promotion applies, that is what is told', async () => {
  const shop = await newShop(server);
  await shop.tier('For large orders', {}, forLarge);
  const { body } = await shop.project.post('/v1/promotions/validation', { order });
  assert.deepEqual(body, { valid: false, promotions: [] });
});

test('promotions are filtered by campaign and by metadata', async () => {
  const shop = await newShop(server);
  await shop.tier('Spring', { metadata: { season: 'spring' } });
  await shop.tier('Autumn', { metadata: { season: 'autumn' } });
  const find = async (filters: string) => {
    const answer = await shop.project.post(`/v1/promotions/validation?${filters}`, { order });
    return answer.status === 200 ? namesOf(answer.body.promotions) : answer.body.key;
  };
  const season = (value: string) => `filters[metadata.season][conditions][$is]=${value}`;
  assert.deepEqual(await find(season('spring')), ['Spring']);
  assert.deepEqual(await find(season('winter')), []);
  const campaign = 'filters[promotion_id][conditions]';
  assert.deepEqual(await find(`${campaign}[$is]=${shop.campaign}`), ['Autumn', 'Spring']);
  assert.deepEqual(await find(`${campaign}[$is]=camp_x`), []);
  const both = `${campaign}[$in][]=camp_x&${season('spring')}&filters[junction]=or`;
  assert.deepEqual(await find(both), ['Spring']);
  assert.equal(await find('filters[color][conditions][$is]=red'), 'invalid_query_params');
  assert.equal(await find('filters[promotion_id]=red'), 'invalid_query_params');
  assert.equal(await find(`${campaign}[$like]=red`), 'invalid_query_params');
});

test('in an address, promotions are found for clients', async () => {
  const shop = await newShop(server);
  await shop.tier('Ten off');
  const path = '/client/v1/promotions/validation?amount=10005&customer=ann';
  const { status, body } = await shop.project.browser().get(path);
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(body.promotions[0].order.total_amount, 9_004);
  const wrong = await shop.project.browser().get('/client/v1/promotions/validation?amount=-1');
  assert.equal(wrong.body.key, 'invalid_query_params');
});
