/** How members of a loyalty programme come into its tiers, and how long they stay. */
import type { Temporal } from 'temporal-polyfill';
import type { CalendarPeriod } from './calendar-period.ts';

/** A tier as its place in the structure: the range of points, both ends included. */
export type TierRange = {
  readonly id: string;
  readonly from: number;
  /** Null: open. */
  readonly to: number | null;
};

export type TierRounding = {
  /** `CUSTOM` is one month of the year, `month` (1 to 12). */
  readonly to: CalendarPeriod | { readonly month: number };
  /** Up to the last day of it, or to the first of the next that begins. */
  readonly strategy: 'START' | 'END';
};

export type TierPolicy = BalancePolicy | CollectedPolicy;

/** By what a card holds. A tier starts at once. */
export type BalancePolicy = {
  readonly qualification: 'BALANCE';
  /** How long it is kept whatever the balance does; null: it ends as soon as the balance leaves its range. */
  readonly keeps: {
    readonly extend: Temporal.Duration;
    readonly rounding: TierRounding | null;
  } | null;
};

/** By what was collected in one period of the calendar. */
export type CollectedPolicy = {
  readonly qualification: 'POINTS_IN_PERIOD';
  readonly period: CalendarPeriod;
  /** Whether a tier that is reached waits for the next period. */
  readonly startsNextPeriod: boolean;
  /** Whether it lasts through the period after the one in which it started. */
  readonly lastsNextPeriod: boolean;
  /** Added to its end. */
  readonly extend: Temporal.Duration;
};

/** Where a programme says nothing. */
export const DEFAULT_TIER_POLICY: TierPolicy = { qualification: 'BALANCE', keeps: null };
