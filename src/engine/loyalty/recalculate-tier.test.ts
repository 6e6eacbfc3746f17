/** Tiers over time, by the guide's examples: a row is what happens to one card. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TierPolicy } from './tier-policy.ts';
import {
  byBalance,
  collecting,
  type Collected,
  duration,
  historyOf,
  keptFor,
} from './test-tiers.ts';

type Example = readonly [
  claim: string,
  policy: TierPolicy,
  points: Collected,
  until: string,
  history: readonly string[],
];

const monthly = collecting();
const next = collecting({ startsNextPeriod: true });
const lasting = collecting({ lastsNextPeriod: true });

const examples: readonly Example[] = [
  [
    'by balance begins and ends at once',
    byBalance,
    { '2026-03-10': 100, '2026-03-11': 700, '2026-03-12': 499, '2026-03-13': 99 },
    '2027-01-01',
    [
      '2026-03-10 joined Bronze',
      '2026-03-11 upgraded Silver',
      '2026-03-12 downgraded Bronze',
      '2026-03-13 left Bronze',
    ],
  ],
  [
    'by balance is left above the highest range, too',
    byBalance,
    { '2026-03-10': 2_000, '2026-03-11': 2_001 },
    '2027-01-01',
    ['2026-03-10 joined Gold', '2026-03-11 left Gold'],
  ],
  [
    'kept for months starts to count when it is reached, and outlives a drop',
    keptFor('P3M'),
    { '2025-11-10': 600, '2025-12-01': 0 },
    '2026-06-01',
    ['2025-11-10 joined Silver until 2026-02-10', '2026-02-11 left Silver'],
  ],
  [
    'kept for months is rounded up to the end of the month',
    keptFor('P3M', { to: 'MONTH', strategy: 'END' }),
    { '2022-11-10': 600, '2022-12-01': 0 },
    '2023-06-01',
    ['2022-11-10 joined Silver until 2023-02-28', '2023-03-01 left Silver'],
  ],
  [
    'kept for months gives way to a higher one at once, to a lower one at its end',
    keptFor('P1M'),
    { '2026-01-31': 600, '2026-02-10': 1_200, '2026-02-11': 150 },
    '2026-04-01',
    [
      '2026-01-31 joined Silver until 2026-02-28',
      '2026-02-10 upgraded Gold until 2026-03-10',
      '2026-03-11 downgraded Bronze until 2026-04-11',
    ],
  ],
  [
    'kept for months is prolonged from its last day while the balance holds',
    keptFor('P3M', { to: 'MONTH', strategy: 'END' }),
    { '2022-11-10': 600 },
    '2023-06-02',
    [
      '2022-11-10 joined Silver until 2023-02-28',
      '2023-03-01 prolonged Silver until 2023-05-31',
      '2023-06-01 prolonged Silver until 2023-08-31',
    ],
  ],
  [
    'of a month starts on the day it is reached and ends with the month',
    monthly,
    { '2026-03-10': 500 },
    '2026-05-01',
    ['2026-03-10 joined Silver until 2026-03-31', '2026-04-01 left Silver'],
  ],
  [
    'of a month is added up within the month alone',
    monthly,
    { '2026-03-10': 300, '2026-03-31': 200, '2026-04-01': 300 },
    '2026-04-30',
    [
      '2026-03-10 joined Bronze until 2026-03-31',
      '2026-03-31 upgraded Silver until 2026-03-31',
      '2026-04-01 downgraded Bronze until 2026-04-30',
    ],
  ],
  [
    'of a month that waits starts on the 1st of the next',
    next,
    { '2026-03-10': 500 },
    '2026-06-01',
    ['2026-04-01 joined Silver until 2026-04-30', '2026-05-01 left Silver'],
  ],
  [
    'of a month that waits is prolonged by the month it is held in',
    next,
    { '2026-03-10': 500, '2026-04-20': 600 },
    '2026-05-02',
    ['2026-04-01 joined Silver until 2026-04-30', '2026-05-01 prolonged Silver until 2026-05-31'],
  ],
  [
    'of a month that waits rises with the next month only',
    next,
    { '2026-03-10': 500, '2026-04-02': 1_500 },
    '2026-05-02',
    ['2026-04-01 joined Silver until 2026-04-30', '2026-05-01 upgraded Gold until 2026-05-31'],
  ],
  [
    'lasts through the next month',
    lasting,
    { '2026-03-10': 500 },
    '2026-06-01',
    ['2026-03-10 joined Silver until 2026-04-30', '2026-05-01 left Silver'],
  ],
  [
    'through the next month is prolonged by what was collected in it',
    lasting,
    { '2026-03-10': 500, '2026-04-05': 500 },
    '2026-05-02',
    ['2026-03-10 joined Silver until 2026-04-30', '2026-05-01 prolonged Silver until 2026-05-31'],
  ],
  [
    'through the next month falls to what was collected in it',
    lasting,
    { '2026-03-10': 500, '2026-04-05': 100 },
    '2026-05-02',
    ['2026-03-10 joined Silver until 2026-04-30', '2026-05-01 downgraded Bronze until 2026-05-31'],
  ],
  [
    'extended by 7 days ends on the 7th of the next month',
    collecting({ extend: duration('P7D') }),
    { '2026-03-10': 500 },
    '2026-05-01',
    ['2026-03-10 joined Silver until 2026-04-07', '2026-04-08 left Silver'],
  ],
  [
    'extended by a month ends with the month, whatever its length',
    collecting({ extend: duration('P1M') }),
    { '2026-02-10': 500 },
    '2026-05-01',
    ['2026-02-10 joined Silver until 2026-03-31', '2026-04-01 left Silver'],
  ],
  [
    'of a quarter ends with June',
    collecting({ period: 'QUARTER' }),
    { '2026-04-01': 250, '2026-06-30': 250 },
    '2026-08-01',
    [
      '2026-04-01 joined Bronze until 2026-06-30',
      '2026-06-30 upgraded Silver until 2026-06-30',
      '2026-07-01 left Silver',
    ],
  ],
  [
    'of a half-year ends with December',
    collecting({ period: 'HALF_YEAR' }),
    { '2026-07-15': 100 },
    '2027-02-01',
    ['2026-07-15 joined Bronze until 2026-12-31', '2027-01-01 left Bronze'],
  ],
  [
    'of a year waits for January',
    collecting({ period: 'YEAR', startsNextPeriod: true }),
    { '2026-07-15': 100 },
    '2028-02-01',
    ['2027-01-01 joined Bronze until 2027-12-31', '2028-01-01 left Bronze'],
  ],
  [
    'by collecting knows no upper end',
    monthly,
    { '2026-03-10': 5_000 },
    '2026-03-31',
    ['2026-03-10 joined Gold until 2026-03-31'],
  ],
  [
    'by collecting survives points that are taken back',
    monthly,
    { '2026-03-10': 1_000, '2026-03-11': -600 },
    '2026-03-31',
    ['2026-03-10 joined Gold until 2026-03-31'],
  ],
];

for (const [claim, policy, points, until, history] of examples) {
  test(`a tier ${claim}`, () => {
    assert.deepEqual(historyOf(policy, points, until), history);
  });
}
