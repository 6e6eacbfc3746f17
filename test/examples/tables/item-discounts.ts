/** Discounts on items: each effect on the guides' own carts. */
import { section } from '../example.ts';
import { amount, fixed, offer, on, onEach, percent } from '../offers.ts';

const types = 'build/discount-types-and-effects.mdx';
const effects = 'guides/discount-effects.mdx';
const api = 'api.openapi.json';

/** The guide's sample order; three lines are of the Adventure brand, and it comes to 175.00. */
const sample = '2 mug, 3 poster, 3 shirt, 2 bottle';
/** A cart of 1950.00, of which a mug and a pen are discounted. */
const mugAndPen = '1 mug at 2000, 1 pen, 1 shirt at 5000, 1 phone';
const sixLines = '1 red, 1 blue, 1 red, 1 comic at 1700, 1 vase, 1 phone at 60000';

const adventure = on('adventure');

const perLine = section(
  types,
  'Amount discount: Apply the discount to item subtotal',
  [
    'takes it off each line it covers',
    sample,
    [[offer(amount(1_000, 'APPLY_TO_ITEMS'), adventure), [1_000, 1_000, 1_000, 0]]],
    14_500,
  ],
  [
    'takes it off every line where nothing is named',
    sample,
    [[offer(amount(1_000, 'APPLY_TO_ITEMS')), [1_000, 1_000, 1_000, 1_000]]],
    13_500,
  ],
  [
    'takes no more than a line costs',
    '1 socks, 3 shirt',
    [[offer(amount(1_000, 'APPLY_TO_ITEMS'), adventure), [500, 1_000]]],
    5_000,
  ],
  [
    'takes it off each of two lines of one product',
    '1 mug, 2 mug',
    [[offer(amount(600, 'APPLY_TO_ITEMS'), on('mug')), [600, 600]]],
    1_800,
  ],
  [
    'takes nothing where no line is covered',
    '2 bottle',
    [[offer(amount(1_000, 'APPLY_TO_ITEMS'), adventure), [0]]],
    5_000,
  ],
);

const perUnit = section(
  types,
  'Amount discount: Apply the full discount to each item unit',
  [
    'takes it off each unit it covers',
    sample,
    [[offer(amount(1_000, 'APPLY_TO_ITEMS_BY_QUANTITY'), adventure), [2_000, 3_000, 3_000, 0]]],
    9_500,
  ],
  [
    'takes it off every unit where nothing is named',
    sample,
    [[offer(amount(400, 'APPLY_TO_ITEMS_BY_QUANTITY')), [800, 1_200, 1_200, 800]]],
    13_500,
  ],
  [
    'takes no more than a unit costs',
    '4 socks, 1 shirt',
    [[offer(amount(1_000, 'APPLY_TO_ITEMS_BY_QUANTITY'), adventure), [2_000, 1_000]]],
    1_000,
  ],
);

const byAmount = section(
  types,
  'Amount discount: Split the discount proportionally to amount',
  [
    'splits it 20 : 45 : 60',
    sample,
    [[offer(amount(1_000, 'APPLY_TO_ITEMS_PROPORTIONALLY'), adventure), [160, 360, 480, 0]]],
    16_500,
  ],
  [
    'splits it over all lines where nothing is named',
    sample,
    [[offer(amount(1_750, 'APPLY_TO_ITEMS_PROPORTIONALLY')), [200, 450, 600, 500]]],
    15_750,
  ],
  [
    'gives one line all of it',
    sample,
    [[offer(amount(1_000, 'APPLY_TO_ITEMS_PROPORTIONALLY'), on('shirt')), [0, 0, 1_000, 0]]],
    16_500,
  ],
  [
    'takes no more than the covered lines cost',
    '1 mug, 1 socks, 1 bottle',
    [[offer(amount(9_000, 'APPLY_TO_ITEMS_PROPORTIONALLY'), adventure), [1_000, 500, 0]]],
    2_500,
  ],
);

const byQuantity = section(
  types,
  'Amount discount: Split the discount proportionally to quantity',
  [
    'splits it 2 : 3 : 3',
    sample,
    [
      [
        offer(amount(1_000, 'APPLY_TO_ITEMS_PROPORTIONALLY_BY_QUANTITY'), adventure),
        [250, 375, 375, 0],
      ],
    ],
    16_500,
  ],
  [
    'splits it over all units where nothing is named',
    sample,
    [[offer(amount(1_000, 'APPLY_TO_ITEMS_PROPORTIONALLY_BY_QUANTITY')), [200, 300, 300, 200]]],
    16_500,
  ],
  [
    'leaves what a cheap line cannot take to the others',
    '8 socks at 10, 2 shirt',
    [[offer(amount(1_000, 'APPLY_TO_ITEMS_PROPORTIONALLY_BY_QUANTITY'), adventure), [80, 920]]],
    3_080,
  ],
);

const percentOnItems = section(
  types,
  'Percent discount: Apply the discount to item subtotal',
  [
    'takes 10% of each line it covers',
    sample,
    [[offer(percent(10, 'APPLY_TO_ITEMS'), adventure), [200, 450, 600, 0]]],
    16_250,
  ],
  [
    'takes 10% of every line where nothing is named',
    sample,
    [[offer(percent(10, 'APPLY_TO_ITEMS')), [200, 450, 600, 500]]],
    15_750,
  ],
  [
    'takes all of a line at 100%',
    sample,
    [[offer(percent(100, 'APPLY_TO_ITEMS'), on('poster')), [0, 4_500, 0, 0]]],
    13_000,
  ],
  [
    'takes 10% of what the guide counts as lines: 30.00 and 40.00',
    '3 mug, 2 shirt',
    [[offer(percent(10, 'APPLY_TO_ITEMS'), adventure), [300, 400]]],
    6_300,
  ],
);

const newPrice = section(
  types,
  'New price discount: Apply the discount to item subtotal',
  [
    'makes each unit cost 10.00',
    sample,
    [[offer(fixed(1_000, 'APPLY_TO_ITEMS'), adventure), [0, 1_500, 3_000, 0]]],
    13_000,
  ],
  [
    'leaves a lower price alone',
    '1 socks, 1 shirt',
    [[offer(fixed(1_000, 'APPLY_TO_ITEMS'), adventure), [0, 1_000]]],
    1_500,
  ],
  [
    'of nothing gives the units away',
    sample,
    [[offer(fixed(0, 'APPLY_TO_ITEMS'), on('mug')), [2_000, 0, 0, 0]]],
    15_500,
  ],
  [
    'is that of the entry, where the entry has one',
    sample,
    [
      [
        offer(
          fixed(1_000, 'APPLY_TO_ITEMS'),
          onEach(['shirt', { price: 1_500 }], ['bottle', { price: 2_000 }], ['poster', {}]),
        ),
        [0, 1_500, 1_500, 1_000],
      ],
    ],
    13_500,
  ],
);

const variants = section(
  types,
  'Choosing discounted products: Product SKUs',
  [
    "a product's new price holds for all its SKUs",
    '1 jacket/beige, 1 jacket/black, 1 jacket',
    [[offer(fixed(25_000, 'APPLY_TO_ITEMS'), on('jacket')), [4_900, 6_900, 4_900]]],
    75_000,
  ],
  [
    "an SKU's new price holds for that SKU alone",
    '1 jacket/beige, 1 jacket/black',
    [[offer(fixed(25_000, 'APPLY_TO_ITEMS'), on('jacket/black')), [0, 6_900]]],
    54_900,
  ],
);

const fromEffects = section(
  effects,
  'Apply to items',
  [
    'takes 10.00 off the mug and the pen',
    mugAndPen,
    [[offer(amount(1_000, 'APPLY_TO_ITEMS'), on('mug pen')), [1_000, 1_000, 0, 0]]],
    193_000,
  ],
  [
    'takes 10% off the mug and the pen',
    mugAndPen,
    [[offer(percent(10, 'APPLY_TO_ITEMS'), on('mug pen')), [200, 800, 0, 0]]],
    194_000,
  ],
);

const proportionally = section(
  effects,
  'Apply to items proportionally',
  [
    'splits 10.00 over the mug and the pen by their share',
    mugAndPen,
    [[offer(amount(1_000, 'APPLY_TO_ITEMS_PROPORTIONALLY'), on('mug pen')), [200, 800, 0, 0]]],
    194_000,
  ],
  [
    'by quantity splits it in halves, one unit each',
    mugAndPen,
    [
      [
        offer(amount(1_000, 'APPLY_TO_ITEMS_PROPORTIONALLY_BY_QUANTITY'), on('mug pen')),
        [500, 500, 0, 0],
      ],
    ],
    194_000,
  ],
);

const unitLimits = onEach(
  ['vase', { quantity_limit: 1, aggregated_quantity_limit: 1 }],
  ['roses', { quantity_limit: 2, aggregated_quantity_limit: 3 }],
);
const fiveOffUnits = offer(amount(500, 'APPLY_TO_ITEMS_BY_QUANTITY'), unitLimits);

const eachUnit = section(
  effects,
  'Apply to items to each unit of matched product',
  [
    'takes 5.00 off one vase and two roses, as the order in the API description has it',
    '1 phone at 70000, 2 vase, 2 roses',
    [[fiveOffUnits, [0, 500, 1_000]]],
    72_500,
  ],
  [
    'takes it off three roses in two lines, two of them in the first',
    '2 roses, 2 roses',
    [[fiveOffUnits, [1_000, 500]]],
    500,
  ],
  [
    'takes it off two roses in one line, however many there are',
    '5 roses',
    [[fiveOffUnits, [1_000]]],
    1_500,
  ],
  ['takes it off one vase in two lines', '1 vase, 1 vase', [[fiveOffUnits, [500, 0]]], 2_500],
);

const eligibility = section(
  'guides/checking-eligibility.mdx',
  'Logged in',
  [
    '10% for Bosch products',
    '1 drill, 1 ebook',
    [[offer(percent(10, 'APPLY_TO_ITEMS'), on('drill mixer')), [1_000, 0]]],
    10_500,
  ],
  [
    '20% for digital books',
    '1 drill, 1 ebook',
    [[offer(percent(20, 'APPLY_TO_ITEMS'), on('books')), [0, 300]]],
    11_200,
  ],
  [
    '25% for goods that are not in the cart',
    '1 drill, 1 mixer',
    [[offer(percent(25, 'APPLY_TO_ITEMS'), on('charger')), [0, 0]]],
    50_000,
  ],
);

const redeemed = section(api, 'POST /client/v1/redeem', [
  '3.00 split over 33.00 and 34.00: 1.4776 and 1.5224',
  '1 red at 3300, 2 blue at 1700',
  [[offer(amount(300, 'APPLY_TO_ITEMS_PROPORTIONALLY'), on('red blue')), [148, 152]]],
  6_400,
]);

const orders = section(
  api,
  'GET /v1/orders',
  [
    '10% of three lines',
    '1 phone at 70000, 1 comic at 1600, 1 vase',
    [[offer(percent(10, 'APPLY_TO_ITEMS')), [7_000, 160, 150]]],
    65_790,
  ],
  [
    '3.00 off one of two lines',
    '1 comic at 1600, 1 red at 3000',
    [[offer(amount(300, 'APPLY_TO_ITEMS'), on('red')), [0, 300]]],
    4_300,
  ],
  [
    '9.00 off a line of four',
    '4 comic at 1600, 4 vase, 4 phone at 70000',
    [[offer(amount(900, 'APPLY_TO_ITEMS'), on('phone')), [0, 0, 900]]],
    291_500,
  ],
  [
    '3.00 off each of three lines',
    '4 comic at 1600, 3 phone at 70000, 5 vase',
    [[offer(amount(300, 'APPLY_TO_ITEMS')), [300, 300, 300]]],
    223_000,
  ],
);

const promotions = section(api, 'POST /v1/promotions/validation', [
  'a new price of 8.00 for six lines',
  sixLines,
  [[offer(fixed(800, 'APPLY_TO_ITEMS')), [2_100, 2_300, 2_100, 900, 700, 59_200]]],
  4_800,
]);

export const itemDiscounts = [
  perLine,
  perUnit,
  byAmount,
  byQuantity,
  percentOnItems,
  newPrice,
  variants,
  fromEffects,
  proportionally,
  eachUnit,
  eligibility,
  redeemed,
  orders,
  promotions,
];
