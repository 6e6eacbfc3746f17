/** From a request's items to the engine's order: what is looked up, what is known, what it costs. */
import { done, refuse, type Outcome } from '../../../engine/outcome.ts';
import { MAX_AMOUNT, money, type Money } from '../../../engine/money/money.ts';
import type { KnownItem, KnownProduct, Order, OrderLine } from '../../../engine/order/order.ts';
import type { OrderInput, OrderItemInput } from '../schema.ts';
import {
  type FindKnown,
  type Found,
  keysOf,
  knownItems,
  type KnownRows,
} from '../known-items/service.ts';

/** AUTO_UPDATE collections that hold a product, or this SKU of it, as the request describes them. */
export type CollectionsOf = (product: KnownProduct, sku: KnownProduct | null) => readonly string[];

/** What to look up before `openedOrder`: every key may be an id or a source_id. No duplicates. */
export function orderKeys(items: readonly OrderItemInput[] | null | undefined): {
  readonly productKeys: string[];
  readonly skuKeys: string[];
} {
  const productKeys = new Set<string>();
  const skuKeys = new Set<string>();
  for (const item of items ?? []) {
    const keys = keysOf(item);
    for (const key of keys.product) productKeys.add(key);
    for (const key of keys.sku) skuKeys.add(key);
  }
  return { productKeys: [...productKeys], skuKeys: [...skuKeys] };
}

/**
 * The order as the engine prices it.
 *
 * Its amount is the lines' sum; where a line leaves its own open, the amount given, if it is not
 * below that sum. Refuses with `invalid_amount` what contradicts itself or exceeds MAX_AMOUNT.
 * Whether an amount was given at all is `hasAmount`'s question.
 */
export function openedOrder(
  input: OrderInput,
  known: KnownRows,
  collectionsOf: CollectionsOf,
): Outcome<Order, 'invalid_amount'> {
  const find = knownItems(known);
  const lines: OrderLine[] = [];
  let sum = 0;
  let isOpen = false;
  for (const [index, item] of (input.items ?? []).entries()) {
    const line = openedLine(item, index, find, collectionsOf);
    if (!line.ok) return line;
    sum += line.value.amount;
    isOpen ||= !isPriced(line.value);
    lines.push(line.value);
  }
  if (sum > MAX_AMOUNT) return tooMuch();
  const given = input.amount ?? 0;
  const amount = (isOpen || lines.length === 0) && given > sum ? given : sum;
  return done({ amount: money(amount), lines, metadata: input.metadata ?? {} });
}

/** Whether the request, or what is known of its products, says what the order costs. */
export function hasAmount(input: OrderInput, order: Order): boolean {
  return typeof input.amount === 'number' || order.lines.some(isPriced);
}

/** Price and amount both stay open for a line of which neither the request nor the catalogue tells. */
function isPriced(line: OrderLine): boolean {
  return line.price !== null || line.amount > 0;
}

/** What was found, as a line or a unit that is given tells it: with all collections that hold it. */
export function identityOf(
  { product, sku, staticCollectionIds }: Found,
  collectionsOf: CollectionsOf,
): Omit<KnownItem, 'price'> {
  return {
    productId: product?.id ?? null,
    skuId: sku?.id ?? null,
    product,
    sku,
    collectionIds:
      product === null
        ? staticCollectionIds
        : [...staticCollectionIds, ...collectionsOf(product, sku)],
  };
}

function openedLine(
  item: OrderItemInput,
  index: number,
  find: FindKnown,
  collectionsOf: CollectionsOf,
): Outcome<OrderLine, 'invalid_amount'> {
  const found = find(item);
  const { product, sku } = found;
  const quantity = Number(item.quantity ?? 1);
  const cost = costOf(item, quantity, priceOf(item, product, sku));
  if (!cost.ok) return cost;
  return done({
    index,
    sourceId: item.source_id ?? null,
    ...(item.related_object ? { relatedObject: item.related_object } : {}),
    ...identityOf(found, collectionsOf),
    quantity,
    price: cost.value.price,
    amount: cost.value.amount,
    metadata: item.metadata ?? {},
  });
}

/** The request's prices first, the SKU's before the product's; then what the catalogue knows. */
function priceOf(
  item: OrderItemInput,
  product: KnownProduct | null,
  sku: KnownProduct | null,
): Money | null {
  const given = item.price ?? item.sku?.price ?? item.product?.price;
  if (typeof given === 'number') return money(given);
  return sku?.price ?? product?.price ?? null;
}

type Cost = { readonly price: Money | null; readonly amount: Money };

/** An amount given counts before a price that was looked up; against the line's own price it is refused. */
function costOf(
  item: OrderItemInput,
  quantity: number,
  price: Money | null,
): Outcome<Cost, 'invalid_amount'> {
  // Compared as floats: above MAX_AMOUNT the product may be inexact, but never too small.
  const product = price === null ? 0 : price * quantity;
  if (typeof item.amount !== 'number') {
    return product > MAX_AMOUNT ? tooMuch() : done({ price, amount: money(product) });
  }
  const agrees = price !== null && product === item.amount;
  if (typeof item.price === 'number' && !agrees) {
    return refuse('invalid_amount', "An item's amount is its price times its quantity");
  }
  return done({ price: agrees ? price : null, amount: money(item.amount) });
}

function tooMuch() {
  return refuse('invalid_amount', `An order costs at most ${MAX_AMOUNT}`);
}
