/** Qualifications of discounts that give units: what is offered, how it ranks, what bundles lack. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../test/support/api.ts';
import { condition, newShop } from '../../../test/support/qualification-shop.ts';

const server = await testServer();
const shop = await newShop(server);
const { project } = shop;

async function product(source_id: string, price: number): Promise<string> {
  return (await project.post('/v1/products', { source_id, name: source_id, price })).body.id;
}
const [drill, charger, socks] = [
  await product('drill', 10_000),
  await product('charger', 3_500),
  await product('socks', 499),
];
const free = (unit_type: string, unit_off = 1) => ({
  action: { discount: { type: 'UNIT', unit_type, unit_off, effect: 'ADD_MISSING_ITEMS' } },
});
const bundle = (...parts: readonly (readonly [id: string, quantity: number])[]) => ({
  bundle_rules: {
    ...Object.fromEntries(
      parts.map(([id, quantity], i) => [
        `${i + 1}`,
        {
          name: 'order.items.any',
          conditions: { $is: [{ id, type: 'product_or_sku', object: 'product' }] },
          rules: {
            1: {
              name: 'order.items.aggregated_quantity',
              conditions: { $is: [quantity] },
              rules: {},
            },
            logic: '1',
          },
        },
      ]),
    ),
    logic: parts.map((_, i) => i + 1).join(' and '),
    limit: 3,
  },
});
await shop.tier('Charger', free(charger), condition('order.items.any', { $is: [{ id: drill }] }));
await shop.tier('Socks', free(socks, 2));
await shop.tier('Percent', { action: { discount: { type: 'PERCENT', percent_off: 20 } } });
await shop.tier('Bundle', free(socks), bundle([drill, 2], [charger, 1]));
await shop.codes('Codes');

const items = (...lines: readonly (readonly [id: string, quantity: number])[]) => ({
  order: { items: lines.map(([product_id, quantity]) => ({ product_id, quantity })) },
});

type Redeemable = ReturnType<typeof JSON.parse>;
async function offer(body: object, name: string): Promise<Redeemable> {
  const answer = await shop.qualify({ ...body, options: { limit: 50, expand: ['redeemable'] } });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body.redeemables.data.find((one: Redeemable) => one.name === name);
}

test('an offer of a free item shows the order with it', async () => {
  const { order, result } = await offer(items([drill, 1]), 'Charger');
  assert.equal(result.discount.product.name, 'charger');
  assert.equal(result.bundle, undefined);
  assert.equal(order.amount, 13_500);
  assert.equal(order.total_amount, 10_000);
  assert.equal(order.items[1].applied_quantity_amount, 3_500);
});

test('offers rank by what their units are worth', async () => {
  const options = { sorting_rule: 'BEST_DEAL' };
  const names = await shop.names({ ...items([drill, 1]), options });
  assert.deepEqual(names, ['Charger', 'Percent', 'Socks', 'Codes']);
  const least = await shop.names({ ...items([drill, 1]), options: { sorting_rule: 'LEAST_DEAL' } });
  assert.deepEqual(least, ['Codes', 'Socks', 'Percent', 'Charger']);
});

test('a bundle that is complete multiplies what is given', async () => {
  const { order, result } = await offer(items([drill, 5], [charger, 3]), 'Bundle');
  assert.deepEqual(result.bundle, {
    quantity: 2,
    limit: 3,
    identified: [
      { id: drill, object: 'product', item_index: 0, item_quantity: 4 },
      { id: charger, object: 'product', item_index: 1, item_quantity: 2 },
    ],
  });
  assert.equal(order.items[2].quantity, 2);
});

test('a bundle that lacks items is offered only where rules on items are left out', async () => {
  const cart = items([drill, 1], [charger, 2]);
  assert.equal(await offer(cart, 'Bundle'), undefined);
  const { result, order } = await offer({ ...cart, scenario: 'AUDIENCE_ONLY' }, 'Bundle');
  assert.deepEqual(result.bundle, {
    quantity: 0,
    limit: 3,
    identified: [
      { id: drill, object: 'product', item_index: 0, item_quantity: 1 },
      { id: charger, object: 'product', item_index: 1, item_quantity: 1 },
    ],
    missing: [{ id: drill, object: 'product', item_quantity: 1 }],
  });
  assert.equal(order.total_discount_amount, 0);
});

test('of the offers on items, those count whose item, rule or bundle the order holds', async () => {
  const scenario = 'PRODUCTS';
  const names = async (id: string) => new Set(await shop.names({ ...items([id, 1]), scenario }));
  assert.deepEqual(await names(drill), new Set(['Charger', 'Bundle', 'Socks']));
  assert.deepEqual(await names(socks), new Set(['Socks', 'Bundle']));
});
