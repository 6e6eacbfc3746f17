/** Filters of a qualification: every field with every operator. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../test/support/api.ts';
import { newShop, type Shop } from '../../../test/support/qualification-shop.ts';

const server = await testServer();
const shop = await shopOfEach();

/** A tier and an open code in categories, a code that Ann holds, a campaign of codes. */
async function shopOfEach(): Promise<Shop> {
  const made = await newShop(server);
  const ann = await made.customer('ann');
  await server.db.adhoc(
    `insert into categories (project_id, id, name, hierarchy, created_at)
     values ($1, 'cat_1', 'Hot', 1, now()), ($1, 'cat_2', 'Cold', 2, now())`,
    [made.project.id],
  );
  await made.tier('tier', { category_id: 'cat_1' });
  await made.codes('codes');
  await made.voucher('OPEN', { category_id: 'cat_2' });
  await made.voucher('ANNS', {}, ann);
  return made;
}

const { campaign } = shop;

const rows: readonly (readonly [
  field: string,
  operator: string,
  values: readonly string[],
  found: string,
])[] = [
  // field          operator       values                        found
  ['category_id', '$is', ['cat_1', 'cat_2'], 'tier'],
  ['category_id', '$is_not', ['cat_1'], 'ANNS OPEN codes'],
  ['category_id', '$in', ['cat_1', 'cat_2'], 'OPEN tier'],
  ['category_id', '$not_in', ['cat_1', 'cat_2'], 'ANNS codes'],
  ['category_id', '$has_value', [], 'OPEN tier'],
  ['category_id', '$is_unknown', [], 'ANNS codes'],
  ['campaign_id', '$is', [campaign], 'tier'],
  ['campaign_id', '$is_not', [campaign], 'ANNS OPEN codes'],
  ['campaign_id', '$in', ['camp_none', campaign], 'tier'],
  ['campaign_id', '$not_in', ['camp_none', campaign], 'ANNS OPEN codes'],
  ['campaign_id', '$has_value', [], 'codes tier'],
  ['campaign_id', '$is_unknown', [], 'ANNS OPEN'],
  ['campaign_type', '$is', ['PROMOTION'], 'tier'],
  ['campaign_type', '$is_not', ['PROMOTION'], 'ANNS OPEN codes'],
  ['campaign_type', '$in', ['PROMOTION', 'DISCOUNT_COUPONS'], 'codes tier'],
  ['campaign_type', '$not_in', ['PROMOTION', 'DISCOUNT_COUPONS'], 'ANNS OPEN'],
  ['resource_id', '$is', ['OPEN', 'ANNS'], 'OPEN'],
  ['resource_id', '$is_not', ['OPEN'], 'ANNS codes tier'],
  ['resource_id', '$in', ['OPEN', 'ANNS'], 'ANNS OPEN'],
  ['resource_id', '$not_in', ['OPEN', 'ANNS'], 'codes tier'],
  ['resource_id', '$has_value', [], 'ANNS OPEN codes tier'],
  ['resource_id', '$is_unknown', [], ''],
  ['resource_type', '$is', ['campaign'], 'codes'],
  ['resource_type', '$is_not', ['voucher'], 'codes tier'],
  ['resource_type', '$in', ['campaign', 'promotion_tier'], 'codes tier'],
  ['resource_type', '$not_in', ['campaign', 'promotion_tier'], 'ANNS OPEN'],
  ['voucher_type', '$is', ['DISCOUNT_VOUCHER'], 'ANNS OPEN codes'],
  ['voucher_type', '$is_not', ['DISCOUNT_VOUCHER'], 'tier'],
  ['voucher_type', '$in', ['GIFT_VOUCHER', 'LOYALTY_CARD'], ''],
  ['voucher_type', '$not_in', ['GIFT_VOUCHER'], 'ANNS OPEN codes tier'],
  ['voucher_type', '$has_value', [], 'ANNS OPEN codes'],
  ['voucher_type', '$is_unknown', [], 'tier'],
  ['code', '$is', ['ANNS'], 'ANNS'],
  ['code', '$is_not', ['ANNS'], 'OPEN codes tier'],
  ['code', '$in', ['ANNS', 'OPEN'], 'ANNS OPEN'],
  ['code', '$not_in', ['ANNS', 'OPEN'], 'codes tier'],
  ['code', '$has_value', [], 'ANNS OPEN'],
  ['code', '$is_unknown', [], 'codes tier'],
  ['holder_role', '$is', ['OWNER'], 'ANNS'],
  ['holder_role', '$is_not', ['OWNER'], 'OPEN codes tier'],
  ['holder_role', '$in', ['REFERRER', 'OWNER'], 'ANNS'],
  ['holder_role', '$not_in', ['REFERRER', 'REFEREE'], 'ANNS OPEN codes tier'],
];

for (const [field, operator, values, found] of rows) {
  test(`${field} ${operator} ${values.join()} finds ${found || 'nothing'}`, async () => {
    const filters = { [field]: { conditions: { [operator]: values } } };
    const names = await shop.names({
      customer: { source_id: 'ann' },
      order: { amount: 1_000 },
      options: { filters },
    });
    assert.equal([...names].sort().join(' '), found);
  });
}
