/** Discounts that give units, over HTTP: what orders look like with them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../test/support/api.ts';
import { newUnitShop, redeemables } from '../../../test/support/unit-shop.ts';

const server = await testServer();
const shop = await newUnitShop(server);
const { ids } = shop;
const newTee = { type: 'UNIT', unit_off: 1, unit_type: ids.tee, effect: 'ADD_NEW_ITEMS' };
await shop.voucher('NEW', newTee);
await shop.voucher('MISSING', { ...newTee, effect: 'ADD_MISSING_ITEMS' });
await shop.voucher('SAME', { ...newTee, unit_type: 'pc_a11pr0dUc75', effect: 'ADD_SAME_ITEMS' });
await shop.voucher('LARGE', { ...newTee, unit_off: 3, unit_type: 'tee-l' });
await shop.voucher('SHIPPING', { type: 'UNIT', unit_off: 1, unit_type: 'prod_5h1pp1ng' });
await shop.voucher('MANY', {
  type: 'UNIT',
  effect: 'ADD_MANY_ITEMS',
  units: [
    { unit_off: 1, unit_type: ids.tee, effect: 'ADD_MISSING_ITEMS' },
    { unit_off: 1, unit_type: ids.cap, effect: 'ADD_NEW_ITEMS' },
  ],
});
await shop.voucher('TEN', { type: 'PERCENT', percent_off: 10 });
await shop.voucher('TEN_ITEMS', { type: 'PERCENT', percent_off: 10, effect: 'APPLY_TO_ITEMS' });
await shop.voucher(
  'UPGRADE',
  { type: 'UNIT', effect: 'REPLACE_ITEMS', unit_off: 1, unit_type: ids['tee-l'] },
  { applicable_to: { included: [{ object: 'product', id: ids.tee, quantity_limit: 1 }] } },
);

const tee = { product_id: ids.tee, quantity: 1 };
const cap = { product_id: ids.cap, quantity: 1 };

async function validate(items: readonly object[], ...codes: readonly string[]) {
  const body = await shop.post('/v1/validations', {
    redeemables: redeemables(...codes),
    order: { items },
  });
  assert.equal(body.valid, true, JSON.stringify(body));
  return body;
}

const amounts = ['amount', 'initial_amount', 'items_discount_amount', 'total_amount'] as const;
const units = ['quantity', 'initial_quantity', 'discount_quantity', 'amount', 'discount_amount'];

const carts: readonly (readonly [
  claim: string,
  codes: readonly string[],
  items: readonly object[],
  order: readonly number[],
  lines: readonly (readonly (number | undefined)[])[],
])[] = [
  [
    'a further unit joins its line',
    ['NEW'],
    [tee],
    [5_800, 2_900, 2_900, 2_900],
    [[2, 1, 1, 5_800, 2_900]],
  ],
  [
    'no unit is missing where it is there',
    ['MISSING'],
    [tee],
    [2_900, 2_900, 2_900, 0],
    [[1, 1, 1, 2_900, 2_900]],
  ],
  [
    'a missing unit gets a line of its own',
    ['MISSING'],
    [cap],
    [6_000, 3_100, 2_900, 3_100],
    [
      [1, 1, undefined, 3_100, 0],
      [1, 0, 1, 2_900, 2_900],
    ],
  ],
  [
    'many items each have their way',
    ['MANY'],
    [tee, cap],
    [9_100, 6_000, 6_000, 3_100],
    [
      [1, 1, 1, 2_900, 2_900],
      [2, 1, 1, 6_200, 3_100],
    ],
  ],
  [
    'the same items as ordered come again',
    ['SAME'],
    [tee, { ...cap, quantity: 3 }],
    [18_200, 12_200, 6_000, 12_200],
    [
      [2, 1, 1, 5_800, 2_900],
      [4, 3, 1, 12_400, 3_100],
    ],
  ],
  [
    'shipping is free without a price',
    ['SHIPPING'],
    [tee],
    [2_900, 2_900, 0, 2_900],
    [
      [1, 1, undefined, 2_900, 0],
      [1, 0, 1, 0, 0],
    ],
  ],
  [
    'two of a stack add up, and a percentage leaves free units alone',
    ['NEW', 'NEW2', 'TEN_ITEMS'],
    [tee],
    [8_700, 2_900, 6_090, 2_610],
    [[3, 1, 2, 8_700, 6_090]],
  ],
  [
    'a percentage of the order comes after free units',
    ['MISSING', 'TEN'],
    [tee, cap],
    [6_000, 6_000, 2_900, 2_790],
    [
      [1, 1, 1, 2_900, 2_900],
      [1, 1, undefined, 3_100, 0],
    ],
  ],
  [
    'an upgrade costs what was ordered',
    ['UPGRADE'],
    [{ ...tee, quantity: 3 }],
    [9_300, 8_700, 600, 8_700],
    [
      [2, 3, 0, 5_800, 0],
      [1, 0, 0, 3_500, 600],
    ],
  ],
];
await shop.voucher('NEW2', newTee);

for (const [claim, codes, items, order, lines] of carts) {
  test(`units: ${claim}`, async () => {
    const body = await validate(items, ...codes);
    assert.deepEqual(
      amounts.map((name) => body.order[name]),
      order,
    );
    assert.deepEqual(
      body.order.items.map((line: Record<string, number>) => units.map((name) => line[name])),
      lines,
    );
  });
}

test('an added line tells of its SKU and product, and what was applied', async () => {
  const body = await validate([cap], 'LARGE');
  assert.deepEqual(body.order.items[1], {
    object: 'order_item',
    product_id: ids.tee,
    sku_id: ids['tee-l'],
    quantity: 3,
    initial_quantity: 0,
    discount_quantity: 3,
    applied_discount_quantity: 3,
    applied_quantity: 3,
    applied_quantity_amount: 10_500,
    amount: 10_500,
    discount_amount: 10_500,
    initial_amount: 0,
    applied_discount_amount: 10_500,
    price: 3_500,
    subtotal_amount: 0,
    product: { id: ids.tee, source_id: 'tee', price: 2_900, name: 'T-shirt' },
    sku: { id: ids['tee-l'], source_id: 'tee-l', price: 3_500, sku: 'T-shirt L' },
  });
  assert.equal(body.order.total_applied_discount_amount, 10_500);
  assert.deepEqual(body.redeemables[0].result.discount, {
    type: 'UNIT',
    effect: 'ADD_NEW_ITEMS',
    unit_off: 3,
    unit_type: ids['tee-l'],
    sku: { id: ids['tee-l'], source_id: 'tee-l', name: 'T-shirt L', sku: 'T-shirt L' },
    product: { id: ids.tee, source_id: 'tee', name: 'T-shirt' },
    is_dynamic: false,
  });
});

test('an upgrade tells which units gave way to which', async () => {
  const body = await validate([cap, tee], 'UPGRADE');
  const details = [
    {
      source_index: 1,
      source_applied_quantity: -1,
      source_applied_quantity_amount: -2_900,
      target_index: 2,
      target_applied_quantity: 1,
      target_applied_quantity_amount: 3_500,
      target_applied_discount_amount: 600,
    },
  ];
  const [untouched, source, target] = body.order.items;
  assert.equal(untouched.application_details, undefined);
  assert.deepEqual(source.application_details, details);
  assert.deepEqual(target.application_details, details);
  assert.equal(source.applied_quantity, -1);
  assert.equal(source.applied_quantity_amount, -2_900);
});

test('units are added to an order of an amount alone; an upgrade needs items', async () => {
  const order = { amount: 5_000 };
  const added = await shop.post('/v1/validations', { redeemables: redeemables('NEW'), order });
  assert.equal(added.order.total_amount, 5_000);
  assert.equal(added.order.items[0].product_id, ids.tee);
  const upgrade = await shop.post('/v1/validations', {
    redeemables: redeemables('UPGRADE'),
    order,
  });
  assert.equal(upgrade.redeemables[0].result.error.key, 'missing_order_items');
});

test('a product that is gone is added no more', async () => {
  const { id } = await shop.post('/v1/products', { source_id: 'gone', price: 100 });
  await shop.voucher('GONE', { type: 'UNIT', unit_off: 1, unit_type: id });
  await shop.project.delete(`/v1/products/${id}`);
  const body = await validate([tee], 'GONE');
  assert.equal(body.order.items.length, 1);
  assert.equal(body.order.total_applied_discount_amount, 0);
});
