/** A recurring opening: every so often, for so long, by the calendar of a time zone. */
import { Temporal } from 'temporal-polyfill';

export type Timeframe = {
  /** Milliseconds since the epoch: when it opens first. */
  readonly anchor: number;
  /** Whole seconds and longer units, from one second to a hundred years. */
  readonly interval: Temporal.Duration;
  readonly duration: Temporal.Duration;
};

const shortest = Temporal.Duration.from({ seconds: 1 });
const longest = Temporal.Duration.from({ years: 100 });
const someDay = Temporal.PlainDate.from('2000-01-01');

/**
 * Reads `PT1H`, `P2D`, …; null for anything else, for what is shorter than a second or has parts of
 * one, and for what is longer than a hundred years: counting such steps would never end.
 */
export function durationOf(text: string): Temporal.Duration | null {
  let duration: Temporal.Duration;
  try {
    duration = Temporal.Duration.from(text);
    const compare = (other: Temporal.Duration): number =>
      Temporal.Duration.compare(duration, other, { relativeTo: someDay });
    if (compare(shortest) < 0 || compare(longest) > 0) return null;
  } catch {
    return null;
  }
  const { milliseconds, microseconds, nanoseconds } = duration;
  return milliseconds + microseconds + nanoseconds === 0 ? duration : null;
}

/**
 * Whether `now` lies in an opening. Openings begin at anchor + n × interval by the calendar of
 * `now`'s time zone, so that «every day at 9» stays at 9 when the clocks change.
 */
export function isInTimeframe(frame: Timeframe, now: Temporal.ZonedDateTime): boolean {
  const anchor = anchorOf(frame, now);
  if (Temporal.ZonedDateTime.compare(now, anchor) < 0) return false;
  const opening = anchor.add(multiply(frame.interval, openingsUntil(anchor, frame, now)));
  return Temporal.ZonedDateTime.compare(now, opening.add(frame.duration)) < 0;
}

/** The first opening after `now`. */
export function nextOpening(frame: Timeframe, now: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  const anchor = anchorOf(frame, now);
  if (Temporal.ZonedDateTime.compare(now, anchor) < 0) return anchor;
  return anchor.add(multiply(frame.interval, openingsUntil(anchor, frame, now) + 1));
}

function anchorOf({ anchor }: Timeframe, now: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(anchor).toZonedDateTimeISO(now.timeZoneId);
}

/** The number, from 0, of the latest opening that is not after `now`. */
function openingsUntil(
  anchor: Temporal.ZonedDateTime,
  { interval }: Timeframe,
  now: Temporal.ZonedDateTime,
): number {
  const openingAt = (count: number) => anchor.add(multiply(interval, count));
  const isAfterNow = (opening: Temporal.ZonedDateTime) =>
    Temporal.ZonedDateTime.compare(opening, now) > 0;
  let count = estimate(openingAt, anchor, now);
  while (count > 0 && isAfterNow(openingAt(count))) count -= 1;
  while (!isAfterNow(openingAt(count + 1))) count += 1;
  return count;
}

/**
 * Near the count sought: months and clock changes make intervals unequal, so the first guess, by the
 * first interval's length, is mended by the average length up to it.
 */
function estimate(
  openingAt: (count: number) => Temporal.ZonedDateTime,
  anchor: Temporal.ZonedDateTime,
  now: Temporal.ZonedDateTime,
): number {
  const since = (opening: Temporal.ZonedDateTime) =>
    opening.epochMilliseconds - anchor.epochMilliseconds;
  const elapsed = since(now);
  const first = Math.floor(elapsed / since(openingAt(1)));
  return first === 0 ? 0 : Math.floor((first * elapsed) / since(openingAt(first)));
}

function multiply(duration: Temporal.Duration, count: number): Temporal.Duration {
  const { years, months, weeks, days, hours, minutes, seconds } = duration;
  return Temporal.Duration.from({
    years: years * count,
    months: months * count,
    weeks: weeks * count,
    days: days * count,
    hours: hours * count,
    minutes: minutes * count,
    seconds: seconds * count,
  });
}
