/** Instants as text, as every answer and every row writes them. */
import type { Temporal } from 'temporal-polyfill';

/**
 * `2026-11-24T01:07:26.920Z`: always three digits, as the database's times are read. Temporal itself
 * drops zeros at the end, so that one instant would be written in several ways. (And it takes 23 µs
 * where a Date takes half of one.)
 */
export function isoOf(instant: Temporal.Instant): string {
  return new Date(instant.epochMilliseconds).toISOString();
}
