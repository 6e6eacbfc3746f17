/** The nearest number that passes tests: how far a value is from what a condition wants. */
import type { Test } from '../eligibility/values/test.ts';
import type { Now } from '../eligibility/values/test.ts';
import { passesAll } from '../eligibility/values/test.ts';

/**
 * The whole number of 0 or more that passes all tests and lies nearest to `value`, the greater of two
 * that are equally near; null where none passes.
 *
 * Comparisons change their answer at an operand alone, so only the numbers around operands are asked.
 */
export function nearestPassing(tests: readonly Test[], value: number, now: Now): number | null {
  if (passesAll(tests, value, now)) return value;
  let nearest: number | null = null;
  for (const { expected } of tests) {
    for (const operand of expected) {
      if (typeof operand !== 'number') continue;
      const whole = Math.floor(operand);
      for (const target of [whole - 1, whole, whole + 1, whole + 2]) {
        if (target < 0 || !passesAll(tests, target, now)) continue;
        if (nearest === null || isNearer(target, nearest, value)) nearest = target;
      }
    }
  }
  return nearest;
}

function isNearer(target: number, than: number, value: number): boolean {
  const [a, b] = [Math.abs(target - value), Math.abs(than - value)];
  return a < b || (a === b && target > than);
}
