/** One discount a product: which lines have had theirs, and what that leaves of a discount's targets. */
import type { Order, OrderLine } from '../order/order.ts';
import type { DiscountTargets, TargetEntry } from './discount-targets.ts';
import type { PricedOrder } from './priced-order.ts';

/**
 * The lines taken before and those of every product whose price the latest redeemable lowered. A line
 * without product stands for itself.
 */
export function linesTaken(
  before: ReadonlySet<number>,
  order: Order,
  after: PricedOrder,
): ReadonlySet<number> {
  const lowered = after.lines.filter(isLowered).map(({ index }) => index);
  if (lowered.length === 0) return before;
  const products = new Set(lowered.map((index) => productOf(order.lines[index])));
  products.delete(null);
  const alike = order.lines.filter((line) => products.has(productOf(line)));
  return new Set([...before, ...lowered, ...alike.map(({ index }) => index)]);
}

/** The targets without these lines; the same where none is among them. */
export function withoutLines(
  targets: DiscountTargets,
  priced: PricedOrder,
  taken: ReadonlySet<number> = new Set(),
): DiscountTargets {
  if (taken.size === 0) return targets;
  if (targets === 'ALL_LINES') {
    const free = priced.lines.filter(({ index }) => !taken.has(index));
    return [{ lines: free.map(({ index }) => ({ lineIndex: index })), effect: 'APPLY_TO_EVERY' }];
  }
  return targets.map(
    (entry): TargetEntry => ({
      ...entry,
      lines: entry.lines.filter(({ lineIndex }) => !taken.has(lineIndex)),
    }),
  );
}

function isLowered(line: PricedOrder['lines'][number]): boolean {
  return line.appliedDiscountAmount > 0 || line.appliedDiscountQuantity > 0;
}

function productOf(line: OrderLine | undefined): string | null {
  return line?.productId ?? line?.skuId ?? null;
}
