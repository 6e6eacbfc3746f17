/** Limits on units that hold over many orders: of a campaign, a tier, a customer, a product. */
import type { JsonObject } from '../../../src/engine/json.ts';
import type { Purchase, Shopping } from '../shoppers.ts';

const guide = 'build/discount-types-and-effects.mdx';

function shopping(
  heading: string,
  claim: string,
  limits: JsonObject,
  ...purchases: readonly Purchase[]
): Shopping {
  return { claim, guide, heading, limits, purchases };
}

export const unitBudgets: readonly Shopping[] = [
  shopping(
    'Maximum units per campaign',
    'of 10: five for Alex, four for Bobby, one for Clarence',
    { product_campaign_quantity_limit: 10 },
    ['alex', 0, '5 shirt', [5]],
    ['bobby', 0, '4 shirt', [4]],
    ['clarence', 0, '3 shirt', [1]],
  ),
  shopping(
    'Maximum units per campaign',
    'covers both tiers of the campaign',
    { product_campaign_quantity_limit: 10 },
    ['alex', 0, '5 shirt', [5]],
    ['bobby', 1, '4 shirt', [4]],
    ['clarence', 0, '3 shirt', [1]],
  ),
  shopping(
    'Maximum units per campaign',
    'of a collection is shared by its products',
    { product_campaign_quantity_limit: 10 },
    ['alex', 0, '3 shirt, 3 mug', [3, 3]],
    ['bobby', 0, '3 poster, 3 mug', [3, 1]],
  ),
  shopping(
    'Maximum units per customer in campaign',
    'of 5: three, then two of three',
    { product_customer_campaign_quantity_limit: 5 },
    ['alex', 0, '3 shirt', [3]],
    ['alex', 0, '3 shirt', [2]],
    ['bobby', 0, '6 shirt', [5]],
  ),
  shopping(
    'Maximum units per campaign for a product in a collection',
    'of 5, for each product of its own',
    { product_in_collection_campaign_quantity_limit: 5 },
    ['alex', 0, '5 shirt, 1 mug, 4 poster', [5, 1, 4]],
    ['bobby', 0, '3 shirt, 3 mug, 2 poster', [0, 3, 1]],
    ['clarence', 0, '1 shirt, 3 mug, 3 poster', [0, 1, 0]],
  ),
  shopping(
    'Maximum units per customer for a product in a collection',
    'of 5: three shirts, then two of three',
    { product_in_collection_customer_campaign_quantity_limit: 5 },
    ['alex', 0, '3 shirt, 6 mug', [3, 5]],
    ['alex', 0, '3 shirt, 1 mug', [2, 0]],
    ['bobby', 0, '5 shirt, 5 mug', [5, 5]],
  ),
  shopping(
    'Maximum units per promotion tier',
    'of 10: five for Alex, four for Bobby, one for Clarence',
    { product_promotion_tier_quantity_limit: 10 },
    ['alex', 0, '5 shirt', [5]],
    ['bobby', 0, '4 shirt', [4]],
    ['clarence', 0, '3 shirt', [1]],
  ),
  shopping(
    'Maximum units per promotion tier',
    'leaves the other tier alone',
    { product_promotion_tier_quantity_limit: 10 },
    ['alex', 0, '10 shirt', [10]],
    ['bobby', 0, '4 shirt', [0]],
    ['bobby', 1, '4 shirt', [4]],
  ),
  shopping(
    'Maximum units per customer in promotion tier',
    'of 5: three, then two of three',
    { product_customer_promotion_tier_quantity_limit: 5 },
    ['alex', 0, '3 shirt', [3]],
    ['alex', 0, '3 shirt', [2]],
    ['alex', 1, '3 shirt', [3]],
  ),
  shopping(
    'Maximum units per promotion tier for a product in a collection',
    'of 5, for each product of its own',
    { product_in_collection_promotion_tier_quantity_limit: 5 },
    ['alex', 0, '5 shirt, 1 mug, 4 poster', [5, 1, 4]],
    ['bobby', 0, '3 shirt, 3 mug, 2 poster', [0, 3, 1]],
    ['clarence', 0, '1 shirt, 3 mug, 3 poster', [0, 1, 0]],
  ),
  shopping(
    'Maximum units per customer in promotion tier for a product in a collection',
    'of 5: three shirts, then two of three',
    { product_in_collection_customer_promotion_tier_quantity_limit: 5 },
    ['alex', 0, '3 shirt, 6 mug', [3, 5]],
    ['alex', 0, '3 shirt', [2]],
    ['alex', 1, '3 shirt', [3]],
  ),
  shopping(
    'Maximum units per campaign',
    'goes with a limit for each customer: the lower one holds',
    { product_campaign_quantity_limit: 10, product_customer_campaign_quantity_limit: 4 },
    ['alex', 0, '6 shirt', [4]],
    ['bobby', 0, '6 shirt', [4]],
    ['clarence', 0, '6 shirt', [2]],
  ),
];
