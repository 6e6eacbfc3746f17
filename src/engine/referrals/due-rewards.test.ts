/** Rewards of referrals by example. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dueRewards, type Tier } from './due-rewards.ts';

const each: Tier<string> = { id: 'each', criterion: 'EACH_REFEREE', reward: '1 point' };
const three: Tier<string> = {
  id: 'three',
  criterion: 'MINIMUM_REFEREES',
  referees: 3,
  reward: 'mug',
};
const five: Tier<string> = {
  id: 'five',
  criterion: 'MINIMUM_REFEREES',
  referees: 5,
  reward: 'hat',
};

const examples = [
  // claim                                        referee's  tiers              referred  had         due
  ['nobody where the programme rewards nobody', null, [], 1, [], []],
  ['the referee alone without tiers', '5.00', [], 4, [], ['5.00']],
  ['the referrer for each referee', null, [each], 9, [], ['1 point']],
  ['the referee before the referrer', '5.00', [each], 1, [], ['5.00', '1 point']],
  ['nothing below a threshold', null, [three], 2, [], []],
  ['a threshold as soon as it is reached', null, [three], 3, [], ['mug']],
  ['a threshold only once', null, [three], 4, ['three'], []],
  ['a threshold that came later at the next one', null, [three, five], 7, ['three'], ['hat']],
  ['several thresholds at once', null, [each, five, three], 5, [], ['1 point', 'hat', 'mug']],
] as const;

for (const [claim, refereeReward, tiers, referred, had, due] of examples) {
  test(`a referral rewards ${claim}`, () => {
    const rewards = dueRewards({ refereeReward, tiers }, { referred, had: new Set<string>(had) });
    assert.deepEqual(
      rewards.map(({ reward }) => reward),
      due,
    );
  });
}

test('over any number of referrals a threshold rewards once, at the referral that reaches it', () => {
  const thresholds = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 5 });
  fc.assert(
    fc.property(thresholds, fc.integer({ min: 1, max: 40 }), (numbers, referrals) => {
      const tiers = numbers.map((referees, place) => ({
        ...three,
        id: `tier ${place}`,
        referees,
      }));
      const had = new Map<string, number>();
      for (let referred = 1; referred <= referrals; referred++) {
        const due = dueRewards(
          { refereeReward: null, tiers },
          { referred, had: new Set(had.keys()) },
        );
        for (const { tierId } of due) {
          assert(tierId !== null && !had.has(tierId));
          had.set(tierId, referred);
        }
      }
      for (const { id, referees } of tiers) {
        assert.equal(had.get(id), referees <= referrals ? referees : undefined);
      }
    }),
  );
});
