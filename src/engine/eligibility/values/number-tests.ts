/** Comparisons of numbers: amounts, quantities, counts. */
import type { Json } from '../../json.ts';
import type { NumberOperator } from '../parse/operators.ts';
import type { NumberConditions } from '../parse/rule-tree.ts';
import type { Test } from './test.ts';

/** Several operands are alternatives, except for `$is_not` and `$not_in`: none of them. */
export function numberTests(conditions: NumberConditions): readonly Test[] {
  return conditions.map(({ operator, operands }) => {
    const compare = compareBy(operator, operands);
    const holds = (value: Json | undefined): boolean => typeof value === 'number' && compare(value);
    return { operator, expected: operands, holds };
  });
}

function compareBy(operator: NumberOperator, operands: readonly number[]) {
  const [lowest, highest] = [Math.min(...operands), Math.max(...operands)];
  switch (operator) {
    case '$is':
    case '$in':
      return (value: number) => operands.includes(value);
    case '$is_not':
    case '$not_in':
      return (value: number) => !operands.includes(value);
    case '$less_than':
      return (value: number) => value < highest;
    case '$less_than_or_equal':
      return (value: number) => value <= highest;
    case '$more_than':
      return (value: number) => value > lowest;
    case '$more_than_or_equal':
      return (value: number) => value >= lowest;
    default:
      return operator satisfies never;
  }
}
