/** Dynamic discounts: formulas that choose between numbers, and new prices by formula. */
import type { JsonObject } from '../../../src/engine/json.ts';
import type { Around } from '../example.ts';
import { section } from '../example.ts';
import { fixed, offer, onEach, percent } from '../offers.ts';

const guide = 'optimize/dynamic-formula-reference.mdx';
const api = 'api.openapi.json';

const percentOff = (percent_off_formula: string) => offer({ ...percent(1), percent_off_formula });
const newPrice = (fixed_amount_formula: string) => offer({ ...fixed(100), fixed_amount_formula });

const customer = (metadata: JsonObject): Around => ({ customer: { metadata } });
const order = (metadata: JsonObject): Around => ({ order: metadata });

const visitsAndDay = (visits: number, day_of_week: number): Around => ({
  ...customer({ number_of_store_visits: visits }),
  ...order({ day_of_week }),
});
const both =
  'IF(CUSTOMER_METADATA("number_of_store_visits") > 10 AND ORDER_METADATA("day_of_week") = 5;20;3)';
const either =
  'IF(CUSTOMER_METADATA("number_of_store_visits") > 10 OR ORDER_METADATA("day_of_week") = 5;20;3)';

const nestedFormula = 'IF(ORDER_ITEMS_QUANTITY > 4;IF(ORDER_AMOUNT > 200;25;15);10)';
const cities =
  'SWITCH(ORDER_METADATA("store_city");SWITCH_CASE("Boston";10) SWITCH_CASE("New York";15);5)';
const entryPrices = onEach(
  ['cable', { price: 2_000, price_formula: 'IF(ORDER_AMOUNT > 400;0;20)' }],
  [
    'case',
    {
      price: 99_900,
      price_formula: 'IF(ORDER_AMOUNT > 300;ORDER_ITEM_PRICE * 0.8;ORDER_ITEM_PRICE)',
    },
  ],
  [
    'chair',
    {
      price: 99_900,
      price_formula: 'IF(ORDER_AMOUNT > 300;ORDER_ITEM_PRICE * 0.8;ORDER_ITEM_PRICE)',
    },
  ],
  [
    'lamp',
    {
      price: 99_900,
      price_formula: 'IF(ORDER_AMOUNT > 200;ORDER_ITEM_PRICE * 0.9;ORDER_ITEM_PRICE)',
    },
  ],
  [
    'desk',
    {
      price: 99_900,
      price_formula: 'IF(ORDER_AMOUNT > 200;ORDER_ITEM_PRICE * 0.9;ORDER_ITEM_PRICE)',
    },
  ],
);
const byEntry = offer(fixed(0, 'APPLY_TO_ITEMS'), entryPrices);

const conditions = section(
  guide,
  'Complex expression operators',
  ['AND: many visits, a Friday', '10000', [[percentOff(both), 2_000]], 8_000, visitsAndDay(11, 5)],
  ['AND: many visits, a Thursday', '10000', [[percentOff(both), 300]], 9_700, visitsAndDay(11, 4)],
  ['AND: few visits, a Friday', '10000', [[percentOff(both), 300]], 9_700, visitsAndDay(10, 5)],
  ['OR: few visits, a Friday', '10000', [[percentOff(either), 2_000]], 8_000, visitsAndDay(10, 5)],
  [
    'OR: many visits, a Thursday',
    '10000',
    [[percentOff(either), 2_000]],
    8_000,
    visitsAndDay(11, 4),
  ],
  ['OR: few visits, a Thursday', '10000', [[percentOff(either), 300]], 9_700, visitsAndDay(10, 4)],
);

const nested = section(
  guide,
  'Nested formulas',
  [
    '25% of five lines above 200.00',
    '1 mug, 1 poster, 1 shirt, 1 socks, 1 mixer at 18000',
    [[percentOff(nestedFormula), 5_750]],
    17_250,
  ],
  [
    '15% of five lines at 200.00',
    '1 mug, 1 poster, 1 shirt, 1 socks, 1 mixer at 15000',
    [[percentOff(nestedFormula), 3_000]],
    17_000,
  ],
  [
    '10% of four lines',
    '1 mug, 1 poster, 1 shirt, 1 mixer',
    [[percentOff(nestedFormula), 4_450]],
    40_050,
  ],
);

const switches = section(
  guide,
  'Switch function',
  ['10% in Boston', '10000', [[percentOff(cities), 1_000]], 9_000, order({ store_city: 'Boston' })],
  [
    '15% in New York',
    '10000',
    [[percentOff(cities), 1_500]],
    8_500,
    order({ store_city: 'New York' }),
  ],
  ['5% elsewhere', '10000', [[percentOff(cities), 500]], 9_500, order({ store_city: 'Denver' })],
);

const texts = section(
  guide,
  'String operators',
  [
    'is',
    '10000',
    [[percentOff('IF(ORDER_METADATA("s") is "VIP";20;5)'), 2_000]],
    8_000,
    order({ s: 'VIP' }),
  ],
  [
    'isNot',
    '10000',
    [[percentOff('IF(ORDER_METADATA("s") isNot "Beginner";20;5)'), 500]],
    9_500,
    order({ s: 'Beginner' }),
  ],
  [
    'contains',
    '10000',
    [[percentOff('IF(ORDER_METADATA("s") contains "California";20;5)'), 2_000]],
    8_000,
    order({ s: 'South California' }),
  ],
  [
    'startsWith',
    '10000',
    [[percentOff('IF(ORDER_METADATA("s") startsWith "store_";20;5)'), 2_000]],
    8_000,
    order({ s: 'store_7' }),
  ],
  [
    'endsWith',
    '10000',
    [[percentOff('IF(ORDER_METADATA("s") endsWith "_sms";20;5)'), 500]],
    9_500,
    order({ s: 'a_mail' }),
  ],
  [
    'IN_ARRAY',
    '10000',
    [[percentOff('IF(ORDER_METADATA("s") IN_ARRAY "EU,EMEA";20;5)'), 2_000]],
    8_000,
    order({ s: 'EMEA' }),
  ],
  [
    'NOT_IN_ARRAY',
    '10000',
    [[percentOff('IF(ORDER_METADATA("s") NOT_IN_ARRAY "EU,EMEA";20;5)'), 500]],
    9_500,
    order({ s: 'EU' }),
  ],
);

const prices = section(
  guide,
  'Application scope: new prices',
  ['of the whole cart', '20000', [[newPrice('ORDER_AMOUNT - 30'), 3_000]], 17_000],
  ['never below nothing', '2000', [[newPrice('ORDER_AMOUNT - 30'), 2_000]], 0],
);

const validated = section(
  api,
  'POST /v1/vouchers/{code}/validate: new prices by formula',
  [
    'shipping free above 400.00, 20% above 300.00, 10% above 200.00',
    '1 case, 1 lamp, 1 cable, 2 desk, 2 chair',
    [[byEntry, [1_300, 600, 2_000, 1_000, 4_400]]],
    37_200,
  ],
  ['nothing yet at 145.00', '1 case, 1 lamp, 1 cable', [[byEntry, [0, 0, 0]]], 14_500],
  [
    '10% alone at 222.00',
    '1 case, 2 lamp, 1 cable, 1 cola at 1700',
    [[byEntry, [0, 1_200, 0, 0]]],
    21_000,
  ],
);

export const formulaConditions = [conditions, nested, switches, texts, prices, validated];
