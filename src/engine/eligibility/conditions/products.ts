/** Conditions on products and SKUs: by id, by metadata, by price and quantity. */
import type { OrderLine } from '../../order/order.ts';
import { unitPrice } from '../item-match.ts';
import type { ItemsNode, LineScope } from '../node.ts';
import type { ItemConditions, ItemReference, MetadataConditions } from '../parse/rule-tree.ts';
import { metadataTests } from '../values/metadata-tests.ts';
import { passesAll } from '../values/test.ts';
import type { Now } from '../values/test.ts';
import { amountOf, matches, neededItems, quantityOf } from './items.ts';
import { productProperty } from './metadata.ts';
import type { NumberSource } from './source.ts';

export const productNumbers = {
  'product.price': { over: 'line', read: unitPrice, quantifier: 'scope' },
  'product.quantity': { over: 'lines', measure: quantityOf },
  'product.metadata.aggregated_quantity': { over: 'lines', measure: quantityOf },
  'product.metadata.aggregated_amount': { over: 'lines', measure: amountOf },
  'sku.price': { over: 'line', read: unitPrice, quantifier: 'scope' },
  'sku.quantity': { over: 'lines', measure: quantityOf },
} as const satisfies Record<string, NumberSource>;

type ItemsChoice = Pick<ItemsNode, 'mode' | 'scope' | 'needed'>;

/**
 * `product.id` and `sku.id`: the cart holds one of the named, at least once; with negations
 * alone, it holds none of them.
 */
export function chooseProducts(
  name: 'product.id' | 'sku.id',
  conditions: ItemConditions,
): ItemsChoice {
  const wanted = name === 'sku.id' ? conditions.map(skusOnly) : conditions;
  const needed = neededItems(wanted);
  if (needed.length === 0 && wanted.length > 0) {
    const denied = wanted.map((condition) => ({ ...condition, operator: '$is' as const }));
    const includes = (line: OrderLine): boolean => denied.some((one) => matches(line, [one]));
    return { mode: 'none', scope: { bound: () => 0, includes, quantifier: 'any' }, needed };
  }
  const includes = (line: OrderLine): boolean => matches(line, wanted);
  return { mode: 'any', scope: { bound: () => 0, includes, quantifier: 'any' }, needed };
}

function skusOnly<C extends { readonly operands: readonly ItemReference[] }>(condition: C): C {
  const operands = condition.operands.map((item) => ({ ...item, object: 'sku' as const }));
  return { ...condition, operands };
}

/** `product.metadata`: at least one line's product passes; with `match_all`, every line's. */
export function chooseByMetadata(
  property: string,
  conditions: MetadataConditions,
  matchAll: boolean,
): ItemsChoice {
  const mode = matchAll ? 'every' : 'any';
  const includes = productFilter(property, conditions);
  const scope: LineScope = { bound: () => 0, includes, quantifier: mode };
  return { mode, scope, needed: [] };
}

export function productFilter(
  property: string,
  conditions: MetadataConditions,
): LineScope['includes'] {
  const tests = metadataTests(conditions);
  const read = productProperty(property);
  return (line: OrderLine, _bound: number, now: Now) => passesAll(tests, read(line), now);
}
