/** What a member is entitled to by the points of past and present periods. */
import { Temporal } from 'temporal-polyfill';
import { laterPeriod, startOfPeriod } from './calendar-period.ts';
import { lastDayOfPeriod } from './tier-expiry.ts';
import type { CollectedPolicy, TierRange } from './tier-policy.ts';
import { inOrder, tierReached } from './tier-qualification.ts';

/** Days from `start` to before `end`. */
export type CountedPeriod = {
  readonly start: Temporal.PlainDate;
  readonly end: Temporal.PlainDate;
};

/** A tier that may be held from `start` on, through `lastDay`. */
export type Claim = {
  readonly tier: TierRange;
  readonly start: Temporal.PlainDate;
  readonly lastDay: Temporal.PlainDate;
};

/** An extension reaches no further back than this. */
const MAX_PERIODS = 64;

/** The periods whose points matter on `day`, the present one first. */
export function periodsCounted(
  policy: CollectedPolicy,
  day: Temporal.PlainDate,
): readonly CountedPeriod[] {
  const present = startOfPeriod(policy.period, day);
  const periods: CountedPeriod[] = [];
  for (let back = 0; back < MAX_PERIODS; back++) {
    const start = laterPeriod(policy.period, present, -back);
    const end = laterPeriod(policy.period, start, 1);
    const last = lastDayOfPeriod(policy, policy.startsNextPeriod ? end : start);
    if (Temporal.PlainDate.compare(last, day) < 0) break;
    periods.push({ start, end });
  }
  return periods;
}

/** Of each period, in the same order, what it entitles to. */
export function claimsOf(
  policy: CollectedPolicy,
  tiers: readonly TierRange[],
  counted: readonly (CountedPeriod & { readonly collected: number })[],
): readonly Claim[] {
  return counted.flatMap(({ start, end, collected }) => {
    const tier = tierReached(tiers, Math.max(0, collected));
    if (tier === null) return [];
    const from = policy.startsNextPeriod ? end : start;
    return [{ tier, start: from, lastDay: lastDayOfPeriod(policy, from) }];
  });
}

/** The highest tier that may be held on `day`; of equal ones the claim that lasts longest. */
export function bestClaim(claims: readonly Claim[], day: Temporal.PlainDate): Claim | null {
  const standing = claims.filter(
    ({ start, lastDay }) =>
      Temporal.PlainDate.compare(start, day) <= 0 && Temporal.PlainDate.compare(day, lastDay) <= 0,
  );
  const highest = inOrder(standing.map(({ tier }) => tier)).at(-1);
  return (
    standing
      .filter(({ tier }) => tier.id === highest?.id)
      .toSorted((one, other) => Temporal.PlainDate.compare(other.lastDay, one.lastDay))[0] ?? null
  );
}
