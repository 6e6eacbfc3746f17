/** Stacking rules that limit: how often, on which product, what takes nothing, what of. */
import type { JsonObject } from '../../../src/engine/json.ts';
import { section } from '../example.ts';
import { amount, fixed, inCategory, offer, on, percent, rule } from '../offers.ts';

const scenarios = 'orchestrate/using-stacking-rules-and-categories.mdx';
const settings = 'orchestrate/stacking-rules.mdx';
const categories = 'orchestrate/manage-categories.mdx';

const tooManyOfCategory = 'applicable_redeemables_per_category_limit_exceeded';
const tooManyExclusive = 'applicable_exclusive_redeemables_limit_exceeded';
const tooManyOfExclusive = 'applicable_exclusive_redeemables_per_category_limit_exceeded';

const exclusive = { exclusive_categories: ['vip'] };
const withJoint = { exclusive_categories: ['vip'], joint_categories: ['always'] };
const under = (stacking: JsonObject, sequence?: readonly number[]) =>
  sequence === undefined ? { stacking } : { stacking, sequence };

const vip = (off: number) => inCategory('vip', offer(percent(off)));
const news = (off: number) => inCategory('news', offer(percent(off)));
const always = (off: number) => inCategory('always', offer(percent(off)));

const flash = (off: number) => inCategory('flash', offer(amount(off)));
const once = { redeemables_products_application_mode: 'ONCE' };
const noEffect = section(
  scenarios,
  'No-effect incentive: force and prevent redemption',
  [
    'Scenario A: what takes nothing is skipped',
    '10000',
    [
      [offer(amount(100)), 100],
      [offer(percent(0)), 'no_effect'],
    ],
    9_900,
    under({ redeemables_no_effect_rule: 'SKIP' }),
  ],
  [
    'Scenario B: what takes nothing applies',
    '10000',
    [
      [offer(amount(100)), 100],
      [offer(percent(0)), 0],
    ],
    9_900,
    under({ redeemables_no_effect_rule: 'REDEEM_ANYWAY' }),
  ],
  [
    'a category that prevents it, against the project',
    '10000',
    [
      [offer(amount(100)), 100],
      [inCategory('news', offer(percent(0))), 'no_effect'],
      [offer(percent(0)), 0],
    ],
    9_900,
    under({ no_effect_skip_categories: ['news'] }),
  ],
  [
    'a category that forces it, against the project',
    '10000',
    [
      [inCategory('news', offer(percent(0))), 0],
      [offer(percent(0)), 'no_effect'],
    ],
    10_000,
    under({ redeemables_no_effect_rule: 'SKIP', no_effect_redeem_anyway_categories: ['news'] }),
  ],
  [
    'what comes after an order that is paid has no effect',
    '10000',
    [
      [offer(percent(100)), 10_000],
      [offer(amount(100)), 'no_effect'],
    ],
    0,
    under({ redeemables_no_effect_rule: 'SKIP' }),
  ],
  [
    'a new price that is none has no effect',
    '3 shirt',
    [
      [offer(amount(100)), 100],
      [offer(fixed(9_000)), 'no_effect'],
    ],
    5_900,
    under({ redeemables_no_effect_rule: 'SKIP' }),
  ],
);

const products = section(
  settings,
  'Product stack policy',
  [
    'multiple application: both lower the mug',
    '1 mug, 1 shirt',
    [
      [offer(amount(500, 'APPLY_TO_ITEMS'), on('mug')), [500, 0]],
      [offer(percent(10, 'APPLY_TO_ITEMS')), [50, 200]],
    ],
    2_250,
    under({ redeemables_products_application_mode: 'STACK' }),
  ],
  [
    'single application: the second leaves the mug to the first',
    '1 mug, 1 shirt',
    [
      [offer(amount(500, 'APPLY_TO_ITEMS'), on('mug')), [500, 0]],
      [offer(percent(10, 'APPLY_TO_ITEMS')), [0, 200]],
    ],
    2_300,
    under(once),
  ],
  [
    'single application: a discount on the order is on no product',
    '1 mug, 1 shirt',
    [
      [offer(amount(500, 'APPLY_TO_ITEMS'), on('mug')), [500, 0]],
      [offer(percent(10)), 250],
    ],
    2_250,
    under(once),
  ],
);

const limits = section(
  settings,
  'Global limits',
  [
    'Never stackable: one in a request, unless more are allowed',
    '10000',
    [
      [vip(50), 5_000],
      [vip(10), tooManyExclusive],
    ],
    5_000,
    under(exclusive),
  ],
  [
    'Never stackable: two where two are allowed, of two categories',
    '10000',
    [
      [vip(50), 5_000],
      [inCategory('gold', offer(percent(10))), 500],
    ],
    4_500,
    under({ exclusive_categories: ['vip', 'gold'], applicable_exclusive_redeemables_limit: 2 }),
  ],
  [
    'Never stackable: one of each category',
    '10000',
    [
      [vip(50), 5_000],
      [vip(10), tooManyOfExclusive],
    ],
    5_000,
    under({
      ...exclusive,
      applicable_exclusive_redeemables_limit: 2,
      applicable_exclusive_redeemables_per_category_limit: 1,
    }),
  ],
  [
    'Never stackable: two of one category, where that is allowed',
    '10000',
    [
      [vip(50), 5_000],
      [vip(10), 500],
    ],
    4_500,
    under({
      ...exclusive,
      applicable_exclusive_redeemables_limit: 2,
      applicable_exclusive_redeemables_per_category_limit: 2,
    }),
  ],
  [
    'per category: one of each',
    '10000',
    [
      [flash(100), 100],
      [flash(200), tooManyOfCategory],
      [news(10), 990],
    ],
    8_910,
    under({ applicable_redeemables_per_category_limit: 1 }),
  ],
  [
    'per category: those without one are not counted together',
    '10000',
    [
      [offer(amount(100)), 100],
      [offer(amount(200)), 200],
    ],
    9_700,
    under({ applicable_redeemables_per_category_limit: 1 }),
  ],
);

const compatibility = section(
  categories,
  'Configure stacking eligibility',
  [
    'Common stacks with Common',
    '10000',
    [
      [news(10), 1_000],
      [flash(100), 100],
    ],
    8_900,
    under(withJoint),
  ],
  [
    'Common stacks with Always stackable',
    '10000',
    [
      [news(10), 1_000],
      [always(10), 900],
    ],
    8_100,
    under(withJoint),
  ],
  [
    'Always stackable stacks with Always stackable',
    '10000',
    [
      [always(10), 1_000],
      [always(20), 1_800],
    ],
    7_200,
    under(withJoint),
  ],
  [
    'a Never stackable one that is not valid shuts nobody out',
    '10000',
    [
      [
        inCategory('vip', offer(percent(50), rule('order.amount', { $more_than: [10_000] }))),
        'order_rules_violated',
      ],
      [news(10), 1_000],
    ],
    9_000,
    under({ ...exclusive, redeemables_application_mode: 'PARTIAL' }),
  ],
);

const calculations = section(
  categories,
  'Configure discount calculations',
  [
    'Initial, for one category',
    '10000',
    [
      [offer(percent(10)), 1_000],
      [news(20), 2_000],
      [offer(percent(10)), 700],
    ],
    6_300,
    under({ initial_amount_mode_categories: ['news'] }),
  ],
  [
    'Discounted, for one category, against the project',
    '10000',
    [
      [offer(percent(10)), 1_000],
      [news(20), 1_800],
      [offer(percent(10)), 1_000],
    ],
    6_200,
    under({
      discount_calculation_mode: 'INITIAL_AMOUNT',
      discounted_amount_mode_categories: ['news'],
    }),
  ],
);

export const stackingLimits = [noEffect, products, limits, compatibility, calculations];
