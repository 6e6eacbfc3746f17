/** Several redeemables in one request, each upon the price that the one before left. */
import { money } from '../../../src/engine/money/money.ts';
import { section } from '../example.ts';
import { amount, fixed, offer, on, percent, under } from '../offers.ts';

const stackable = 'guides/manage-stackable-discounts.mdx';
const scenarios = 'orchestrate/using-stacking-rules-and-categories.mdx';
const settings = 'orchestrate/stacking-rules.mdx';
const api = 'api.openapi.json';

const sample = '2 mug, 3 poster, 3 shirt, 2 bottle';

const initial = { stacking: { discount_calculation_mode: 'INITIAL_AMOUNT' } } as const;
const expired = { validity: { expiration_date: '2026-05-01T00:00:00Z' } };

const validation = section(
  stackable,
  'Validation',
  [
    '1.00, then 20%, then 80.00',
    '200000',
    [
      [offer(amount(100)), 100],
      [offer(percent(20)), 39_980],
      [offer(amount(8_000)), 8_000],
    ],
    151_920,
  ],
  [
    '20% first: it takes more',
    '200000',
    [
      [offer(percent(20)), 40_000],
      [offer(amount(100)), 100],
      [offer(amount(8_000)), 8_000],
    ],
    151_900,
  ],
);

const existing = section(
  stackable,
  'Apply discount to the already created order',
  [
    'takes what is left: 8.00 of 10.00',
    '10000',
    [[offer(amount(1_000)), 800]],
    0,
    { earlier: { discountAmount: money(9_200), lineDiscountAmounts: [] } },
  ],
  [
    'takes 10% of what is left',
    '10000',
    [[offer(percent(10)), 80]],
    720,
    { earlier: { discountAmount: money(9_200), lineDiscountAmounts: [] } },
  ],
  [
    'adds to what the lines gave before',
    '3 mug, 3 shirt, 2 bottle',
    [[offer(amount(2_500)), 2_500]],
    7_500,
    {
      earlier: {
        discountAmount: money(0),
        lineDiscountAmounts: [money(2_000), money(2_000), money(0)],
      },
    },
  ],
);

const calculation = section(
  scenarios,
  'Discount calculation mode: initial and discounted',
  [
    'Scenario A, initial: 10% and 20% of 100.00',
    '10000',
    [
      [offer(percent(10)), 1_000],
      [offer(percent(20)), 2_000],
    ],
    7_000,
    initial,
  ],
  [
    'Scenario B, discounted: 10% of 100.00 and 20% of 90.00',
    '10000',
    [
      [offer(percent(10)), 1_000],
      [offer(percent(20)), 1_800],
    ],
    7_200,
  ],
  [
    'initial, on items: of what a line cost at first',
    '1 shirt',
    [
      [offer(percent(10, 'APPLY_TO_ITEMS')), [200]],
      [offer(percent(20, 'APPLY_TO_ITEMS')), [400]],
    ],
    1_400,
    initial,
  ],
  [
    'discounted, on items: of what a line still costs',
    '1 shirt',
    [
      [offer(percent(10, 'APPLY_TO_ITEMS')), [200]],
      [offer(percent(20, 'APPLY_TO_ITEMS')), [360]],
    ],
    1_440,
  ],
  [
    'initial: never more than is still to pay',
    '10000',
    [
      [offer(percent(60)), 6_000],
      [offer(percent(60)), 4_000],
    ],
    0,
    initial,
  ],
  [
    'initial changes no amount',
    '10000',
    [
      [offer(percent(50)), 5_000],
      [offer(amount(2_000)), 2_000],
    ],
    3_000,
    initial,
  ],
);

const limits = section(
  settings,
  'Maximum number of valid incentives to apply in a request',
  [
    'lets two of three apply, and skips the third',
    '10000',
    [
      [offer(amount(100)), 100],
      [offer(amount(200)), 200],
      [offer(amount(300)), 'applicable_redeemables_limit_exceeded'],
    ],
    9_700,
    { stacking: { applicable_redeemables_limit: 2 } },
  ],
  [
    'counts those that apply, not those that fail',
    '10000',
    [
      [under(offer(amount(100)), expired), 'voucher_expired'],
      [offer(amount(200)), 200],
      [offer(amount(300)), 300],
    ],
    9_500,
    { stacking: { applicable_redeemables_limit: 2, redeemables_application_mode: 'PARTIAL' } },
  ],
);

const fiveRedeemables = section(api, 'POST /v1/validations: five redeemables', [
  '10.00 off each line, 1.00, 40%, 0.30',
  '1 screen at 2000, 1 case at 700',
  [
    [offer(amount(1_000, 'APPLY_TO_ITEMS')), [1_000, 700]],
    [offer(amount(100)), 100],
    [offer(percent(40)), 360],
    [offer(amount(30)), 30],
  ],
  510,
]);

const redemptions = section(
  api,
  'GET /v1/redemptions/{redemptionId}',
  [
    'points that pay 5.00 after 46.00',
    '20000',
    [[offer(amount(500)), 500]],
    14_900,
    { earlier: { discountAmount: money(4_600), lineDiscountAmounts: [] } },
  ],
  [
    'a gift card that pays 50.00 after 45.30',
    '30200',
    [[offer(amount(5_000)), 5_000]],
    20_670,
    { earlier: { discountAmount: money(4_530), lineDiscountAmounts: [] } },
  ],
  [
    'a stack that takes 61.00 in all',
    '20000',
    [
      [offer(amount(5_600)), 5_600],
      [offer(amount(500)), 500],
    ],
    13_900,
  ],
);

const orders = section(api, 'GET /v1/orders', [
  '10% of three lines, then 12.43 off the order',
  '1 case at 700, 1 mug at 500, 1 vase',
  [
    [offer(percent(10, 'APPLY_TO_ITEMS')), [70, 50, 150]],
    [offer(amount(1_243)), 1_243],
  ],
  1_187,
]);

const upon = section(
  settings,
  'Discount calculation mode: Based on discounted amount',
  [
    'an order-level discount leaves the lines, and one on items still takes of them',
    sample,
    [
      [offer(amount(1_500)), 1_500],
      [offer(percent(10, 'APPLY_TO_ITEMS'), on('adventure')), [200, 450, 600, 0]],
    ],
    14_750,
  ],
  [
    'a discount on items, then 10% of what the order still costs',
    sample,
    [
      [offer(amount(1_000, 'APPLY_TO_ITEMS'), on('adventure')), [1_000, 1_000, 1_000, 0]],
      [offer(percent(10)), 1_450],
    ],
    13_050,
  ],
  [
    'a split goes by what the lines still cost',
    '1 shirt, 1 mug',
    [
      [offer(amount(1_000, 'APPLY_TO_ITEMS'), on('shirt')), [1_000, 0]],
      [offer(amount(500, 'APPLY_TO_ITEMS_PROPORTIONALLY')), [250, 250]],
    ],
    1_500,
  ],
  [
    'a new price of the cart takes what lies between',
    sample,
    [
      [offer(percent(10)), 1_750],
      [offer(fixed(15_000)), 750],
    ],
    15_000,
  ],
  [
    'a new price of units takes what lies between',
    '3 shirt',
    [
      [offer(amount(1_500, 'APPLY_TO_ITEMS')), [1_500]],
      [offer(fixed(1_000, 'APPLY_TO_ITEMS')), [1_500]],
    ],
    3_000,
  ],
  [
    'a new price that has been undercut takes nothing',
    '3 shirt',
    [
      [offer(percent(60, 'APPLY_TO_ITEMS')), [3_600]],
      [offer(fixed(1_000, 'APPLY_TO_ITEMS')), [0]],
    ],
    2_400,
  ],
  [
    'nothing is left for a discount on items where the order is paid',
    '1 shirt',
    [
      [offer(percent(100)), 2_000],
      [offer(amount(500, 'APPLY_TO_ITEMS')), [0]],
    ],
    0,
  ],
  [
    'the last one takes what there is',
    '1 shirt',
    [
      [offer(amount(1_900)), 1_900],
      [offer(amount(500, 'APPLY_TO_ITEMS')), [100]],
    ],
    0,
  ],
);

export const stacks = [
  validation,
  existing,
  calculation,
  limits,
  fiveRedeemables,
  redemptions,
  orders,
  upon,
];
