/** Rules on prices, quantities and budgets, each on both sides of its limit; and how rules join. */
import type { JsonObject } from '../../../src/engine/json.ts';
import type { CounterName } from '../../../src/engine/eligibility/counter.ts';
import { section } from '../example.ts';
import { fails, passes } from '../judged.ts';
import { items, is, percent, offer, rule, rules, test } from '../offers.ts';

const guide = 'optimize/validation-rules-reference.mdx';
const building = 'optimize/create-validation-rules.mdx';
const conditions = 'api.openapi.json';

/** 175.00 in ten units. */
const cart = '2 mug, 3 poster, 3 shirt, 2 bottle';

const orderAmount = (tests: JsonObject) => rule('order.amount', tests);

const operators = section(
  conditions,
  'ValidationRuleConditions, of an amount',
  passes('$is the amount', '10000', 9_900, orderAmount({ $is: [10_000] })),
  fails('$is another amount', '10001', 10_001, orderAmount({ $is: [10_000] })),
  passes('$is_not that amount', '10001', 9_901, orderAmount({ $is_not: [10_000] })),
  fails('$is_not any but that', '10000', 10_000, orderAmount({ $is_not: [10_000] })),
  passes('$in a list', '10000', 9_900, orderAmount({ $in: [5_000, 10_000] })),
  fails('$in a list without it', '7500', 7_500, orderAmount({ $in: [5_000, 10_000] })),
  passes('$not_in a list', '7500', 7_400, orderAmount({ $not_in: [5_000, 10_000] })),
  fails('$not_in a list with it', '5000', 5_000, orderAmount({ $not_in: [5_000, 10_000] })),
  passes('$more_than, a cent above', '10001', 9_901, orderAmount({ $more_than: [10_000] })),
  fails('$more_than, the same', '10000', 10_000, orderAmount({ $more_than: [10_000] })),
  passes(
    '$more_than_or_equal, the same',
    '10000',
    9_900,
    orderAmount({ $more_than_or_equal: [10_000] }),
  ),
  fails(
    '$more_than_or_equal, a cent below',
    '9999',
    9_999,
    orderAmount({ $more_than_or_equal: [10_000] }),
  ),
  passes('$less_than, a cent below', '9999', 9_899, orderAmount({ $less_than: [10_000] })),
  fails('$less_than, the same', '10000', 10_000, orderAmount({ $less_than: [10_000] })),
  passes(
    '$less_than_or_equal, the same',
    '10000',
    9_900,
    orderAmount({ $less_than_or_equal: [10_000] }),
  ),
  fails(
    '$less_than_or_equal, a cent above',
    '10001',
    10_001,
    orderAmount({ $less_than_or_equal: [10_000] }),
  ),
);

const between = rule('order.initial_amount', { $more_than: [10_000], $less_than: [15_000] });

const several = section(
  building,
  'Define operators and conditions: more than $100 and less than $150',
  passes('lets 125.00 pass', '12500', 12_400, between),
  fails('holds 100.00', '10000', 10_000, between),
  fails('holds 150.00', '15000', 15_000, between),
);

const prices = section(
  guide,
  'Prices and quantities',
  passes('total amount before discounts', cart, 17_400, orderAmount({ $is: [17_500] })),
  passes('initial amount', cart, 17_400, rule('order.initial_amount', { $is: [17_500] })),
  passes(
    'total amount after discounts',
    cart,
    17_400,
    rule('order.total_amount', { $is: [17_400] }),
  ),
  fails(
    'total amount after discounts, not before',
    cart,
    17_500,
    rule('order.total_amount', { $is: [17_500] }),
  ),
  passes(
    'items quantity, a minimum just reached',
    cart,
    17_400,
    rule('order.items.count', { $more_than_or_equal: [10] }),
  ),
  fails(
    'items quantity, a minimum missed',
    cart,
    17_500,
    rule('order.items.count', { $more_than: [10] }),
  ),
  passes(
    'items quantity, a maximum just kept',
    cart,
    17_400,
    rule('order.items.count', { $less_than_or_equal: [10] }),
  ),
  fails(
    'items quantity, a maximum exceeded',
    cart,
    17_500,
    rule('order.items.count', { $less_than: [10] }),
  ),
  passes(
    'price of each item',
    cart,
    17_400,
    rule('order.items.price_each', { $more_than_or_equal: [1_000] }),
  ),
  fails(
    'price of each item, one too cheap',
    cart,
    17_500,
    rule('order.items.price_each', { $more_than: [1_000] }),
  ),
  passes(
    'price of any item',
    cart,
    17_400,
    rule('order.items.price_any', { $more_than_or_equal: [2_500] }),
  ),
  fails('price of no item', cart, 17_500, rule('order.items.price_any', { $more_than: [2_500] })),
);

const KEY = 'redemption_rules_violated';

/** The third redemption passes under a limit of three, the fourth does not. */
function limitOfThree(claim: string, name: string, counter: CounterName) {
  const limit = rule(name, { $less_than_or_equal: [3] });
  return [
    passes(`${claim}: the third`, '10000', 9_900, limit, { counts: { [counter]: 2 } }),
    fails(`${claim}: the fourth`, '10000', 10_000, limit, { counts: { [counter]: 3 } }, KEY),
  ];
}

const budgets = section(
  guide,
  'Budget constraints',
  ...limitOfThree(
    'redemptions',
    'campaign.redemptions.count',
    'campaign:everyone:ever:redemptions',
  ),
  ...limitOfThree(
    'redemptions per day',
    'campaign.redemptions.count.daily',
    'campaign:everyone:day:redemptions',
  ),
  ...limitOfThree(
    'redemptions per week',
    'campaign.redemptions.count.weekly',
    'campaign:everyone:week:redemptions',
  ),
  ...limitOfThree(
    'redemptions per month',
    'campaign.redemptions.count.monthly',
    'campaign:everyone:month:redemptions',
  ),
  ...limitOfThree(
    'of an incentive per day',
    'redemption.count.daily',
    'incentive:everyone:day:redemptions',
  ),
  ...limitOfThree(
    'of an incentive per week',
    'redemption.count.weekly',
    'incentive:everyone:week:redemptions',
  ),
  ...limitOfThree(
    'of an incentive per month',
    'redemption.count.monthly',
    'incentive:everyone:month:redemptions',
  ),
  ...limitOfThree(
    'per customer and incentive',
    'redemption.count.per_customer',
    'incentive:customer:ever:redemptions',
  ),
  ...limitOfThree(
    'per customer, incentive and day',
    'redemption.count.per_customer.daily',
    'incentive:customer:day:redemptions',
  ),
  ...limitOfThree(
    'per customer, incentive and week',
    'redemption.count.per_customer.weekly',
    'incentive:customer:week:redemptions',
  ),
  ...limitOfThree(
    'per customer, incentive and month',
    'redemption.count.per_customer.monthly',
    'incentive:customer:month:redemptions',
  ),
  ...limitOfThree(
    'per customer in a campaign',
    'campaign.redemptions.customers_count',
    'campaign:customer:ever:redemptions',
  ),
  ...limitOfThree(
    'per customer in a campaign per day',
    'campaign.redemptions.customers_count.daily',
    'campaign:customer:day:redemptions',
  ),
  ...limitOfThree(
    'per customer in a campaign per week',
    'campaign.redemptions.customers_count.weekly',
    'campaign:customer:week:redemptions',
  ),
  ...limitOfThree(
    'per customer in a campaign per month',
    'campaign.redemptions.customers_count.monthly',
    'campaign:customer:month:redemptions',
  ),
  fails(
    'a limit per customer, where nobody is named',
    '10000',
    10_000,
    rule('redemption.count.per_customer', { $less_than_or_equal: [3] }),
    { customer: null },
    KEY,
  ),
  passes(
    'total orders value, this order included',
    '20000',
    19_900,
    rule('campaign.orders.amount', { $less_than_or_equal: [100_000] }),
    { counts: { 'campaign:everyone:ever:orders_amount': 80_000 } },
  ),
  fails(
    'total orders value, a cent too much',
    '20000',
    20_000,
    rule('campaign.orders.amount', { $less_than_or_equal: [100_000] }),
    { counts: { 'campaign:everyone:ever:orders_amount': 80_001 } },
    KEY,
  ),
  passes(
    'total discounted amount, this discount included',
    '20000',
    19_900,
    rule('campaign.orders.amount_discounted', { $less_than_or_equal: [1_000] }),
    { counts: { 'campaign:everyone:ever:discount_amount': 900 } },
  ),
  fails(
    'total discounted amount, a cent too much',
    '20000',
    20_000,
    rule('campaign.orders.amount_discounted', { $less_than_or_equal: [1_000] }),
    { counts: { 'campaign:everyone:ever:discount_amount': 901 } },
    KEY,
  ),
  [
    'total discounted amount counts what a percentage takes',
    '20000',
    [[offer(percent(10), rule('campaign.orders.amount_discounted', { $less_than: [2_000] })), KEY]],
    20_000,
  ],
);

const redeeming = section(
  guide,
  'Redemptions',
  fails('another API key', '10000', 10_000, rule('redemption.api_key', { $is: ['Till'] }), {}, KEY),
  passes(
    'redeeming API key, by name',
    '10000',
    9_900,
    rule('redemption.api_key', { $is: ['Shop'] }),
  ),
  fails(
    'redeeming user, where it is none',
    '10000',
    10_000,
    rule('redemption.user.login', { $is: ['ann@example.com'] }),
    {},
    KEY,
  ),
  fails(
    'only by the code holder, where nobody holds it',
    '10000',
    10_000,
    rule('publication.redeemable_by_linked_customer', { $is: [true] }),
    {},
    KEY,
  ),
  passes(
    'only by the code holder, switched off',
    '10000',
    9_900,
    rule('publication.redeemable_by_linked_customer', { $is: [false] }),
  ),
);

const yes = test('order.amount', { $more_than: [1] });
const no = test('order.amount', { $less_than: [1] });

const junctions = section(
  building,
  'Configure junctions and brackets',
  passes(
    'AND: both met',
    '10000',
    9_900,
    rules('1 and 2', yes, test('order.amount', { $less_than: [20_000] })),
  ),
  fails('AND: one not met', '10000', 10_000, rules('1 and 2', yes, no)),
  passes('OR: one met', '10000', 9_900, rules('1 or 2', no, yes)),
  fails('OR: none met', '10000', 10_000, rules('1 or 2', no, no)),
  passes('brackets: (1 and 2) and (3)', '10000', 9_900, rules('(1 and 2) and (3)', yes, yes, yes)),
  fails(
    'brackets: 1 and (2 or 3), none of the two',
    '10000',
    10_000,
    rules('1 and (2 or 3)', yes, no, no),
  ),
  passes(
    'brackets: 1 and (2 or 3), one of the two',
    '10000',
    9_900,
    rules('1 and (2 or 3)', yes, no, yes),
  ),
  fails(
    'brackets change what is meant: (1 or 2) and 3',
    '10000',
    10_000,
    rules('(1 or 2) and 3', yes, yes, no),
  ),
  passes(
    'without them AND binds tighter: 1 or 2 and 3',
    '10000',
    9_900,
    rules('1 or 2 and 3', yes, yes, no),
  ),
  passes(
    'nested brackets',
    '10000',
    9_900,
    rules('((1 or 2) and (3 or 4)) or 5', yes, no, no, yes, no),
  ),
  fails(
    'two kinds of rules: the first that fails is named',
    '10000',
    10_000,
    rules('1 and 2', test('customer.metadata', { $is: ['VIP'] }, { property: 'tier' }), no),
    {},
    'customer_rules_violated',
  ),
  passes('rules that no logic names are not asked', '10000', 9_900, rules('1', yes, no)),
);

const assigned = section(
  building,
  'Using existing validation rules',
  [
    'two rules of one incentive, both met',
    cart,
    [[offer(percent(10), items('any', is('mug')), orderAmount({ $more_than: [10_000] })), 1_750]],
    15_750,
  ],
  [
    'two rules of one incentive, one not met',
    cart,
    [
      [
        offer(percent(10), items('any', is('mug')), orderAmount({ $more_than: [20_000] })),
        'order_rules_violated',
      ],
    ],
    17_500,
  ],
);

export const amountRules = [operators, several, prices, budgets, redeeming, junctions, assigned];
