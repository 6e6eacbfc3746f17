/** Dynamic discounts: the number comes from a formula, else from the fallback beside it. */
import type { JsonObject } from '../../../src/engine/json.ts';
import type { Around } from '../example.ts';
import { section, units } from '../example.ts';
import { amount, free, offer, on, percent } from '../offers.ts';

const guide = 'optimize/dynamic-formula-reference.mdx';
const creating = 'optimize/create-dynamic-formulas.mdx';

/** The number beside each formula is 1.00 or 1 %, so that a fallback shows. */
const amountOff = (amount_off_formula: string, effect = 'APPLY_TO_ORDER', rule?: JsonObject) =>
  offer({ ...amount(100, effect), amount_off_formula }, ...(rule === undefined ? [] : [rule]));
const percentOff = (percent_off_formula: string) => offer({ ...percent(1), percent_off_formula });

const customer = (metadata: JsonObject): Around => ({ customer: { metadata } });
const order = (metadata: JsonObject): Around => ({ order: metadata });

const amounts = section(
  creating,
  'Amount formulas',
  [
    '15% above 200.00',
    '30000',
    [[amountOff('IF(ORDER_AMOUNT > 200;ORDER_AMOUNT * 0.15;ORDER_AMOUNT * 0.05)'), 4_500]],
    25_500,
  ],
  [
    '5% at 200.00',
    '20000',
    [[amountOff('IF(ORDER_AMOUNT > 200;ORDER_AMOUNT * 0.15;ORDER_AMOUNT * 0.05)'), 1_000]],
    19_000,
  ],
  ['15.00 above 100.00', '10001', [[amountOff('IF(ORDER_AMOUNT > 100;15;5)'), 1_500]], 8_501],
  ['5.00 at 100.00', '10000', [[amountOff('IF(ORDER_AMOUNT > 100;15;5)'), 500]], 9_500],
);

const vip = 'IF(CUSTOMER_METADATA("tier") is "VIP";25;10)';
const percents = section(
  creating,
  'Percent formulas',
  ['25% for a VIP', '10000', [[percentOff(vip), 2_500]], 7_500, customer({ tier: 'VIP' })],
  ['10% for others', '10000', [[percentOff(vip), 1_000]], 9_000, customer({ tier: 'new' })],
);

const perThree = 'IF(ORDER_UNITS_QUANTITY > 5;FLOOR(ORDER_UNITS_QUANTITY / 3;0);1)';
const quantities = section(
  creating,
  'Quantity formulas',
  [
    'two mugs for eight units',
    '8 poster',
    [
      [
        offer({ ...free(1, 'mug', 'ADD_NEW_ITEMS'), unit_off_formula: perThree }),
        units(
          [
            [0, 0, 0],
            [2, 2, 2_000],
          ],
          'mug',
        ),
      ],
    ],
    12_000,
  ],
  [
    'one mug for five units',
    '5 poster',
    [
      [
        offer({ ...free(7, 'mug', 'ADD_NEW_ITEMS'), unit_off_formula: perThree }),
        units(
          [
            [0, 0, 0],
            [1, 1, 1_000],
          ],
          'mug',
        ),
      ],
    ],
    7_500,
  ],
);

const itemOperands = section(
  guide,
  'Order item operands',
  [
    '1.06 of 6.00 and 1.10 of 10.00',
    '1 tea at 600, 1 mug',
    [[amountOff('ORDER_ITEM_PRICE x 0.01 + 1', 'APPLY_TO_ITEMS'), [106, 110]]],
    1_384,
  ],
  [
    'the amount of each line',
    '2 mug, 3 poster',
    [[amountOff('ORDER_ITEM_AMOUNT / 10', 'APPLY_TO_ITEMS'), [200, 450]]],
    5_850,
  ],
  [
    'the units of each line',
    '2 mug, 3 poster',
    [[amountOff('ORDER_ITEM_UNITS_QUANTITY', 'APPLY_TO_ITEMS'), [200, 300]]],
    6_000,
  ],
  [
    'the metadata of each line, and the fallback where there is none',
    '1 mug, 1 poster',
    [[amountOff('ORDER_ITEM_METADATA("Size")', 'APPLY_TO_ITEMS'), [300, 100]]],
    2_100,
    { lines: [{ Size: 3 }] },
  ],
  [
    'the metadata of each product',
    '1 mug, 1 poster',
    [[amountOff('ORDER_ITEM_PRODUCT_METADATA("size")', 'APPLY_TO_ITEMS'), [100, 300]]],
    2_100,
  ],
);

const extremes = section(
  guide,
  'Cheapest and most expensive order item operands',
  [
    'the cheapest price',
    '2 mug, 3 poster',
    [[amountOff('CHEAPEST_ORDER_ITEM_PRICE'), 1_000]],
    5_500,
  ],
  [
    'the cheapest amount',
    '2 mug, 3 poster',
    [[amountOff('CHEAPEST_ORDER_ITEM_AMOUNT'), 2_000]],
    4_500,
  ],
  [
    'the cheapest units',
    '2 mug, 3 poster',
    [[amountOff('CHEAPEST_ORDER_ITEM_UNITS_QUANTITY'), 200]],
    6_300,
  ],
  [
    'the most expensive price',
    '2 mug, 3 poster',
    [[amountOff('MOST_EXPENSIVE_ORDER_ITEM_PRICE'), 1_500]],
    5_000,
  ],
  [
    'the most expensive amount',
    '2 mug, 3 poster',
    [[amountOff('MOST_EXPENSIVE_ORDER_ITEM_AMOUNT'), 4_500]],
    2_000,
  ],
  [
    'the cheapest subtotal, after a discount on its line',
    '2 mug, 3 poster',
    [
      [offer(amount(400, 'APPLY_TO_ITEMS'), on('mug')), [400, 0]],
      [amountOff('CHEAPEST_ORDER_ITEM_SUBTOTAL'), 1_600],
    ],
    4_500,
  ],
  [
    'of equal prices the line of the lowest subtotal',
    '3 mug, 1 mug, 2 mug',
    [[amountOff('CHEAPEST_ORDER_ITEM_AMOUNT'), 1_000]],
    5_000,
  ],
  [
    'the same for the most expensive',
    '3 mug, 1 mug, 2 mug',
    [[amountOff('MOST_EXPENSIVE_ORDER_ITEM_UNITS_QUANTITY'), 100]],
    5_900,
  ],
);

const orderOperands = section(
  guide,
  'Order-level operands',
  ['the amount', '2 mug, 3 poster', [[amountOff('ORDER_AMOUNT / 5'), 1_300]], 5_200],
  ['the lines', '2 mug, 3 poster', [[amountOff('ORDER_ITEMS_QUANTITY'), 200]], 6_300],
  ['the units', '2 mug, 3 poster', [[amountOff('ORDER_UNITS_QUANTITY'), 500]], 6_000],
);

const metadataOperands = section(
  guide,
  'Metadata operands',
  [
    'of the order',
    '10000',
    [[amountOff('ORDER_METADATA("day_of_week")'), 500]],
    9_500,
    order({ day_of_week: 5 }),
  ],
  [
    'of the customer',
    '10000',
    [[amountOff('CUSTOMER_METADATA("customer_life_time_value")'), 7_555]],
    2_445,
    customer({ customer_life_time_value: 75.55 }),
  ],
  [
    'of the redemption',
    '10000',
    [[amountOff('REDEMPTION_METADATA("store_list")'), 300]],
    9_700,
    { redemption: { store_list: 3 } },
  ],
  [
    'the fallback, where it is not there',
    '10000',
    [[amountOff('ORDER_METADATA("day_of_week")'), 100]],
    9_900,
  ],
  [
    'the fallback, where it is no number',
    '10000',
    [[amountOff('ORDER_METADATA("day_of_week")'), 100]],
    9_900,
    order({ day_of_week: 'Friday' }),
  ],
);

const VISITS = 'ORDER_METADATA("number_of_store_visits")';
const VALUE = 'CUSTOMER_METADATA("customer_life_time_value")';
const value = (customer_life_time_value: number) => customer({ customer_life_time_value });

const functions = section(
  guide,
  'Expression functions',
  [
    'brackets',
    '10000',
    [[amountOff(`(10 - ${VISITS})`), 400]],
    9_600,
    order({ number_of_store_visits: 6 }),
  ],
  [
    'MIN',
    '10000',
    [[amountOff(`MIN(${VISITS};${VALUE})`), 600]],
    9_400,
    { ...order({ number_of_store_visits: 6 }), ...value(75) },
  ],
  [
    'MAX',
    '10000',
    [[amountOff(`MAX(${VISITS};${VALUE})`), 7_500]],
    2_500,
    { ...order({ number_of_store_visits: 6 }), ...value(75) },
  ],
  [
    'POW',
    '10000',
    [[amountOff(`POW(${VISITS};2)`), 3_600]],
    6_400,
    order({ number_of_store_visits: 6 }),
  ],
  [
    'IF, met',
    '10000',
    [[amountOff(`IF(${VISITS} > 5;10;3)`), 1_000]],
    9_000,
    order({ number_of_store_visits: 6 }),
  ],
  [
    'IF, not met',
    '10000',
    [[amountOff(`IF(${VISITS} > 5;10;3)`), 300]],
    9_700,
    order({ number_of_store_visits: 5 }),
  ],
  [
    'DEFAULT_TO, a value',
    '10000',
    [[amountOff('DEFAULT_TO(REDEMPTION_METADATA("store_list") / 2;5)'), 400]],
    9_600,
    { redemption: { store_list: 8 } },
  ],
  [
    'DEFAULT_TO, none',
    '10000',
    [[amountOff('DEFAULT_TO(REDEMPTION_METADATA("store_list") / 2;5)'), 500]],
    9_500,
  ],
  ['ROUND to one digit', '10000', [[amountOff(`ROUND(${VALUE};1)`), 7_560]], 2_440, value(75.55)],
  ['ROUND to none', '10000', [[amountOff(`ROUND(${VALUE};0)`), 7_600]], 2_400, value(75.55)],
  ['ROUND to tens', '10000', [[amountOff(`ROUND(${VALUE};-1)`), 8_000]], 2_000, value(75.55)],
  ['FLOOR to one digit', '10000', [[amountOff(`FLOOR(${VALUE};1)`), 7_550]], 2_450, value(75.55)],
  ['FLOOR to none', '10000', [[amountOff(`FLOOR(${VALUE};0)`), 7_500]], 2_500, value(75.55)],
  ['FLOOR to tens', '10000', [[amountOff(`FLOOR(${VALUE};-1)`), 7_000]], 3_000, value(75.55)],
  ['CEIL to one digit', '10000', [[amountOff(`CEIL(${VALUE};1)`), 7_450]], 2_550, value(74.44)],
  ['CEIL to none', '10000', [[amountOff(`CEIL(${VALUE};0)`), 7_500]], 2_500, value(74.44)],
  ['CEIL to tens', '10000', [[amountOff(`CEIL(${VALUE};-1)`), 8_000]], 2_000, value(74.44)],
);

const operators = section(
  guide,
  'Number operators',
  ['add', '10000', [[amountOff('ORDER_METADATA("a") + 2'), 500]], 9_500, order({ a: 3 })],
  ['subtract', '10000', [[amountOff('ORDER_METADATA("a") - 2'), 100]], 9_900, order({ a: 3 })],
  [
    'multiply, as the builder writes it',
    '10000',
    [[amountOff('ORDER_METADATA("day_of_week") x 2'), 1_000]],
    9_000,
    order({ day_of_week: 5 }),
  ],
  [
    'divide, as the builder writes it',
    '10000',
    [[amountOff('CUSTOMER_METADATA("customer_months_active") ÷ 8'), 300]],
    9_700,
    customer({ customer_months_active: 24 }),
  ],
  ['modulo', '10000', [[amountOff('ORDER_METADATA("a") % 4'), 300]], 9_700, order({ a: 11 })],
  [
    'division by nothing: the fallback',
    '10000',
    [[amountOff('10 / ORDER_METADATA("a")'), 100]],
    9_900,
    order({ a: 0 }),
  ],
);

export const formulas = [
  amounts,
  percents,
  itemOperands,
  extremes,
  orderOperands,
  metadataOperands,
  functions,
  operators,
];

/** Those that give units. */
export const unitFormulas = [quantities];
