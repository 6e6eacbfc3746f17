/** Limits of discounts on items: by line, by order, by units, and which of them counts. */
import type { JsonObject } from '../../../src/engine/json.ts';
import { section } from '../example.ts';
import { amount, except, fixed, offer, on, onEach, onExcept, percent } from '../offers.ts';

const guide = 'build/discount-types-and-effects.mdx';
const sample = '2 mug, 3 poster, 3 shirt, 2 bottle';

const half = (more: JsonObject) => offer(percent(50, 'APPLY_TO_ITEMS'), on('adventure', more));
const fiveOff = (more: JsonObject) =>
  offer(amount(500, 'APPLY_TO_ITEMS_BY_QUANTITY'), on('adventure', more));
const forFive = (more: JsonObject) => offer(fixed(500, 'APPLY_TO_ITEMS'), on('adventure', more));
const halfWithin = (limits: Parameters<typeof percent>[2]) =>
  offer(percent(50, 'APPLY_TO_ITEMS', limits), on('adventure'));

/** Five units in each of three lines: 100.00, 50.00 and 75.00. */
const fives = '5 shirt, 5 mug, 5 poster';
/** The guide's two lines with six units. */
const twoAndFour = '2 mug, 4 shirt';

const perLine = section(
  guide,
  'Maximum discount amount per order line',
  [
    'of $25 holds each line',
    fives,
    [[half({ amount_limit: 2_500 }), [2_500, 2_500, 2_500]]],
    15_000,
  ],
  [
    'of $40 holds the first line alone',
    fives,
    [[half({ amount_limit: 4_000 }), [4_000, 2_500, 3_750]]],
    12_250,
  ],
  [
    'holds a discount by unit',
    fives,
    [[fiveOff({ amount_limit: 2_000 }), [2_000, 2_000, 2_000]]],
    16_500,
  ],
  ['holds a new price', fives, [[forFive({ amount_limit: 3_000 }), [3_000, 2_500, 3_000]]], 14_000],
  [
    'may be said of the discount itself',
    fives,
    [[halfWithin({ amount_limit: 2_500 }), [2_500, 2_500, 2_500]]],
    15_000,
  ],
);

const perOrder = section(
  guide,
  'Maximum discount amount per order',
  [
    'of $100 serves line after line',
    fives,
    [[half({ aggregated_amount_limit: 10_000 }), [5_000, 2_500, 2_500]]],
    12_500,
  ],
  [
    'of $100 lets a smaller discount be',
    sample,
    [[half({ aggregated_amount_limit: 10_000 }), [1_000, 2_250, 3_000, 0]]],
    11_250,
  ],
  [
    'holds a discount by unit',
    fives,
    [[fiveOff({ aggregated_amount_limit: 4_000 }), [2_500, 1_500, 0]]],
    18_500,
  ],
  [
    'holds a new price',
    fives,
    [[forFive({ aggregated_amount_limit: 8_000 }), [7_500, 500, 0]]],
    14_500,
  ],
  [
    'of two entries holds each for itself',
    '2 shirt, 2 mug, 2 bottle',
    [
      [
        offer(
          percent(50, 'APPLY_TO_ITEMS'),
          onEach(
            ['adventure', { aggregated_amount_limit: 2_500 }],
            ['star', { aggregated_amount_limit: 1_000 }],
          ),
        ),
        [2_000, 500, 1_000],
      ],
    ],
    7_500,
  ],
);

const combined = section(
  guide,
  'Additional discount limits: Maximum amount combined for all order lines',
  [
    'of $25 holds $10 off each of three lines',
    sample,
    [
      [
        offer(amount(1_000, 'APPLY_TO_ITEMS', { aggregated_amount_limit: 2_500 }), on('adventure')),
        [1_000, 1_000, 500, 0],
      ],
    ],
    15_000,
  ],
  [
    'of $45 holds $10 off each of eight units',
    sample,
    [
      [
        offer(
          amount(1_000, 'APPLY_TO_ITEMS_BY_QUANTITY', { aggregated_amount_limit: 4_500 }),
          on('adventure'),
        ),
        [2_000, 2_500, 0, 0],
      ],
    ],
    13_000,
  ],
  [
    'of $40 holds 50% of each line',
    sample,
    [[halfWithin({ aggregated_amount_limit: 4_000 }), [1_000, 2_250, 750, 0]]],
    13_500,
  ],
);

const combinedOfParsing = section('guides/data-parsing.mdx', 'Discounts', [
  'of $50 lets $20 off each of two lines be, and $25 off the cart comes after',
  '3 mug, 3 shirt, 2 bottle',
  [
    [
      offer(amount(2_000, 'APPLY_TO_ITEMS', { aggregated_amount_limit: 5_000 }), on('adventure')),
      [2_000, 2_000, 0],
    ],
    [offer(amount(2_500)), 2_500],
  ],
  7_500,
]);

const perItem = section(
  guide,
  'Maximum units per order item',
  [
    'of 3 lets three of five units have 10% off',
    '5 shirt',
    [[offer(percent(10, 'APPLY_TO_ITEMS'), on('shirt', { quantity_limit: 3 })), [600]]],
    9_400,
  ],
  [
    'of 3 lets three of five units have $5 off',
    '5 shirt',
    [[fiveOff({ quantity_limit: 3 }), [1_500]]],
    8_500,
  ],
  [
    'of 3 lets three of five units have a new price',
    '5 shirt',
    [[forFive({ quantity_limit: 3 }), [4_500]]],
    5_500,
  ],
  ['of 3 lets two units be', '2 shirt', [[forFive({ quantity_limit: 3 }), [3_000]]], 1_000],
  [
    'of 3 counts each line for itself',
    '5 shirt, 4 mug',
    [[forFive({ quantity_limit: 3 }), [4_500, 1_500]]],
    8_000,
  ],
  [
    'holds a split to what its units cost',
    '5 mug, 5 socks',
    [
      [
        offer(
          amount(9_000, 'APPLY_TO_ITEMS_PROPORTIONALLY'),
          on('adventure', { quantity_limit: 3 }),
        ),
        [3_000, 1_500],
      ],
    ],
    3_000,
  ],
);

const perMatched = section(
  guide,
  'Maximum units combined for all matched order lines',
  [
    'of 5 leaves the sixth unit at its price, with $5 off the others',
    twoAndFour,
    [[fiveOff({ aggregated_quantity_limit: 5 }), [1_000, 1_500]]],
    7_500,
  ],
  [
    'of 5 leaves the sixth unit at its price, with 50% off the others',
    twoAndFour,
    [[half({ aggregated_quantity_limit: 5 }), [1_000, 3_000]]],
    6_000,
  ],
  [
    'of 5 leaves the sixth unit at its price, with a new price for the others',
    twoAndFour,
    [[forFive({ aggregated_quantity_limit: 5 }), [1_000, 4_500]]],
    4_500,
  ],
  [
    'of 2 serves the first line alone',
    twoAndFour,
    [[forFive({ aggregated_quantity_limit: 2 }), [1_000, 0]]],
    9_000,
  ],
  [
    'of 2 serves the most expensive first, where the discount starts there',
    twoAndFour,
    [[forFive({ aggregated_quantity_limit: 2, effect: 'APPLY_FROM_MOST_EXPENSIVE' }), [0, 3_000]]],
    7_000,
  ],
);

const lowest = section(
  guide,
  'Discounted product limits – Capped by: the lowest possible discount',
  [
    'comes of units before the amount of a line',
    '5 shirt',
    [[half({ quantity_limit: 2, amount_limit: 3_000 }), [2_000]]],
    8_000,
  ],
  [
    'comes of the amount of a line before units',
    '5 shirt',
    [[half({ quantity_limit: 4, amount_limit: 3_000 }), [3_000]]],
    7_000,
  ],
  [
    "comes of the discount's own limit before the entry's",
    '5 shirt',
    [
      [
        offer(
          percent(50, 'APPLY_TO_ITEMS', { amount_limit: 1_000 }),
          on('shirt', { amount_limit: 3_000 }),
        ),
        [1_000],
      ],
    ],
    9_000,
  ],
  [
    "comes of the entry's limit before the discount's own",
    '5 shirt',
    [
      [
        offer(
          percent(50, 'APPLY_TO_ITEMS', { amount_limit: 3_000 }),
          on('shirt', { amount_limit: 1_000 }),
        ),
        [1_000],
      ],
    ],
    9_000,
  ],
  [
    'comes of the order before the line',
    fives,
    [[half({ amount_limit: 2_500, aggregated_amount_limit: 4_000 }), [2_500, 1_500, 0]]],
    18_500,
  ],
  [
    'comes of units in all before units of a line',
    twoAndFour,
    [[forFive({ quantity_limit: 3, aggregated_quantity_limit: 4 }), [1_000, 3_000]]],
    6_000,
  ],
);

const chosen = section(
  guide,
  'Choosing discounted products',
  [
    'each product',
    sample,
    [
      [
        offer(percent(10, 'APPLY_TO_ITEMS'), { applicable_to: { included_all: true } }),
        [200, 450, 600, 500],
      ],
    ],
    15_750,
  ],
  [
    'each product but excluded ones',
    sample,
    [[offer(percent(10, 'APPLY_TO_ITEMS'), except('poster')), [200, 0, 600, 500]]],
    16_200,
  ],
  [
    'each product but an excluded collection',
    sample,
    [[offer(percent(10, 'APPLY_TO_ITEMS'), except('adventure')), [0, 0, 0, 500]]],
    17_000,
  ],
  [
    'selected products',
    sample,
    [[offer(percent(10, 'APPLY_TO_ITEMS'), on('mug bottle')), [200, 0, 0, 500]]],
    16_800,
  ],
  [
    'a selected collection',
    sample,
    [[offer(percent(10, 'APPLY_TO_ITEMS'), on('clothes')), [0, 0, 600, 0]]],
    16_900,
  ],
  [
    'a selected collection but a product of it',
    sample,
    [[offer(percent(10, 'APPLY_TO_ITEMS'), onExcept('adventure', 'poster')), [200, 0, 600, 0]]],
    16_700,
  ],
  [
    'a selected collection but another one',
    sample,
    [[offer(percent(10, 'APPLY_TO_ITEMS'), onExcept('adventure', 'clothes')), [200, 450, 0, 0]]],
    16_850,
  ],
  [
    'a product selected twice, once',
    sample,
    [[offer(percent(10, 'APPLY_TO_ITEMS'), on('adventure shirt')), [200, 450, 600, 0]]],
    16_250,
  ],
  [
    'what is selected and excluded, not',
    sample,
    [[offer(percent(10, 'APPLY_TO_ITEMS'), onExcept('mug', 'mug')), [0, 0, 0, 0]]],
    17_500,
  ],
);

export const itemLimits = [
  perLine,
  perOrder,
  combined,
  combinedOfParsing,
  perItem,
  perMatched,
  lowest,
  chosen,
];
