/** Journey 2 through the official SDK: promotions found at the checkout, to the cent. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../support/api.ts';
import { amountsOf, linesOf, off, percent, type TestShop, testShop } from './shop.ts';

const server = await testServer();

const customer = { source_id: 'jonas' };
const order = {
  items: [
    { source_id: 'pan', related_object: 'product', quantity: 1 },
    { source_id: 'knife', related_object: 'product', quantity: 1 },
    { source_id: 'coffee', related_object: 'product', quantity: 2 },
  ],
};

/** The cart comes to 180.90: pan and knife 153.50, coffee 27.40. */
async function furnish(shop: TestShop) {
  const { api } = shop;
  for (const [source_id, price, category] of [
    ['pan', 7_600, 'kitchen'],
    ['knife', 7_750, 'kitchen'],
    ['coffee', 1_370, 'coffee'],
  ] as const) {
    await api.products.create({ source_id, name: source_id, price, metadata: { category } });
  }
  await api.customers.create({ ...customer, name: 'Jonas', metadata: { tier: 'gold' } });
  const on = async (category: string, units: number) => {
    const filter = { junction: 'and', 'metadata.category': { conditions: { $is: [category] } } };
    const { id } = await api.productCollections.create({
      type: 'AUTO_UPDATE',
      name: `${category} ${units}`,
      filter,
    });
    const collection = { object: 'products_collection', id };
    const conditions = { $more_than_or_equal: [units] };
    const quantity = { name: 'order.items.aggregated_quantity', conditions };
    return shop.rule(
      'order.items.any',
      { $is: [collection] },
      { rules: { 1: quantity, logic: '1' }, applicable_to: { included: [collection] } },
    );
  };
  const tier = (name: string, discount: object, rules: readonly string[]) => ({
    name,
    action: { discount },
    validation_rules: rules,
  });
  const from = await shop.rule('order.amount', { $more_than_or_equal: [12_000] });
  const gold = await shop.rule('customer.metadata', { $is: ['gold'] }, { property: 'tier' });
  const silver = await shop.rule('customer.metadata', { $is: ['silver'] }, { property: 'tier' });
  const onItems = 'APPLY_TO_ITEMS';
  const campaign = await api.campaigns.create({
    name: 'Checkout',
    campaign_type: 'PROMOTION',
    promotion: {
      tiers: [
        tier('kitchen', percent(15, onItems), [await on('kitchen', 2)]),
        tier('more kitchen', percent(25, onItems), [await on('kitchen', 4)]),
        tier('coffee', { type: 'FIXED', fixed_amount: 990, effect: onItems }, [
          await on('coffee', 1),
        ]),
        tier('twelve', off(1_200), [from]),
        tier('gold', percent(6), [gold]),
        tier('silver', percent(3), [silver]),
      ],
    },
  });
  const ids = new Map(campaign.promotion?.tiers?.map(({ name, id }) => [name, id]));
  const idOf = (name: string) => ids.get(name) ?? assert.fail(`there is no tier ${name}`);
  const stackOf = async (name: string, tiers: readonly string[]) => {
    const stack = { name, tiers: { ids: tiers.map(idOf), hierarchy_mode: 'MANUAL' } };
    return (await api.promotions.stack.createInCampaign(campaign.id, stack)).id;
  };
  const basket = await stackOf('basket', ['coffee', 'twelve']);
  await stackOf('never', ['kitchen', 'more kitchen']);
  const once = await shop.rule('redemption.count.per_customer', { $less_than_or_equal: [1] });
  await shop.code('SUMMER', percent(10), { rules: [once] });
  return { idOf, basket, tierOf: (name: string) => ({ object: 'promotion_tier', id: idOf(name) }) };
}

test('the best promotions come first, and stacks only where all of their tiers apply', async () => {
  const shop = await testShop(server);
  await furnish(shop);
  const ask = (scenario: string) =>
    shop.api.qualifications.checkEligibility({
      customer,
      order,
      scenario,
      options: {
        sorting_rule: 'BEST_DEAL',
        limit: 50,
        expand: ['redeemable'],
        filters: { resource_type: { conditions: { $in: ['promotion_tier', 'promotion_stack'] } } },
      },
    });
  const told = async (scenario: string) =>
    (await ask(scenario)).redeemables.data.map((one) => [
      one.name,
      one.order?.total_applied_discount_amount,
      one.order?.total_amount,
    ]);
  assert.deepEqual(await told('ALL'), [
    ['kitchen', 2_303, 15_787], // 15 % of 153.50 is 23.025
    ['twelve', 1_200, 16_890],
    ['gold', 1_085, 17_005], // 6 % of 180.90 is 10.854
    ['coffee', 760, 17_330],
  ]);
  assert.deepEqual(await told('PROMOTION_STACKS'), [['basket', 1_960, 16_130]]);
});

test('a tier is redeemed alone, a stack as its tiers, and each tier counts', async () => {
  const shop = await testShop(server);
  const { api } = shop;
  const { idOf, basket, tierOf } = await furnish(shop);
  const alone = { customer, order, redeemables: [tierOf('kitchen')] };
  const valid = await api.validations.validateStackable(alone);
  assert.equal(valid.valid, true);
  assert.deepEqual(linesOf(valid.order ?? {}), [
    [1_140, 6_460],
    [1_163, 6_587], // 11.625
    [0, 2_740],
  ]);
  const paid = await api.redemptions.redeemStackable(alone);
  assert.equal(paid.order?.total_amount, 15_787);
  assert.equal(paid.redemptions.length, 1);

  const stacked = { customer, order, redeemables: [{ object: 'promotion_stack', id: basket }] };
  const together = await api.validations.validateStackable(stacked);
  assert.deepEqual(amountsOf(together.order), {
    initial_amount: 18_090,
    amount: 18_090,
    items_discount_amount: 760, // two coffees, 13.70 to 9.90
    discount_amount: 1_200,
    total_discount_amount: 1_960,
    total_amount: 16_130,
    applied_discount_amount: 1_200,
    items_applied_discount_amount: 760,
    total_applied_discount_amount: 1_960,
  });
  const both = await api.redemptions.redeemStackable(stacked);
  assert.equal(both.order?.total_amount, 16_130);
  assert.equal(both.order?.status, 'PAID');
  for (const [name, count] of [
    ['kitchen', 1],
    ['coffee', 1],
    ['twelve', 1],
    ['gold', 0],
  ] as const) {
    const { summary } = await api.promotions.tiers.get(idOf(name));
    assert.equal(summary?.redemptions.total_redeemed, count, name);
  }

  const wrong = { customer, order, redeemables: [tierOf('silver')] };
  assert.equal(await shop.keyOf(api.redemptions.redeemStackable(wrong)), 'customer_rules_violated');
});

test('a code between two tiers discounts what they leave, once per customer, and rolls back', async () => {
  const shop = await testShop(server);
  const { api } = shop;
  const { idOf, tierOf } = await furnish(shop);
  const summer = { object: 'voucher', id: 'SUMMER' };
  const mix = { customer, order, redeemables: [tierOf('kitchen'), summer, tierOf('gold')] };
  const valid = await api.validations.validateStackable(mix);
  assert.deepEqual(
    valid.redeemables?.map((one) => one.order?.total_applied_discount_amount),
    [2_303, 1_579, 852], // 10 % of 157.87 is 15.787; 6 % of 142.08 is 8.5248
  );
  assert.equal(valid.order?.total_amount, 13_356);
  const paid = await api.redemptions.redeemStackable(mix);
  assert.equal(paid.order?.total_amount, 13_356);
  assert.equal(paid.redemptions.length, 3);

  const again = { customer, order, redeemables: [summer] };
  const key = await shop.keyOf(api.redemptions.redeemStackable(again));
  assert.equal(key, 'redemption_rules_violated');

  await api.redemptions.rollbackStackable(paid.parent_redemption?.id ?? '');
  for (const name of ['kitchen', 'gold']) {
    const { summary } = await api.promotions.tiers.get(idOf(name));
    assert.equal(summary?.redemptions.total_redeemed, 0, name);
  }
  assert.equal((await api.vouchers.get('SUMMER')).redemption?.redeemed_quantity, 0);
  assert.equal((await api.validations.validateStackable(again)).valid, true);
});
