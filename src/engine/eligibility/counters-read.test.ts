/** What a rule tells the store to fetch and to guard. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../json.ts';
import { compileDefinition } from './sample-facts.ts';

const count = (name: string, conditions: JsonObject) => ({ name, conditions });

const names = [
  // rule                                          counter
  ['campaign.redemptions.count', 'campaign:everyone:ever:redemptions'],
  ['campaign.redemptions.count.daily', 'campaign:everyone:day:redemptions'],
  ['campaign.redemptions.customers_count', 'campaign:customer:ever:redemptions'],
  ['campaign.redemptions.customers_count.weekly', 'campaign:customer:week:redemptions'],
  ['redemption.count.daily', 'incentive:everyone:day:redemptions'],
  ['redemption.count.per_customer', 'incentive:customer:ever:redemptions'],
  ['redemption.count.per_customer.monthly', 'incentive:customer:month:redemptions'],
  ['redemption.count.per_api_key', 'incentive:api_key:ever:redemptions'],
  ['redemption.count.per_user', 'incentive:user:ever:redemptions'],
  ['campaign.orders.amount', 'campaign:everyone:ever:orders_amount'],
  ['campaign.orders.amount_discounted', 'campaign:everyone:ever:discount_amount'],
  ['redemption.gift.amount', 'campaign:everyone:ever:gift_amount'],
] as const;

for (const [name, counter] of names) {
  test(`${name} reads ${counter}`, () => {
    const { counters } = compileDefinition({ rules: { 1: count(name, { $less_than: [5] }) } });
    assert.deepEqual(
      counters.map((one) => [one.name, one.limit]),
      [[counter, 4]],
    );
  });
}

const daily = (conditions: JsonObject) => count('redemption.count.daily', conditions);
const amount = count('order.amount', { $more_than: [1] });

const limits: readonly (readonly [string, JsonObject, readonly (number | null)[]])[] = [
  ['at most is the limit itself', { 1: daily({ $less_than_or_equal: [3] }) }, [3]],
  [
    'of two limits the lower counts',
    { 1: daily({ $less_than: [9] }), 2: daily({ $is: [2] }) },
    [2],
  ],
  [
    'nor does a later, higher one raise it',
    { 1: daily({ $is: [2] }), 2: daily({ $less_than: [9] }) },
    [2],
  ],
  ['a lower bound limits nothing', { 1: daily({ $more_than: [3] }) }, [null]],
  [
    'an alternative limits nothing',
    { 1: daily({ $less_than: [3] }), 2: amount, logic: '1 or 2' },
    [null],
  ],
  [
    'what the logic leaves out is not read',
    { 1: daily({ $less_than: [3] }), 2: amount, logic: '2' },
    [],
  ],
];

for (const [claim, rules, expected] of limits) {
  test(`of counters, ${claim}`, () => {
    const { counters } = compileDefinition({ rules });
    assert.deepEqual(
      counters.map((counter) => counter.limit),
      expected,
    );
  });
}

test('only rules about what pricing brings need the discounted amount', () => {
  const asks = (name: string) =>
    compileDefinition({ rules: { 1: count(name, { $less_than: [5] }) } }).needsDiscountedAmount;
  assert.ok(asks('order.total_amount'));
  assert.ok(asks('campaign.orders.amount_discounted'));
  assert.ok(asks('redemption.gift.amount'));
  assert.ok(asks('redemption.reward.pay_with_points.points_used'));
  assert.ok(!asks('order.amount'));
  assert.ok(!asks('campaign.orders.amount'));
});
