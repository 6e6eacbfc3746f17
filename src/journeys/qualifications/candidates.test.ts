/** Tiers found by the index and then examined, against every tier examined: the same offers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  discountFor,
  examine,
  indexFacts,
  isUsable,
  type Situation,
} from '../../engine/examine.ts';
import type { Candidate } from '../../engine/incentive.ts';
import type { JsonObject } from '../../engine/json.ts';
import { money } from '../../engine/money/money.ts';
import type { Order } from '../../engine/order/order.ts';
import { openOrder } from '../../engine/pricing/priced-order.ts';
import { DEFAULT_STACKING } from '../../engine/stacking/settings.ts';
import { type Catalog, createCatalog } from '../../incentives/catalog/catalog.ts';
import type { CatalogTier } from '../../incentives/catalog/service.ts';

const now = Temporal.ZonedDateTime.from('2026-03-04T12:00[UTC]');
const times = {
  start_date: null,
  expiration_date: null,
  validity_timeframe: null,
  validity_day_of_week: null,
  validity_hours: null,
  created_at: '2026-01-01T00:00:00Z',
  updated_at: null,
};
const products = ['prod_a', 'prod_b', 'prod_c'];
const product = fc.constantFrom(...products);
const items = fc
  .array(product, { minLength: 1, maxLength: 2 })
  .map((ids) => ids.map((id) => ({ id, object: 'product' })));

const condition: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.record({
    name: fc.constantFrom('product.id', 'order.items.any', 'order.items.none', 'order.items.every'),
    conditions: items.map(($is) => ({ $is })),
  }),
  fc.record({
    name: fc.constantFrom('order.amount', 'order.items.count'),
    conditions: fc.record({
      $more_than: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 1 }),
    }),
  }),
  fc.record({
    name: fc.constant('customer.metadata'),
    property: fc.constant('tier'),
    conditions: fc.constantFrom('gold', 'blue').map((tier) => ({ $is: [tier] })),
  }),
);

const definition: fc.Arbitrary<JsonObject> = fc
  .record({
    first: condition,
    second: condition,
    logic: fc.constantFrom('1', '1 and 2', '1 or 2'),
    included: fc.option(items),
    excluded: fc.option(items),
  })
  .map(({ first, second, logic, included, excluded }) => ({
    rules: logic === '1' ? { 1: first, logic } : { 1: first, 2: second, logic },
    applicable_to: { included: included ?? [], excluded: excluded ?? [] },
  }));

const tier = fc.record({
  active: fc.constantFrom(true, true, true, false),
  expiration_date: fc.constantFrom(null, '2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z'),
  effect: fc.constantFrom('APPLY_TO_ORDER' as const, 'APPLY_TO_ITEMS' as const),
  percent: fc.integer({ min: 0, max: 100 }),
  definition: fc.option(definition),
});

const situation = fc.record({
  lines: fc.array(fc.record({ product, price: fc.integer({ min: 0, max: 5 }) }), { maxLength: 4 }),
  metadata: fc.option(fc.constantFrom('gold', 'blue').map((one) => ({ tier: one }))),
  hasOrder: fc.constantFrom(true, true, true, false),
});

type TierParts = typeof tier extends fc.Arbitrary<infer Parts> ? Parts : never;
type SituationParts = typeof situation extends fc.Arbitrary<infer Parts> ? Parts : never;

function catalogOf(tiers: readonly TierParts[]): Catalog {
  const catalog = createCatalog('proj_1');
  catalog.put('campaign', 'camp_1', {
    ...times,
    id: 'camp_1',
    name: 'Promotion',
    campaign_type: 'PROMOTION',
    type: 'STATIC',
    voucher: null,
    voucher_metadata: {},
    auto_join: false,
    category_id: null,
    metadata: {},
    active: true,
  });
  for (const [number, parts] of tiers.entries()) {
    const id = `promo_${number}`;
    const { active, expiration_date, percent, effect } = parts;
    catalog.put('promotion_tier', id, {
      ...times,
      id,
      campaign_id: 'camp_1',
      name: id,
      banner: null,
      action: { discount: { type: 'PERCENT', percent_off: percent, effect } },
      hierarchy: number,
      category_id: null,
      metadata: {},
      active,
      expiration_date,
    });
    if (parts.definition === null) continue;
    catalog.put('validation_rule', `val_${number}`, {
      id: `val_${number}`,
      definition: parts.definition,
    });
    catalog.put('assignment', `asgm_${number}`, {
      id: `asgm_${number}`,
      rule_id: `val_${number}`,
      related_object_type: 'promotion_tier',
      related_object_id: id,
      created_at: times.created_at,
      updated_at: null,
    });
  }
  catalog.settle();
  return catalog;
}

function situationOf({ lines, metadata, hasOrder }: SituationParts): Situation {
  const order: Order = {
    amount: money(lines.reduce((sum, line) => sum + line.price, 0)),
    metadata: {},
    lines: lines.map((line, index) => ({
      index,
      sourceId: null,
      productId: line.product,
      skuId: null,
      product: null,
      sku: null,
      collectionIds: [],
      quantity: 1,
      price: money(line.price),
      amount: money(line.price),
      metadata: {},
    })),
  };
  const none: ReadonlySet<string> = new Set();
  return {
    order: hasOrder ? order : null,
    price: hasOrder ? openOrder(order) : null,
    customer:
      metadata === null
        ? null
        : { id: 'cust_1', sourceId: null, segmentIds: none, loyaltyTierIds: none, metadata },
    redemption: {
      metadata: {},
      apiKeyId: null,
      apiKeyName: null,
      userLogin: null,
      pointsUsed: null,
    },
    now,
    settings: DEFAULT_STACKING,
  };
}

function candidateOf({ row, incentive }: CatalogTier): Candidate {
  return {
    id: row.id,
    incentive,
    quantity: null,
    redeemedQuantity: 0,
    lockedByOthers: 0,
    holderId: null,
    counts: () => 0,
  };
}

test('the index finds every tier that examining all of them finds', () => {
  fc.assert(
    fc.property(fc.array(tier, { maxLength: 12 }), situation, (tiers, parts) => {
      const catalog = catalogOf(tiers);
      const here = situationOf(parts);
      const usable = (found: Iterable<CatalogTier>) =>
        [...found]
          .map(candidateOf)
          .filter((candidate) => examine(candidate, here).ok)
          .map(({ id }) => id)
          .sort();
      assert.deepEqual(
        usable(catalog.candidateTiers(indexFacts(here))),
        usable(catalog.allTiers()),
      );
    }),
  );
});

test('ranking says what examining says: usable or not, and the same discount', () => {
  let priced = 0;
  fc.assert(
    fc.property(fc.array(tier, { maxLength: 12 }), situation, (tiers, parts) => {
      const here = situationOf(parts);
      for (const candidate of [...catalogOf(tiers).allTiers()].map(candidateOf)) {
        // A situation of its own remembers nothing of the other candidates.
        const examined = examine(candidate, { ...here });
        assert.equal(isUsable(candidate, here), examined.ok);
        const discount = discountFor(candidate, here);
        assert.equal(discount !== null, examined.ok);
        if (!examined.ok || examined.price === null) continue;
        priced += 1;
        assert.equal(discount, examined.price.totalAppliedDiscountAmount);
      }
    }),
    { numRuns: 400 },
  );
  assert.ok(priced > 100, `${priced} tiers apply`);
});

test('a change of a rule or a switch changes what the index finds', () => {
  const rule = { rules: { 1: { name: 'product.id', conditions: { $is: [{ id: 'prod_a' }] } } } };
  const parts = { expiration_date: null, effect: 'APPLY_TO_ORDER', percent: 5 } as const;
  const catalog = catalogOf([{ ...parts, active: true, definition: rule }]);
  const line = (id: string) => [{ product: id, price: 5 }];
  const found = (id: string) =>
    catalog
      .candidateTiers(indexFacts(situationOf({ lines: line(id), metadata: null, hasOrder: true })))
      .map(({ row }) => row.id);
  assert.deepEqual([found('prod_a'), found('prod_b')], [['promo_0'], []]);
  const other = { rules: { 1: { name: 'product.id', conditions: { $is: [{ id: 'prod_b' }] } } } };
  catalog.put('validation_rule', 'val_0', { id: 'val_0', definition: other });
  catalog.settle();
  assert.deepEqual([found('prod_a'), found('prod_b')], [[], ['promo_0']]);
  catalog.put('assignment', 'asgm_0', null);
  catalog.settle();
  assert.deepEqual([found('prod_a'), found('prod_b')], [['promo_0'], ['promo_0']]);
  const row = catalog.entities.promotion_tier.get('promo_0');
  assert.ok(row);
  catalog.put('promotion_tier', 'promo_0', { ...row, active: false });
  catalog.settle();
  assert.deepEqual(found('prod_b'), []);
});
