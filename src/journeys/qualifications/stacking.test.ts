/** Qualifications under a project's own stacking rules. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Answer, testServer } from '../../../test/support/api.ts';
import { discountVoucher, done, stackingShop } from '../../../test/support/stacking-shop.ts';

const server = await testServer();
const order = { amount: 10_000 };
type Body = Answer['body'];

/** A stack of two tiers, 10 % in the category late and 50 % in early. */
async function shopWithStack() {
  const made = await stackingShop(server, ['early', 'late'], () => ({}));
  const { shop, category } = made;
  const tier = (percent_off: number, name: string) => ({
    name,
    action: { discount: { type: 'PERCENT', percent_off } },
    category_id: category[name],
  });
  const { id, promotion } = done(
    await shop.post('/v1/campaigns', {
      name: 'Promotion',
      campaign_type: 'PROMOTION',
      promotion: { tiers: [tier(10, 'late'), tier(50, 'early')] },
    }),
  );
  const ids = promotion.tiers
    .toSorted((a: Body, b: Body) => (a.name < b.name ? 1 : -1))
    .map((one: Body) => one.id);
  const stack = done(
    await shop.post(`/v1/promotions/${id}/stacks`, { name: 'Both', tiers: { ids } }),
  );
  const offers = async () =>
    done(await shop.post('/v1/qualifications', { scenario: 'PROMOTION_STACKS', order })).redeemables
      .data;
  const validated = async () =>
    done(
      await shop.post('/v1/validations', {
        redeemables: [{ object: 'promotion_stack', id: stack.id }],
        order,
      }),
    );
  return { ...made, ids, offers, validated };
}

test('a stack is offered at the price it is validated at, whatever the rules', async () => {
  const { change, category, offers, validated } = await shopWithStack();
  const changes = [
    {},
    { redeemables_sorting_rule: 'CATEGORY_HIERARCHY' },
    { discount_calculation_mode: 'INITIAL_AMOUNT' },
    { exclusive_categories: [category['early']] },
    { exclusive_categories: [], applicable_redeemables_limit: 1 },
  ];
  for (const some of changes) {
    await change(some);
    const [offer] = await offers();
    const { redeemables, order: priced } = await validated();
    assert.equal(offer.order.total_discount_amount, priced.total_discount_amount);
    assert.deepEqual(
      offer.redeemables.map((one: Body) => [one.id, one.order.total_applied_discount_amount]),
      redeemables.map((one: Body) => [one.id, one.order.total_applied_discount_amount]),
    );
  }
});

test('a stack with more tiers than a request may hold is not offered', async () => {
  const { change, offers } = await shopWithStack();
  assert.equal((await offers()).length, 1);
  await change({ redeemables_limit: 1 });
  assert.equal((await offers()).length, 0);
});

test('what would be skipped for its lack of effect is not offered', async () => {
  const { shop, category, change } = await stackingShop(server, ['a'], () => ({}));
  const idle = { type: 'FIXED', fixed_amount: 20_000 };
  await discountVoucher(shop, 'IDLE', idle);
  await discountVoucher(shop, 'IDLE-A', idle, { category_id: category['a'] });
  await discountVoucher(shop, 'TEN', { type: 'PERCENT', percent_off: 10 });
  const offered = async (options: object = {}) => {
    const body = done(await shop.post('/v1/qualifications', { order, options }));
    return body.redeemables.data.map(({ id }: Body) => id).toSorted();
  };
  assert.deepEqual(await offered(), ['IDLE', 'IDLE-A', 'TEN']);
  await change({ no_effect_skip_categories: [category['a']] });
  assert.deepEqual(await offered(), ['IDLE', 'TEN']);
  assert.deepEqual(await offered({ sorting_rule: 'BEST_DEAL' }), ['IDLE', 'TEN']);
  await change({ redeemables_no_effect_rule: 'SKIP' });
  assert.deepEqual(await offered(), ['TEN']);
});

test('an order redeemed upon before: a category decides what percentages are taken of', async () => {
  const { shop, category, change } = await stackingShop(server, ['a'], () => ({}));
  await discountVoucher(shop, 'HALF', { type: 'PERCENT', percent_off: 50 });
  await discountVoucher(
    shop,
    'TEN',
    { type: 'PERCENT', percent_off: 10 },
    { category_id: category['a'] },
  );
  const redeemables = [{ object: 'voucher', id: 'HALF' }];
  const { order: paid } = done(await shop.post('/v1/redemptions', { redeemables, order }));
  const takes = async () => {
    const again = { id: paid.id, amount: 10_000 };
    const body = done(await shop.post('/v1/qualifications', { order: again }));
    const ten = body.redeemables.data.find(({ id }: Body) => id === 'TEN');
    return ten.order.total_applied_discount_amount;
  };
  assert.equal(await takes(), 500);
  await change({ initial_amount_mode_categories: [category['a']] });
  assert.equal(await takes(), 1_000);
});
