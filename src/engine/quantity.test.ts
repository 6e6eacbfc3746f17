/** How often a voucher may still be used, beside what it was and what others have locked. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { discountFor, examine, isUsable, type Situation } from './examine.ts';
import { compileIncentive, type Candidate } from './incentive.ts';
import { DEFAULT_STACKING } from './stacking/settings.ts';

const situation: Situation = {
  order: null,
  price: null,
  customer: null,
  redemption: {
    metadata: {},
    apiKeyId: null,
    apiKeyName: null,
    userLogin: null,
    pointsUsed: null,
  },
  now: Temporal.ZonedDateTime.from('2026-11-24T12:00:00[UTC]'),
  settings: DEFAULT_STACKING,
};

const incentive = compileIncentive({
  object: 'voucher',
  discount: { type: 'PERCENT', effect: 'APPLY_TO_ORDER', percentOff: 10 },
  activities: [],
  rules: [],
});

type Uses = Pick<Candidate, 'quantity' | 'redeemedQuantity' | 'lockedByOthers'>;

function keyFor(uses: Uses): string | null {
  const candidate = { id: 'v_1', incentive, holderId: null, counts: () => 0, ...uses };
  const examined = examine(candidate, situation);
  assert.equal(isUsable(candidate, situation), examined.ok, 'ranking judges alike');
  assert.equal(discountFor(candidate, situation) !== null, examined.ok);
  return examined.ok ? null : examined.refusal.key;
}

const examples = [
  // claim                                    quantity  redeemed  locked  key
  ['a fresh one is usable', 1, 0, 0, null],
  ['one locked by somebody else is used up', 1, 0, 1, 'quantity_exceeded'],
  ['the last one beside a lock is usable', 3, 1, 1, null],
  ['redeemed and locked together use it up', 3, 2, 1, 'quantity_exceeded'],
  ['more locks than are left use it up', 2, 1, 5, 'quantity_exceeded'],
  ['without limit no lock uses it up', null, 9, 9, null],
  ['of nothing nothing is left', 0, 0, 0, 'quantity_exceeded'],
] as const;

for (const [claim, quantity, redeemedQuantity, lockedByOthers, key] of examples) {
  test(claim, () => {
    assert.equal(keyFor({ quantity, redeemedQuantity, lockedByOthers }), key);
  });
}

test('a lock of others weighs as much as a redemption', () => {
  const count = fc.nat({ max: 20 });
  fc.assert(
    fc.property(count, count, count, (quantity, redeemed, locked) => {
      const beside = { quantity, redeemedQuantity: redeemed, lockedByOthers: locked };
      const all = { quantity, redeemedQuantity: redeemed + locked, lockedByOthers: 0 };
      assert.equal(keyFor(beside), keyFor(all));
    }),
  );
});
