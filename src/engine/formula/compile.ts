/** The tree of a formula → functions that compute it. No text is ever run as code. */
import { type CalendarDate, compareDates, isSameDay } from './dates.ts';
import { type Compute, functionOf } from './functions.ts';
import {
  add,
  compare,
  divide,
  fromDecimal,
  multiply,
  negate,
  type Rational,
  remainder,
} from './rational.ts';
import { readMetadata, readOperand } from './read-facts.ts';
import type { Expression } from './syntax.ts';
import { contains, endsWith, isInArray, isSameText, startsWith } from './text-tests.ts';
import { areEqual, dateOfValue, flagOf, numberOf, type Value } from './value.ts';
import type { Operator } from './vocabulary.ts';

export function compileTree(tree: Expression): Compute {
  switch (tree.type) {
    case 'number': {
      const value = fromDecimal(tree.text);
      return () => value;
    }
    case 'text': {
      const { text } = tree;
      return () => text;
    }
    case 'operand':
      return readOperand(tree.name);
    case 'metadata':
      return readMetadata(tree.name, tree.key);
    case 'negative': {
      const of = compileTree(tree.of);
      return (facts) => {
        const value = numberOf(of(facts));
        return value === null ? null : negate(value);
      };
    }
    case 'binary':
      return compileBinary(tree.operator, compileTree(tree.left), compileTree(tree.right));
    case 'call':
      return functionOf(tree.name, tree.args.map(compileTree));
    case 'switch':
      return compileSwitch(tree);
    default:
      return tree satisfies never;
  }
}

function compileBinary(operator: Operator, left: Compute, right: Compute): Compute {
  switch (operator) {
    case 'AND':
      return (facts) => unless(false, left(facts), () => right(facts));
    case 'OR':
      return (facts) => unless(true, left(facts), () => right(facts));
    case '+':
      return ofNumbers(left, right, add);
    case '-':
      return ofNumbers(left, right, (a, b) => add(a, negate(b)));
    case '*':
      return ofNumbers(left, right, multiply);
    case '/':
      return ofNumbers(left, right, divide);
    case '%':
      return ofNumbers(left, right, remainder);
    case '>':
      return ofNumbers(left, right, (a, b) => compare(a, b) > 0);
    case '<':
      return ofNumbers(left, right, (a, b) => compare(a, b) < 0);
    case '>=':
      return ofNumbers(left, right, (a, b) => compare(a, b) >= 0);
    case '<=':
      return ofNumbers(left, right, (a, b) => compare(a, b) <= 0);
    case 'DATE_IS':
      return ofDates(left, right, isSameDay);
    case 'DATE_IS_NOT':
      return ofDates(left, right, (a, b) => !isSameDay(a, b));
    case 'IS_AFTER':
      return ofDates(left, right, (a, b) => compareDates(a, b) > 0);
    case 'IS_BEFORE':
      return ofDates(left, right, (a, b) => compareDates(a, b) < 0);
    default: {
      const holds = tests[operator];
      return (facts) => holds(left(facts), right(facts));
    }
  }
}

type Test = (left: Value, right: Value) => boolean | null;

const tests: Readonly<
  Record<
    | '='
    | '!='
    | 'is'
    | 'isNot'
    | 'contains'
    | 'startsWith'
    | 'endsWith'
    | 'IN_ARRAY'
    | 'NOT_IN_ARRAY',
    Test
  >
> = {
  '=': areEqual,
  '!=': not(areEqual),
  is: isSameText,
  isNot: not(isSameText),
  contains,
  startsWith,
  endsWith,
  IN_ARRAY: isInArray,
  NOT_IN_ARRAY: not(isInArray),
};

function not(test: Test): Test {
  return (left, right) => {
    const holds = test(left, right);
    return holds === null ? null : !holds;
  };
}

/**
 * `decisive` where one side is: then the other may be missing. The right side is not asked where the
 * left decides.
 */
function unless(decisive: boolean, left: Value, right: () => Value): boolean | null {
  const first = flagOf(left);
  if (first === decisive) return decisive;
  const second = flagOf(right());
  if (second === decisive) return decisive;
  return first === null || second === null ? null : !decisive;
}

function ofNumbers(
  left: Compute,
  right: Compute,
  combine: (a: Rational, b: Rational) => Value,
): Compute {
  return (facts) => {
    const a = numberOf(left(facts));
    if (a === null) return null;
    const b = numberOf(right(facts));
    return b === null ? null : combine(a, b);
  };
}

function ofDates(
  left: Compute,
  right: Compute,
  holds: (a: CalendarDate, b: CalendarDate) => boolean,
): Compute {
  return (facts) => {
    const { timeZoneId } = facts.situation.now;
    const a = dateOfValue(left(facts), timeZoneId);
    const b = dateOfValue(right(facts), timeZoneId);
    return a === null || b === null ? null : holds(a, b);
  };
}

function compileSwitch(tree: Extract<Expression, { type: 'switch' }>): Compute {
  const subject = compileTree(tree.subject);
  const cases = tree.cases.map(({ when, then }) => [compileTree(when), compileTree(then)] as const);
  const otherwise = compileTree(tree.otherwise);
  return (facts) => {
    const value = subject(facts);
    if (value === null) return null;
    for (const [when, then] of cases) {
      const isMet = areEqual(value, when(facts));
      if (isMet === null) return null;
      if (isMet) return then(facts);
    }
    return otherwise(facts);
  };
}
