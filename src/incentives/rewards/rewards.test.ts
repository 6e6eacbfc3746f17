/** Rewards over HTTP: what they are, what they name, and what keeps them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer, type TestProject } from '../../../test/support/api.ts';
import { insertCampaign } from '../../../test/support/incentives.ts';

const server = await testServer();
const path = '/v1/rewards';

async function campaigns(shop: TestProject) {
  const made = (campaignType: string) => insertCampaign(server.db, shop, { campaignType });
  return {
    gift: await made('GIFT_VOUCHERS'),
    loyalty: await made('LOYALTY_PROGRAM'),
    coupons: await made('DISCOUNT_COUPONS'),
    promotion: await made('PROMOTION'),
  };
}

test('a reward is created, read, changed, and gone', async () => {
  const shop = await server.project();
  const { gift } = await campaigns(shop);
  const parameters = { campaign: { id: gift, balance: 3_000 } };
  const { body: made } = await shop.post(path, { name: 'Gift', parameters, metadata: { a: 1 } });
  const { id, created_at, ...rest } = made;
  assert.match(id, /^rew_/);
  assert.deepEqual(rest, {
    name: 'Gift',
    type: 'CAMPAIGN',
    parameters: { campaign: { id: gift, balance: 3_000, type: 'GIFT_VOUCHERS' } },
    stock: null,
    redeemed: null,
    attributes: {},
    metadata: { a: 1 },
    updated_at: null,
    object: 'reward',
  });
  assert.deepEqual((await shop.get(`${path}/${id}`)).body, made);
  const more = { campaign: { id: gift, balance: 5_000 } };
  const { body: changed } = await shop.put(`${path}/${id}`, {
    name: 'More',
    parameters: more,
    metadata: { b: 2 },
  });
  assert.equal(changed.name, 'More');
  assert.equal(changed.parameters.campaign.balance, 5_000);
  assert.deepEqual(changed.metadata, { a: 1, b: 2 });
  assert.ok(changed.updated_at);
  assert.deepEqual((await shop.get(`${path}/${id}`)).body, { ...changed, created_at });
  assert.equal((await shop.delete(`${path}/${id}`)).status, 204);
  assert.equal((await shop.get(`${path}/${id}`)).status, 404);
});

test('what is given says which type a reward is', async () => {
  const shop = await server.project();
  const { loyalty, coupons } = await campaigns(shop);
  const { body: product } = await shop.post('/v1/products', { name: 'Mug', source_id: 'mug' });
  const { body: sku } = await shop.post(`/v1/products/${product.id}/skus`, { sku: 'Blue' });
  const made = async (body: object) => (await shop.post(path, body)).body;
  const points = await made({ parameters: { campaign: { id: loyalty, balance: 100 } } });
  assert.deepEqual(points.parameters.campaign, {
    id: loyalty,
    balance: 100,
    type: 'LOYALTY_PROGRAM',
  });
  const coupon = await made({ parameters: { campaign: { id: coupons } } });
  assert.deepEqual(coupon.parameters.campaign, { id: coupons, type: 'DISCOUNT_COUPONS' });
  const material = await made({
    parameters: { product: { id: 'mug', sku_id: sku.id } },
    stock: 2,
    attributes: { description: 'A mug' },
  });
  assert.deepEqual(
    [material.type, material.parameters, material.stock, material.redeemed, material.attributes],
    [
      'MATERIAL',
      { product: { id: product.id, sku_id: sku.id } },
      2,
      null,
      { description: 'A mug' },
    ],
  );
  const coin = await made({ parameters: { coin: { exchange_ratio: '0.01' } }, stock: 7 });
  assert.deepEqual(
    [coin.type, coin.parameters, coin.stock],
    ['COIN', { coin: { exchange_ratio: 0.01, points_ratio: 1 } }, null],
  );
  const { body: list } = await shop.get(`${path}?limit=2`);
  assert.deepEqual([list.total, list.data], [4, [coin, material]]);
});

test('stock of a material reward is set and taken away; null is without end', async () => {
  const shop = await server.project();
  const { body: product } = await shop.post('/v1/products', { name: 'Mug' });
  const { body } = await shop.post(path, { parameters: { product: { id: product.id } }, stock: 0 });
  const where = `${path}/${body.id}`;
  assert.equal(body.stock, 0);
  assert.equal((await shop.put(where, { stock: 12 })).body.stock, 12);
  assert.equal((await shop.put(where, { name: 'Mug' })).body.stock, 12);
  assert.equal((await shop.put(where, { stock: null })).body.stock, null);
});

const refused = [
  // claim, parameters, key
  ['no parameters', {}, 'invalid_payload'],
  ['two of them', { campaign: { id: 'c' }, product: { id: 'p' } }, 'invalid_payload'],
  ['a campaign nobody has', { campaign: { id: 'camp_none' } }, 'not_found'],
  ['a product nobody has', { product: { id: 'prod_none' } }, 'not_found'],
  ['an exchange ratio of 0', { coin: { exchange_ratio: 0 } }, 'invalid_payload'],
  ['an exchange ratio of "0"', { coin: { exchange_ratio: '0' } }, 'invalid_payload'],
  ['one that cannot be exact', { coin: { exchange_ratio: 0.0000001 } }, 'invalid_payload'],
  ['points of 1.5', { coin: { exchange_ratio: 1, points_ratio: '1.5' } }, 'invalid_payload'],
] as const;

for (const [claim, parameters, key] of refused) {
  test(`refused: ${claim}, new and as a change`, async () => {
    const shop = await server.project();
    const { body: made } = await shop.post(path, { parameters: { coin: { exchange_ratio: 1 } } });
    for (const answer of [
      await shop.post(path, { parameters }),
      await shop.put(`${path}/${made.id}`, { parameters }),
    ]) {
      assert.equal(answer.body.key, key);
      assert.equal(answer.status, answer.body.code);
    }
    assert.deepEqual((await shop.get(path)).body.data, [made]);
  });
}

test('refused: credits and points of nothing, promotions, another type, unknown SKUs', async () => {
  const shop = await server.project();
  const { gift, loyalty, promotion } = await campaigns(shop);
  const { body: product } = await shop.post('/v1/products', { name: 'Mug' });
  const key = async (parameters: object) => (await shop.post(path, { parameters })).body.key;
  assert.equal(await key({ campaign: { id: gift } }), 'invalid_balance');
  assert.equal(await key({ campaign: { id: gift, balance: 0 } }), 'invalid_balance');
  assert.equal(await key({ campaign: { id: loyalty, balance: -5 } }), 'invalid_balance');
  assert.equal(await key({ campaign: { id: promotion, balance: 5 } }), 'invalid_payload');
  assert.equal(await key({ product: { id: product.id, sku_id: 'sku_none' } }), 'not_found');
  const { body: made } = await shop.post(path, { parameters: { coin: { exchange_ratio: 1 } } });
  const changed = await shop.put(`${path}/${made.id}`, {
    parameters: { product: { id: product.id } },
  });
  assert.equal(changed.body.key, 'invalid_payload');
  const emptied = await shop.put(`${path}/${made.id}`, { parameters: { campaign: { id: gift } } });
  assert.equal(emptied.body.key, 'invalid_balance');
});

test('an unknown reward, and another project’s, is not found', async () => {
  const [shop, other] = [await server.project(), await server.project()];
  const { body: made } = await other.post(path, { parameters: { coin: { exchange_ratio: 1 } } });
  for (const id of ['rew_none', made.id]) {
    for (const { status, body } of [
      await shop.get(`${path}/${id}`),
      await shop.put(`${path}/${id}`, { name: 'Mine' }),
      await shop.delete(`${path}/${id}`),
    ]) {
      assert.deepEqual([status, body.key, body.resource_type], [404, 'not_found', 'reward']);
    }
  }
});
