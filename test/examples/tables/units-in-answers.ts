/** Discounts of units as the API description answers them. */
import { money } from '../../../src/engine/money/money.ts';
import { section, units } from '../example.ts';
import { free, freeMany, offer } from '../offers.ts';

const api = 'api.openapi.json';

const untouched = [0, 0, 0] as const;
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

export const unitsInAnswers = [promotions, tier, redeemed, validated];
