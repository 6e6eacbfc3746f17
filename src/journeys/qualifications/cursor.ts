/**
 * Where a page of offers begins: an instant, as the reference has it.
 *
 * The instant is the creation of the last offer shown. Several offers may be created in one
 * millisecond, and offers sorted by their discount are not sorted by time: what the instant cannot
 * say stands in the six digits below the millisecond, as a count. Those digits are the client's to
 * carry, not to read; without them the instant alone is understood as well as it can be.
 */
import { Temporal } from 'temporal-polyfill';

export type Cursor = {
  /** Creation of the last offer shown, in milliseconds since the epoch. */
  readonly createdAt: number;
  /**
   * Sorted by time: how many offers of that very millisecond were shown; sorted by discount: how
   * many were shown in all. 0: not said.
   */
  readonly shown: number;
};

/** What six digits can count; a longer list ends there. */
export const MAX_SHOWN = 999_999;

const FIRST = Date.parse('0001-01-01T00:00:00.000Z');
const LAST = Date.parse('9999-12-31T23:59:59.998Z');

/** `text` is a date-time that was checked; null, or the word, stands for the first page. */
export function readCursor(text: string | null | undefined): Cursor | null {
  if (text === null || text === undefined || text === 'null') return null;
  const instant = Temporal.Instant.from(text.length === 10 ? `${text}T00:00:00Z` : text);
  const below = /\.\d{3}(\d{1,6})/.exec(text)?.[1] ?? '';
  return {
    createdAt: Math.min(Math.max(instant.epochMilliseconds, FIRST), LAST),
    shown: Number(below.padEnd(6, '0')),
  };
}

export function writeCursor({ createdAt, shown }: Cursor): string {
  const text = new Date(createdAt).toISOString();
  return shown === 0 ? text : `${text.slice(0, -1)}${String(shown).padStart(6, '0')}Z`;
}
