/** Conditions on order lines: any, every, none, the cheapest, the most expensive of them. */
import type { OrderLine } from '../../order/order.ts';
import { isAnyItem, unitPrice } from '../item-match.ts';
import { absent } from '../node.ts';
import type { ItemsNode, LineScope } from '../node.ts';
import type { ItemConditions, ItemReference } from '../parse/rule-tree.ts';
import type { NumberSource } from './source.ts';

export const itemNumbers = {
  /** Units of the whole cart, whatever rule this is inside of. */
  'order.items.count': {
    over: 'facts',
    read: ({ order }) => (order === null ? absent : countUnits(order.lines)),
    needsPricing: false,
  },
  'order.items.price_any': { over: 'line', read: unitPrice, quantifier: 'any' },
  'order.items.price_each': { over: 'line', read: unitPrice, quantifier: 'every' },
  'order.items.price': { over: 'line', read: unitPrice, quantifier: 'scope' },
  'order.items.quantity': { over: 'line', read: quantityOf, quantifier: 'scope' },
  'order.items.aggregated_quantity': { over: 'lines', measure: quantityOf },
  'order.items.aggregated_amount': { over: 'lines', measure: amountOf },
} as const satisfies Record<string, NumberSource>;

type ItemsChoice = Pick<ItemsNode, 'mode' | 'scope' | 'needed'>;

const chooseBy = {
  'order.items.any': (conditions: ItemConditions) => plain(conditions, 'any', 'any'),
  'order.items.every': (conditions: ItemConditions) => plain(conditions, 'every', 'every'),
  'order.items.none': (conditions: ItemConditions) => plain(conditions, 'none', 'any'),
  'order.items.cheapest': (conditions: ItemConditions) => extreme(conditions, Math.min),
  'order.items.most_expensive': (conditions: ItemConditions) => extreme(conditions, Math.max),
} as const;

/** How `order.items.*` chooses lines. */
export function chooseItems(name: keyof typeof chooseBy, conditions: ItemConditions): ItemsChoice {
  return chooseBy[name](conditions);
}

function plain(
  conditions: ItemConditions,
  mode: ItemsNode['mode'],
  quantifier: LineScope['quantifier'],
): ItemsChoice {
  const includes = (line: OrderLine): boolean => matches(line, conditions);
  const scope = { bound: () => 0, includes, quantifier };
  return { mode, scope, needed: neededItems(conditions) };
}

/**
 * The lines of the lowest (or highest) unit price among those `$from` a collection, or among all;
 * several where prices are equal. At least one of them has to match the other conditions, and
 * rules inside are about every one that does.
 */
function extreme(
  conditions: ItemConditions,
  better: (a: number, b: number) => number,
): ItemsChoice {
  const from = conditions.filter((condition) => condition.operator === '$from');
  const wanted = conditions.filter((condition) => condition.operator !== '$from');
  function bound(lines: readonly OrderLine[]): number {
    let best = Number.NaN;
    for (const line of lines) {
      const price = unitPrice(line);
      if (price === null || !matches(line, from)) continue;
      best = Number.isNaN(best) ? price : better(best, price);
    }
    return best;
  }
  function includes(line: OrderLine, best: number): boolean {
    return unitPrice(line) === best && matches(line, from) && matches(line, wanted);
  }
  const scope = { bound, includes, quantifier: 'every' } as const;
  return { mode: 'any', scope, needed: neededItems(conditions) };
}

/** Whether one line meets all conditions; with none, every line does. */
export function matches(line: OrderLine, conditions: ItemConditions): boolean {
  for (const { operator, operands } of conditions) {
    const denies = operator === '$is_not' || operator === '$not_in';
    if (isAnyItem(line, operands) === denies) return false;
  }
  return true;
}

/** For each condition that names items, those of which the cart needs one. */
export function neededItems(conditions: ItemConditions): readonly (readonly ItemReference[])[] {
  return conditions
    .filter(({ operator }) => operator !== '$is_not' && operator !== '$not_in')
    .map(({ operands }) => operands);
}

export function quantityOf(line: OrderLine): number {
  return line.quantity;
}

export function amountOf(line: OrderLine): number {
  return line.amount;
}

function countUnits(lines: readonly OrderLine[]): number {
  let units = 0;
  for (const line of lines) units += line.quantity;
  return units;
}
