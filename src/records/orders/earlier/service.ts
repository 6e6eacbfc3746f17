/** What redemptions before did to a stored order: taken off, put in, taken out, line by line. */
import { money, type Money, ZERO } from '../../../engine/money/money.ts';
import type { KnownProduct } from '../../../engine/order/order.ts';
import type {
  AddedLine,
  EarlierDiscounts,
  EarlierUnits,
} from '../../../engine/pricing/priced-order.ts';
import type { CollectionsOf } from '../lines/service.ts';
import type { OrderAmounts, OrderCalculatedItem } from '../schema.ts';

type Stored = {
  readonly amounts: Partial<OrderAmounts>;
  readonly items: readonly OrderCalculatedItem[];
};

/** For the engine to open the order with: lines that discounts added come apart from the others. */
export function earlierDiscountsOf(
  { amounts, items }: Stored,
  collectionsOf: CollectionsOf = () => [],
): EarlierDiscounts {
  const own = items.filter((item) => !isAdded(item));
  return {
    discountAmount: amount(amounts.discount_amount),
    lineDiscountAmounts: own.map((item) => amount(item.discount_amount)),
    lineUnits: own.map(unitsOf),
    added: items.filter(isAdded).map((item) => addedLine(item, collectionsOf)),
  };
}

/** Whether a stored line was not in the cart, but added by a discount. */
export function isAdded({ initial_quantity, quantity }: OrderCalculatedItem): boolean {
  return initial_quantity === 0 && quantity !== undefined && quantity !== 0;
}

function amount(value: number | undefined): Money {
  return money(value ?? 0);
}

function unitsOf(item: OrderCalculatedItem): EarlierUnits {
  const { quantity = 0, initial_quantity = quantity, discount_quantity = 0 } = item;
  const { amount: cost = 0, initial_amount = cost } = item;
  return {
    quantity: quantity - initial_quantity,
    amount: money(cost - initial_amount),
    discountQuantity: discount_quantity,
  };
}

function addedLine(item: OrderCalculatedItem, collectionsOf: CollectionsOf): AddedLine {
  const product = item.product === undefined ? null : knownAgain(item.product, item.product.name);
  const sku = item.sku === undefined ? null : knownAgain(item.sku, item.sku.sku);
  const line = {
    index: 0,
    sourceId: item.source_id ?? null,
    productId: item.product_id ?? product?.id ?? null,
    skuId: item.sku_id ?? sku?.id ?? null,
    product,
    sku,
    collectionIds: product === null ? [] : collectionsOf(product, sku),
    quantity: 0,
    price: item.price === undefined ? null : money(item.price),
    amount: ZERO,
    metadata: item.metadata ?? {},
  };
  return { line, units: unitsOf(item), discountAmount: amount(item.discount_amount) };
}

function knownAgain(
  shown: NonNullable<OrderCalculatedItem['product'] | OrderCalculatedItem['sku']>,
  name: string | undefined,
): KnownProduct {
  return {
    id: shown.id ?? null,
    sourceId: shown.source_id ?? null,
    name: name ?? null,
    price: shown.price === undefined ? null : money(shown.price),
    attributes: {},
    metadata: shown.metadata ?? {},
  };
}
