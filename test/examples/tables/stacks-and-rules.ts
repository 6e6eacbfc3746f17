/** Redeemables in one request whose rules depend on what those before them took. */
import { section } from '../example.ts';
import { amount, offer, percent, rule, rules, test, under } from '../offers.ts';

const scenarios = 'orchestrate/using-stacking-rules-and-categories.mdx';
const partial = { stacking: { redeemables_application_mode: 'PARTIAL' } } as const;
const expired = { validity: { expiration_date: '2026-05-01T00:00:00Z' } };

const impact = [
  rule('order.amount', { $more_than: [1_000] }),
  rule('order.initial_amount', { $less_than: [1_100] }),
];

const orderMatters = section(
  scenarios,
  'Change incentive eligibility with incentive application order',
  [
    'Scenario A: 10% first, and 105.00 is no more above 100.00',
    '10500',
    [
      [offer(percent(10)), 1_050],
      [offer(percent(20), rule('order.amount', { $more_than: [10_000] })), 'order_rules_violated'],
    ],
    9_450,
    partial,
  ],
  [
    'Scenario B: 20% first, then 10% of 84.00',
    '10500',
    [
      [offer(percent(20), rule('order.amount', { $more_than: [10_000] })), 2_100],
      [offer(percent(10)), 840],
    ],
    7_560,
    partial,
  ],
);

const allOrNothing = section(
  scenarios,
  'Partial and all-or-nothing behavior',
  [
    'All: an expired one fails both',
    '10000',
    [
      [offer(percent(10)), 1_000],
      [under(offer(percent(20)), expired), 'voucher_expired'],
    ],
    10_000,
  ],
  [
    'All: what comes after a failure is skipped',
    '10000',
    [
      [under(offer(percent(20)), expired), 'voucher_expired'],
      [offer(percent(10)), 'preceding_validation_failed'],
    ],
    10_000,
  ],
  [
    'Partial: the valid one applies',
    '10000',
    [
      [offer(percent(10)), 1_000],
      [under(offer(percent(20)), expired), 'voucher_expired'],
    ],
    9_000,
    partial,
  ],
  [
    'Partial: the valid one applies after the other, too',
    '10000',
    [
      [under(offer(percent(20)), expired), 'voucher_expired'],
      [offer(percent(10)), 1_000],
    ],
    9_000,
    partial,
  ],
  [
    'Partial: none valid, nothing applied',
    '10000',
    [[under(offer(percent(20)), expired), 'voucher_expired']],
    10_000,
    partial,
  ],
);

const amountRules = section(
  'optimize/validation-rules-reference.mdx',
  'Example: stacking impact',
  [
    'Scenario 1: the coupon first, and both rules pass',
    '1050',
    [
      [offer(amount(50), ...impact), 50],
      [offer(amount(100)), 100],
    ],
    900,
    partial,
  ],
  [
    'Scenario 2: the gift card first, and 9.50 is not above 10.00',
    '1050',
    [
      [offer(amount(100)), 100],
      [offer(amount(50), ...impact), 'order_rules_violated'],
    ],
    950,
    partial,
  ],
  [
    'the initial amount is the same at every place',
    '1050',
    [
      [offer(amount(100)), 100],
      [offer(amount(50), rule('order.initial_amount', { $is: [1_050] })), 50],
    ],
    900,
  ],
  [
    'both rules in one, by logic',
    '1050',
    [
      [
        offer(
          amount(50),
          rules(
            '1 and 2',
            test('order.amount', { $more_than: [1_000] }),
            test('order.initial_amount', { $less_than: [1_100] }),
          ),
        ),
        50,
      ],
    ],
    1_000,
  ],
);

const after = section(
  'optimize/validation-rules-reference.mdx',
  'Prices and quantities: Total amount after discounts',
  [
    'is judged after its own discount',
    '10000',
    [
      [
        offer(percent(20), rule('order.total_amount', { $more_than: [8_000] })),
        'order_rules_violated',
      ],
    ],
    10_000,
  ],
  [
    'passes where what is left suffices',
    '10000',
    [[offer(percent(20), rule('order.total_amount', { $more_than_or_equal: [8_000] })), 2_000]],
    8_000,
  ],
  [
    'counts what the ones before took',
    '10000',
    [
      [offer(percent(10)), 1_000],
      [
        offer(percent(20), rule('order.total_amount', { $more_than_or_equal: [8_000] })),
        'order_rules_violated',
      ],
    ],
    9_000,
    partial,
  ],
);

export const stacksAndRules = [orderMatters, allOrNothing, amountRules, after];
