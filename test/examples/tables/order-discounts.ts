/** Discounts on the order as a whole: an amount, a percentage, a new price. */
import { section } from '../example.ts';
import { amount, fixed, offer, on, percent, rule, under } from '../offers.ts';

const types = 'build/discount-types-and-effects.mdx';
const api = 'api.openapi.json';

/** The guide's sample order; it comes to 175.00. */
const sample = '2 mug, 3 poster, 3 shirt, 2 bottle';
/** The order of three examples in the API description; it comes to 465.00. */
const fiveLines =
  '1 case at 6500, 1 lamp at 6000, 1 cable at 2000, 2 desk at 5000, 2 chair at 11000';
/** The order of the promotions in the API description; it comes to 721.00. */
const sixLines = '1 red, 1 blue, 1 red, 1 comic at 1700, 1 vase, 1 phone at 60000';
/** The cart of the guide on eligibility: a drill and a book, 115.00. */
const drillAndBook = '1 drill, 1 ebook';

const amounts = section(
  types,
  'Amount discount',
  ['takes $20 off the whole cart', sample, [[offer(amount(2_000)), 2_000]], 15_500],
  ['takes €10 off an order without lines', '10000', [[offer(amount(1_000)), 1_000]], 9_000],
  ['never takes more than the cart costs', '1 mug', [[offer(amount(2_000)), 1_000]], 0],
  ['takes the last cent', '1999', [[offer(amount(2_000)), 1_999]], 0],
  ['takes nothing off an order that costs nothing', '', [[offer(amount(2_000)), 0]], 0],
  ['takes one cent', '1 socks', [[offer(amount(1)), 1]], 499],
);

const percents = section(
  types,
  'Percent discount',
  ['takes 10% of the whole cart', sample, [[offer(percent(10)), 1_750]], 15_750],
  ['takes 50% of the whole cart', sample, [[offer(percent(50)), 8_750]], 8_750],
  ['takes all of it at 100%', sample, [[offer(percent(100)), 17_500]], 0],
  ['takes nothing at 0%', sample, [[offer(percent(0)), 0]], 17_500],
  ['takes a fraction of a percent', '20000', [[offer(percent(12.5)), 2_500]], 17_500],
);

const percentLimits = section(
  types,
  'Additional discount limits: Maximum discount amount, of the whole order',
  [
    'holds a percentage that would take more',
    sample,
    [[offer(percent(50, 'APPLY_TO_ORDER', { amount_limit: 2_000 })), 2_000]],
    15_500,
  ],
  [
    'lets a percentage be that takes just as much',
    sample,
    [[offer(percent(10, 'APPLY_TO_ORDER', { amount_limit: 1_750 })), 1_750]],
    15_750,
  ],
  [
    'lets a percentage be that takes less',
    sample,
    [[offer(percent(10, 'APPLY_TO_ORDER', { amount_limit: 2_000 })), 1_750]],
    15_750,
  ],
);

const newPrices = section(
  types,
  'New price, of the whole cart',
  ['takes the difference', sample, [[offer(fixed(15_000)), 2_500]], 15_000],
  ['takes nothing where it is the price already', sample, [[offer(fixed(17_500)), 0]], 17_500],
  ['never makes a cart dearer', sample, [[offer(fixed(20_000)), 0]], 17_500],
  ['of nothing takes all', sample, [[offer(fixed(0)), 17_500]], 0],
);

const rounding = section(
  'docs/compatibility.md',
  'Prices: rounding of a percentage that does not divide',
  ['goes up from half a cent', '105', [[offer(percent(10)), 11]], 94],
  ['goes down below half a cent', '104', [[offer(percent(10)), 10]], 94],
  ['is by the discount, not by what is left', '999', [[offer(percent(50)), 500]], 499],
  ['reads four decimals', '100000', [[offer(percent(33.3333)), 33_333]], 66_667],
);

const effects = section(
  'guides/discount-effects.mdx',
  'Apply to order',
  ['takes 10% of 200.50', '20050', [[offer(percent(10)), 2_005]], 18_045],
  [
    'takes it from no line, even where a rule names lines',
    sample,
    [[offer(percent(10), on('adventure')), 1_750]],
    15_750,
  ],
  [
    'takes it where the named goods are not in the cart',
    '2 bottle',
    [[offer(percent(10), on('adventure')), 500]],
    4_500,
  ],
);

const eligibility = section(
  'guides/checking-eligibility.mdx',
  'Use cases',
  ['10% for everyone', drillAndBook, [[offer(percent(10)), 1_150]], 10_350],
  ['15% off 500.00 of tools', '1 drill, 1 mixer', [[offer(percent(15)), 7_500]], 42_500],
  ['25.00 off, as the gift card gives', drillAndBook, [[offer(amount(2_500)), 2_500]], 9_000],
);

const sessions = section(
  'guides/locking-validation-session.mdx',
  'Example validation request',
  [
    '20% off 2000.00, by a code with one redemption left',
    '200000',
    [[under(offer(percent(20)), { quantity: 1 }), 40_000]],
    160_000,
  ],
  [
    '20% no more once that redemption is made',
    '200000',
    [[under(offer(percent(20)), { quantity: 1, redeemed: 1 }), 'quantity_exceeded']],
    200_000,
  ],
);

const tiers = section(
  'build/discount-promotion-overview.mdx',
  'Promotion tiers',
  [
    'give 5% from 50.00',
    '5000',
    [[offer(percent(5), rule('order.amount', { $more_than_or_equal: [5_000] })), 250]],
    4_750,
  ],
  [
    'give 10% from 100.00',
    '10000',
    [[offer(percent(10), rule('order.amount', { $more_than_or_equal: [10_000] })), 1_000]],
    9_000,
  ],
  [
    'give no 10% a cent below',
    '9999',
    [
      [
        offer(percent(10), rule('order.amount', { $more_than_or_equal: [10_000] })),
        'order_rules_violated',
      ],
    ],
    9_999,
  ],
);

const validated = section(
  api,
  'POST /v1/vouchers/{code}/validate',
  ['10% of five lines', fiveLines, [[offer(percent(10)), 4_650]], 41_850],
  ['10.00 off five lines', fiveLines, [[offer(amount(1_000)), 1_000]], 45_500],
  ["a referral code's 30%", '20000', [[offer(percent(30)), 6_000]], 14_000],
  ['a card that pays 0.02 of 10.00', '1000', [[offer(amount(2)), 2]], 998],
  ['points that pay 0.50', '1 pan at 8500, 1 lid at 6000', [[offer(amount(50)), 50]], 14_450],
);

const clientSide = section(
  api,
  'GET /client/v1/validate',
  ['10.00 off two cases', '2 case at 6500', [[offer(amount(1_000)), 1_000]], 12_000],
  ["a referral code's 30%", '10000', [[offer(percent(30)), 3_000]], 7_000],
  [
    'points that pay 50.00 of 1217.00',
    '2 case at 6500, 2 desk at 5000, 2 lamp at 4500, 3 jacket',
    [[offer(amount(5_000)), 5_000]],
    116_700,
  ],
  [
    'a card that pays 215.00 of 1657.00',
    '2 case at 6500, 2 desk at 5000, 2 lamp at 4500, 3 jacket, 4 chair at 11000',
    [[offer(amount(21_500)), 21_500]],
    144_200,
  ],
);

const redeemed = section(
  api,
  'POST /v1/promotions/tiers/{promotionTierId}/redemption, GET /v1/redemptions',
  [
    '40% of a product and an SKU',
    '2 sofa at 50000, 1 table at 100000',
    [[offer(percent(40)), 80_000]],
    120_000,
  ],
  ['3.00 off', '1 coat at 22500', [[offer(amount(300)), 300]], 22_200],
  ['40.00 off three vases', '3 vase', [[offer(amount(4_000)), 4_000]], 500],
  ['1.00 off', '1 saw at 230000', [[offer(amount(100)), 100]], 229_900],
  ['12.00 off', '1 saw at 230000', [[offer(amount(1_200)), 1_200]], 228_800],
  ['8.00 off', '1 saw at 230000', [[offer(amount(800)), 800]], 229_200],
  ['points that pay for all', '2 coat at 22500', [[offer(amount(45_000)), 45_000]], 0],
  ['points that pay 20.00', '2 coat at 22500', [[offer(amount(2_000)), 2_000]], 43_000],
);

const orders = section(
  api,
  'GET /v1/orders',
  ['10% of two lines', '1 comic at 1600, 1 phone at 70000', [[offer(percent(10)), 7_160]], 64_440],
  ['1.00 off two lines', '1 comic at 1600, 1 phone at 70000', [[offer(amount(100)), 100]], 71_500],
  ['40.00 off one line', '1 phone at 70000', [[offer(amount(4_000)), 4_000]], 66_000],
  ['1.00 off six lines', sixLines, [[offer(amount(100)), 100]], 72_000],
);

export const orderDiscounts = [
  amounts,
  percents,
  percentLimits,
  newPrices,
  rounding,
  effects,
  eligibility,
  sessions,
  tiers,
  validated,
  clientSide,
  redeemed,
  orders,
];
