/** What answers say of the items that a discount is about. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../test/support/api.ts';
import { itemLimitShop, purchase } from '../../../test/support/item-limit-shop.ts';

const server = await testServer();

test('an entry that does not say what its id is of is shown as what it is', async () => {
  const { project, tiers, ids } = await itemLimitShop(server, { object: undefined });
  const buy = purchase(project, { customer: 'ann', tiers: tiers.slice(0, 1), a: 1, b: 1 });
  const { body } = await project.post('/v1/validations', buy);
  assert.deepEqual(body.redeemables[0].applicable_to.data, [
    {
      object: 'products_collection',
      id: ids.both,
      strict: false,
      effect: 'APPLY_TO_EVERY',
      order_item_indices: [0, 1],
    },
  ]);
});

test('limits that are counted over redemptions are shown with the entry they limit', async () => {
  const limits = {
    product_campaign_quantity_limit: 9,
    product_customer_campaign_quantity_limit: 8,
    product_in_collection_campaign_quantity_limit: 7,
    product_in_collection_customer_campaign_quantity_limit: 6,
    product_promotion_tier_quantity_limit: 5,
    product_customer_promotion_tier_quantity_limit: 4,
    product_in_collection_promotion_tier_quantity_limit: 3,
    product_in_collection_customer_promotion_tier_quantity_limit: 2,
  };
  const { project, tiers } = await itemLimitShop(server, limits);
  const buy = purchase(project, { customer: 'ann', tiers: tiers.slice(0, 1), a: 1, b: 1 });
  const { body } = await project.post('/v1/validations', buy);
  const [entry] = body.redeemables[0].applicable_to.data;
  for (const [name, limit] of Object.entries(limits)) assert.equal(entry[name], limit);
});
