/** Bundles: discounts that are given once for each group of goods in the cart. */
import type { JsonObject } from '../../../src/engine/json.ts';
import { section, units } from '../example.ts';
import { amount, bundle, fixed, free, freeMany, offer, on, onEach, percent } from '../offers.ts';

const guide = 'build/product-bundles.mdx';

const untouched = [0, 0, 0] as const;

/** The bundle, and what the discount covers: one definition. */
const covering = (parts: JsonObject, covered: JsonObject): JsonObject => ({ ...parts, ...covered });

const laptops = bundle(10, [1, 'laptop']);
const missing = section(
  guide,
  'Free products: Add missing order items to match total discount units count',
  [
    'one laptop, one bag',
    '1 laptop',
    [
      [
        offer(free(1, 'bag', 'ADD_MISSING_ITEMS'), laptops),
        units([untouched, [1, 1, 4_000]], 'bag'),
      ],
    ],
    90_000,
  ],
  [
    'two laptops, two bags',
    '2 laptop',
    [
      [
        offer(free(1, 'bag', 'ADD_MISSING_ITEMS'), laptops),
        units([untouched, [2, 2, 8_000]], 'bag'),
      ],
    ],
    180_000,
  ],
  [
    'two laptops, and the bag there is one of the two',
    '2 laptop, 1 bag',
    [[offer(free(1, 'bag', 'ADD_MISSING_ITEMS'), laptops), units([untouched, [1, 2, 8_000]])]],
    180_000,
  ],
);

const shoes = bundle(10, [1, 'shoes']);
const always = section(
  guide,
  'Free products: Always add new units items',
  [
    'one pair of shoes, one of socks',
    '1 shoes',
    [[offer(free(1, 'socks', 'ADD_NEW_ITEMS'), shoes), units([untouched, [1, 1, 500]], 'socks')]],
    8_000,
  ],
  [
    'three pairs of shoes, three more of socks',
    '3 shoes, 1 socks',
    [[offer(free(1, 'socks', 'ADD_NEW_ITEMS'), shoes), units([untouched, [3, 3, 1_500]])]],
    24_500,
  ],
);

const meal = bundle(10, [1, 'pizza'], [1, 'cola']);
const desserts = freeMany(free(2, 'dessert', 'ADD_NEW_ITEMS'));
const many = section(
  guide,
  'Free products: Add many order items',
  [
    'one meal, two desserts',
    '1 pizza, 1 cola',
    [[offer(desserts, meal), units([untouched, untouched, [2, 2, 1_800]], 'dessert')]],
    2_700,
  ],
  [
    'two meals, four desserts',
    '2 pizza, 2 cola',
    [[offer(desserts, meal), units([untouched, untouched, [4, 4, 3_600]], 'dessert')]],
    5_400,
  ],
  [
    'two pizzas with one cola are one meal',
    '2 pizza, 1 cola',
    [[offer(desserts, meal), units([untouched, untouched, [2, 2, 1_800]], 'dessert')]],
    5_100,
  ],
  ['a pizza alone is none', '1 pizza', [[offer(desserts, meal), 'order_rules_violated']], 2_400],
);

const coffee = covering(bundle(10, [1, 'small']), on('small', { quantity_limit: 1 }));
const upgrade = section(
  guide,
  'Upgrade bonus: Replace order items',
  [
    'one small coffee becomes a large one',
    '1 small',
    [
      [
        offer(free(1, 'large', 'REPLACE_ITEMS'), coffee),
        units(
          [
            [-1, 0, 0],
            [1, 0, 100],
          ],
          'large',
        ),
      ],
    ],
    300,
  ],
  [
    'three small coffees become three large ones',
    '3 small',
    [
      [
        offer(free(1, 'large', 'REPLACE_ITEMS'), coffee),
        units(
          [
            [-3, 0, 0],
            [3, 0, 300],
          ],
          'large',
        ),
      ],
    ],
    900,
  ],
);

const care = bundle(10, [1, 'balm'], [1, 'cream']);
const orderAmount = section(
  guide,
  'Amount discount: Apply to whole cart',
  ['$1 for each of five', '5 balm, 5 cream', [[offer(amount(100), care), 500]], 4_500],
  ['$1 for each complete one', '5 balm, 3 cream', [[offer(amount(100), care), 300]], 3_500],
  [
    '$1 for at most three',
    '5 balm, 5 cream',
    [[offer(amount(100), bundle(3, [1, 'balm'], [1, 'cream'])), 300]],
    4_700,
  ],
  [
    'nothing without the cream',
    '5 balm',
    [[offer(amount(100), care), 'order_rules_violated']],
    2_000,
  ],
);

const cleaning = bundle(30, [1, 'spray'], [1, 'cloth']);
const orderPercent = section(
  guide,
  'Percent discount: Apply to whole cart',
  ['5% for each of five: 25%', '5 spray, 5 cloth', [[offer(percent(5), cleaning), 1_250]], 3_750],
  ['5% for one', '1 spray, 1 cloth', [[offer(percent(5), cleaning), 50]], 950],
  ['never more than 100%', '21 spray, 21 cloth', [[offer(percent(5), cleaning), 21_000]], 0],
);

const protection = bundle(10, [1, 'casing'], [1, 'protector']);
const newOrderPrice = section(
  guide,
  'New price: Apply to whole cart',
  [
    '$50 in all for five',
    '5 casing, 5 protector',
    [[offer(fixed(5_000), protection), 10_000]],
    5_000,
  ],
  [
    'a cart that costs less keeps its price',
    '1 casing, 1 protector',
    [[offer(fixed(5_000), protection), 0]],
    3_000,
  ],
);

const office = bundle(10, [1, 'laptop'], [1, 'bag']);
const byUnit = amount(2_000, 'APPLY_TO_ITEMS_BY_QUANTITY');
const perUnit = section(
  guide,
  'Amount discount: Apply the full discount to each item unit',
  [
    'Cart 1: one mouse for each bundle',
    '2 laptop, 2 bag, 3 mouse',
    [[offer(byUnit, covering(office, on('mice', { quantity_limit: 1 }))), [0, 0, 4_000]]],
    202_000,
  ],
  [
    'Cart 2: every mouse, without a limit',
    '2 laptop, 2 bag, 3 mouse',
    [[offer(byUnit, covering(office, on('mice'))), [0, 0, 6_000]]],
    200_000,
  ],
);

const perLine = section(
  guide,
  'Amount discount: Apply the discount to item subtotal',
  [
    'Cart 1: $40 off the line of mice',
    '2 laptop, 2 bag, 3 mouse',
    [[offer(amount(2_000, 'APPLY_TO_ITEMS'), covering(office, on('mice'))), [0, 0, 4_000]]],
    202_000,
  ],
  [
    'Cart 2: $40 off each of three lines',
    '2 laptop, 2 bag, 1 mouse, 1 mouse, 1 mouse',
    [
      [
        offer(amount(2_000, 'APPLY_TO_ITEMS'), covering(office, on('mice'))),
        [0, 0, 4_000, 4_000, 4_000],
      ],
    ],
    194_000,
  ],
);

const snacks = bundle(10, [2, 'crisps']);
const itemPercent = section(
  guide,
  'Percent discounts (item level)',
  [
    '5% for each of two: 10% off soda',
    '4 crisps, 5 soda',
    [[offer(percent(5, 'APPLY_TO_ITEMS'), covering(snacks, on('sodas'))), [0, 100]]],
    2_100,
  ],
  [
    'the number of units is not multiplied',
    '4 crisps, 5 soda',
    [
      [
        offer(percent(5, 'APPLY_TO_ITEMS'), covering(snacks, on('sodas', { quantity_limit: 3 }))),
        [0, 60],
      ],
    ],
    2_140,
  ],
  [
    'three packs are one bundle',
    '3 crisps, 5 soda',
    [[offer(percent(5, 'APPLY_TO_ITEMS'), covering(snacks, on('sodas'))), [0, 50]]],
    1_850,
  ],
);

const night = covering(
  bundle(10, [1, 'ticket'], [2, 'drink']),
  onEach(
    ['ticket', { price: 1_000, quantity_limit: 1 }],
    ['drink', { price: 200, quantity_limit: 2 }],
  ),
);
const newUnitPrice = section(
  guide,
  'New price: Apply the discount to item unit',
  [
    'two tickets at $10 and four drinks at $2',
    '2 ticket, 5 drink',
    [[offer(fixed(1_000, 'APPLY_TO_ITEMS'), night), [1_000, 800]]],
    3_200,
  ],
  [
    'one bundle: one ticket and two drinks',
    '2 ticket, 3 drink',
    [[offer(fixed(1_000, 'APPLY_TO_ITEMS'), night), [500, 400]]],
    3_300,
  ],
);

const brewing = covering(bundle(10, [1, 'machine'], [1, 'grinder']), on('coffee'));
const byAmount = section(
  guide,
  'Amount discount: Split the discount proportionally to amount',
  [
    '$20 for two, 60% and 40%',
    '2 machine, 2 grinder, 1 beans, 1 filters',
    [[offer(amount(1_000, 'APPLY_TO_ITEMS_PROPORTIONALLY'), brewing), [0, 0, 1_200, 800]]],
    59_000,
  ],
  [
    '$10 for one',
    '1 machine, 1 grinder, 1 beans, 1 filters',
    [[offer(amount(1_000, 'APPLY_TO_ITEMS_PROPORTIONALLY'), brewing), [0, 0, 600, 400]]],
    32_000,
  ],
);

const playing = covering(bundle(10, [1, 'racket'], [1, 'satchel']), on('tennis'));
const byQuantity = section(
  guide,
  'Amount discount: Split the discount proportionally to quantity',
  [
    '$20 for two, three balls and two wristbands',
    '2 racket, 2 satchel, 3 balls, 2 wristband',
    [
      [
        offer(amount(1_000, 'APPLY_TO_ITEMS_PROPORTIONALLY_BY_QUANTITY'), playing),
        [0, 0, 1_200, 800],
      ],
    ],
    32_400,
  ],
);

const cartOfGuide = bundle(10, [2, 'bottle'], [5, 'adventure']);
const incomplete = section(
  'guides/checking-eligibility.mdx',
  'Bundles',
  [
    'one bottle and three products are too few',
    '1 bottle, 1 shirt, 2 socks',
    [[offer(amount(1_000, 'APPLY_TO_ITEMS'), cartOfGuide), 'order_rules_violated']],
    5_500,
  ],
  [
    'two bottles and five products are a bundle',
    '2 bottle, 1 shirt, 4 socks',
    [[offer(amount(1_000), cartOfGuide), 1_000]],
    8_000,
  ],
);

export const bundles = [
  missing,
  always,
  many,
  upgrade,
  orderAmount,
  orderPercent,
  newOrderPrice,
  perUnit,
  perLine,
  itemPercent,
  newUnitPrice,
  byAmount,
  byQuantity,
  incomplete,
];
