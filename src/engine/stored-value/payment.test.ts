/** What cards offer, refuse and spend, by example and by property. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { money } from '../money/money.ts';
import { exceededKey, offeredAmount, type Payment, spentFor } from './payment.ts';
import type { RewardTerms } from './reward-terms.ts';

const id = { id: 'rew_1', assignmentId: 'rewa_1' };
/** 100 points are 20.00. */
const coin: RewardTerms = { ...id, type: 'COIN', exchangeRatio: 20, pointsRatio: 100 };
const mug: RewardTerms = { ...id, type: 'MATERIAL', cost: 300 };

function gift(available: number, asked: number | null = null): Payment {
  return { with: 'credits', available, asked, isOffered: false };
}
function points(
  available: number,
  asked: number | null = null,
  reward: RewardTerms | null = coin,
): Payment {
  return { with: 'points', available, asked, reward, isOffered: false };
}

const payments: readonly (readonly [string, Payment, number, number, number])[] = [
  // claim                                                            payable  paid   spent
  ['a gift card pays all of a smaller order and keeps the rest', gift(10_000), 4_000, 4_000, 4_000],
  ['a gift card pays a part of a greater order', gift(2_500), 4_000, 2_500, 2_500],
  ['a gift card pays the credits that are asked for', gift(10_000, 100), 4_000, 100, 100],
  ['more credits than are to pay stay on the card', gift(10_000, 5_000), 4_000, 4_000, 4_000],
  ['a gift card pays nothing where nothing is to pay', gift(10_000), 0, 0, 0],
  ['points that are named pay their worth', points(5_000, 300), 45_000, 6_000, 300],
  ['a part of a ratio pays its part', points(5_000, 10), 45_000, 200, 10],
  ['points that are not needed stay on the card', points(5_000, 5_000), 45_000, 45_000, 2_250],
  ['unnamed points pay all in whole ratios', points(6_874), 45_000, 45_000, 2_300],
  ['unnamed points pay as many whole ratios as there are', points(250), 45_000, 4_000, 200],
  ['a mug costs its points and pays nothing', points(500, null, mug), 45_000, 0, 300],
  ['a card without a reward does nothing', points(500, null, null), 45_000, 0, 0],
];

for (const [claim, payment, payable, amount, spent] of payments) {
  test(claim, () => {
    assert.equal(exceededKey(payment), null);
    const paid = Math.min(offeredAmount(payment, money(payable)), payable);
    assert.equal(paid, amount);
    const price = { payable: money(payable), amount: money(paid) };
    assert.equal(spentFor(payment, price), spent);
  });
}

const refusals: readonly (readonly [string, Payment, string])[] = [
  ['an empty gift card', gift(0), 'gift_amount_exceeded'],
  ['an empty gift card that is asked for nothing', gift(0, 0), 'gift_amount_exceeded'],
  ['more credits than there are', gift(99, 100), 'gift_amount_exceeded'],
  ['a card without points', points(0, 0), 'loyalty_card_points_exceeded'],
  ['more points than there are', points(99, 100), 'loyalty_card_points_exceeded'],
  ['fewer points than one ratio', points(99), 'loyalty_card_points_exceeded'],
  ['a reward that costs too much', points(299, null, mug), 'loyalty_card_points_exceeded'],
  ['an empty card without a reward', points(0, null, null), 'loyalty_card_points_exceeded'],
];

for (const [claim, payment, key] of refusals) {
  test(`${claim}: ${key}`, () => assert.equal(exceededKey(payment), key));
}

const amounts = fc.nat(1_000_000);
const wish = fc.option(amounts);
const ratio = fc.record({
  exchangeRatio: fc.integer({ min: 0, max: 500_000 }).map((n) => n / 10_000),
  pointsRatio: fc.integer({ min: 1, max: 1_000 }),
});

test('no card gives more than it has, than is asked for, or than is to pay', () => {
  fc.assert(
    fc.property(amounts, wish, amounts, fc.option(ratio), (available, asked, payable, given) => {
      const payment =
        given === null
          ? gift(available, asked)
          : points(available, asked, { ...id, type: 'COIN', ...given });
      fc.pre(exceededKey(payment) === null);
      const offered = offeredAmount(payment, money(payable));
      const amount = money(Math.min(offered, payable));
      const spent = spentFor(payment, { payable: money(payable), amount });
      assert.ok(spent >= 0 && spent <= available && spent <= (asked ?? spent));
      if (amount > 0) assert.ok(spent > 0, 'nothing is paid with nothing');
      if (given === null) assert.equal(spent, amount);
    }),
  );
});
