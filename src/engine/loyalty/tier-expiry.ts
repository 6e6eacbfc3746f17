/** Until when a tier lasts: days, the last one included. */
import { Temporal } from 'temporal-polyfill';
import { endOfPeriod, laterPeriod, startOfPeriod } from './calendar-period.ts';
import type { CollectedPolicy, TierPolicy, TierRounding } from './tier-policy.ts';

/** The last day of a tier that starts on `day`; null: it has none. */
export function lastDay(policy: TierPolicy, day: Temporal.PlainDate): Temporal.PlainDate | null {
  if (policy.qualification === 'POINTS_IN_PERIOD') {
    return lastDayOfPeriod(policy, startOfPeriod(policy.period, day));
  }
  const { keeps } = policy;
  return keeps === null ? null : roundedUp(day.add(keeps.extend), keeps.rounding);
}

/** The last day of a tier that starts in the period that begins on `start`. */
export function lastDayOfPeriod(
  policy: CollectedPolicy,
  start: Temporal.PlainDate,
): Temporal.PlainDate {
  // Extended from the day after, so that a month more ends with a month, whatever its length.
  const end = laterPeriod(policy.period, start, policy.lastsNextPeriod ? 2 : 1);
  return end.add(policy.extend).subtract({ days: 1 });
}

/** Rounding never shortens. */
export function roundedUp(
  day: Temporal.PlainDate,
  rounding: TierRounding | null,
): Temporal.PlainDate {
  if (rounding === null) return day;
  const { to, strategy } = rounding;
  if (typeof to === 'object') return inMonth(day, to.month, strategy);
  if (strategy === 'END') return endOfPeriod(to, day);
  const start = startOfPeriod(to, day);
  return start.equals(day) ? day : laterPeriod(to, start, 1);
}

/** The first or last day of that month, in this year or the next. */
function inMonth(
  day: Temporal.PlainDate,
  month: number,
  strategy: TierRounding['strategy'],
): Temporal.PlainDate {
  const first = day.with({ month, day: 1 });
  const wanted = strategy === 'START' ? first : first.with({ day: first.daysInMonth });
  if (Temporal.PlainDate.compare(wanted, day) >= 0) return wanted;
  const next = first.add({ years: 1 });
  return strategy === 'START' ? next : next.with({ day: next.daysInMonth });
}
