/** Bundles over HTTP, after the guide's examples: discounts are multiplied by how often a bundle is there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../test/support/api.ts';
import { newUnitShop, redeemables } from '../../../test/support/unit-shop.ts';

const server = await testServer();
const shop = await newUnitShop(server);
const { ids } = shop;

const part = (id: string) => ({
  name: 'order.items.any',
  conditions: { $is: [{ id, object: 'product' }] },
});
/** A T-shirt and a cap, with what is discounted. */
const bundled = (limit: number, ...included: readonly object[]) => ({
  bundle_rules: { 1: part(ids.tee), 2: part(ids.cap), logic: '1 and 2', limit },
  ...(included.length === 0 ? {} : { applicable_to: { included } }),
});
const mug = { object: 'product', id: ids.mug };

/** Two T-shirts, two caps, three mugs. */
const order = {
  items: [
    { product_id: ids.tee, quantity: 2 },
    { product_id: ids.cap, quantity: 2 },
    { product_id: ids.mug, quantity: 3 },
  ],
};
const amountOff = (amount_off: number, effect: string) => ({ type: 'AMOUNT', amount_off, effect });

const rows: readonly (readonly [
  claim: string,
  discount: object,
  rule: ReturnType<typeof bundled>,
  off: number,
])[] = [
  ['an amount off the order is multiplied', amountOff(100, 'APPLY_TO_ORDER'), bundled(5), 200],
  ['a limit of bundles bounds it', amountOff(100, 'APPLY_TO_ORDER'), bundled(1), 100],
  [
    'a cap in money is not multiplied',
    { ...amountOff(100, 'APPLY_TO_ORDER'), aggregated_amount_limit: 150 },
    bundled(5),
    150,
  ],
  [
    'a percentage is multiplied',
    { type: 'PERCENT', percent_off: 5, effect: 'APPLY_TO_ORDER' },
    bundled(5),
    1_500,
  ],
  [
    'a new price is not',
    { type: 'FIXED', fixed_amount: 10_000, effect: 'APPLY_TO_ORDER' },
    bundled(5),
    5_000,
  ],
  [
    'off each unit, the units of a limit are multiplied',
    amountOff(200, 'APPLY_TO_ITEMS_BY_QUANTITY'),
    bundled(5, { ...mug, quantity_limit: 1 }),
    400,
  ],
  [
    'off each unit, all are reached without a limit',
    amountOff(200, 'APPLY_TO_ITEMS_BY_QUANTITY'),
    bundled(5, mug),
    600,
  ],
  [
    'off each line, the amount is multiplied',
    amountOff(300, 'APPLY_TO_ITEMS'),
    bundled(5, mug),
    600,
  ],
  [
    'a percentage of items is multiplied, its units are not',
    { type: 'PERCENT', percent_off: 5, effect: 'APPLY_TO_ITEMS' },
    bundled(5, { ...mug, quantity_limit: 1 }),
    100,
  ],
  [
    'new prices of items reach as many units as there are bundles',
    { type: 'FIXED', fixed_amount: 900, effect: 'APPLY_TO_ITEMS' },
    bundled(5, { ...mug, aggregated_quantity_limit: 1 }),
    200,
  ],
  [
    'an amount that is split is multiplied',
    amountOff(500, 'APPLY_TO_ITEMS_PROPORTIONALLY'),
    bundled(5, mug),
    1_000,
  ],
  [
    'a discount on items that names none covers the bundles',
    { type: 'PERCENT', percent_off: 10, effect: 'APPLY_TO_ITEMS' },
    bundled(5),
    2_400,
  ],
  [
    'free units are multiplied',
    { type: 'UNIT', unit_off: 1, unit_type: 'tee-l', effect: 'ADD_NEW_ITEMS' },
    bundled(5),
    7_000,
  ],
  [
    'replaced units are multiplied',
    { type: 'UNIT', unit_off: 1, unit_type: 'tee-l', effect: 'REPLACE_ITEMS' },
    bundled(5, { object: 'product', id: ids.tee, quantity_limit: 1 }),
    1_200,
  ],
];

for (const [index, [claim, discount, rule, off]] of rows.entries()) {
  test(`bundles: ${claim}`, async () => {
    await shop.voucher(`B${index}`, discount, rule);
    const body = await shop.post('/v1/validations', {
      redeemables: redeemables(`B${index}`),
      order,
    });
    assert.equal(body.valid, true, JSON.stringify(body));
    assert.equal(body.order.total_applied_discount_amount, off);
    assert.equal(body.redeemables[0].result.bundle.quantity, Math.min(2, rule.bundle_rules.limit));
  });
}

test('a bundle that is not there refuses, and says what is missing', async () => {
  await shop.voucher('LACKS', amountOff(100, 'APPLY_TO_ORDER'), bundled(5));
  const lacking = { items: [{ product_id: ids.tee, quantity: 4 }] };
  const asked = { redeemables: redeemables('LACKS'), order: lacking };
  const body = await shop.post('/v1/validations', asked);
  assert.equal(body.valid, false);
  const { error, bundle } = body.redeemables[0].result;
  assert.equal(error.key, 'order_rules_violated');
  assert.deepEqual(bundle, {
    quantity: 0,
    limit: 5,
    identified: [{ id: ids.tee, object: 'product', item_index: 0, item_quantity: 1 }],
    missing: [{ id: ids.cap, object: 'product', item_quantity: 1 }],
  });
  const refused = await shop.project.post('/v1/redemptions', asked);
  assert.equal(refused.status, 400);
  assert.equal(refused.body.key, 'order_rules_violated');
  const bare = await shop.post('/v1/validations', { redeemables: redeemables('LACKS') });
  assert.equal(bare.redeemables[0].result.error.key, 'order_rules_violated');
});
