/** Bundles of an incentive in an order: whether they are there, and what the discount is for them. */
import { type FoundBundles, fewestBundles } from './eligibility/bundles.ts';
import type { JudgedPart } from './eligibility/judge-part.ts';
import type { Incentive } from './incentive.ts';
import type { OrderLine } from './order/order.ts';
import { refuse, type Refusal } from './outcome.ts';
import { scaleDiscount, scaleTargets } from './pricing/bundle-scale.ts';
import type { Discount } from './pricing/discount.ts';
import type { DiscountTargets } from './pricing/discount-targets.ts';

/** Null where no rule asks for bundles. Without an order there are none of them. */
export function bundlesOf(
  { bundles }: Incentive,
  lines: readonly OrderLine[] | null,
): FoundBundles | null {
  return bundles.length === 0 ? null : fewestBundles(bundles, lines ?? []);
}

/** Where a part of the rules alone is judged, bundles are left out as rules on items are. */
export function lacksBundle(found: FoundBundles | null, part: JudgedPart | undefined): boolean {
  return found !== null && found.quantity === 0 && part === undefined;
}

export function incompleteBundle(): Refusal<'order_rules_violated'> {
  return refuse('order_rules_violated', 'The order lacks items of the bundle');
}

type Effect = { readonly discount: Discount; readonly reached: DiscountTargets };

/**
 * The discount for all bundles found. A discount on items that names none covers the units that make
 * up the bundles.
 */
export function forBundles(
  effect: Effect,
  found: FoundBundles | null,
  isRestricted: boolean,
): Effect {
  if (found === null) return effect;
  const { discount } = effect;
  const reached = isRestricted || !coversItems(discount) ? effect.reached : bundledUnits(found);
  return {
    discount: scaleDiscount(discount, found.quantity),
    reached: scaleTargets(reached, discount, found.quantity),
  };
}

function coversItems(discount: Discount): boolean {
  return discount.type === 'UNIT'
    ? discount.effect === 'REPLACE_ITEMS'
    : discount.effect !== 'APPLY_TO_ORDER';
}

function bundledUnits({ identified }: FoundBundles): DiscountTargets {
  const lines = identified.map(({ lineIndex, quantity }) => ({ lineIndex, units: quantity }));
  return [{ lines, effect: 'APPLY_TO_EVERY' }];
}
