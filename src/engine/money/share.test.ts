/** Shares and percentages by example and by property. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MAX_AMOUNT, money } from './money.ts';
import { percentOf, percentOfUnits } from './percent-of.ts';
import { shareOf } from './share.ts';

const percentages = [
  // claim                                        amount          percent   of it
  ['takes its share', 10_000, 10, 1_000],
  ['takes nothing at 0', 10_000, 0, 0],
  ['takes all at 100', 99, 100, 99],
  ['takes nothing of nothing', 0, 20, 0],
  ['rounds half a unit up', 105, 10, 11],
  ['rounds below half a unit down', 104, 10, 10],
  ['knows four decimals', 1_000_000, 0.0001, 1],
  ['is not misled by binary fractions', 1_000, 1.15, 12],
  ['rounds half up at four decimals', 500_000, 0.0001, 1],
  ['rounds down just below half at four decimals', 499_999, 0.0001, 0],
  ['reads the fifth decimal as the nearest fourth', 1_000_000, 0.00014, 1],
  ['is exact at the largest amount', MAX_AMOUNT - 1, 33.3333, 33_333_300_000_000],
  ['rounds half up at the largest amount', MAX_AMOUNT - 50, 99, 98_999_999_999_951],
] as const;

for (const [claim, amount, percent, expected] of percentages) {
  test(`a percentage ${claim}`, () => {
    assert.equal(percentOf(money(amount), percent), expected);
  });
}

const ofUnits = [
  // claim                                       amount percent units quantity  of it
  ['of all units is that of the amount', 1_000, 10, 4, 4, 100],
  ['of some units is that of their cost', 1_000, 10, 1, 4, 25],
  ['of no units is nothing', 1_000, 10, 0, 4, 0],
  ['is rounded once, not after the units are priced', 100, 50, 1, 3, 17],
  ['of a third of a cent is nothing', 1, 33, 1, 1, 0],
] as const;

for (const [claim, amount, percent, units, quantity, expected] of ofUnits) {
  test(`a percentage ${claim}`, () => {
    assert.equal(percentOfUnits(money(amount), percent, units, quantity), expected);
  });
}

for (const percent of [-0.0001, 100.0001, Number.NaN]) {
  test(`a percentage of ${percent} is refused`, () => {
    assert.throws(() => percentOf(money(100), percent));
  });
}

test('a share of a negative amount is refused', () => {
  assert.throws(() => shareOf(money(-1), 1, 2));
});

test('a share of nothing at all is refused', () => {
  assert.throws(() => shareOf(money(1), 1, 0));
});

const amounts = fc.oneof(
  fc.nat(),
  fc.maxSafeNat().map((n) => n % (MAX_AMOUNT + 1)),
);

test('a percentage of four decimals is what exact arithmetic says', () => {
  fc.assert(
    fc.property(amounts, fc.nat(1_000_000), (amount, steps) => {
      const exact = (2n * BigInt(amount) * BigInt(steps) + 1_000_000n) / 2_000_000n;
      assert.equal(percentOf(money(amount), steps / 10_000), Number(exact));
    }),
    { numRuns: 2_000 },
  );
});

test('a share is what exact arithmetic says', () => {
  const parts = fc.tuple(fc.nat(), fc.integer({ min: 1 })).filter(([part, whole]) => part <= whole);
  fc.assert(
    fc.property(amounts, parts, (amount, [part, whole]) => {
      const divisor = 2n * BigInt(whole);
      const exact = (2n * BigInt(amount) * BigInt(part) + BigInt(whole)) / divisor;
      assert.equal(shareOf(money(amount), part, whole), Number(exact));
    }),
    { numRuns: 2_000 },
  );
});
