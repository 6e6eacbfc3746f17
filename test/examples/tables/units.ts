/** Discounts of units: goods that are added, made free, or replaced by others. */
import { section, units } from '../example.ts';
import { amount, free, freeMany, offer, on, percent, rule } from '../offers.ts';

const types = 'build/discount-types-and-effects.mdx';
const giving = 'guides/give-item-for-free-unit-discount.mdx';
const parsing = 'guides/data-parsing.mdx';

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
  stacked,
];
