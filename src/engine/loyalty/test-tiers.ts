/** A tier structure and policies for tests. */
import { Temporal } from 'temporal-polyfill';
import { periodsCounted } from './tier-claims.ts';
import { type HeldTier, recalculateTier, type TierSituation } from './recalculate-tier.ts';
import type { BalancePolicy, CollectedPolicy, TierPolicy, TierRange } from './tier-policy.ts';

export const structure: readonly TierRange[] = [
  { id: 'Bronze', from: 100, to: 499 },
  { id: 'Silver', from: 500, to: 999 },
  { id: 'Gold', from: 1_000, to: 2_000 },
];

export const duration = (text: string) => Temporal.Duration.from(text);

export const byBalance: BalancePolicy = { qualification: 'BALANCE', keeps: null };

export function keptFor(
  extend: string,
  rounding: NonNullable<BalancePolicy['keeps']>['rounding'] = null,
): BalancePolicy {
  return { qualification: 'BALANCE', keeps: { extend: duration(extend), rounding } };
}

export function collecting(given: Partial<CollectedPolicy> = {}): CollectedPolicy {
  return {
    qualification: 'POINTS_IN_PERIOD',
    period: 'MONTH',
    startsNextPeriod: false,
    lastsNextPeriod: false,
    extend: duration('P0D'),
    ...given,
  };
}

/** `2026-03-10` or `2026-03-10T12:00`, in Warsaw. */
export function moment(text: string): Temporal.ZonedDateTime {
  return Temporal.PlainDateTime.from(text).toZonedDateTime('Europe/Warsaw');
}

/** Points collected on days. */
export type Collected = Readonly<Record<string, number>>;

export function situation(
  policy: TierPolicy,
  at: Temporal.ZonedDateTime,
  given: {
    readonly held?: HeldTier | null;
    readonly balance?: number | undefined;
    readonly collected?: Collected;
  },
): TierSituation {
  const { held = null, balance = 0, collected = {} } = given;
  const periods =
    policy.qualification === 'BALANCE' ? [] : periodsCounted(policy, at.toPlainDate());
  return {
    policy,
    tiers: structure,
    held,
    balance,
    collected: periods.map((period) => ({ ...period, collected: sumIn(period, collected, at) })),
    at,
  };
}

function sumIn(
  { start, end }: { readonly start: Temporal.PlainDate; readonly end: Temporal.PlainDate },
  collected: Collected,
  at: Temporal.ZonedDateTime,
): number {
  const counted = Object.entries(collected).filter(([text]) => {
    const day = Temporal.PlainDate.from(text);
    const isIn =
      Temporal.PlainDate.compare(start, day) <= 0 && Temporal.PlainDate.compare(day, end) < 0;
    return isIn && Temporal.ZonedDateTime.compare(moment(text), at) <= 0;
  });
  return counted.reduce((sum, [, points]) => sum + points, 0);
}

/**
 * A card's history as a line per change: on days when points came and whenever time alone changes
 * something, until `end`. `2026-03-10 joined Silver until 2026-03-31`.
 */
export function historyOf(policy: TierPolicy, points: Collected, end: string): readonly string[] {
  const lines: string[] = [];
  let held: HeldTier | null = null;
  let nextAt: Temporal.Instant | null = null;
  const until = moment(end);
  const days = Object.keys(points).map(moment);
  for (;;) {
    const byTime: Temporal.ZonedDateTime | undefined = nextAt?.toZonedDateTimeISO('Europe/Warsaw');
    const at = earliest([...days.slice(0, 1), ...(byTime === undefined ? [] : [byTime])]);
    if (at === null || Temporal.ZonedDateTime.compare(at, until) > 0) return lines;
    if (days[0]?.equals(at)) days.shift();
    // Of balances: what `points` says is what the card holds from that day on.
    const balance = Object.entries(points)
      .filter(([day]) => Temporal.ZonedDateTime.compare(moment(day), at) <= 0)
      .at(-1)?.[1];
    const result = recalculateTier(situation(policy, at, { held, balance, collected: points }));
    if (result.change !== null)
      lines.push(lineOf(at, result.change, result.held ?? held, result.change === 'left'));
    ({ held, nextAt } = result);
  }
}

function lineOf(
  at: Temporal.ZonedDateTime,
  change: string,
  tier: HeldTier | null,
  isOver: boolean,
): string {
  const last = tier?.expiresAt
    ?.toZonedDateTimeISO('Europe/Warsaw')
    .toPlainDate()
    .subtract({ days: 1 });
  const until = isOver || last === undefined ? '' : ` until ${last.toString()}`;
  return `${at.toPlainDate().toString()} ${change} ${tier?.tierId}${until}`;
}

function earliest(moments: readonly Temporal.ZonedDateTime[]): Temporal.ZonedDateTime | null {
  return moments.toSorted(Temporal.ZonedDateTime.compare)[0] ?? null;
}
