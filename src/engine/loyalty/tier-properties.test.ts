/** What holds for every tier structure, policy and history; changes of a structure or its rules. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { type HeldTier, recalculateTier, refreshTier } from './recalculate-tier.ts';
import { roundedUp } from './tier-expiry.ts';
import type { TierPolicy, TierRounding } from './tier-policy.ts';
import { tierOfBalance, tierReached } from './tier-qualification.ts';
import {
  byBalance,
  collecting,
  duration,
  keptFor,
  moment,
  situation,
  structure,
} from './test-tiers.ts';

const policies: fc.Arbitrary<TierPolicy> = fc.oneof(
  fc.constantFrom(byBalance, keptFor('P1M'), keptFor('P3M', { to: 'QUARTER', strategy: 'END' })),
  fc
    .record({
      period: fc.constantFrom('MONTH' as const, 'QUARTER' as const, 'YEAR' as const),
      startsNextPeriod: fc.boolean(),
      lastsNextPeriod: fc.boolean(),
      extend: fc.constantFrom('P0D', 'P7D', 'P2M').map(duration),
    })
    .map(collecting),
);
const days = fc
  .integer({ min: 0, max: 700 })
  .map((day) => Temporal.PlainDate.from('2026-01-01').add({ days: day }).toString());
const collected = fc.dictionary(days, fc.integer({ min: 0, max: 900 }), { maxKeys: 6 });
const held: fc.Arbitrary<HeldTier | null> = fc.option(
  fc.record({
    tierId: fc.constantFrom('Bronze', 'Silver', 'Gold'),
    startedAt: fc.constant(moment('2026-01-01').toInstant()),
    expiresAt: fc.option(days.map((day) => moment(day).toInstant())),
  }),
);

test('equal situations have equal outcomes, and an outcome holds until its next moment', () => {
  fc.assert(
    fc.property(policies, days, held, collected, (policy, day, before, points) => {
      const given = situation(policy, moment(day), {
        held: before,
        balance: 600,
        collected: points,
      });
      const once = recalculateTier(given);
      assert.deepEqual(recalculateTier(given), once);
      const again = recalculateTier({ ...given, held: once.held });
      assert.equal(again.change, null, 'nothing changes twice');
      assert.deepEqual(again.held, once.held);
      if (once.nextAt !== null)
        assert(Temporal.Instant.compare(once.nextAt, given.at.toInstant()) > 0);
    }),
  );
});

test('a change says what happened: joined from none, left to none, up or down between two', () => {
  const rank = (tier: HeldTier | null) => structure.findIndex(({ id }) => id === tier?.tierId);
  fc.assert(
    fc.property(policies, days, held, fc.integer({ min: 0, max: 3_000 }), collected, (...drawn) => {
      const [policy, day, before, balance, points] = drawn;
      const { held: after, change } = recalculateTier(
        situation(policy, moment(day), { held: before, balance, collected: points }),
      );
      const [from, to] = [rank(before), rank(after)];
      const said = {
        joined: from < 0 && to >= 0,
        left: from >= 0 && to < 0,
        upgraded: from >= 0 && to > from,
        downgraded: to >= 0 && to < from,
        prolonged: from >= 0 && to === from,
      };
      assert(change === null ? from === to : said[change], `${change}: ${from} to ${to}`);
    }),
  );
});

test('more points collected never mean a lower tier', () => {
  fc.assert(
    fc.property(policies, days, held, collected, fc.integer({ min: 1, max: 900 }), (...drawn) => {
      const [policy, day, before, points, more] = drawn;
      fc.pre(policy.qualification === 'POINTS_IN_PERIOD');
      const tierWith = (all: Readonly<Record<string, number>>) => {
        const given = situation(policy, moment(day), { held: before, collected: all });
        return structure.findIndex(({ id }) => id === recalculateTier(given).held?.tierId);
      };
      assert(tierWith(points) <= tierWith({ ...points, [day]: (points[day] ?? 0) + more }));
    }),
  );
});

test('a tier with an end is never lost before it', () => {
  fc.assert(
    fc.property(policies, days, held, collected, fc.integer({ min: 0, max: 3_000 }), (...drawn) => {
      const [policy, day, before, points, balance] = drawn;
      const at = moment(day);
      fc.pre(before !== null && before.expiresAt !== null);
      fc.pre(Temporal.Instant.compare(at.toInstant(), before.expiresAt) < 0);
      const { change } = recalculateTier(
        situation(policy, at, { held: before, balance, collected: points }),
      );
      assert(change === null || change === 'upgraded');
      const refreshed = refreshTier(
        situation(policy, at, { held: before, balance, collected: points }),
      );
      assert(refreshed.held !== null);
      assert(refreshed.change === null || refreshed.change === 'upgraded');
    }),
  );
});

test('of ranges that overlap the one that begins highest counts', () => {
  const overlapping = [
    { id: 'a', from: 0, to: 100 },
    { id: 'b', from: 100, to: null },
  ];
  assert.equal(tierOfBalance(overlapping, 100)?.id, 'b');
  assert.equal(tierOfBalance(overlapping, 99)?.id, 'a');
  assert.equal(tierReached([], 5), null);
});

test('a tier that was removed is left at once, for what the points are enough for', () => {
  const gone = {
    tierId: 'Platinum',
    startedAt: moment('2026-01-01').toInstant(),
    expiresAt: moment('2027-01-01').toInstant(),
  };
  const given = situation(byBalance, moment('2026-03-10'), { held: gone, balance: 600 });
  const left = recalculateTier(given);
  assert.deepEqual([left.change, left.held, left.nextAt], ['left', null, given.at.toInstant()]);
  assert.equal(recalculateTier({ ...given, held: null }).held?.tierId, 'Silver');
});

test('new rules move the end of a tier to where it were had it started now', () => {
  const before = {
    tierId: 'Silver',
    startedAt: moment('2026-01-01').toInstant(),
    expiresAt: moment('2026-02-01').toInstant(),
  };
  const given = situation(keptFor('P3M'), moment('2026-01-15'), { held: before, balance: 0 });
  const { held: after, change } = refreshTier(given);
  assert.equal(change, null);
  assert.equal(after?.expiresAt?.equals(moment('2026-04-16').toInstant()), true);
});

const roundings: readonly (readonly [string, TierRounding, string])[] = [
  ['2026-02-10', { to: 'MONTH', strategy: 'END' }, '2026-02-28'],
  ['2026-02-28', { to: 'MONTH', strategy: 'END' }, '2026-02-28'],
  ['2026-02-10', { to: 'QUARTER', strategy: 'END' }, '2026-03-31'],
  ['2026-02-10', { to: 'HALF_YEAR', strategy: 'END' }, '2026-06-30'],
  ['2026-07-01', { to: 'HALF_YEAR', strategy: 'END' }, '2026-12-31'],
  ['2026-02-10', { to: 'YEAR', strategy: 'END' }, '2026-12-31'],
  ['2026-02-10', { to: 'MONTH', strategy: 'START' }, '2026-03-01'],
  ['2026-03-01', { to: 'MONTH', strategy: 'START' }, '2026-03-01'],
  ['2027-01-10', { to: { month: 2 }, strategy: 'END' }, '2027-02-28'],
  ['2027-03-01', { to: { month: 2 }, strategy: 'END' }, '2028-02-29'],
  ['2027-03-02', { to: { month: 2 }, strategy: 'START' }, '2028-02-01'],
];

for (const [day, rounding, rounded] of roundings) {
  test(`${day} rounds up to ${rounded} (${JSON.stringify(rounding.to)}, ${rounding.strategy})`, () => {
    assert.equal(roundedUp(Temporal.PlainDate.from(day), rounding).toString(), rounded);
  });
}
