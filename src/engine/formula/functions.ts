/** The functions of the formula language. */
import { between, type DatePart, partOf } from './dates.ts';
import type { FormulaFacts } from './facts.ts';
import { power } from './power.ts';
import { compare, type Direction, type Rational, round, toWhole, wholeNumber } from './rational.ts';
import { dateOfValue, flagOf, numberOf, type Value } from './value.ts';
import type { FunctionName } from './vocabulary.ts';

export type Compute = (facts: FormulaFacts) => Value;

const MISSING: Compute = () => null;

export function functionOf(name: FunctionName, args: readonly Compute[]): Compute {
  const [first = MISSING, second = MISSING, third = MISSING] = args;
  switch (name) {
    case 'MIN':
      return extreme(args, -1);
    case 'MAX':
      return extreme(args, 1);
    case 'POW':
      return ofTwo(first, second, power);
    case 'ROUND':
      return rounded(args, 'HALF');
    case 'FLOOR':
      return rounded(args, 'DOWN');
    case 'CEIL':
      return rounded(args, 'UP');
    case 'IF':
      return (facts) => {
        const holds = flagOf(first(facts));
        return holds === null ? null : (holds ? second : third)(facts);
      };
    case 'DEFAULT_TO':
      return (facts) => {
        for (const arg of args) {
          const value = arg(facts);
          if (value !== null) return value;
        }
        return null;
      };
    case 'DAY_OF_MONTH':
    case 'MONTH':
    case 'YEAR':
      return datePart(first, name);
    case 'DAYS_SINCE':
      return sinceOrUntil(first, 'days', -1);
    case 'MONTHS_SINCE':
      return sinceOrUntil(first, 'months', -1);
    case 'YEARS_SINCE':
      return sinceOrUntil(first, 'years', -1);
    case 'DAYS_UNTIL':
      return sinceOrUntil(first, 'days', 1);
    case 'MONTHS_UNTIL':
      return sinceOrUntil(first, 'months', 1);
    case 'DATE':
    case 'DATE_TIME':
      return (facts) => dateIn(facts, first(facts));
    default:
      return name satisfies never;
  }
}

function extreme(args: readonly Compute[], direction: 1 | -1): Compute {
  return (facts) => {
    let best: Rational | null = null;
    for (const arg of args) {
      const value = numberOf(arg(facts));
      if (value === null) return null;
      if (best === null || compare(value, best) * direction > 0) best = value;
    }
    return best;
  };
}

function ofTwo(
  first: Compute,
  second: Compute,
  combine: (a: Rational, b: Rational) => Value,
): Compute {
  return (facts) => {
    const [a, b] = [numberOf(first(facts)), numberOf(second(facts))];
    return a === null || b === null ? null : combine(a, b);
  };
}

/** To whole numbers where no decimals are named; these have to be whole themselves. */
function rounded([value = MISSING, decimals]: readonly Compute[], direction: Direction): Compute {
  if (decimals === undefined) {
    return (facts) => {
      const number = numberOf(value(facts));
      return number === null ? null : round(number, 0, direction);
    };
  }
  return ofTwo(value, decimals, (number, places) => {
    const whole = toWhole(places, 'DOWN');
    const isWhole = whole * places.denominator === places.numerator;
    return isWhole ? round(number, Number(whole), direction) : null;
  });
}

function datePart(arg: Compute, part: DatePart): Compute {
  return (facts) => {
    const date = dateIn(facts, arg(facts));
    return date === null ? null : wholeNumber(partOf(date, part));
  };
}

/** Whole days, months, years between today and a date; below 0 where it lies the other way. */
function sinceOrUntil(arg: Compute, unit: 'days' | 'months' | 'years', direction: 1 | -1): Compute {
  return (facts) => {
    const date = dateIn(facts, arg(facts));
    if (date === null) return null;
    const today = facts.situation.now.toPlainDate();
    const [from, to] = direction === 1 ? [today, date.day] : [date.day, today];
    return wholeNumber(between(from, to, unit));
  };
}

function dateIn(facts: FormulaFacts, value: Value) {
  return dateOfValue(value, facts.situation.now.timeZoneId);
}
