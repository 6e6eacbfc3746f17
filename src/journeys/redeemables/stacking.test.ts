/** Stacking over HTTP: what validations and redemptions answer under a project's own rules. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Answer, testServer } from '../../../test/support/api.ts';
import { codes, discountVoucher, done, stackingShop } from '../../../test/support/stacking-shop.ts';

const server = await testServer();
const order = { amount: 10_000 };
type Body = Answer['body'];

const idsOf = (list: readonly { readonly id: string }[] = []) => list.map(({ id }) => id);

/** Rules in PARTIAL mode, codes with their categories, and how the last of them is skipped. */
const skips: readonly (readonly [
  key: string,
  message: string,
  rules: (of: Readonly<Record<string, string>>) => object,
  made: readonly string[],
])[] = [
  [
    'applicable_redeemables_limit_exceeded',
    'Applicable redeemables limit exceeded',
    () => ({ applicable_redeemables_limit: 1 }),
    ['ONE', 'TWO'],
  ],
  [
    'applicable_redeemables_per_category_limit_exceeded',
    'Applicable redeemables limit per category exceeded',
    () => ({ applicable_redeemables_per_category_limit: 1 }),
    ['ONE:a', 'TWO:a'],
  ],
  [
    'applicable_redeemables_per_category_limit_exceeded',
    'Applicable redeemables limit per category exceeded',
    ({ a = '' }) => ({ applicable_redeemables_category_limits: { [a]: 1 } }),
    ['ONE:a', 'TWO:a'],
  ],
  [
    'applicable_exclusive_redeemables_limit_exceeded',
    'Applicable exclusive redeemables limit exceeded',
    ({ a, b }) => ({ exclusive_categories: [a, b] }),
    ['ONE:a', 'TWO:b'],
  ],
  [
    'applicable_exclusive_redeemables_per_category_limit_exceeded',
    'Applicable exclusive redeemables limit per category exceeded',
    ({ a }) => ({ exclusive_categories: [a], applicable_exclusive_redeemables_limit: 2 }),
    ['ONE:a', 'TWO:a'],
  ],
  [
    'exclusion_rules_not_met',
    'Redeemable cannot be applied due to exclusion rules',
    ({ a }) => ({ exclusive_categories: [a] }),
    ['ONE:a', 'TWO:b'],
  ],
];

for (const [key, message, rules, made] of skips) {
  test(`skipped: ${key} under ${Object.keys(rules({})).join(', ')}`, async () => {
    const { shop, vouchers } = await stackingShop(server, ['a', 'b'], (of) => ({
      ...rules(of),
      redeemables_application_mode: 'PARTIAL',
    }));
    await vouchers(...made);
    const request = { redeemables: codes('ONE', 'TWO'), order };
    const skipped = [
      {
        status: 'SKIPPED',
        id: 'TWO',
        object: 'voucher',
        result: { details: { key, message } },
      },
    ];
    const validated = done(await shop.post('/v1/validations', request));
    assert.equal(validated.valid, true);
    assert.deepEqual(idsOf(validated.redeemables), ['ONE']);
    assert.deepEqual(validated.skipped_redeemables, skipped);
    assert.equal(validated.inapplicable_redeemables, undefined);
    assert.equal(validated.order.total_discount_amount, 100);
    const redeemed = done(await shop.post('/v1/redemptions', request));
    assert.equal(redeemed.redemptions.length, 1);
    assert.deepEqual(redeemed.skipped_redeemables, skipped);
    const left = done(await shop.get('/v1/vouchers/TWO'));
    assert.equal(left.redemption.redeemed_quantity, 0, 'what was skipped is not used up');
  });
}

test('skipped: no_effect, by the project or by the category', async () => {
  const { shop, category, change } = await stackingShop(server, ['a'], () => ({
    redeemables_no_effect_rule: 'SKIP',
  }));
  await discountVoucher(shop, 'ALL', { type: 'AMOUNT', amount_off: 10_000 });
  const idle = { type: 'AMOUNT', amount_off: 100 };
  await discountVoucher(shop, 'IDLE', idle, { category_id: category['a'] });
  const request = { redeemables: codes('ALL', 'IDLE'), order };
  const details = {
    key: 'no_effect',
    message: 'Redeemable cannot be applied due to no effect',
  };
  const told = async () => done(await shop.post('/v1/validations', request));
  assert.deepEqual((await told()).skipped_redeemables[0].result, { details });
  await change({ no_effect_redeem_anyway_categories: [category['a']] });
  assert.deepEqual(idsOf((await told()).redeemables), ['ALL', 'IDLE']);
  await change({
    redeemables_no_effect_rule: 'REDEEM_ANYWAY',
    no_effect_redeem_anyway_categories: [],
    no_effect_skip_categories: [category['a']],
  });
  const redeemed = done(await shop.post('/v1/redemptions', request));
  assert.deepEqual(redeemed.skipped_redeemables[0].result, { details });
  assert.equal(redeemed.redemptions.length, 1);
});

test('nothing but redeemables without effect is no redemption, and noted as a failure', async () => {
  const { shop } = await stackingShop(server, [], () => ({ redeemables_no_effect_rule: 'SKIP' }));
  const { id } = await discountVoucher(shop, 'FULL', { type: 'FIXED', fixed_amount: 20_000 });
  const request = { redeemables: codes('FULL'), order };
  const validated = done(await shop.post('/v1/validations', request));
  assert.equal(validated.valid, false);
  assert.equal(validated.redeemables[0].result.details.key, 'no_effect');
  const { status, body } = await shop.post('/v1/redemptions', request);
  assert.equal(status, 400);
  assert.deepEqual([body.key, body.resource_id, body.resource_type], ['no_effect', id, 'voucher']);
  const failed = done(await shop.get('/v1/redemptions?result=Failure-no_effect'));
  assert.equal(failed.total, 1);
});

test('ALL: one that fails leaves those after it skipped, and nothing is redeemed', async () => {
  const { shop, vouchers } = await stackingShop(server, [], () => ({}));
  await vouchers('ONE', 'OFF', 'TWO');
  done(await shop.post('/v1/vouchers/OFF/disable'));
  const request = { redeemables: codes('ONE', 'OFF', 'TWO'), order };
  const validated = done(await shop.post('/v1/validations', request));
  assert.equal(validated.valid, false);
  assert.deepEqual(
    validated.redeemables.map(({ status }: Body) => status),
    ['APPLICABLE', 'INAPPLICABLE', 'SKIPPED'],
  );
  assert.deepEqual(validated.redeemables[2].result.details, {
    key: 'preceding_validation_failed',
    message: 'Redeemable cannot be applied due to preceding validation failure',
  });
  const redeemed = await shop.post('/v1/redemptions', request);
  assert.deepEqual([redeemed.status, redeemed.body.key], [400, 'voucher_disabled']);
  const left = done(await shop.get('/v1/vouchers/ONE'));
  assert.equal(left.redemption.redeemed_quantity, 0);
});

test('PARTIAL: those that apply are redeemed, and each of the others says why not', async () => {
  const { shop, vouchers } = await stackingShop(server, [], () => ({
    redeemables_application_mode: 'PARTIAL',
    applicable_redeemables_limit: 2,
  }));
  await vouchers('ONE', 'OFF', 'TWO', 'OVER');
  done(await shop.post('/v1/vouchers/OFF/disable'));
  const request = { redeemables: codes('ONE', 'OFF', 'NONE', 'TWO', 'OVER'), order };
  for (const path of ['/v1/validations', '/v1/redemptions']) {
    const body = done(await shop.post(path, request));
    assert.deepEqual(
      body.inapplicable_redeemables.map((one: Body) => [one.id, one.result.error.key]),
      [
        ['OFF', 'voucher_disabled'],
        ['NONE', 'not_found'],
      ],
    );
    assert.deepEqual(idsOf(body.skipped_redeemables), ['OVER']);
    assert.equal(body.order.total_discount_amount, 200);
  }
  const used = async (code: string) =>
    done(await shop.get(`/v1/vouchers/${code}`)).redemption.redeemed_quantity;
  const uses = [await used('ONE'), await used('OFF'), await used('TWO'), await used('OVER')];
  assert.deepEqual(uses, [1, 0, 1, 0]);
});

test('PARTIAL: where none applies the request is refused with the first reason', async () => {
  const { shop, vouchers } = await stackingShop(server, [], () => ({
    redeemables_application_mode: 'PARTIAL',
  }));
  await vouchers('OFF');
  done(await shop.post('/v1/vouchers/OFF/disable'));
  const request = { redeemables: codes('OFF', 'NONE'), order };
  const validated = done(await shop.post('/v1/validations', request));
  assert.equal(validated.valid, false);
  assert.deepEqual(idsOf(validated.redeemables), ['OFF', 'NONE']);
  const { status, body } = await shop.post('/v1/redemptions', request);
  assert.deepEqual([status, body.key], [400, 'voucher_disabled']);
});

test('more redeemables than the project lets in are refused whole', async () => {
  const { shop, vouchers } = await stackingShop(server, [], () => ({ redeemables_limit: 2 }));
  await vouchers('ONE', 'TWO', 'THREE');
  for (const path of ['/v1/validations', '/v1/redemptions']) {
    const { status, body } = await shop.post(path, {
      redeemables: codes('ONE', 'TWO', 'THREE'),
      order,
    });
    assert.deepEqual([status, body.key], [400, 'redeemables_limit_exceeded']);
  }
});

test('by rank: the answer, the redemptions and their ids are in the order of application', async () => {
  const { shop, category } = await stackingShop(server, ['first', 'second'], () => ({
    redeemables_sorting_rule: 'CATEGORY_HIERARCHY',
  }));
  const off = (percent_off: number) => ({ type: 'PERCENT', percent_off });
  await discountVoucher(shop, 'LATE', off(10), { category_id: category['second'] });
  await discountVoucher(shop, 'EARLY', off(50), { category_id: category['first'] });
  const request = { redeemables: codes('LATE', 'EARLY'), order };
  const validated = done(await shop.post('/v1/validations', request));
  const taken = (one: Body) => one.order.total_applied_discount_amount;
  assert.deepEqual(idsOf(validated.redeemables), ['EARLY', 'LATE']);
  assert.deepEqual(validated.redeemables.map(taken), [5_000, 500]);
  const {
    redemptions,
    parent_redemption: parent,
    order: paid,
  } = done(await shop.post('/v1/redemptions', request));
  assert.deepEqual(
    redemptions.map((one: Body) => one.voucher.code),
    ['EARLY', 'LATE'],
  );
  assert.deepEqual(redemptions.map(taken), [5_000, 500]);
  assert.deepEqual(paid.redemptions[parent.id].stacked, idsOf(redemptions));
  assert.deepEqual(idsOf(redemptions).toSorted(), idsOf(redemptions));
});

test('once a product: the second discount finds the product taken', async () => {
  const { shop, change } = await stackingShop(server, [], () => ({}));
  const perItem = { type: 'PERCENT', percent_off: 10, effect: 'APPLY_TO_ITEMS' };
  await discountVoucher(shop, 'ONE', perItem);
  await discountVoucher(shop, 'TWO', perItem);
  const items = [{ product_id: 'prod_mug', quantity: 2, price: 1_000 }];
  const total = async () =>
    done(await shop.post('/v1/validations', { redeemables: codes('ONE', 'TWO'), order: { items } }))
      .order.total_discount_amount;
  assert.equal(await total(), 380);
  await change({ redeemables_products_application_mode: 'ONCE' });
  assert.equal(await total(), 200);
});

test('what percentages are taken of: the project’s mode, else the category’s', async () => {
  const { shop, category, change } = await stackingShop(server, ['a'], () => ({}));
  const off = { type: 'PERCENT', percent_off: 10 };
  await discountVoucher(shop, 'ONE', { type: 'PERCENT', percent_off: 50 });
  await discountVoucher(shop, 'TWO', off, { category_id: category['a'] });
  const total = async () =>
    done(await shop.post('/v1/validations', { redeemables: codes('ONE', 'TWO'), order })).order
      .total_discount_amount;
  assert.equal(await total(), 5_500);
  await change({ discount_calculation_mode: 'INITIAL_AMOUNT' });
  assert.equal(await total(), 6_000);
  await change({ discounted_amount_mode_categories: [category['a']] });
  assert.equal(await total(), 5_500);
});

test('answers show the rules, and categories with what the rules make of them', async () => {
  const { shop, category, vouchers } = await stackingShop(server, ['x', 'j', 'c'], ({ x, j }) => ({
    exclusive_categories: [x],
    joint_categories: [j],
    applicable_redeemables_limit: 4,
    redeemables_application_mode: 'PARTIAL',
  }));
  await vouchers('X:x', 'J:j', 'C:c');
  const options = { expand: ['category'] };
  const request = { redeemables: codes('X', 'J', 'C'), order };
  const validated = done(await shop.post('/v1/validations', { ...request, options }));
  const typesOf = ({ categories }: Body) =>
    categories.map((one: Body) => [one.id, one.stacking_rules_type]);
  assert.deepEqual(validated.redeemables.map(typesOf), [
    [[category['x'], 'EXCLUSIVE']],
    [[category['j'], 'JOINT']],
  ]);
  assert.deepEqual(validated.skipped_redeemables.map(typesOf), [[[category['c'], undefined]]]);
  const rules = validated.stacking_rules;
  assert.deepEqual(rules.exclusive_categories, [category['x']]);
  assert.equal(rules.applicable_redeemables_limit, 4);
  assert.equal(rules.applicable_redeemables_per_category_limit, 4, 'as wide as the limit of all');
  assert.equal(rules.grouped_redeemables_sorting_rule, 'JOINT_ALWAYS_LAST');
  const redeemed = done(await shop.post('/v1/redemptions', request));
  assert.deepEqual(typesOf(redeemed.redemptions[0].voucher), [[category['x'], 'EXCLUSIVE']]);
  const wallet = { scenario: 'CUSTOMER_WALLET', order, options };
  const qualified = done(await shop.post('/v1/qualifications', wallet));
  assert.deepEqual(qualified.stacking_rules, rules);
});

test('codes of one campaign under its limit: the one that ranks first has the last place', async () => {
  const { shop, category } = await stackingShop(server, ['first', 'second'], () => ({
    redeemables_sorting_rule: 'CATEGORY_HIERARCHY',
    redeemables_application_mode: 'PARTIAL',
  }));
  const { id } = done(
    await shop.post('/v1/campaigns', {
      name: 'Scarce',
      campaign_type: 'DISCOUNT_COUPONS',
      voucher: { type: 'DISCOUNT_VOUCHER', discount: { type: 'AMOUNT', amount_off: 100 } },
    }),
  );
  for (const [code, name = ''] of [
    ['LATE', 'second'],
    ['EARLY', 'first'],
  ]) {
    const of = { category_id: category[name] };
    done(await shop.post(`/v1/campaigns/${id}/vouchers/${code}`, of));
  }
  const conditions = { $less_than_or_equal: [3] };
  const rule = done(
    await shop.post('/v1/validation-rules', {
      name: 'Three in all',
      rules: { 1: { name: 'campaign.redemptions.count', conditions }, logic: '1' },
    }),
  );
  done(
    await shop.post(`/v1/validation-rules/${rule.id}/assignments`, {
      related_object_type: 'campaign',
      related_object_id: id,
    }),
  );
  const request = { redeemables: codes('LATE', 'EARLY'), order };
  const redeemed = async () => {
    const body = done(await shop.post('/v1/redemptions', request));
    return body.redemptions.map((one: Body) => one.voucher.code);
  };
  assert.deepEqual(await redeemed(), ['EARLY', 'LATE']);
  const validated = done(await shop.post('/v1/validations', request));
  assert.deepEqual(idsOf(validated.redeemables), ['EARLY']);
  assert.deepEqual(idsOf(validated.inapplicable_redeemables), ['LATE']);
  assert.deepEqual(await redeemed(), ['EARLY']);
  const { status, body } = await shop.post('/v1/redemptions', request);
  assert.deepEqual([status, body.key], [400, 'redemption_rules_violated']);
});
