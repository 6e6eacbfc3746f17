/** How a rule definition is refused: the position first, then what is wrong there. */
import { refuse } from '../../outcome.ts';
import type { Outcome, Refusal } from '../../outcome.ts';

export type RuleRefusal = Refusal<'invalid_validation_rules'>;
export type Parsed<T> = Outcome<T, 'invalid_validation_rules'>;

export function refuseAt(position: string, problem: string): RuleRefusal {
  return refuse('invalid_validation_rules', `${position}: ${problem}`);
}
