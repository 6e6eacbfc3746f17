/** Points as money by example and by property. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MAX_AMOUNT, money } from '../money/money.ts';
import { pointsWorth, worthOf } from './coin.ts';

const worths = [
  // claim                                    points      exchange points_ratio  worth
  ['a ratio once', 100, 20, 100, 2_000],
  ['a part of a ratio', 10, 5, 100, 50],
  ['three ratios', 300, 20, 100, 6_000],
  ['one for one, in the currency', 5, 1, 1, 500],
  ['no points', 0, 20, 100, 0],
  ['points that are worth nothing', 1_000, 0, 1, 0],
  ['half a minor unit, rounded down', 1, 0.005, 1, 0],
  ['two halves of a minor unit', 2, 0.005, 1, 1],
  ['a ratio of six decimals', 1_000_000, 0.000_001, 1, 100],
  ['a ratio that binary fractions only come near', 3, 0.1, 1, 30],
  ['more than can be counted', Number.MAX_SAFE_INTEGER, 1_000, 1, Number.MAX_SAFE_INTEGER],
] as const;

for (const [claim, points, exchangeRatio, pointsRatio, expected] of worths) {
  test(`the worth of ${claim} is ${expected}`, () => {
    assert.equal(worthOf(points, { exchangeRatio, pointsRatio }), expected);
  });
}

const needs = [
  // claim                         amount exchange points_ratio  points
  ['nothing', 0, 20, 100, 0],
  ['an amount that points meet', 45_000, 20, 100, 2_250],
  ['an amount between two numbers of points', 45_001, 20, 100, 2_251],
  ['an amount below one point', 1, 1, 1, 1],
  ['an amount that worthless points never reach', 1, 0, 1, null],
] as const;

for (const [claim, amount, exchangeRatio, pointsRatio, expected] of needs) {
  test(`${claim} takes ${expected} points`, () => {
    assert.equal(pointsWorth(money(amount), { exchangeRatio, pointsRatio }), expected);
  });
}

const ratios = fc.record({
  exchangeRatio: fc.integer({ min: 1, max: 10_000_000 }).map((n) => n / 10_000),
  pointsRatio: fc.integer({ min: 1, max: 10_000 }),
});

test('the fewest points for an amount are worth it, and one fewer is not', () => {
  fc.assert(
    fc.property(fc.nat(MAX_AMOUNT / 1_000_000), ratios, (amount, ratio) => {
      const points = pointsWorth(money(amount), ratio) ?? 0;
      assert.ok(worthOf(points, ratio) >= amount);
      if (points > 0) assert.ok(worthOf(points - 1, ratio) < amount);
    }),
  );
});

test('points in two parts are never worth more than at once', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.nat(1_000_000), ratios, (one, other, ratio) => {
      assert.ok(worthOf(one, ratio) + worthOf(other, ratio) <= worthOf(one + other, ratio));
    }),
  );
});
