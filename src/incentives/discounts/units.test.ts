/** Discounts that give units, as vouchers, campaigns and tiers take and show them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../test/support/api.ts';
import { newUnitShop, redeemables } from '../../../test/support/unit-shop.ts';

const server = await testServer({ jobs: true });
const shop = await newUnitShop(server);
const { ids, project } = shop;

const twoTees = { type: 'UNIT', unit_off: 2, unit_type: 'tee', effect: 'ADD_NEW_ITEMS' };
const shown = {
  ...twoTees,
  unit_type: ids.tee,
  product: { id: ids.tee, source_id: 'tee', name: 'T-shirt' },
};
const many = {
  type: 'UNIT',
  effect: 'ADD_MANY_ITEMS',
  units: [
    {
      unit_off: 1,
      unit_off_formula: 'ORDER_AMOUNT / 100',
      unit_type: ids.cap,
      effect: 'ADD_MISSING_ITEMS',
    },
    { unit_off: 3, unit_type: 'tee-l', effect: 'ADD_NEW_ITEMS' },
  ],
};
const shownMany = {
  ...many,
  units: [
    { ...many.units[0], product: { id: ids.cap, source_id: 'cap', name: 'Cap' } },
    {
      ...many.units[1],
      unit_type: ids['tee-l'],
      sku: { id: ids['tee-l'], source_id: 'tee-l', name: 'T-shirt L', sku: 'T-shirt L' },
      product: { id: ids.tee, source_id: 'tee', name: 'T-shirt' },
    },
  ],
};
let made = 0;
const name = () => `unit-${(made += 1)}`;

/** How each kind is made with a discount, changed, and where it shows it. */
const kinds = {
  async voucher(discount: object, validation_rules: readonly string[] = []) {
    const path = `/v1/vouchers/${name()}`;
    const answer = await project.post(path, {
      type: 'DISCOUNT_VOUCHER',
      discount,
      validation_rules,
    });
    return { answer, path, discount: answer.body?.discount, change: { discount } };
  },
  async campaign(discount: object, validation_rules: readonly string[] = []) {
    const voucher = { type: 'DISCOUNT_VOUCHER', discount };
    const answer = await project.post('/v1/campaigns', { name: name(), voucher, validation_rules });
    const path = `/v1/campaigns/${answer.body?.id}`;
    return { answer, path, discount: answer.body?.voucher?.discount, change: { discount } };
  },
  async tier(discount: object, validation_rules: readonly string[] = []) {
    const campaign = await shop.post('/v1/campaigns', { name: name(), campaign_type: 'PROMOTION' });
    const path = `/v1/promotions/${campaign.id}/tiers`;
    const answer = await project.post(path, {
      name: 'Tier',
      action: { discount },
      validation_rules,
    });
    const id = `/v1/promotions/tiers/${answer.body?.id}`;
    return {
      answer,
      path: id,
      discount: answer.body?.action?.discount,
      change: { action: { discount } },
    };
  },
};

for (const [kind, make] of Object.entries(kinds)) {
  test(`a ${kind} names what its discount gives, by id whatever it was named by`, async () => {
    assert.deepEqual((await make(twoTees)).discount, shown);
    assert.deepEqual((await make(many)).discount, shownMany);
  });

  test(`a ${kind} that would give something unknown is refused`, async () => {
    for (const unknown of [
      { ...twoTees, unit_type: 'nothing' },
      { ...twoTees, effect: 'ADD_SAME_ITEMS', unit_type: 'pc_nothing' },
    ]) {
      const { answer } = await make(unknown);
      assert.equal(answer.status, 404, JSON.stringify(answer.body));
      assert.equal(answer.body.key, 'not_found');
      assert.equal(answer.body.resource_id, unknown.unit_type);
    }
  });

  test(`a ${kind} changes what its discount gives, but not to something unknown`, async () => {
    const { path, change } = await make(twoTees);
    const { path: other, change: toMany } = await make(many);
    assert.equal((await project.put(path, toMany)).status, 200);
    assert.equal((await project.put(other, change)).status, 200);
    const text = (value: object) => JSON.stringify(value).replaceAll('"tee"', '"nothing"');
    const refused = await project.put(path, JSON.parse(text(change)));
    assert.equal(refused.status, 404);
    assert.match(JSON.stringify((await project.get(path)).body), /ADD_MANY_ITEMS/);
  });
}

for (const [kind, make] of Object.entries(kinds)) {
  test(`a ${kind} without an effect is on the items that its rules name, else on the order`, async () => {
    const rule = await shop.post('/v1/validation-rules', {
      name: 'Caps',
      applicable_to: { included: [{ object: 'product', id: ids.cap }] },
    });
    const about = await shop.post('/v1/validation-rules', { name: 'Nothing' });
    const ten = { type: 'PERCENT', percent_off: 10 };
    assert.equal((await make(ten, [rule.id])).discount.effect, 'APPLY_TO_ITEMS');
    assert.equal((await make(ten, [about.id])).discount.effect, 'APPLY_TO_ORDER');
    const onOrder = { ...ten, effect: 'APPLY_TO_ORDER' };
    assert.equal((await make(onOrder, [rule.id])).discount.effect, 'APPLY_TO_ORDER');
  });
}

test('a code of a campaign gives the units of the campaign', async () => {
  const { body } = await project.post('/v1/campaigns', {
    name: 'Coded',
    type: 'STANDALONE',
    voucher: { type: 'DISCOUNT_VOUCHER', discount: twoTees, code: 'CODED' },
  });
  assert.equal(body.voucher.discount.unit_type, ids.tee);
  const listed = await project.get('/v1/vouchers/CODED');
  assert.deepEqual(listed.body.discount, shown);
  const { order } = await shop.post('/v1/validations', {
    redeemables: redeemables('CODED'),
    order: { items: [{ product_id: ids.mug, quantity: 1 }] },
  });
  assert.deepEqual([order.amount, order.total_amount], [6_800, 1_000]);
  assert.equal(order.items[1].product.name, 'T-shirt');
});

test('a collection may be given of what the order holds', async () => {
  const collection = await shop.post('/v1/product-collections', {
    name: 'Hats',
    type: 'STATIC',
    products: [{ product_id: ids.cap, object: 'product', id: ids.cap }],
  });
  await shop.voucher('HATS', { ...twoTees, unit_type: collection.id, effect: 'ADD_SAME_ITEMS' });
  const { order } = await shop.post('/v1/validations', {
    redeemables: redeemables('HATS'),
    order: { items: [{ product_id: ids.mug }, { product_id: ids.cap }] },
  });
  assert.deepEqual(
    order.items.map((line: { quantity: number }) => line.quantity),
    [1, 3],
  );
});
