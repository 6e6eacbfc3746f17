/**
 * The tier of one card at one moment: what it was, what its points are enough for, what it becomes.
 *
 * Who is in a tier that has an end keeps it until then, unless a higher one is reached. At the end the
 * tier is prolonged, exchanged for a lower one, or left, by what the points are enough for at that
 * moment. A tier without an end goes as soon as the points leave its range.
 */
import { Temporal } from 'temporal-polyfill';
import { bestClaim, claimsOf, type CountedPeriod } from './tier-claims.ts';
import { lastDay, roundedUp } from './tier-expiry.ts';
import type { TierPolicy, TierRange } from './tier-policy.ts';
import { inOrder, tierOfBalance } from './tier-qualification.ts';

/** A tier that is held. */
export type HeldTier = {
  readonly tierId: string;
  readonly startedAt: Temporal.Instant;
  /** Midnight after its last day; null: it has no end. */
  readonly expiresAt: Temporal.Instant | null;
};

export type TierChange = 'joined' | 'left' | 'upgraded' | 'downgraded' | 'prolonged';

export type TierSituation = {
  readonly policy: TierPolicy;
  readonly tiers: readonly TierRange[];
  readonly held: HeldTier | null;
  /** What the card holds; read where the policy looks at balances. */
  readonly balance: number;
  /** What was collected in the periods that `periodsCounted` names. */
  readonly collected: readonly (CountedPeriod & { readonly collected: number })[];
  /** In the project's time zone. */
  readonly at: Temporal.ZonedDateTime;
};

export type Recalculated = {
  readonly held: HeldTier | null;
  readonly change: TierChange | null;
  /** When time alone may change it again; null: never. Not after `at` where it has to be done at once. */
  readonly nextAt: Temporal.Instant | null;
};

export function recalculateTier(situation: TierSituation): Recalculated {
  return withNext(situation, recalculated(situation));
}

/**
 * The same after the rules of qualification have changed: a higher tier may be reached and the end moves
 * to where it were had the tier started now; nobody loses anything.
 */
export function refreshTier(situation: TierSituation): Recalculated {
  const { held, tiers, policy, at } = situation;
  const current = tiers.find(({ id }) => id === held?.tierId);
  if (held === null || current === undefined) return recalculateTier(situation);
  const offer = offered(situation);
  if (offer !== null && isHigher(tiers, offer.tier, current)) return recalculateTier(situation);
  const last = offer?.tier.id === current.id ? offer.lastDay : lastDay(policy, at.toPlainDate());
  const refreshed = { ...held, startedAt: at.toInstant(), expiresAt: midnightAfter(last, at) };
  return withNext(situation, { held: refreshed, change: null });
}

type Step = Omit<Recalculated, 'nextAt'>;

function recalculated(situation: TierSituation): Step {
  const { held, tiers, at } = situation;
  const offer = offered(situation);
  if (held === null) {
    return offer === null ? { held, change: null } : { held: started(offer, at), change: 'joined' };
  }
  const current = tiers.find(({ id }) => id === held.tierId);
  if (current === undefined) return { held: null, change: 'left' };
  if (offer !== null && isHigher(tiers, offer.tier, current)) {
    return { held: started(offer, at), change: 'upgraded' };
  }
  if (isKept(held, at)) return { held, change: null };
  if (offer === null) return { held: null, change: 'left' };
  if (offer.tier.id !== current.id) return { held: started(offer, at), change: 'downgraded' };
  if (held.expiresAt === null) return { held, change: null };
  return {
    held: prolonged(situation, { ...held, expiresAt: held.expiresAt }, offer),
    change: 'prolonged',
  };
}

/** A tier that may be had now, and its last day if it starts now. */
type Offer = { readonly tier: TierRange; readonly lastDay: Temporal.PlainDate | null };

function offered({ policy, tiers, balance, collected, at }: TierSituation): Offer | null {
  const day = at.toPlainDate();
  if (policy.qualification === 'POINTS_IN_PERIOD') {
    return bestClaim(claimsOf(policy, tiers, collected), day);
  }
  const tier = tierOfBalance(tiers, balance);
  return tier === null ? null : { tier, lastDay: lastDay(policy, day) };
}

function started({ tier, lastDay: last }: Offer, at: Temporal.ZonedDateTime): HeldTier {
  return { tierId: tier.id, startedAt: at.toInstant(), expiresAt: midnightAfter(last, at) };
}

function isKept({ expiresAt }: HeldTier, at: Temporal.ZonedDateTime): boolean {
  return expiresAt !== null && Temporal.Instant.compare(at.toInstant(), expiresAt) < 0;
}

function isHigher(tiers: readonly TierRange[], one: TierRange, other: TierRange): boolean {
  const order = inOrder(tiers);
  return order.indexOf(one) > order.indexOf(other);
}

/** Goes on from the day on which it would have ended. */
function prolonged(
  { policy, at }: TierSituation,
  held: HeldTier & { readonly expiresAt: Temporal.Instant },
  offer: Offer,
): HeldTier {
  if (policy.qualification === 'POINTS_IN_PERIOD' || policy.keeps === null) {
    return { ...held, expiresAt: midnightAfter(offer.lastDay, at) };
  }
  const ended = held.expiresAt
    .toZonedDateTimeISO(at.timeZoneId)
    .toPlainDate()
    .subtract({ days: 1 });
  const last = roundedUp(ended.add(policy.keeps.extend), policy.keeps.rounding);
  // Looked at so late that even this is over: it goes on from today.
  const isOver = Temporal.PlainDate.compare(last, at.toPlainDate()) < 0;
  return { ...held, expiresAt: midnightAfter(isOver ? offer.lastDay : last, at) };
}

function midnightAfter(
  day: Temporal.PlainDate | null,
  at: Temporal.ZonedDateTime,
): Temporal.Instant | null {
  if (day === null) return null;
  return day.add({ days: 1 }).toZonedDateTime(at.timeZoneId).toInstant();
}

function withNext(situation: TierSituation, step: Step): Recalculated {
  const { tiers, held: before, at } = situation;
  // A tier that was removed is left first; what the points are enough for comes right after.
  const wasRemoved = before !== null && !tiers.some(({ id }) => id === before.tierId);
  if (wasRemoved && step.held === null) return { ...step, nextAt: at.toInstant() };
  const ends = step.held?.expiresAt ?? null;
  const begins = higherFrom(situation, step.held);
  if (ends === null || begins === null) return { ...step, nextAt: ends ?? begins };
  return { ...step, nextAt: Temporal.Instant.compare(ends, begins) < 0 ? ends : begins };
}

/** When a higher tier that has been reached starts by itself. */
function higherFrom(
  { policy, tiers, collected, at }: TierSituation,
  held: HeldTier | null,
): Temporal.Instant | null {
  if (policy.qualification === 'BALANCE' || !policy.startsNextPeriod) return null;
  const current = tiers.find(({ id }) => id === held?.tierId);
  const waiting = claimsOf(policy, tiers, collected).find(
    ({ tier, start }) =>
      Temporal.PlainDate.compare(start, at.toPlainDate()) > 0 &&
      (current === undefined || isHigher(tiers, tier, current)),
  );
  return waiting?.start.toZonedDateTime(at.timeZoneId).toInstant() ?? null;
}
