/** Scenarios of qualifications over HTTP: which offers each of them tells. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../test/support/api.ts';
import {
  condition,
  covers,
  isVip,
  newShop,
  percentOff,
} from '../../../test/support/qualification-shop.ts';

const server = await testServer();
const shop = await newShop(server);

const onItems = { action: { discount: percentOff(20, 'APPLY_TO_ITEMS') } };
const yesterday = new Date(Date.now() - 86_400_000).toISOString();
const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
const ownersOnly = {
  rules: { 1: { name: 'publication.redeemable_by_linked_customer', conditions: { $is: [true] } } },
};

const ann = await shop.customer('ann', { tier: 'VIP' });
const bob = await shop.customer('bob');
const everyone = await shop.tier('everyone');
await shop.tier('vip', {}, isVip);
const big = await shop.tier('big', {}, condition('order.amount', { $more_than: [50_000] }));
const tea = await shop.tier('tea', onItems, covers('prod_tea'));
await shop.tier('vip tea', onItems, { ...isVip, ...covers('prod_tea') });
await shop.tier('any item', onItems);
await shop.tier('with cup', {}, condition('product.id', { $is: [{ id: 'prod_cup' }] }));
await shop.tier('off', { active: false });
await shop.tier('over', { expiration_date: yesterday });
await shop.tier('not yet', { start_date: tomorrow });
await shop.codes('codes');
await shop.codes('owners', ownersOnly);
await shop.voucher('OPEN');
await shop.voucher('SWITCHED-OFF', { active: false });
await shop.voucher('EXPIRED', { expiration_date: yesterday });
await shop.voucher('SPENT', { redemption: { quantity: 1 } });
await server.db.adhoc(`update vouchers set redeemed_quantity = 1 where code = 'SPENT'`, []);
// Guarded by the very words that keep the campaign's codes from everybody but their holder.
await shop.voucher('ANNS', { validation_rules: [await shop.rule(ownersOnly)] }, ann);
await shop.voucher('BOBS', {}, bob);
await shop.stack('both', [everyone, tea]);
await shop.stack('too big', [everyone, big]);

const drinks = [
  { product_id: 'prod_tea', price: 1_000 },
  { product_id: 'prod_milk', price: 500 },
];
const cup = [{ product_id: 'prod_cup', price: 700 }];

type Row = readonly [scenario: string, who: string | null, items: object[] | null, names: string];

const claims: readonly Row[] = [
  ['ALL', 'ann', drinks, 'ANNS, OPEN, any item, codes, everyone, tea, vip, vip tea'],
  ['ALL', 'bob', drinks, 'BOBS, OPEN, any item, codes, everyone, tea'],
  ['ALL', null, drinks, 'OPEN, any item, codes, everyone, tea'],
  ['ALL', 'nobody-stored', cup, 'OPEN, any item, codes, everyone, tea, with cup'],
  ['ALL', null, null, 'OPEN, any item, codes, everyone, tea'],
  ['CUSTOMER_WALLET', 'ann', drinks, 'ANNS'],
  ['CUSTOMER_WALLET', 'bob', null, 'BOBS'],
  ['CUSTOMER_WALLET', null, drinks, ''],
  [
    'AUDIENCE_ONLY',
    'ann',
    drinks,
    'ANNS, OPEN, any item, big, codes, everyone, owners, tea, vip, vip tea, with cup',
  ],
  ['AUDIENCE_ONLY', null, null, 'OPEN, any item, big, codes, everyone, owners, tea, with cup'],
  ['PRODUCTS', null, drinks, 'any item, tea, vip tea'],
  ['PRODUCTS', null, cup, 'any item, with cup'],
  ['PRODUCTS', null, null, ''],
  ['PRODUCTS_BY_CUSTOMER', null, drinks, 'any item, tea'],
  ['PRODUCTS_BY_CUSTOMER', 'ann', drinks, 'any item, tea, vip tea'],
  ['PRODUCTS_DISCOUNT', null, drinks, 'tea, vip tea'],
  ['PRODUCTS_DISCOUNT', null, cup, ''],
  ['PRODUCTS_DISCOUNT_BY_CUSTOMER', 'bob', drinks, 'tea'],
  ['PRODUCTS_DISCOUNT_BY_CUSTOMER', 'ann', drinks, 'tea, vip tea'],
  ['PROMOTION_STACKS', 'ann', drinks, 'both'],
];

for (const [scenario, who, items, names] of claims) {
  const cart = items === null ? 'no order' : items === cup ? 'a cup' : 'drinks';
  test(`${scenario} tells ${who ?? 'a stranger'} with ${cart}: ${names || 'nothing'}`, async () => {
    const found = await shop.names({
      scenario,
      ...(who === null ? {} : { customer: { source_id: who } }),
      ...(items === null ? {} : { order: { items } }),
    });
    assert.equal([...found].sort().join(', '), names);
  });
}

test('what the request says of the customer counts as in a redemption', async () => {
  const customer = { source_id: 'bob', metadata: { tier: 'VIP' } };
  const found = await shop.names({ customer, order: { items: drinks } });
  assert.ok(found.includes('vip'));
});

test('a stack shows its tiers, each upon the price that the one before left', async () => {
  const answer = await shop.qualify({
    scenario: 'PROMOTION_STACKS',
    order: { items: drinks },
    options: { expand: ['redeemable'] },
  });
  const [stack] = answer.body.redeemables.data;
  assert.equal(stack.object, 'promotion_stack');
  // 10 % of 15.00, then 20 % of the tea's 10.00.
  assert.equal(stack.order.total_applied_discount_amount, 350);
  const parts = stack.redeemables.map((one: { name: string; order: Record<string, number> }) => [
    one.name,
    one.order['total_applied_discount_amount'],
  ]);
  assert.deepEqual(parts, [
    ['everyone', 150],
    ['tea', 200],
  ]);
});

test('AUDIENCE_ONLY names the rules it left out, ALL leaves out none', async () => {
  const statusOf = async (scenario: string, amount: number) => {
    const answer = await shop.qualify({
      scenario,
      order: { amount },
      options: {
        expand: ['validation_rules'],
        filters: { resource_id: { conditions: { $is: [big] } } },
      },
    });
    const [offer] = answer.body.redeemables.data;
    const [{ id, rule_id, created_at, ...assignment }] = offer.validation_rules_assignments.data;
    assert.match(`${id} ${rule_id}`, /^asgm_\w+ val_\w+$/);
    assert.ok(created_at);
    return assignment;
  };
  const assignment = {
    related_object_id: big,
    related_object_type: 'promotion_tier',
    object: 'validation_rules_assignment',
  };
  assert.deepEqual(await statusOf('AUDIENCE_ONLY', 1), {
    ...assignment,
    validation_status: 'PARTIALLY_VALID',
    validation_omitted_rules: ['1'],
  });
  assert.deepEqual(await statusOf('ALL', 60_000), { ...assignment, validation_status: 'VALID' });
});
