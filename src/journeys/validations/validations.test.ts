/** Validations over HTTP: what goes together, and what an answer shows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testServer } from '../../../test/support/api.ts';
import { campaignRow } from '../../../test/support/campaign-row.ts';

const server = await testServer();

async function voucher(shop: TestProject, code: string, more: object = {}) {
  const { status, body } = await shop.post(`/v1/vouchers/${code}`, {
    type: 'DISCOUNT_VOUCHER',
    discount: { type: 'AMOUNT', amount_off: 100 },
    metadata: { of: code },
    ...more,
  });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

const redeemables = (...codes: string[]) => codes.map((id) => ({ object: 'voucher', id }));

test('a redeemable may be there once, by whatever name', async () => {
  const shop = await server.project();
  const { id } = await voucher(shop, 'ONE');
  for (const twice of [redeemables('ONE', 'ONE'), redeemables('ONE', id)]) {
    for (const path of ['/v1/validations', '/v1/redemptions']) {
      const { status, body } = await shop.post(path, { redeemables: twice });
      assert.equal(status, 400);
      assert.equal(body.key, 'duplicated_redeemables');
    }
  }
});

test('a promotion stack stands alone', async () => {
  const shop = await server.project();
  const { status, body } = await shop.post('/v1/validations', {
    redeemables: [{ object: 'promotion_stack', id: 'stack_x' }, ...redeemables('ONE')],
  });
  assert.equal(status, 400);
  assert.equal(body.key, 'invalid_redeemables');
});

const expansions = [
  // expand                              shows
  [undefined, ['order']],
  [['order'], ['order']],
  [['redeemable'], ['campaign_id', 'campaign_name', 'metadata']],
  [['category'], ['categories']],
  [
    ['order', 'redeemable', 'category'],
    ['campaign_id', 'campaign_name', 'categories', 'metadata', 'order'],
  ],
] as const;

for (const [expand, shows] of expansions) {
  test(`an answer expanded by ${expand?.join(', ') ?? 'nothing'} shows ${shows.join(', ')}`, async () => {
    const shop = await server.project();
    const campaign = await campaignRow(server, shop, 'expanded');
    const { id } = await voucher(shop, 'X');
    await server.db.adhoc('update vouchers set campaign_id = $2 where id = $1', [id, campaign]);
    const { body } = await shop.post('/v1/validations', {
      redeemables: redeemables('X'),
      order: { amount: 1_000 },
      ...(expand === undefined ? {} : { options: { expand } }),
    });
    assert.equal(body.valid, true, JSON.stringify(body));
    const always = ['applicable_to', 'id', 'inapplicable_to', 'object', 'result', 'status'];
    assert.deepEqual(Object.keys(body.redeemables[0]).toSorted(), [...always, ...shows].toSorted());
    assert.equal(body.order.total_amount, 900);
  });
}

test('without an order a discount on it is valid and worth nothing yet; one on items asks for items', async () => {
  const shop = await server.project();
  await voucher(shop, 'ORDER');
  await voucher(shop, 'ITEMS', {
    discount: { type: 'AMOUNT', amount_off: 100, effect: 'APPLY_TO_ITEMS' },
  });
  const bare = await shop.post('/v1/validations', { redeemables: redeemables('ORDER') });
  assert.equal(bare.body.valid, true);
  assert.equal(bare.body.order, undefined);
  const { body } = await shop.post('/v1/validations', {
    redeemables: redeemables('ITEMS'),
    order: { amount: 1_000 },
  });
  assert.equal(body.valid, false);
  assert.equal(body.redeemables[0].result.error.key, 'missing_order_items');
});

test('a code in another spelling is the same voucher where case does not count', async () => {
  const shop = await server.project();
  await server.db.adhoc('update projects set case_sensitive_codes = false where id = $1', [
    shop.id,
  ]);
  await voucher(shop, 'Mixed');
  const { body } = await shop.post('/v1/redemptions', {
    redeemables: redeemables('MIXED', 'mixed'),
  });
  assert.equal(body.key, 'duplicated_redeemables');
});
