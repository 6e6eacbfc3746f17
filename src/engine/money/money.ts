/** Money: whole minor units (cents), never fractions. The currency is the shop's own affair. */
import assert from 'node:assert/strict';

declare const unit: unique symbol;
/** A whole number of minor units, within the safe integers. */
export type Money = number & { readonly [unit]: 'minor units' };

/** The largest amount the API takes: a trillion major units in a currency of two decimals. */
export const MAX_AMOUNT = 100_000_000_000_000;

export const ZERO = money(0);

function isMoney(value: number): value is Money {
  return Number.isSafeInteger(value);
}

/** Brands a whole number as money; a fraction or an unsafe integer is our bug. */
export function money(minorUnits: number): Money {
  assert(isMoney(minorUnits), 'money is a safe whole number of minor units');
  return minorUnits;
}

export function add(...amounts: readonly Money[]): Money {
  let sum = 0;
  for (const amount of amounts) sum += amount;
  return money(sum);
}

export function subtract(from: Money, amount: Money): Money {
  return money(from - amount);
}

export function times(amount: Money, count: number): Money {
  return money(amount * count);
}

export function least(first: Money, ...others: readonly Money[]): Money {
  let smallest = first;
  for (const other of others) if (other < smallest) smallest = other;
  return smallest;
}
