/**
 * Worked carts of several shoppers, one after another: what each takes of a limit is gone for the
 * next. They need a server that counts.
 */
import assert from 'node:assert/strict';
import type { JsonObject } from '../../src/engine/json.ts';
import type { TestProject } from '../support/api.ts';
import { orderOf } from './cart.ts';
import { collectionId, reference } from './goods.ts';

/** Who buys, at which of the campaign's tiers (from 0), and how many units of each line have it. */
export type Purchase = readonly [
  who: string,
  tier: 0 | 1,
  cart: string,
  discounted: readonly number[],
];

export type Shopping = {
  readonly claim: string;
  readonly guide: string;
  readonly heading: string;
  /** What the rule says beside the Adventure collection. */
  readonly limits: JsonObject;
  readonly purchases: readonly Purchase[];
};

/** Each unit that has the discount costs a dollar less. */
const DOLLAR = 100;
const discount = { type: 'AMOUNT', amount_off: DOLLAR, effect: 'APPLY_TO_ITEMS_BY_QUANTITY' };

/** Two tiers of one campaign in a shop whose goods are there already, under one rule. */
export async function shopUnder(
  project: TestProject,
  limits: JsonObject,
): Promise<readonly string[]> {
  const { body } = await project.get('/v1/product-collections?limit=100');
  const collection = body.data.find(
    ({ name }: { readonly name: string }) => collectionId(name) === reference('adventure').id,
  );
  const included = [{ object: 'products_collection', id: collection.id, ...limits }];
  const rule = { name: 'Limited', rules: {}, applicable_to: { included } };
  const ruleId = (await sent(project, '/v1/validation-rules', rule)).id;
  const tier = (name: string) => ({
    name,
    action: { discount },
    validation_rules: [ruleId],
  });
  const campaign = await sent(project, '/v1/campaigns', {
    name: 'Limited',
    campaign_type: 'PROMOTION',
    promotion: { tiers: [tier('one'), tier('other')] },
  });
  return campaign.promotion.tiers.map(({ id }: { readonly id: string }) => id);
}

/** How many units of each line had the discount. */
export async function buy(
  project: TestProject,
  tiers: readonly string[],
  [who, tier, cart]: Purchase,
): Promise<readonly number[]> {
  const redeemed = await sent(project, '/v1/redemptions', {
    redeemables: [{ object: 'promotion_tier', id: tiers[tier] }],
    customer: { source_id: who },
    order: orderOf(cart),
  });
  return redeemed.order.items.map(
    (item: { readonly discount_amount: number }) => item.discount_amount / DOLLAR,
  );
}

async function sent(project: TestProject, path: string, body: object) {
  const answer = await project.post(path, body);
  assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
