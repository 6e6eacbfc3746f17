/** A cart, a customer and a voucher for tests of formulas; all numbers can be checked by hand. */
import { Temporal } from 'temporal-polyfill';
import { money } from '../money/money.ts';
import type { KnownProduct, Order, OrderLine } from '../order/order.ts';
import { openOrder } from '../pricing/priced-order.ts';
import { cartOrder } from '../pricing/test-cart.ts';
import { type FormulaFacts, factsOfLine, type RedeemableInFormulas } from './facts.ts';

const product: KnownProduct = {
  id: 'prod_1',
  sourceId: null,
  name: null,
  price: null,
  attributes: { colour: 'red' },
  metadata: { category: 'mugs', margin: 12 },
};

/** What the shop knows of each line: attributes, and the product or SKU it is. */
const described: readonly Partial<OrderLine>[] = [
  { metadata: { Size: 'M' }, product },
  {
    metadata: { Size: 'L' },
    product: { ...product, metadata: { category: 'shirts', margin: 5 } },
    sku: { ...product, id: 'sku_1', metadata: { margin: 7 } },
  },
  { metadata: { Size: 'S' }, product: { ...product, metadata: { category: 'caps' } } },
];

/** Two mugs at 6.00, three shirts at 10.00 and a cap at 6.00: 48.00 in all. */
const plain = cartOrder([
  [600, 2],
  [1000, 3],
  [600, 1],
]);

export const sampleOrder: Order = {
  ...plain,
  lines: plain.lines.map((line, index) => ({ ...line, ...described[index] })),
  metadata: {
    day_of_week: 5,
    number_of_store_visits: 6,
    store_city: 'New York',
    region: 'EU',
    channel: 'store_north_sms',
    currency: 'EUR',
  },
};

/** Earlier, 1.00 was taken off the cap: 47.00 are left. */
const price = openOrder(sampleOrder, {
  discountAmount: money(0),
  lineDiscountAmounts: [money(0), money(0), money(100)],
});

const voucher: RedeemableInFormulas = {
  object: 'voucher',
  quantity: 10,
  redeemedQuantity: 4,
  metadata: { active_on_calendar_month: 11 },
  startDate: '2026-01-01T00:00:00Z',
  expirationDate: '2026-12-31T22:30:00.123456+00:00',
  publishedCount: 1,
  publicationMetadata: { year: 2026 },
};

/** On 24 November 2026, half past eleven in Warsaw. */
export const sampleFacts: FormulaFacts = {
  situation: {
    order: sampleOrder,
    price,
    customer: {
      birthdate: '1990-08-17',
      metadata: {
        customer_life_time_value: 75.55,
        low_value: 74.44,
        number_of_store_visits: 12,
        customer_months_active: 16,
        age: 30,
        tier: 'VIP',
        state: 'Northern California',
        favorite_brands: ['Nike', 'Puma'],
        is_member: true,
        joined: '2026-01-15',
        last_visit: '2026-11-20T23:30:00Z',
        written: '12.5',
        nothing: null,
        'a.b': 1,
        nested: { deep: 2 },
      },
    },
    redemption: { metadata: { store_list: 8 } },
    now: Temporal.ZonedDateTime.from('2026-11-24T11:30:00[Europe/Warsaw]'),
  },
  redeemable: voucher,
  line: null,
};

export const tierFacts: FormulaFacts = {
  ...sampleFacts,
  redeemable: {
    object: 'promotion_tier',
    quantity: null,
    redeemedQuantity: 0,
    metadata: { membership_duration: 3 },
    startDate: '2026-11-01T00:00:00Z',
    expirationDate: null,
    publishedCount: 0,
    publicationMetadata: null,
  },
};

/** The same facts, looking at one line of the cart. */
export function atLine(index: number): FormulaFacts {
  const priced = price.lines[index];
  if (priced === undefined) throw new Error('the sample cart has no such line');
  return factsOfLine(sampleFacts, priced);
}

/** Nothing but a moment: no order, no customer. */
export const bareFacts: FormulaFacts = {
  situation: {
    ...sampleFacts.situation,
    order: null,
    price: null,
    customer: null,
    redemption: { metadata: {} },
  },
  redeemable: { object: 'voucher', quantity: null, redeemedQuantity: 0 },
  line: null,
};
