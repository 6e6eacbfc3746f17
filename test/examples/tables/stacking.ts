/** Stacking rules and categories: what goes with what, in which order, how often, to what effect. */
import type { JsonObject } from '../../../src/engine/json.ts';
import { section, units } from '../example.ts';
import { amount, free, inCategory, offer, percent, rule } from '../offers.ts';

const scenarios = 'orchestrate/using-stacking-rules-and-categories.mdx';
const settings = 'orchestrate/stacking-rules.mdx';

const shutOut = 'exclusion_rules_not_met';
const tooMany = 'applicable_redeemables_limit_exceeded';
const tooManyOfCategory = 'applicable_redeemables_per_category_limit_exceeded';

const exclusive = { exclusive_categories: ['vip'] };
const withJoint = { exclusive_categories: ['vip'], joint_categories: ['always'] };
const under = (stacking: JsonObject, sequence?: readonly number[]) =>
  sequence === undefined ? { stacking } : { stacking, sequence };

const vip = (off: number) => inCategory('vip', offer(percent(off)));
const news = (off: number) => inCategory('news', offer(percent(off)));
const always = (off: number) => inCategory('always', offer(percent(off)));

const neverStackable = section(
  scenarios,
  'Exclusive incentive with Never stackable category',
  [
    'the VIP offer applies, the newsletter does not',
    '10000',
    [
      [vip(50), 5_000],
      [news(10), shutOut],
    ],
    5_000,
    under(exclusive),
  ],
  [
    'it does not matter which comes first',
    '10000',
    [
      [news(10), shutOut],
      [vip(50), 5_000],
    ],
    5_000,
    under(exclusive),
  ],
  [
    'nor how the categories rank',
    '10000',
    [
      [inCategory('news', offer(percent(10)), 0), shutOut],
      [inCategory('vip', offer(percent(50)), 5), 5_000],
    ],
    5_000,
    under({ ...exclusive, redeemables_sorting_rule: 'CATEGORY_HIERARCHY' }),
  ],
  [
    'an offer without a category is a common one',
    '10000',
    [
      [offer(percent(10)), shutOut],
      [vip(50), 5_000],
    ],
    5_000,
    under(exclusive),
  ],
);

const combined = section(
  scenarios,
  'Combining Never stackable and Always stackable',
  [
    'both apply',
    '10000',
    [
      [vip(50), 5_000],
      [always(10), 500],
    ],
    4_500,
    under(withJoint),
  ],
  [
    'and the always stackable one comes last, wherever it was asked for',
    '10000',
    [
      [always(10), 500],
      [vip(50), 5_000],
    ],
    4_500,
    under(withJoint, [1, 0]),
  ],
  [
    'a common one stays out beside them',
    '10000',
    [
      [vip(50), 5_000],
      [news(20), shutOut],
      [always(10), 500],
    ],
    4_500,
    under(withJoint),
  ],
);

const flash = (off: number) => inCategory('flash', offer(amount(off)));
const categoryLimit = section(
  scenarios,
  'Category stacking limit',
  [
    'of 2 skips the third flash sale',
    '10000',
    [
      [flash(100), 100],
      [flash(200), 200],
      [flash(300), tooManyOfCategory],
    ],
    9_700,
    under({ applicable_redeemables_category_limits: { flash: 2 } }),
  ],
  [
    'of 2 leaves other categories alone',
    '10000',
    [
      [flash(100), 100],
      [news(1), 99],
      [flash(200), 200],
      [news(1), 96],
    ],
    9_505,
    under({ applicable_redeemables_category_limits: { flash: 2 } }),
  ],
  [
    'depends on the global limit, too',
    '10000',
    [
      [flash(100), 100],
      [flash(200), tooMany],
    ],
    9_900,
    under({
      applicable_redeemables_limit: 1,
      applicable_redeemables_category_limits: { flash: 1 },
    }),
  ],
);

const overHundred = rule('order.amount', { $more_than: [10_000] });
const byHierarchy = {
  redeemables_sorting_rule: 'CATEGORY_HIERARCHY',
  redeemables_application_mode: 'PARTIAL',
};

const hierarchy = section(
  settings,
  'Incentive application order: Hierarchy priority',
  [
    'a lower number goes first: Scenario A of the guide on incentive eligibility',
    '10500',
    [
      [inCategory('second', offer(percent(20), overHundred), 2), 'order_rules_violated'],
      [inCategory('first', offer(percent(10)), 1), 1_050],
    ],
    9_450,
    under(byHierarchy, [1, 0]),
  ],
  [
    'the other way round: Scenario B',
    '10500',
    [
      [inCategory('second', offer(percent(10)), 2), 840],
      [inCategory('first', offer(percent(20), overHundred), 1), 2_100],
    ],
    7_560,
    under(byHierarchy, [1, 0]),
  ],
  [
    'of the same number the request decides',
    '10500',
    [
      [inCategory('one', offer(percent(10)), 3), 1_050],
      [inCategory('other', offer(percent(20)), 3), 1_890],
    ],
    7_560,
    under(byHierarchy),
  ],
  [
    'without a category the number is 1: after 0, before 2',
    '10000',
    [
      [inCategory('last', offer(percent(10)), 2), 450],
      [offer(percent(50)), 4_500],
      [inCategory('first', offer(percent(10)), 0), 1_000],
    ],
    4_050,
    under(byHierarchy, [2, 1, 0]),
  ],
  [
    'in the requested order numbers do not count',
    '10000',
    [
      [inCategory('last', offer(percent(10)), 2), 1_000],
      [inCategory('first', offer(percent(50)), 0), 4_500],
    ],
    4_500,
    under({ redeemables_sorting_rule: 'REQUESTED_ORDER' }),
  ],
);

const grouped = section(
  settings,
  'Always stackable and Never stackable category application order',
  [
    'always stackable ones last, whatever their rank',
    '10000',
    [
      [inCategory('always', offer(percent(10)), 0), 500],
      [inCategory('vip', offer(percent(50)), 5), 5_000],
    ],
    4_500,
    under(
      {
        ...withJoint,
        redeemables_sorting_rule: 'CATEGORY_HIERARCHY',
        grouped_redeemables_sorting_rule: 'JOINT_ALWAYS_LAST',
      },
      [1, 0],
    ),
  ],
  [
    'all by the sorting rule: by their rank',
    '10000',
    [
      [inCategory('vip', offer(percent(50)), 5), 4_500],
      [inCategory('always', offer(percent(10)), 0), 1_000],
    ],
    4_500,
    under(
      {
        ...withJoint,
        redeemables_sorting_rule: 'CATEGORY_HIERARCHY',
        grouped_redeemables_sorting_rule: 'SORTING_RULE',
      },
      [1, 0],
    ),
  ],
  [
    'all by the sorting rule: as requested',
    '10000',
    [
      [always(10), 1_000],
      [vip(50), 4_500],
    ],
    4_500,
    under({ ...withJoint, grouped_redeemables_sorting_rule: 'SORTING_RULE' }),
  ],
);

export const stacking = [neverStackable, combined, categoryLimit, hierarchy, grouped];

/** Those that give units, too. */
export const unitStacking = [
  section(settings, 'No effect', [
    'a free mug is an effect, though nothing less is to pay',
    '1 bottle',
    [
      [
        offer(free(1, 'mug', 'ADD_NEW_ITEMS')),
        units(
          [
            [0, 0, 0],
            [1, 1, 1_000],
          ],
          'mug',
        ),
      ],
    ],
    2_500,
    under({ redeemables_no_effect_rule: 'SKIP' }),
  ]),
];
