/**
 * Over drawn carts and stacks: what a validation says is what a redemption takes, the same request gives
 * the same bytes, and rolling everything back leaves no trace in any counter.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Answer, testServer } from '../support/api.ts';
import { assertBooksAgree, voucher } from './two-servers.ts';

const RUNS = 250;

const server = await testServer();
const shop = await server.project();

const products = [333, 1_000, 2_499, 10_000];
for (const [n, price] of products.entries()) {
  await shop.post('/v1/products', { source_id: `p${n}`, name: `Product ${n}`, price });
}

const discounts = [
  { type: 'AMOUNT', amount_off: 777 },
  { type: 'AMOUNT', amount_off: 500, effect: 'APPLY_TO_ITEMS' },
  { type: 'AMOUNT', amount_off: 1_001, effect: 'APPLY_TO_ITEMS_PROPORTIONALLY' },
  { type: 'AMOUNT', amount_off: 1_001, effect: 'APPLY_TO_ITEMS_PROPORTIONALLY_BY_QUANTITY' },
  { type: 'AMOUNT', amount_off: 99, effect: 'APPLY_TO_ITEMS_BY_QUANTITY' },
  { type: 'PERCENT', percent_off: 33.3333 },
  { type: 'PERCENT', percent_off: 12.5, effect: 'APPLY_TO_ITEMS', aggregated_amount_limit: 2_000 },
  { type: 'PERCENT', percent_off: 100, amount_limit: 1_500 },
  { type: 'FIXED', fixed_amount: 5_000 },
  { type: 'FIXED', fixed_amount: 900, effect: 'APPLY_TO_ITEMS' },
  { type: 'UNIT', effect: 'ADD_NEW_ITEMS', unit_off: 2, unit_type: 'p1' },
  { type: 'UNIT', effect: 'ADD_MISSING_ITEMS', unit_off: 3, unit_type: 'p2' },
  { type: 'AMOUNT', amount_off: 1, amount_off_formula: 'ORDER_AMOUNT * 0.07 + 0.005' },
  {
    type: 'PERCENT',
    percent_off: 1,
    percent_off_formula: 'MIN(ORDER_ITEM_PRICE; 40)',
    effect: 'APPLY_TO_ITEMS',
  },
];
const codes = discounts.map((_, n) => `C${n}`);
for (const [n, discount] of discounts.entries()) {
  await voucher(shop, `C${n}`, { discount, redemption: { quantity: 100_000 } });
}

/** At most so many units of two products, over all redemptions: rolled back, they are free again. */
const units = await shop.post('/v1/validation-rules', {
  name: 'units',
  rules: {},
  applicable_to: {
    included: [
      { object: 'product', source_id: 'p0', product_campaign_quantity_limit: 4 },
      { object: 'product', source_id: 'p3', product_customer_campaign_quantity_limit: 2 },
    ],
  },
});
const tierIds = await tiersOf([
  { type: 'PERCENT', percent_off: 10, effect: 'APPLY_TO_ITEMS' },
  { type: 'AMOUNT', amount_off: 250 },
  { type: 'AMOUNT', amount_off: 50, effect: 'APPLY_TO_ITEMS_BY_QUANTITY' },
]);
const [, , limitedTier] = tierIds;
await shop.post(`/v1/validation-rules/${units.body.id}/assignments`, {
  related_object_type: 'promotion_tier',
  related_object_id: limitedTier,
});

async function tiersOf(made: readonly object[]): Promise<readonly string[]> {
  const campaign = await shop.post('/v1/campaigns', {
    name: 'Tiers',
    campaign_type: 'PROMOTION',
    promotion: { tiers: made.map((discount, n) => ({ name: `Tier ${n}`, action: { discount } })) },
  });
  assert.equal(campaign.status, 200, JSON.stringify(campaign.body));
  return campaign.body.promotion.tiers.map(({ id }: { id: string }) => id);
}

/** Counts per customer and in money, so that rollbacks have something to give back. */
const rule = await shop.post('/v1/validation-rules', {
  name: 'counted',
  rules: {
    1: { name: 'redemption.count.per_customer', conditions: { $less_than: [100_000] } },
    2: { name: 'redemption.count.daily', conditions: { $less_than: [100_000] } },
    logic: '1 and 2',
  },
});
for (const code of codes) {
  await shop.post(`/v1/validation-rules/${rule.body.id}/assignments`, {
    related_object_type: 'voucher',
    related_object_id: code,
  });
}

const line = fc.record({
  source_id: fc.constantFrom(...products.map((_, n) => `p${n}`)),
  quantity: fc.integer({ min: 1, max: 7 }),
});
const redeemable = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...codes).map((id) => ({ object: 'voucher', id })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...tierIds).map((id) => ({ object: 'promotion_tier', id })),
  },
);
const request = fc.record({
  redeemables: fc.uniqueArray(redeemable, { minLength: 1, maxLength: 5, selector: ({ id }) => id }),
  order: fc.record({ items: fc.array(line, { minLength: 1, maxLength: 6 }) }),
  customer: fc.constantFrom({ source_id: 'ann' }, { source_id: 'bob' }),
});

/** What both answers say of an order, amounts and lines. */
function pricesOf({ body }: Answer): unknown {
  return Object.fromEntries(
    Object.entries(body.order).filter(([name]) => name === 'items' || name.endsWith('amount')),
  );
}

/** But for the id that every validation gets. */
function bytesOf({ body }: Answer): string {
  return JSON.stringify({ ...body, id: null });
}

async function countersNow(): Promise<unknown> {
  const [vouchers, totals, unitTotals] = await Promise.all([
    server.db.adhoc(
      'select code, redeemed_quantity from vouchers where project_id = $1 order by code',
      [shop.id],
    ),
    server.db.adhoc(
      `select subject_id, sum(redemptions) as n, sum(orders_amount) as orders, sum(discount_amount) as off,
         sum(day_redemptions) as day, sum(week_redemptions) as week, sum(month_redemptions) as month
       from redemption_totals where project_id = $1 group by subject_id
       having sum(redemptions) <> 0 or sum(orders_amount) <> 0 order by subject_id`,
      [shop.id],
    ),
    server.db.adhoc(
      `select subject_id, item, product_id, customer_id, units from redeemed_item_units
       where project_id = $1 and units <> 0 order by 1, 2, 3, 4`,
      [shop.id],
    ),
  ]);
  return { vouchers, totals, unitTotals };
}

test(`${RUNS} drawn requests: validated twice, redeemed as validated, and rolled back`, async () => {
  let redeemed = 0;
  await fc.assert(
    fc.asyncProperty(request, async (drawn) => {
      const before = await countersNow();
      const [one, two] = [
        await shop.post('/v1/validations', drawn),
        await shop.post('/v1/validations', drawn),
      ];
      assert.equal(bytesOf(one), bytesOf(two));
      const taken = await shop.post('/v1/redemptions', drawn);
      assert.equal(taken.status === 200, one.body.valid, JSON.stringify(taken.body));
      if (taken.status !== 200) return;
      redeemed += 1;
      assert.deepEqual(pricesOf(taken), pricesOf(one));
      const { redemptions, parent_redemption: parent } = taken.body;
      const back = parent
        ? await shop.post(`/v1/redemptions/${parent.id}/rollbacks`)
        : await shop.post(`/v1/redemptions/${redemptions[0].id}/rollback`);
      assert.equal(back.status, 200, JSON.stringify(back.body));
      assert.deepEqual(await countersNow(), before);
    }),
    { numRuns: RUNS, seed: 20_261_124, endOnFailure: true },
  );
  assert.ok(redeemed > RUNS / 2, `only ${redeemed} were redeemed`);
  await assertBooksAgree(server, shop);
});
