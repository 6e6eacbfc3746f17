/** The trace of a discount: what it was taken of, which limits held it back, which lines it met. */
import type { Targets } from '../eligibility/applicability.ts';
import { examine, type Situation } from '../examine.ts';
import type { Candidate } from '../incentive.ts';
import { money, type Money, ZERO } from '../money/money.ts';
import type { Discount, DiscountCalculationMode, PriceDiscount } from '../pricing/discount.ts';
import type { PricedLine, PricedOrder } from '../pricing/priced-order.ts';

const limitNames = ['amountLimit', 'aggregatedAmountLimit'] as const;

export type DiscountLimit = {
  readonly name: (typeof limitNames)[number];
  readonly limit: Money;
  /** What the discount would take more without this limit. */
  readonly withheld: Money;
};

/** Why a line of the order keeps its price. */
export type LeftOut =
  /** An entry of `excluded` names it. */
  | 'EXCLUDED'
  /** No entry of `included` names it. */
  | 'NOT_INCLUDED'
  /** Earlier discounts took all of it. */
  | 'NOTHING_LEFT'
  /** Which units or how much of it the discount goes to is used up by others. */
  | 'BEYOND_LIMITS';

export type DiscountLine = {
  readonly line: number;
  readonly off: Money;
  /** Null where it was lowered. */
  readonly leftOut: LeftOut | null;
};

export type DiscountTrace = {
  readonly discount: Discount;
  /** What percentages are taken of. */
  readonly mode: DiscountCalculationMode;
  /** What the discount was taken of: the order, or the lines it lowered. */
  readonly taken: { readonly of: Money; readonly off: Money };
  /** Still to pay, before and after. */
  readonly before: Money;
  readonly after: Money;
  readonly limits: readonly DiscountLimit[];
  /** Lines of the order; none where it is on the order as a whole. Of given units, their lines alone. */
  readonly lines: readonly DiscountLine[];
};

/** `candidate` has to be one that applies here; `after` and `targets` are what that led to. */
export function traceDiscount(
  candidate: Candidate,
  situation: Situation,
  after: PricedOrder | null,
  targets: Targets | null,
): DiscountTrace | null {
  const { price: before, settings } = situation;
  if (before === null || after === null) return null;
  const { discount } = candidate.incentive;
  const lines = discount.effect === 'APPLY_TO_ORDER' ? [] : discountLines(before, after, targets);
  const off = after.totalAppliedDiscountAmount;
  return {
    discount,
    mode: settings.discountCalculationMode,
    taken: {
      // What units are given is their price: all of it is taken.
      of: discount.type === 'UNIT' ? off : takenOf(before, lines, situation, discount),
      off,
    },
    before: before.totalAmount,
    after: after.totalAmount,
    limits: limitNames.flatMap((name) => limitOf(name, candidate, situation, after)),
    lines: discount.type === 'UNIT' ? lines.filter((line) => line.leftOut === null) : lines,
  };
}

function takenOf(
  before: PricedOrder,
  lines: readonly DiscountLine[],
  { settings }: Situation,
  discount: PriceDiscount,
): Money {
  const isInitial =
    discount.type === 'PERCENT' && settings.discountCalculationMode === 'INITIAL_AMOUNT';
  if (discount.effect === 'APPLY_TO_ORDER') {
    return isInitial ? before.initialAmount : before.totalAmount;
  }
  return lines.reduce((sum, { line, leftOut }) => {
    const priced = before.lines[line];
    if (priced === undefined || leftOut !== null) return sum;
    return money(sum + (isInitial ? priced.initialAmount : priced.subtotalAmount));
  }, ZERO);
}

function discountLines(
  before: PricedOrder,
  after: PricedOrder,
  targets: Targets | null,
): readonly DiscountLine[] {
  return after.lines.map((line) => {
    const off = line.appliedDiscountAmount;
    const leftOut = off > 0 ? null : reasonOf(before.lines[line.index], line.index, targets);
    return { line: line.index, off, leftOut };
  });
}

function reasonOf(before: PricedLine | undefined, index: number, targets: Targets | null): LeftOut {
  if (targets !== null && !targets.applicable.includes(index)) {
    const isExcluded = targets.excluded.some(({ lines }) => lines.includes(index));
    return isExcluded ? 'EXCLUDED' : 'NOT_INCLUDED';
  }
  return before === undefined || before.subtotalAmount === 0 ? 'NOTHING_LEFT' : 'BEYOND_LIMITS';
}

/** By what would be taken without it: the same decision once more, on a discount that lacks it. */
function limitOf(
  name: (typeof limitNames)[number],
  candidate: Candidate,
  situation: Situation,
  after: PricedOrder,
): readonly DiscountLimit[] {
  const { incentive } = candidate;
  const { discount } = incentive;
  const limit = limitIn(discount, name);
  if (limit === undefined) return [];
  const unlimited = { ...discount };
  Reflect.deleteProperty(unlimited, name);
  const without = examine(
    { ...candidate, incentive: { ...incentive, discount: unlimited } },
    situation,
  );
  const off = without.ok ? (without.price?.totalAppliedDiscountAmount ?? ZERO) : ZERO;
  const withheld = money(Math.max(off - after.totalAppliedDiscountAmount, 0));
  return [{ name, limit, withheld }];
}

function limitIn(discount: Discount, name: (typeof limitNames)[number]): Money | undefined {
  if (name === 'amountLimit') return 'amountLimit' in discount ? discount.amountLimit : undefined;
  return 'aggregatedAmountLimit' in discount ? discount.aggregatedAmountLimit : undefined;
}
