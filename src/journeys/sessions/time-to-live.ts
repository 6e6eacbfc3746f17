/** How long a session lasts. */
import { Temporal } from 'temporal-polyfill';
import type { Session, SessionInput, SessionUnit } from './schema.ts';

const NANOSECONDS: Readonly<Record<SessionUnit, number>> = {
  NANOSECONDS: 1,
  MICROSECONDS: 1_000,
  MILLISECONDS: 1_000_000,
  SECONDS: 1_000_000_000,
  MINUTES: 60_000_000_000,
  HOURS: 3_600_000_000_000,
  DAYS: 86_400_000_000_000,
};
const NANOSECONDS_IN_MILLISECOND = 1_000_000;

/** What a session lasts where the request does not say. */
const DEFAULT = { ttl: 7, ttl_unit: 'DAYS' } as const;

/** The last moment a date-time can name. */
const LAST_MILLISECOND = Date.parse('9999-12-31T23:59:59.999Z');

type TimeToLive = Pick<Session, 'ttl' | 'ttl_unit'>;

/** As asked for; a number without a unit counts days, a unit without a number says nothing. */
export function timeToLive({ ttl, ttl_unit }: SessionInput): TimeToLive {
  if (ttl === undefined || ttl === null) return DEFAULT;
  return { ttl, ttl_unit: ttl_unit ?? DEFAULT.ttl_unit };
}

/** When it is over: to the millisecond, never earlier than asked for, and at the latest in 9999. */
export function expiryOf({ ttl, ttl_unit }: TimeToLive, now: Temporal.Instant): Temporal.Instant {
  const lasts = Math.ceil((ttl * NANOSECONDS[ttl_unit]) / NANOSECONDS_IN_MILLISECOND);
  const end = Math.min(now.epochMilliseconds + lasts, LAST_MILLISECOND);
  return Temporal.Instant.fromEpochMilliseconds(end);
}
