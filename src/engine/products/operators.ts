/** What a filter's condition may ask of a value: one operator, one test. */
import { type Json, textOf } from '../json.ts';
import { compare, instantOf, isEqual, isList, partsOf } from './filter-values.ts';

const DAY_MS = 86_400_000;

/** `now` in milliseconds since the epoch; null where the caller has no clock. */
export type Operator = (
  value: Json | undefined,
  operands: readonly Json[],
  now: number | null,
) => boolean;

/** All operators of the reference. Of several operands one has to fit; of negations, none may. */
export const operators: Readonly<Record<string, Operator>> = {
  $is: isOne,
  $in: isOne,
  $is_not: not(isOne),
  $not_in: not(isOne),
  $has_value: (value, operands) => hasValue(value) !== saysFalse(operands),
  $is_unknown: (value, operands) => hasValue(value) === saysFalse(operands),
  $contains: contains,
  $not_contain: not(contains),
  $starts_with: text((value, operand) => value.startsWith(operand)),
  $ends_with: text((value, operand) => value.endsWith(operand)),
  $more_than: compared((difference) => difference > 0),
  $less_than: compared((difference) => difference < 0),
  $more_than_equal: compared((difference) => difference >= 0),
  $less_than_equal: compared((difference) => difference <= 0),
  $after: compared((difference) => difference > 0),
  $before: compared((difference) => difference < 0),
  $is_days_ago: days((age, count) => age >= 0 && Math.floor(age) === count),
  $more_than_ago: days((age, count) => age > count),
  $less_than_ago: days((age, count) => age >= 0 && age < count),
  $is_days_in_future: days((age, count) => age <= 0 && Math.floor(-age) === count),
  $more_than_future: days((age, count) => -age > count),
  $less_than_future: days((age, count) => age <= 0 && -age < count),
  $count: counted((count, operand) => count === operand),
  $count_more: counted((count, operand) => count > operand),
  $count_less: counted((count, operand) => count < operand),
};

function isOne(value: Json | undefined, operands: readonly Json[]): boolean {
  const parts = partsOf(value);
  return operands.some((operand) => parts.some((part) => isEqual(part, operand)));
}

function not(test: Operator): Operator {
  return (value, operands, now) => !test(value, operands, now);
}

function hasValue(value: Json | undefined): boolean {
  return (
    value !== undefined && value !== null && value !== '' && !(isList(value) && value.length === 0)
  );
}

function saysFalse(operands: readonly Json[]): boolean {
  return operands[0] === false || operands[0] === 'false';
}

/** A part of a text, or an element of a list. */
function contains(value: Json | undefined, operands: readonly Json[]): boolean {
  if (typeof value === 'string') return operands.some((operand) => value.includes(textOf(operand)));
  return isOne(value, operands);
}

function text(test: (value: string, operand: string) => boolean): Operator {
  return (value, operands) =>
    partsOf(value).some(
      (part) => typeof part !== 'object' && operands.some((one) => test(textOf(part), textOf(one))),
    );
}

function compared(test: (difference: number) => boolean): Operator {
  return (value, operands) =>
    partsOf(value).some((part) =>
      operands.some((operand) => {
        const difference = compare(part, operand);
        return difference !== null && test(difference);
      }),
    );
}

/** Compares a date's age in days, negative for the future; without a clock nothing fits. */
function days(test: (age: number, count: number) => boolean): Operator {
  return (value, operands, now) => {
    const at = instantOf(value ?? null);
    if (at === null || now === null) return false;
    const age = (now - at) / DAY_MS;
    return operands.some((operand) => test(age, Number(operand)));
  };
}

function counted(test: (count: number, operand: number) => boolean): Operator {
  return (value, operands) =>
    operands.some((operand) => test(partsOf(value).length, Number(operand)));
}
