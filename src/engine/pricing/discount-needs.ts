/** What a discount has to do with the lines of an order, before anything is priced. */
import type { OrderLine } from '../order/order.ts';
import type { Discount } from './discount.ts';
import { holds } from './units/find-lines.ts';

/** Whether it can do nothing without lines: it is on items, or gives units for what is there. */
export function needsLines(discount: Discount): boolean {
  if (discount.type !== 'UNIT') return discount.effect !== 'APPLY_TO_ORDER';
  return discount.grants.every(
    ({ effect }) => effect === 'ADD_SAME_ITEMS' || effect === 'REPLACE_ITEMS',
  );
}

/** Whether it gives units of something that the lines hold already. */
export function givesWhatIsThere(discount: Discount, lines: readonly OrderLine[]): boolean {
  if (discount.type !== 'UNIT') return false;
  return discount.grants.some(
    ({ effect, item }) => effect !== 'REPLACE_ITEMS' && holds(lines, item),
  );
}
