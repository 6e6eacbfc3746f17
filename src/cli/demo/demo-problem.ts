/** The demo did not go as it tells: one line for whoever watches, and the end of the demo. */
import { StartProblem } from '../../platform/start-problem.ts';

/** Ends the demo unless `holds`. */
export function expect(holds: boolean, claim: string): asserts holds {
  if (!holds) throw notAsTold(claim);
}

/** The value, or the end of the demo where an answer lacks it. */
export function present<Value>(value: Value | null | undefined, what: string): Value {
  if (value === null || value === undefined) throw notAsTold(`the answer lacks ${what}`);
  return value;
}

export function notAsTold(reason: string): StartProblem {
  return new StartProblem(`the demo did not go as told: ${reason}`);
}
