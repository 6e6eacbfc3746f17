/** Discounts of units: goods that are added, made free, or replaced by others. */
import { money } from '../../../src/engine/money/money.ts';
import { section, units } from '../example.ts';
import { amount, free, freeMany, offer, on, percent, rule } from '../offers.ts';

const types = 'build/discount-types-and-effects.mdx';
const giving = 'guides/give-item-for-free-unit-discount.mdx';
const parsing = 'guides/data-parsing.mdx';
const api = 'api.openapi.json';

const untouched = [0, 0, 0] as const;
const twoShirts = offer(free(2, 'shirt', 'ADD_MISSING_ITEMS'));
const twoNewShirts = offer(free(2, 'shirt', 'ADD_NEW_ITEMS'));

const missing = section(
  types,
  'Add missing order items to match total discount units count',
  [
    'adds both where none is there',
    '1 mug',
    [[twoShirts, units([untouched, [2, 2, 4_000]], 'shirt')]],
    1_000,
  ],
  [
    'adds one where one is there, and both are free',
    '1 mug, 1 shirt',
    [[twoShirts, units([untouched, [1, 2, 4_000]])]],
    1_000,
  ],
  [
    'adds none where both are there',
    '1 mug, 2 shirt',
    [[twoShirts, units([untouched, [0, 2, 4_000]])]],
    1_000,
  ],
  [
    'lets the third be paid',
    '1 mug, 3 shirt',
    [[twoShirts, units([untouched, [0, 2, 4_000]])]],
    3_000,
  ],
  [
    'counts units of several lines',
    '1 shirt, 1 mug, 1 shirt',
    [[twoShirts, units([[0, 1, 2_000], untouched, [0, 1, 2_000]])]],
    1_000,
  ],
);

const always = section(
  types,
  'Always add new units items',
  [
    'adds both where none is there',
    '1 mug',
    [[twoNewShirts, units([untouched, [2, 2, 4_000]], 'shirt')]],
    1_000,
  ],
  [
    'adds both where one is there, which is paid',
    '1 mug, 1 shirt',
    [[twoNewShirts, units([untouched, [2, 2, 4_000]])]],
    3_000,
  ],
  ['adds both where many are there', '5 shirt', [[twoNewShirts, units([[2, 2, 4_000]])]], 10_000],
);

const many = section(
  types,
  'Add many order items',
  [
    'gives each with its own effect',
    '1 mug, 1 shirt',
    [
      [
        offer(freeMany(free(2, 'shirt', 'ADD_MISSING_ITEMS'), free(1, 'mug', 'ADD_NEW_ITEMS'))),
        units([
          [1, 1, 1_000],
          [1, 2, 4_000],
        ]),
      ],
    ],
    1_000,
  ],
  [
    'adds what is not there in lines of their own',
    '1 bottle',
    [
      [
        offer(freeMany(free(1, 'mug', 'ADD_MISSING_ITEMS'), free(2, 'socks', 'ADD_NEW_ITEMS'))),
        units([untouched, [1, 1, 1_000], [2, 2, 1_000]], 'mug', 'socks'),
      ],
    ],
    2_500,
  ],
);

const replaceOne = { quantity_limit: 1, aggregated_quantity_limit: 1 };

const upgrade = section(
  types,
  'Upgrade Bonus: Replace order items',
  [
    'by a dearer one: what it costs more is not paid',
    '3 shirt',
    [
      [
        offer(free(1, 'limited', 'REPLACE_ITEMS'), on('shirt', replaceOne)),
        units(
          [
            [-1, 0, 0],
            [1, 0, 500],
          ],
          'limited',
        ),
      ],
    ],
    6_000,
  ],
  [
    'by a cheaper one: no discount, and the total falls',
    '3 bottle',
    [
      [
        offer(free(1, 'mug', 'REPLACE_ITEMS'), on('bottle', replaceOne)),
        units(
          [
            [-1, 0, 0],
            [1, 0, 0],
          ],
          'mug',
        ),
      ],
    ],
    6_000,
  ],
  [
    'by three cheaper ones that cost more together',
    '3 bottle',
    [
      [
        offer(free(3, 'mug', 'REPLACE_ITEMS'), on('bottle', replaceOne)),
        units(
          [
            [-1, 0, 0],
            [3, 0, 500],
          ],
          'mug',
        ),
      ],
    ],
    7_500,
  ],
  [
    'of every unit, where no limit is set',
    '3 shirt',
    [
      [
        offer(free(1, 'limited', 'REPLACE_ITEMS'), on('shirt')),
        units(
          [
            [-3, 0, 0],
            [3, 0, 1_500],
          ],
          'limited',
        ),
      ],
    ],
    6_000,
  ],
);

const givenNew = section(giving, 'Redemption of the code with discount effect ADD_NEW_ITEMS', [
  'adds one beside the one there',
  '1 red',
  [[offer(free(1, 'red', 'ADD_NEW_ITEMS')), units([[1, 1, 2_900]])]],
  2_900,
]);

const givenMissing = section(
  giving,
  'Redemption of the code with discount effect ADD_MISSING_ITEMS',
  [
    'makes the one there free',
    '1 red',
    [[offer(free(1, 'red', 'ADD_MISSING_ITEMS')), units([[0, 1, 2_900]])]],
    0,
  ],
);

const givenMany = section(giving, 'Redemption of the code with discount effect ADD_MANY_ITEMS', [
  'makes one free and adds another',
  '1 red, 1 blue',
  [
    [
      offer(freeMany(free(1, 'red', 'ADD_MISSING_ITEMS'), free(1, 'blue', 'ADD_NEW_ITEMS'))),
      units([
        [0, 1, 2_900],
        [1, 1, 3_100],
      ]),
    ],
  ],
  3_100,
]);

const parsed = section(
  parsing,
  'Free items',
  [
    'already in the cart',
    '1 mug, 2 bottle',
    [[offer(free(1, 'mug', 'ADD_NEW_ITEMS')), units([[1, 1, 1_000], untouched])]],
    6_000,
  ],
  [
    'not in the cart',
    '2 bottle',
    [[offer(free(1, 'mug', 'ADD_NEW_ITEMS')), units([untouched, [1, 1, 1_000]], 'mug')]],
    5_000,
  ],
);

const upselling = section('guides/checking-eligibility.mdx', 'Case 4 - Upselling (audience only)', [
  'a charger with tools',
  '1 drill, 1 mixer',
  [
    [
      offer(free(1, 'charger', 'ADD_MISSING_ITEMS')),
      units([untouched, untouched, [1, 1, 3_500]], 'charger'),
    ],
  ],
  50_000,
]);

/** The order of the promotions in the API description; it comes to 721.00. */
const sixLines = '1 red, 1 blue, 1 red, 1 comic/first, 1 vase, 1 iphone';
const four = [untouched, untouched, untouched, untouched] as const;
const six = [...four, untouched, untouched] as const;

const promotions = section(
  api,
  'POST /v1/promotions/validation',
  [
    '11 phones missing, 22 comics more, 222 vases and 111 phones missing',
    sixLines,
    [
      [
        offer(
          freeMany(
            free(11, 'galaxy/large', 'ADD_MISSING_ITEMS'),
            free(22, 'comic/first', 'ADD_NEW_ITEMS'),
            free(222, 'vase', 'ADD_MISSING_ITEMS'),
            free(111, 'iphone', 'ADD_MISSING_ITEMS'),
          ),
        ),
        units(
          [
            untouched,
            untouched,
            untouched,
            [22, 22, 37_400],
            [221, 222, 333_000],
            [110, 111, 6_660_000],
            [11, 11, 2_310_000],
          ],
          'galaxy/large',
        ),
      ],
    ],
    10_600,
  ],
  [
    '45 phones more',
    sixLines,
    [
      [
        offer(free(45, 'galaxy/large', 'ADD_NEW_ITEMS')),
        units([...six, [45, 45, 9_450_000]], 'galaxy/large'),
      ],
    ],
    72_100,
  ],
  [
    '23 comics, 22 of them missing',
    sixLines,
    [
      [
        offer(free(23, 'comic/first', 'ADD_MISSING_ITEMS')),
        units([untouched, untouched, untouched, [22, 23, 39_100], untouched, untouched]),
      ],
    ],
    70_400,
  ],
  [
    '8 roses more',
    sixLines,
    [[offer(free(8, 'roses', 'ADD_NEW_ITEMS')), units([...six, [8, 8, 4_000]], 'roses')]],
    72_100,
  ],
  [
    '5 vases, four of them missing',
    sixLines,
    [[offer(free(5, 'vase', 'ADD_MISSING_ITEMS')), units([...four, [4, 5, 7_500], untouched])]],
    70_600,
  ],
  [
    'free shipping, which costs nothing here',
    sixLines,
    [[offer(free(1, 'shipping', 'ADD_MISSING_ITEMS')), units([...six, [1, 1, 0]], 'shipping')]],
    72_100,
  ],
);

const tier = section(api, 'POST /v1/promotions/tiers/{tierId}/validation', [
  '45 phones more, in a line beside that of their product',
  '1 case, 1 lamp, 1 cable, 2 desk, 2 chair, 1 comic/first, 2 galaxy',
  [
    [
      offer(free(45, 'galaxy/large', 'ADD_NEW_ITEMS')),
      units([...six, untouched, [45, 45, 9_450_000]], 'galaxy/large'),
    ],
  ],
  468_200,
]);

const redeemed = section(api, 'GET /v1/redemptions', [
  '45 phones with a saw',
  '1 saw at 230000',
  [
    [
      offer(free(45, 'galaxy/large', 'ADD_NEW_ITEMS')),
      units([untouched, [45, 45, 9_450_000]], 'galaxy/large'),
    ],
  ],
  230_000,
]);

const validated = section(
  api,
  'POST /v1/vouchers/{code}/validate',
  [
    'free shipping',
    '1 hat at 1200, 1 scarf at 3100',
    [
      [
        offer(free(1, 'shipping', 'ADD_MISSING_ITEMS')),
        units([untouched, untouched, [1, 1, 0]], 'shipping'),
      ],
    ],
    4_300,
  ],
  [
    'three jackets missing and four more, upon an order with 30% off',
    '1 hat at 9500, 1 scarf at 18500',
    [
      [
        offer(
          freeMany(
            free(3, 'parka/beige', 'ADD_MISSING_ITEMS'),
            free(4, 'parka/brown', 'ADD_NEW_ITEMS'),
          ),
        ),
        units(
          [untouched, untouched, [3, 3, 89_700], [4, 4, 119_600]],
          'parka/beige',
          'parka/brown',
        ),
      ],
    ],
    19_600,
    { earlier: { discountAmount: money(8_400), lineDiscountAmounts: [] } },
  ],
  [
    'three jackets more, upon an order with 30% off',
    '1 hat at 9500, 1 scarf at 18500',
    [
      [
        offer(free(3, 'parka/brown', 'ADD_NEW_ITEMS')),
        units([untouched, untouched, [3, 3, 89_700]], 'parka/brown'),
      ],
    ],
    19_600,
    { earlier: { discountAmount: money(8_400), lineDiscountAmounts: [] } },
  ],
);

const stacked = section(
  'orchestrate/stacking-rules.mdx',
  'Discount calculation mode: Based on discounted amount',
  [
    'a free mug, then 10% of what is to pay',
    '1 bottle',
    [
      [offer(free(1, 'mug', 'ADD_NEW_ITEMS')), units([untouched, [1, 1, 1_000]], 'mug')],
      [offer(percent(10)), 250],
    ],
    2_250,
  ],
  [
    '5.00 off the line, then the shirt free for what it still costs',
    '1 shirt',
    [
      [offer(amount(500, 'APPLY_TO_ITEMS')), [500]],
      [offer(free(1, 'shirt', 'ADD_MISSING_ITEMS')), units([[0, 1, 1_500]])],
    ],
    0,
  ],
  [
    'a free mug, where the cart is worth it',
    '1 bottle',
    [
      [
        offer(free(1, 'mug', 'ADD_NEW_ITEMS'), rule('order.amount', { $more_than: [10_000] })),
        'order_rules_violated',
      ],
    ],
    2_500,
  ],
);

export const unitDiscounts = [
  missing,
  always,
  many,
  upgrade,
  givenNew,
  givenMissing,
  givenMany,
  parsed,
  upselling,
  promotions,
  tier,
  redeemed,
  validated,
  stacked,
];
