/** Points by example, and what holds for all rules. One row is one claim: add a row, not a test. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { storedFormula } from '../formula/formula.ts';
import { money } from '../money/money.ts';
import type { Order, OrderLine } from '../order/order.ts';
import { openOrder } from '../pricing/priced-order.ts';
import {
  computePoints,
  type EarningFacts,
  type EarningRule,
  MAX_POINTS,
  type Measure,
} from './earning.ts';

const line = (
  index: number,
  price: number,
  quantity: number,
  more: Partial<OrderLine>,
): OrderLine => ({
  index,
  sourceId: null,
  productId: null,
  skuId: null,
  product: null,
  sku: null,
  collectionIds: [],
  quantity,
  price: money(price),
  amount: money(price * quantity),
  metadata: {},
  ...more,
});

/** Two mugs at 6.00, three shirts of an SKU at 10.00, a cap at 6.50: 48.50 in all. */
const order: Order = {
  amount: money(4850),
  lines: [
    line(0, 600, 2, { productId: 'prod_mug', collectionIds: ['pc_sale', 'pc_home'] }),
    line(1, 1000, 3, { productId: 'prod_shirt', skuId: 'sku_blue', collectionIds: ['pc_sale'] }),
    line(2, 650, 1, { productId: 'prod_cap' }),
  ],
  metadata: { visits: 7, weight: '12.5', negative: -10, store: 'north', deep: { count: 3 } },
};
const none = { quantity: 0, amount: money(0), discountQuantity: 0 };
/** 1.50 off the order and 5.00 off the shirts, one of the mugs free: 36.00 left. */
const price = openOrder(order, {
  discountAmount: money(150),
  lineDiscountAmounts: [money(600), money(500), money(0)],
  lineUnits: [{ ...none, discountQuantity: 1 }, none, none],
});

const facts: EarningFacts = {
  situation: {
    order,
    price,
    customer: { metadata: { lifetime: 250, level: 'gold' } },
    redemption: { metadata: {} },
    now: Temporal.ZonedDateTime.from('2026-11-24T11:30:00[Europe/Warsaw]'),
  },
  customEvent: { metadata: { volume: 9 } },
};
const nothing: EarningFacts = {
  situation: { ...facts.situation, order: null, price: null, customer: null },
  customEvent: null,
};

const fixed = (points: number, formula?: string): EarningRule => ({
  points,
  formula: storedFormula(formula),
  proportion: null,
});
const per = (every: number, points: number, measure: Measure, formula?: string): EarningRule => ({
  points,
  formula: storedFormula(formula),
  proportion: { measure, every },
});
const product = { object: 'product', id: 'prod_mug' } as const;
const sku = { object: 'sku', id: 'sku_blue' } as const;
const sale = { object: 'products_collection', id: 'pc_sale' } as const;
const all = { object: 'products_collection', id: 'pc_a11pr0dUc75' } as const;
const of = <Type extends Measure['type']>(type: Type, property = '') =>
  ({ type, property }) as const;
const items = <Type extends string>(
  type: Type,
  ...named: (typeof product | typeof sku | typeof sale | typeof all)[]
) => ({ type, items: named }) as const;

const examples: readonly (readonly [claim: string, rule: EarningRule, points: number])[] = [
  ['fixed', fixed(50), 50],
  ['a point for each 10.00 before discounts', per(1000, 1, of('ORDER_AMOUNT')), 4],
  ['for each 10.00 that was paid', per(1000, 1, of('ORDER_TOTAL_AMOUNT')), 3],
  ['a part of it earns nothing', per(3601, 5, of('ORDER_TOTAL_AMOUNT')), 0],
  ['the whole of it does', per(3600, 5, of('ORDER_TOTAL_AMOUNT')), 5],
  ['metadata of the order', per(2, 10, of('ORDER_METADATA', 'visits')), 30],
  ['metadata written as text, with decimals', per(5, 1, of('ORDER_METADATA', 'weight')), 2],
  ['metadata below zero', per(5, 1, of('ORDER_METADATA', 'negative')), 0],
  ['metadata that is no number', per(1, 1, of('ORDER_METADATA', 'store')), 0],
  ['metadata that is not there', per(1, 1, of('ORDER_METADATA', 'else')), 0],
  ['metadata inside of others', per(1, 1, of('ORDER_METADATA', 'deep.count')), 3],
  ['metadata of the customer', per(100, 3, of('CUSTOMER_METADATA', 'lifetime')), 6],
  ['metadata of the event', per(4, 1, of('CUSTOM_EVENT_METADATA', 'volume')), 2],
  ['units of a product, free ones excluded', per(1, 7, items('ORDER_ITEMS_QUANTITY', product)), 7],
  ['units of an SKU', per(2, 1, items('ORDER_ITEMS_QUANTITY', sku)), 1],
  ['units of a collection', per(1, 1, items('ORDER_ITEMS_QUANTITY', sale)), 4],
  [
    'a line that several name counts once',
    per(1, 1, items('ORDER_ITEMS_QUANTITY', product, sale, all)),
    5,
  ],
  ['the price of items before discounts', per(100, 1, items('ORDER_ITEMS_AMOUNT', sale)), 42],
  ['what was paid for items', per(100, 1, items('ORDER_ITEMS_SUBTOTAL_AMOUNT', sale)), 31],
  ['what no line is', per(1, 1, items('ORDER_ITEMS_AMOUNT')), 0],
  ['a formula', fixed(1, 'ROUND(ORDER_INITIAL_AMOUNT * 2;0)'), 97],
  ['decimals go to the nearest', fixed(1, 'ORDER_AMOUNT / 10 - 0.1'), 4],
  ['halves go up', fixed(1, '2.5'), 3],
  ['a formula over a proportion is rounded once', per(1000, 1, of('ORDER_AMOUNT'), '1.4'), 6],
  ['a formula by the customer', fixed(1, 'IF(CUSTOMER_METADATA("level") = "gold";20;10)'), 20],
  [
    'what cannot be computed gives the number beside it',
    fixed(8, 'CUSTOMER_METADATA("none") * 2'),
    8,
  ],
  ['a rule is no voucher', fixed(8, 'VOUCHER_REDEEMED_QUANTITY'), 8],
  ['a formula below zero', fixed(8, '0 - 5'), 0],
  ['a formula beyond all bounds', fixed(8, 'POW(10;30)'), MAX_POINTS],
];

for (const [claim, rule, points] of examples) {
  test(`earns ${points} points: ${claim}`, () => assert.equal(computePoints(rule, facts), points));
}

test('without an order, a customer and an event only fixed points are earned', () => {
  for (const [claim, rule] of examples) {
    if (rule.proportion !== null) assert.equal(computePoints(rule, nothing), 0, claim);
  }
  assert.equal(computePoints(fixed(50), nothing), 50);
});

const measures = fc.constantFrom<Measure>(
  of('ORDER_AMOUNT'),
  of('ORDER_TOTAL_AMOUNT'),
  items('ORDER_ITEMS_AMOUNT', all),
  items('ORDER_ITEMS_SUBTOTAL_AMOUNT', all),
);
const cartOf = (amount: number, off: number): EarningFacts => {
  const cart: Order = { amount: money(amount), lines: [line(0, amount, 1, {})], metadata: {} };
  const opened = openOrder(cart, {
    discountAmount: money(0),
    lineDiscountAmounts: [money(Math.min(off, amount))],
  });
  return { ...facts, situation: { ...facts.situation, order: cart, price: opened } };
};
const amounts = fc.integer({ min: 0, max: 1e14 });

test('points are whole, never negative, never beyond the bound; a larger order never earns fewer', () => {
  fc.assert(
    fc.property(
      measures,
      amounts,
      amounts,
      fc.integer({ min: 1 }),
      fc.nat(),
      (measure, one, other, every, points) => {
        const rule = per(every, points, measure);
        const earned = [Math.min(one, other), Math.max(one, other)].map((amount) =>
          computePoints(rule, cartOf(amount, 0)),
        );
        const [few = 0, many = 0] = earned;
        assert(Number.isSafeInteger(few) && few >= 0 && few <= many && many <= MAX_POINTS);
      },
    ),
  );
});

test('what is earned is what every whole part earns', () => {
  fc.assert(
    fc.property(
      amounts,
      amounts,
      fc.integer({ min: 1, max: 1e9 }),
      fc.nat(100),
      (amount, off, every, points) => {
        const paid = amount - Math.min(off, amount);
        const earned = computePoints(
          per(every, points, of('ORDER_TOTAL_AMOUNT')),
          cartOf(amount, off),
        );
        assert.equal(earned, Math.min(Math.floor(paid / every) * points, MAX_POINTS));
      },
    ),
  );
});
