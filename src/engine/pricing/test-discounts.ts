/** Discounts and targets for tests, in few words. */
import { money } from '../money/money.ts';
import type { AmountEffect, PriceDiscount } from './discount.ts';
import type { TargetEntry } from './discount-targets.ts';

export function amount(off: number, effect: AmountEffect, aggregatedLimit?: number): PriceDiscount {
  const limit =
    aggregatedLimit === undefined ? {} : { aggregatedAmountLimit: money(aggregatedLimit) };
  return { type: 'AMOUNT', effect, amountOff: money(off), ...limit };
}

type Limits = { amountLimit?: number; aggregatedAmountLimit?: number };
type OnWhat = 'APPLY_TO_ORDER' | 'APPLY_TO_ITEMS';

export function percent(percentOff: number, effect: OnWhat, limits: Limits = {}): PriceDiscount {
  const { amountLimit, aggregatedAmountLimit } = limits;
  return {
    type: 'PERCENT',
    effect,
    percentOff,
    ...(amountLimit === undefined ? {} : { amountLimit: money(amountLimit) }),
    ...(aggregatedAmountLimit === undefined
      ? {}
      : { aggregatedAmountLimit: money(aggregatedAmountLimit) }),
  };
}

export function fixed(price: number, effect: OnWhat): PriceDiscount {
  return { type: 'FIXED', effect, fixedAmount: money(price) };
}

export function entry(lines: readonly number[], rest: Partial<TargetEntry> = {}): TargetEntry {
  return {
    lines: lines.map((lineIndex) => ({ lineIndex })),
    effect: 'APPLY_TO_EVERY',
    ...rest,
  };
}

export const some = (lines: readonly number[], rest: Partial<TargetEntry> = {}) => [
  entry(lines, rest),
];
