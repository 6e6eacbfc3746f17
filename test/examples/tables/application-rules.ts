/** Application rules: which lines or units of a cart a discount reaches, and in which order. */
import { section } from '../example.ts';
import { reference } from '../goods.ts';
import { amount, fixed, offer, on, onEach, percent } from '../offers.ts';
import type { JsonObject } from '../../../src/engine/json.ts';

const guide = 'build/discount-types-and-effects.mdx';

/** The guide's cart: four lines of the Adventure brand, 14 units, and a bottle; 225.00 in all. */
const cart = '3 shirt, 5 poster, 2 mug, 4 socks, 2 bottle';

const fiveOffLines = (more: JsonObject) =>
  offer(amount(500, 'APPLY_TO_ITEMS'), on('adventure', more));
const fiveOffUnits = (more: JsonObject) =>
  offer(amount(500, 'APPLY_TO_ITEMS_BY_QUANTITY'), on('adventure', { target: 'UNIT', ...more }));
const tenPercent = (more: JsonObject) =>
  offer(percent(10, 'APPLY_TO_ITEMS'), on('adventure', more));

const everyLine = { effect: 'APPLY_TO_EVERY' };
const cheapest = { effect: 'APPLY_TO_CHEAPEST' };
const fromCheapest = { effect: 'APPLY_FROM_CHEAPEST' };
const dearest = { effect: 'APPLY_TO_MOST_EXPENSIVE' };
const fromDearest = { effect: 'APPLY_FROM_MOST_EXPENSIVE' };

const examples = section(
  guide,
  'Application rules - examples',
  [
    '$5 off lines, from the most expensive, skipping one, every second',
    cart,
    [[fiveOffLines({ ...fromDearest, skip_initially: 1, repeat: 2 }), [0, 500, 0, 500, 0]]],
    21_500,
  ],
  [
    '$5 off units, from the most expensive, skipping one, every second',
    cart,
    [[fiveOffUnits({ ...fromDearest, skip_initially: 1, repeat: 2 }), [500, 1_500, 500, 1_000, 0]]],
    19_000,
  ],
);

const effects = section(
  guide,
  'Application rules: Effects',
  ['for every line', cart, [[fiveOffLines(everyLine), [500, 500, 500, 500, 0]]], 20_500],
  ['for the cheapest line', cart, [[fiveOffLines(cheapest), [0, 0, 0, 500, 0]]], 22_000],
  [
    'starting from the cheapest',
    cart,
    [[fiveOffLines(fromCheapest), [500, 500, 500, 500, 0]]],
    20_500,
  ],
  ['for the most expensive line', cart, [[fiveOffLines(dearest), [500, 0, 0, 0, 0]]], 22_000],
  [
    'starting from the most expensive',
    cart,
    [[fiveOffLines(fromDearest), [500, 500, 500, 500, 0]]],
    20_500,
  ],
  [
    'for the cheapest line of all products',
    cart,
    [
      [
        offer(amount(500, 'APPLY_TO_ITEMS'), {
          applicable_to: {
            included: [{ ...reference('everything'), ...cheapest }],
            included_all: true,
          },
        }),
        [0, 0, 0, 500, 0],
      ],
    ],
    22_000,
  ],
  [
    'for the most expensive line of all products',
    cart,
    [[offer(amount(500, 'APPLY_TO_ITEMS'), on('everything', dearest)), [0, 0, 0, 0, 500]]],
    22_000,
  ],
  [
    'for the cheapest of lines that cost the same: the earlier one',
    '1 mug, 3 mug',
    [[fiveOffLines(cheapest), [500, 0]]],
    3_500,
  ],
  [
    'for the cheapest by unit price, however many units the line has',
    '9 socks, 1 mug',
    [[tenPercent(cheapest), [450, 0]]],
    5_050,
  ],
  [
    'for the most expensive by unit price, however little the line costs',
    '9 socks, 1 shirt',
    [[tenPercent(dearest), [0, 200]]],
    6_300,
  ],
);

const targets = section(
  guide,
  'Application rules: Target',
  [
    'lines: 10% of 30.00 and 40.00',
    '3 mug, 2 shirt',
    [[tenPercent({ target: 'ITEM' }), [300, 400]]],
    6_300,
  ],
  [
    'units: 10% of all of them',
    '3 mug, 2 shirt',
    [[tenPercent({ target: 'UNIT' }), [300, 400]]],
    6_300,
  ],
  [
    'units: 10% of the cheapest one alone',
    '3 mug, 2 shirt',
    [[tenPercent({ target: 'UNIT', ...cheapest }), [100, 0]]],
    6_900,
  ],
  [
    'units: 10% of the most expensive one alone',
    '3 mug, 2 shirt',
    [[tenPercent({ target: 'UNIT', ...dearest }), [0, 200]]],
    6_800,
  ],
  [
    'units: 10% of every second one',
    '3 mug, 2 shirt',
    [[tenPercent({ target: 'UNIT', repeat: 2 }), [200, 200]]],
    6_600,
  ],
  [
    'units: $5 off one of the cheapest',
    cart,
    [[fiveOffUnits(cheapest), [0, 0, 0, 500, 0]]],
    22_000,
  ],
  [
    'units: $5 off one of the most expensive',
    cart,
    [[fiveOffUnits(dearest), [500, 0, 0, 0, 0]]],
    22_000,
  ],
  [
    'units: a new price of 2.50 for every second one',
    cart,
    [
      [
        offer(fixed(250, 'APPLY_TO_ITEMS'), on('adventure', { target: 'UNIT', repeat: 2 })),
        [3_500, 2_500, 750, 500, 0],
      ],
    ],
    15_250,
  ],
);

const repeats = section(
  guide,
  'Application rules: Apply the discount to',
  ['all lines', cart, [[fiveOffLines({ repeat: 1 }), [500, 500, 500, 500, 0]]], 20_500],
  ['every second line', cart, [[fiveOffLines({ repeat: 2 }), [500, 0, 500, 0, 0]]], 21_500],
  ['every third line', cart, [[fiveOffLines({ repeat: 3 }), [500, 0, 0, 500, 0]]], 21_500],
  [
    'the first line alone, where no other comes round',
    cart,
    [[fiveOffLines({ repeat: 4 }), [500, 0, 0, 0, 0]]],
    22_000,
  ],
  [
    'every second line from the cheapest',
    cart,
    [[fiveOffLines({ ...fromCheapest, repeat: 2 }), [0, 500, 0, 500, 0]]],
    21_500,
  ],
  [
    'every third line from the most expensive',
    cart,
    [[fiveOffLines({ ...fromDearest, repeat: 3 }), [500, 0, 0, 500, 0]]],
    21_500,
  ],
  [
    'every second unit',
    cart,
    [[fiveOffUnits({ repeat: 2 }), [1_000, 1_000, 500, 1_000, 0]]],
    19_000,
  ],
  ['every third unit', cart, [[fiveOffUnits({ repeat: 3 }), [500, 1_000, 500, 500, 0]]], 20_000],
  [
    'every fifth unit from the cheapest',
    cart,
    [[fiveOffUnits({ ...fromCheapest, repeat: 5 }), [0, 500, 500, 500, 0]]],
    21_000,
  ],
  [
    'every second unit across lines of one each: the first and the third',
    '1 mug, 1 poster, 1 shirt',
    [[fiveOffUnits({ repeat: 2 }), [500, 0, 500]]],
    3_500,
  ],
);

const skips = section(
  guide,
  'Application rules: Skipping',
  ['none', cart, [[fiveOffLines({ skip_initially: 0 }), [500, 500, 500, 500, 0]]], 20_500],
  ['the first line', cart, [[fiveOffLines({ skip_initially: 1 }), [0, 500, 500, 500, 0]]], 21_000],
  [
    'three lines, so that the fourth has it',
    cart,
    [[fiveOffLines({ skip_initially: 3 }), [0, 0, 0, 500, 0]]],
    22_000,
  ],
  ['all lines there are', cart, [[fiveOffLines({ skip_initially: 4 }), [0, 0, 0, 0, 0]]], 22_500],
  [
    'the first line, then every second',
    cart,
    [[fiveOffLines({ skip_initially: 1, repeat: 2 }), [0, 500, 0, 500, 0]]],
    21_500,
  ],
  [
    'two lines from the cheapest',
    cart,
    [[fiveOffLines({ ...fromCheapest, skip_initially: 2 }), [500, 500, 0, 0, 0]]],
    21_500,
  ],
  [
    'three units, a whole line of them',
    cart,
    [[fiveOffUnits({ skip_initially: 3 }), [0, 2_500, 1_000, 2_000, 0]]],
    17_000,
  ],
  [
    'four units, so that four posters have it',
    cart,
    [[fiveOffUnits({ skip_initially: 4 }), [0, 2_000, 1_000, 2_000, 0]]],
    17_500,
  ],
  [
    'four units from the cheapest, then every fifth',
    cart,
    [[fiveOffUnits({ ...fromCheapest, skip_initially: 4, repeat: 5 }), [0, 500, 500, 0, 0]]],
    21_500,
  ],
);

const capped = section(
  guide,
  'Application rules, combined with the Capped by settings',
  [
    'every second unit, two of them in all',
    cart,
    [[fiveOffUnits({ repeat: 2, aggregated_quantity_limit: 2 }), [1_000, 0, 0, 0, 0]]],
    21_500,
  ],
  [
    'every unit, one of each line',
    cart,
    [[fiveOffUnits({ quantity_limit: 1 }), [500, 500, 500, 500, 0]]],
    20_500,
  ],
  [
    'from the cheapest, three units in all',
    cart,
    [[fiveOffUnits({ ...fromCheapest, aggregated_quantity_limit: 5 }), [0, 0, 500, 2_000, 0]]],
    20_000,
  ],
  [
    'from the most expensive, $12 in all',
    cart,
    [[fiveOffUnits({ ...fromDearest, aggregated_amount_limit: 1_200 }), [1_200, 0, 0, 0, 0]]],
    21_300,
  ],
  [
    'every second line, $3 of each',
    cart,
    [[fiveOffLines({ repeat: 2, amount_limit: 300 }), [300, 0, 300, 0, 0]]],
    21_900,
  ],
  [
    'two entries, each with rules of its own',
    '2 mug, 2 poster, 2 bottle, 2 drill',
    [
      [
        offer(
          percent(50, 'APPLY_TO_ITEMS'),
          onEach(['adventure', dearest], ['star drill', { quantity_limit: 1 }]),
        ),
        [0, 1_500, 1_250, 5_000],
      ],
    ],
    22_250,
  ],
);

export const applicationRules = [examples, effects, targets, repeats, skips, capped];
