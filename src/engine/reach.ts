/** What an incentive's discount reaches in a situation, and what it is there, in numbers. */
import { forBundles } from './bundled.ts';
import { resolveTargets, type Target, type Targets } from './eligibility/applicability.ts';
import type { FoundBundles } from './eligibility/bundles.ts';
import { computeReach } from './examination/entry-formulas.ts';
import { withPools } from './examination/item-budgets.ts';
import { offeredDiscount } from './examination/paying.ts';
import type { Candidate } from './incentive.ts';
import { money } from './money/money.ts';
import type { Order, OrderLine } from './order/order.ts';
import type { PricingGround } from './pricing/apply-effect.ts';
import {
  type ComputedDiscount,
  computeDiscount,
  hasFormula,
  NOT_COMPUTED,
} from './pricing/compute-discount.ts';
import type { DiscountTargets, TargetEntry } from './pricing/discount-targets.ts';
import type { FormulaFacts } from './pricing/formula/facts.ts';
import { withoutLines } from './pricing/once-a-product.ts';
import type { PricedOrder } from './pricing/priced-order.ts';
import { linesOf } from './pricing/units/find-lines.ts';
import type { ItemLookup } from './pricing/units/unit-discount.ts';
import { type Known, knownOf, type Reach, type Situation } from './situation.ts';

export type Priced = {
  readonly situation: Situation;
  readonly order: Order;
  readonly price: PricedOrder;
};

/** What the discount is in this situation, in numbers, and what it reaches. */
export function effectOf(
  candidate: Candidate,
  { situation, order, price }: Priced,
  bundles: FoundBundles | null,
) {
  const { isRestricted } = candidate.incentive.applicability;
  const known = knownOf(situation);
  const { targets, reached } = reachOf(candidate, linesOf(order, price), situation, known);
  const { payment } = candidate;
  if (payment !== undefined) {
    // Money that pays is no discount: bundles do not multiply it, and a product may have had one.
    const discount = offeredDiscount(candidate.incentive, payment, price);
    return { targets, computed: NOT_COMPUTED, discount, reached };
  }
  const { discount, computed } = computedDiscount(candidate, situation, reached);
  const effect = forBundles({ discount, reached }, bundles, isRestricted);
  const free = withoutLines(effect.reached, price, situation.takenLines);
  return { targets, computed, discount: effect.discount, reached: free };
}

const nothingKnown: ItemLookup = () => null;

export function groundOf({ lines }: Order, { items, settings }: Situation): PricingGround {
  return { lines, item: items ?? nothingKnown, settings };
}

const WHOLE_ORDER: Reach = { targets: null, reached: 'ALL_LINES' };

/** The discount in numbers. */
export function computedDiscount(
  candidate: Candidate,
  situation: Situation,
  reached: DiscountTargets | null,
): ComputedDiscount {
  const { discount } = candidate.incentive;
  if (!hasFormula(discount)) return { discount, computed: NOT_COMPUTED };
  return computeDiscount(discount, formulaFacts(candidate, situation), reached);
}

function formulaFacts(candidate: Candidate, situation: Situation): FormulaFacts {
  const { incentive, quantity, redeemedQuantity } = candidate;
  const { object, described } = incentive;
  return {
    situation,
    redeemable: { ...described, object, quantity, redeemedQuantity },
    line: null,
  };
}

export function reachOf(
  candidate: Candidate,
  lines: readonly OrderLine[],
  situation: Situation,
  { reaches }: Known,
): Reach {
  const { discount, applicability, entryFormulas } = candidate.incentive;
  const { signature } = applicability;
  const isWhole = discount.type === 'UNIT' || discount.effect === 'APPLY_TO_ORDER';
  if (isWhole && !applicability.isRestricted) return WHOLE_ORDER;
  const found = signature === null ? undefined : reaches.get(signature);
  if (found !== undefined) return found;
  const targets = resolveTargets(applicability, lines, situation.now);
  const plain = { targets, reached: discountTargets(targets) };
  const computed =
    entryFormulas === null
      ? plain
      : computeReach(plain, entryFormulas, formulaFacts(candidate, situation));
  const reach = withPools(computed, lines, candidate);
  if (signature !== null) reaches.set(signature, reach);
  return reach;
}

/** The shape pricing works with. Lines that no entry names are one entry of their own. */
function discountTargets(targets: Targets): DiscountTargets {
  const entries = targets.included.map(targetEntry);
  const named = new Set(targets.included.flatMap(({ lines }) => lines));
  const rest = targets.applicable.filter((line) => !named.has(line));
  if (rest.length > 0) {
    entries.push({ lines: rest.map((lineIndex) => ({ lineIndex })), effect: 'APPLY_TO_EVERY' });
  }
  return entries;
}

function targetEntry({ entry, lines }: Target): TargetEntry {
  const newPrice = entry.price === null ? {} : { newPrice: money(entry.price) };
  return {
    lines: lines.toSorted((a, b) => a - b).map((lineIndex) => ({ lineIndex, ...newPrice })),
    effect: entry.effect,
    target: entry.target,
    skipInitially: entry.skipInitially,
    repeat: entry.repeat,
    ...(entry.quantityLimit === null ? {} : { quantityLimit: entry.quantityLimit }),
    ...(entry.aggregatedQuantityLimit === null
      ? {}
      : { aggregatedQuantityLimit: entry.aggregatedQuantityLimit }),
    ...(entry.amountLimit === null ? {} : { amountLimit: money(entry.amountLimit) }),
    ...(entry.aggregatedAmountLimit === null
      ? {}
      : { aggregatedAmountLimit: money(entry.aggregatedAmountLimit) }),
  };
}
