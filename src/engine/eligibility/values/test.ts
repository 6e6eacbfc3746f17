/** One comparison of a condition, kept open to be shown: what it expects, and whether it holds. */
import type { Temporal } from 'temporal-polyfill';
import type { Json } from '../../json.ts';

export type Now = Temporal.ZonedDateTime;

export type Test = {
  readonly operator: string;
  readonly expected: readonly Json[];
  /** `undefined` is an attribute that is not there. */
  readonly holds: (value: Json | undefined, now: Now) => boolean;
};

/** Whether one value passes all tests. */
export function passesAll(tests: readonly Test[], value: Json | undefined, now: Now): boolean {
  for (const test of tests) if (!test.holds(value, now)) return false;
  return true;
}
