/** Journey 1 through the official SDK: codes, from a qualification to a rollback, to the cent. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import { testServer } from '../support/api.ts';
import { amountsOf, linesOf, off, percent, type TestShop, testShop } from './shop.ts';

const server = await testServer({ jobs: true });

const customer = { source_id: 'nora' };
const order = {
  source_id: 'basket-1',
  items: [
    { source_id: 'beans', related_object: 'product', quantity: 2 },
    { source_id: 'tea', related_object: 'product', quantity: 3 },
  ],
};
const redeemables = (...codes: string[]) => codes.map((id) => ({ object: 'voucher', id }));

/** Beans at 12.90, tea at 7.90: the cart comes to 49.50. Welcome codes, TEATIME, BIG, GOLD. */
async function furnish(shop: TestShop): Promise<void> {
  const { api } = shop;
  await api.products.create({ source_id: 'beans', name: 'Beans', price: 1_290 });
  const tea = await api.products.create({ source_id: 'tea', name: 'Tea', price: 790 });
  await api.customers.create({ ...customer, name: 'Nora', metadata: { tier: 'none', orders: 0 } });
  const first = await shop.rule('customer.metadata', { $is: [0] }, { property: 'orders' });
  const { id } = await api.campaigns.create({
    name: 'Welcome',
    campaign_type: 'DISCOUNT_COUPONS',
    type: 'STATIC',
    join_once: true,
    vouchers_count: 20,
    voucher: {
      type: 'DISCOUNT_VOUCHER',
      discount: percent(15),
      redemption: { quantity: 1 },
      code_config: { pattern: 'WELCOME-######' },
    },
    validation_rules: [first],
  });
  const isMade = async () => (await api.campaigns.get(id)).vouchers_generation_status === 'DONE';
  for (let looks = 0; looks < 200 && !(await isMade()); looks++) await sleep(50);
  const onTea = { applicable_to: { included: [{ object: 'product', id: tea.id }] } };
  const hasTea = { $is: [{ object: 'product', id: tea.id }] };
  await shop.code('TEATIME', percent(20, 'APPLY_TO_ITEMS'), {
    rules: [await shop.rule('order.items.any', hasTea, onTea)],
  });
  const error = { message: 'It starts at 150.00' };
  await shop.code('BIG', off(2_000), {
    rules: [await shop.rule('order.amount', { $more_than_or_equal: [15_000] }, { error })],
  });
  const gold = { property: 'tier', error: { message: 'For gold members' } };
  await shop.code('GOLD', off(1_200), {
    rules: [await shop.rule('customer.metadata', { $is: ['gold'] }, gold)],
  });
}

test('a code is found, published, validated, redeemed once and rolled back', async () => {
  const shop = await testShop(server);
  const { api } = shop;
  await furnish(shop);

  const qualified = await api.qualifications.checkEligibility({
    customer,
    order,
    scenario: 'ALL',
    options: { sorting_rule: 'BEST_DEAL', limit: 50, expand: ['redeemable'] },
  });
  assert.deepEqual(
    qualified.redeemables.data.map((one) => [
      one.object === 'campaign' ? one.name : one.id,
      one.order?.total_applied_discount_amount,
      one.order?.total_amount,
    ]),
    [
      ['Welcome', 743, 4_207], // 15 % of 49.50 is 7.425
      ['TEATIME', 474, 4_476],
    ],
  );

  const publication = { join_once: true, campaign: { name: 'Welcome' }, customer };
  const { voucher } = await api.distributions.publications.create(publication);
  assert.match(voucher.code, /^WELCOME-[0-9A-Za-z]{6}$/);
  const again = await api.distributions.publications.create(publication);
  assert.equal(again.voucher.code, voucher.code);
  const held = await api.qualifications.checkEligibility({
    customer,
    order,
    scenario: 'CUSTOMER_WALLET',
  });
  assert.deepEqual(
    held.redeemables.data.map(({ id }) => id),
    [voucher.code],
  );

  const refused = await api.validations.validateStackable({
    customer,
    order,
    redeemables: redeemables('TEATIME', 'BIG', voucher.code),
  });
  assert.equal(refused.valid, false);
  assert.deepEqual(
    refused.redeemables?.map(({ status, result }) => [
      status,
      result?.error?.key ?? result?.details?.key,
      result?.error?.error?.message,
    ]),
    [
      ['APPLICABLE', undefined, undefined],
      ['INAPPLICABLE', 'order_rules_violated', 'It starts at 150.00'],
      ['SKIPPED', 'preceding_validation_failed', undefined],
    ],
  );

  const request = { customer, order, redeemables: redeemables('TEATIME', voucher.code) };
  const valid = await api.validations.validateStackable(request);
  assert.equal(valid.valid, true);
  const priced = {
    initial_amount: 4_950,
    amount: 4_950,
    items_discount_amount: 474, // 20 % of the tea's 23.70
    discount_amount: 671, // 15 % of 44.76 is 6.714
    total_discount_amount: 1_145,
    total_amount: 3_805,
    applied_discount_amount: 671,
    items_applied_discount_amount: 474,
    total_applied_discount_amount: 1_145,
  };
  assert.deepEqual(amountsOf(valid.order), priced);
  assert.deepEqual(linesOf(valid.order ?? {}), [
    [0, 2_580],
    [474, 1_896],
  ]);

  const paid = await api.redemptions.redeemStackable(request);
  assert.deepEqual(amountsOf(paid.order), priced);
  assert.equal(paid.order?.status, 'PAID');
  assert.deepEqual(
    paid.redemptions.map(({ order: part }) => part?.total_applied_discount_amount),
    [474, 671],
  );
  const kept = await api.orders.get(order.source_id);
  assert.equal(kept.total_amount, 3_805);
  assert.equal(kept.status, 'PAID');
  assert.equal((await api.vouchers.get(voucher.code)).redemption?.redeemed_quantity, 1);

  const another = {
    customer,
    order: { items: order.items },
    redeemables: redeemables(voucher.code),
  };
  const key = await shop.keyOf(api.redemptions.redeemStackable(another));
  assert.equal(key, 'quantity_exceeded');

  const parent = paid.parent_redemption?.id ?? '';
  const back = await api.redemptions.rollbackStackable(parent, { reason: 'Returned' });
  assert.deepEqual(
    back.rollbacks.map(({ result }) => result),
    ['SUCCESS', 'SUCCESS'],
  );
  const restored = await api.orders.get(order.source_id);
  assert.equal(restored.status, 'CANCELED');
  assert.equal(restored.total_amount, 4_950);
  assert.equal(restored.total_discount_amount, 0);
  for (const code of ['TEATIME', voucher.code]) {
    assert.equal((await api.vouchers.get(code)).redemption?.redeemed_quantity, 0);
  }
  const { summary } = await api.customers.get(customer.source_id);
  assert.equal(summary?.redemptions.total_succeeded, 2);
  assert.equal(summary?.redemptions.total_failed, 1);
  assert.equal(summary?.redemptions.total_rolled_back, 2);
  assert.equal((await api.validations.validateStackable(another)).valid, true);
});

const refusals = [
  ['of other customers', 'GOLD', 'customer_rules_violated', 'For gold members'],
  ['for larger orders', 'BIG', 'order_rules_violated', 'It starts at 150.00'],
  ['that nobody knows', 'NONE', 'not_found', undefined],
] as const;

test('codes that do not apply are told with their key and the words of the rule', async (t) => {
  const shop = await testShop(server);
  await furnish(shop);
  for (const [claim, code, key, words] of refusals) {
    await t.test(`a code ${claim}: ${key}`, async () => {
      const request = { customer, order, redeemables: redeemables(code) };
      const answer = await shop.api.validations.validateStackable(request);
      const [one] = answer.redeemables ?? [];
      assert.equal(answer.valid, false);
      assert.equal(one?.result?.error?.key, key);
      assert.equal(one?.result?.error?.error?.message, words);
      assert.equal(await shop.keyOf(shop.api.redemptions.redeemStackable(request)), key);
    });
  }
  await assert.rejects(shop.api.orders.get(order.source_id));
});
