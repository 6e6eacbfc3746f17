/** Limits on the units discounted of an item over many redemptions. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../test/support/api.ts';
import { itemLimitShop, purchase, unitsOff } from '../../../test/support/item-limit-shop.ts';

const server = await testServer();

/** One after another, two units of each product: Ann and Bob at the first tier, Ann at the second. */
const kinds: readonly (readonly [name: string, ann: number, bob: number, annAgain: number])[] = [
  // limit of 3                                                      units discounted
  ['product_campaign_quantity_limit', 3, 0, 0],
  ['product_customer_campaign_quantity_limit', 3, 3, 0],
  ['product_in_collection_campaign_quantity_limit', 4, 2, 0],
  ['product_in_collection_customer_campaign_quantity_limit', 4, 4, 2],
  ['product_promotion_tier_quantity_limit', 3, 0, 3],
  ['product_customer_promotion_tier_quantity_limit', 3, 3, 3],
  ['product_in_collection_promotion_tier_quantity_limit', 4, 2, 4],
  ['product_in_collection_customer_promotion_tier_quantity_limit', 4, 4, 4],
];

for (const [name, ...expected] of kinds) {
  test(`${name} covers what is left of it, and a rollback gives it back`, async () => {
    const { project, tiers } = await itemLimitShop(server, { [name]: 3 });
    const [one, two] = tiers;
    const buys = [
      { customer: 'ann', tiers: [one], a: 2, b: 2 },
      { customer: 'bob', tiers: [one], a: 2, b: 2 },
      { customer: 'ann', tiers: [two], a: 2, b: 2 },
    ].map((buy) => purchase(project, buy));
    const first = await project.post('/v1/redemptions', buys[0]);
    const rest = [];
    for (const buy of buys.slice(1)) rest.push(await project.post('/v1/redemptions', buy));
    assert.deepEqual([first, ...rest].map(unitsOff), expected);
    const [redemption] = first.body.redemptions;
    const back = await project.post(`/v1/redemptions/${redemption.id}/rollback`, {});
    assert.equal(back.status, 200, JSON.stringify(back.body));
    assert.equal(unitsOff(await project.post('/v1/validations', buys[0])), expected[0]);
    assert.equal(unitsOff(await project.post('/v1/redemptions', buys[0])), expected[0]);
  });
}

test('two tiers of a campaign in one request draw on one limit of it', async () => {
  const { project, tiers } = await itemLimitShop(server, { product_campaign_quantity_limit: 3 });
  const buy = purchase(project, { customer: 'ann', tiers, a: 2, b: 0 });
  const valid = await project.post('/v1/validations', buy);
  assert.equal(unitsOff(valid), 3);
  const [entry] = valid.body.redeemables[0].applicable_to.data;
  assert.equal(entry.product_campaign_quantity_limit, 3);
  const redeemed = await project.post('/v1/redemptions', buy);
  assert.equal(unitsOff(redeemed), 3);
  assert.equal(unitsOff(await project.post('/v1/validations', buy)), 0);
  const parent = redeemed.body.parent_redemption.id;
  const back = await project.post(`/v1/redemptions/${parent}/rollbacks`, {});
  assert.equal(back.status, 200, JSON.stringify(back.body));
  assert.equal(unitsOff(await project.post('/v1/validations', buy)), 3);
});

test('a limit for each customer covers nothing where nobody is named', async () => {
  const name = 'product_customer_campaign_quantity_limit';
  const { project, tiers } = await itemLimitShop(server, { [name]: 3 });
  const [one] = tiers;
  const buy = purchase(project, { customer: null, tiers: [one], a: 2, b: 0 });
  assert.equal(unitsOff(await project.post('/v1/validations', buy)), 0);
});

test('a qualification shows what a limit leaves, by customer', async () => {
  const name = 'product_customer_campaign_quantity_limit';
  const { project, tiers } = await itemLimitShop(server, { [name]: 3 });
  const [one] = tiers;
  const buy = purchase(project, { customer: 'ann', tiers: [one], a: 2, b: 0 });
  assert.equal(unitsOff(await project.post('/v1/redemptions', buy)), 2);
  const offered = async (customer: string) => {
    const cart = purchase(project, { customer, tiers: [], a: 2, b: 0 });
    const { body } = await project.post('/v1/qualifications', { ...cart, redeemables: undefined });
    return body.redeemables.data.map(
      (offer: { order: { items_applied_discount_amount: number } }) =>
        offer.order.items_applied_discount_amount,
    );
  };
  assert.deepEqual(await offered('ann'), [100, 100]);
  assert.deepEqual(await offered('bob'), [200, 200]);
});

test('the lowest of several limits holds', async () => {
  const { project, tiers } = await itemLimitShop(server, {
    product_campaign_quantity_limit: 5,
    product_in_collection_campaign_quantity_limit: 2,
    quantity_limit: 3,
  });
  const [one] = tiers;
  const buy = purchase(project, { customer: 'ann', tiers: [one], a: 4, b: 4 });
  assert.equal(unitsOff(await project.post('/v1/redemptions', buy)), 4);
  assert.equal(unitsOff(await project.post('/v1/redemptions', buy)), 0);
});

test('codes of a campaign share its limit, and none binds them that is of tiers', async () => {
  const { project, codes } = await itemLimitShop(server, {
    product_campaign_quantity_limit: 5,
    product_promotion_tier_quantity_limit: 1,
  });
  await codes('C1', 'C2');
  const buy = (code: string) => purchase(project, { customer: 'ann', codes: [code], a: 2, b: 1 });
  const first = await project.post('/v1/redemptions', buy('C1'));
  assert.equal(unitsOff(first), 3);
  assert.equal(unitsOff(await project.post('/v1/redemptions', buy('C2'))), 2);
  const both = purchase(project, { customer: 'bob', codes: ['C1', 'C2'], a: 2, b: 1 });
  assert.equal(unitsOff(await project.post('/v1/validations', both)), 0);
  const back = await project.post(`/v1/redemptions/${first.body.redemptions[0].id}/rollback`, {});
  assert.equal(back.status, 200, JSON.stringify(back.body));
  assert.equal(unitsOff(await project.post('/v1/redemptions', both)), 3);
});

test('a limit by formula holds as it is computed, at the write, too', async () => {
  const { project, tiers } = await itemLimitShop(server, {
    product_campaign_quantity_limit: 1,
    product_campaign_quantity_limit_formula: 'IF(ORDER_AMOUNT > 10; 1 + 2; 2)',
  });
  const buy = purchase(project, { customer: 'ann', tiers: tiers.slice(0, 1), a: 2, b: 0 });
  assert.equal(unitsOff(await project.post('/v1/validations', buy)), 2);
  assert.equal(unitsOff(await project.post('/v1/redemptions', buy)), 2);
  assert.equal(unitsOff(await project.post('/v1/redemptions', buy)), 1, 'of three, two are gone');
  assert.equal(unitsOff(await project.post('/v1/validations', buy)), 0);
});
