/** An order priced by the engine → wire, for answers and for what is stored. */
import type { KnownProduct, Order, OrderLine } from '../../../engine/order/order.ts';
import type { PricedLine, PricedOrder } from '../../../engine/pricing/priced-order.ts';
import type { OrderAmounts, OrderCalculated, OrderCalculatedItem } from '../schema.ts';

/** Who an order in an answer belongs to: customers' ids. */
export type OrderPeople = {
  readonly customerId: string | null;
  readonly referrerId: string | null;
};

/**
 * An order with the amounts of a running price, as validations and redemptions answer it.
 *
 * Lines that a discount added follow the order's own.
 * `applied…` is what `priced` says: pass it through `requestTotals` for a whole request's.
 */
export function presentPricedOrder(
  order: Order,
  priced: PricedOrder,
  { customerId, referrerId }: OrderPeople,
): OrderCalculated & { readonly items: OrderCalculatedItem[] } {
  return {
    ...presentAmounts(priced),
    items: presentItems(order.lines, priced),
    metadata: order.metadata,
    customer_id: customerId,
    referrer_id: referrerId,
    object: 'order',
  };
}

export function presentAmounts(priced: PricedOrder): OrderAmounts {
  return {
    amount: priced.amount,
    initial_amount: priced.initialAmount,
    discount_amount: priced.discountAmount,
    items_discount_amount: priced.itemsDiscountAmount,
    total_discount_amount: priced.totalDiscountAmount,
    total_amount: priced.totalAmount,
    applied_discount_amount: priced.appliedDiscountAmount,
    items_applied_discount_amount: priced.itemsAppliedDiscountAmount,
    total_applied_discount_amount: priced.totalAppliedDiscountAmount,
  };
}

/** The order's lines with their amounts, in the order of `priced`; lines that discounts added follow. */
export function presentItems(
  lines: readonly OrderLine[],
  priced: PricedOrder,
): OrderCalculatedItem[] {
  const { added } = priced;
  return priced.lines.map((amounts) => ({
    ...presentItem(lines[amounts.index] ?? added[amounts.index - lines.length], amounts),
    ...presentReplacements(amounts.index, priced),
  }));
}

/** How units of this line were replaced by those of another, or the other way round. */
function presentReplacements(
  index: number,
  { replacements }: PricedOrder,
): Pick<OrderCalculatedItem, 'application_details'> {
  const own = replacements.filter(
    ({ sourceIndex, targetIndex }) => sourceIndex === index || targetIndex === index,
  );
  if (own.length === 0) return {};
  return {
    application_details: own.map((one) => ({
      source_index: one.sourceIndex,
      source_applied_quantity: 0 - one.sourceQuantity,
      source_applied_quantity_amount: 0 - one.sourceAmount,
      target_index: one.targetIndex,
      target_applied_quantity: one.targetQuantity,
      target_applied_quantity_amount: one.targetAmount,
      target_applied_discount_amount: one.discountAmount,
    })),
  };
}

function presentItem(line: OrderLine | undefined, amounts: PricedLine): OrderCalculatedItem {
  return {
    object: 'order_item',
    ...(line === undefined ? {} : presentReference(line)),
    quantity: amounts.quantity,
    initial_quantity: amounts.initialQuantity,
    ...presentUnits(amounts),
    amount: amounts.amount,
    discount_amount: amounts.discountAmount,
    initial_amount: amounts.initialAmount,
    applied_discount_amount: amounts.appliedDiscountAmount,
    ...(amounts.price === null ? {} : { price: amounts.price }),
    subtotal_amount: amounts.subtotalAmount,
    ...(line?.product
      ? { product: { ...presentKnown(line.product), ...named(line.product) } }
      : {}),
    ...(line?.sku ? { sku: presentSku(line.sku) } : {}),
    ...(line === undefined || isEmpty(line.metadata) ? {} : { metadata: line.metadata }),
  };
}

function presentReference(line: OrderLine): Partial<OrderCalculatedItem> {
  return {
    ...(line.sourceId === null ? {} : { source_id: line.sourceId }),
    ...(line.relatedObject === undefined ? {} : { related_object: line.relatedObject }),
    ...(line.productId === null ? {} : { product_id: line.productId }),
    ...(line.skuId === null ? {} : { sku_id: line.skuId }),
  };
}

/** Units are spoken of only where a discount gave or added some. */
function presentUnits(amounts: PricedLine): Partial<OrderCalculatedItem> {
  const isTouched =
    amounts.discountQuantity > 0 ||
    amounts.appliedQuantity !== 0 ||
    amounts.quantity !== amounts.initialQuantity;
  if (!isTouched) return {};
  return {
    discount_quantity: amounts.discountQuantity,
    applied_discount_quantity: amounts.appliedDiscountQuantity,
    applied_quantity: amounts.appliedQuantity,
    applied_quantity_amount: amounts.appliedQuantityAmount,
  };
}

function presentKnown({ id, sourceId, price, metadata }: KnownProduct) {
  return {
    ...(id === null ? {} : { id }),
    ...(sourceId === null ? {} : { source_id: sourceId }),
    ...(price === null ? {} : { price }),
    ...(isEmpty(metadata) ? {} : { metadata }),
  };
}

function named({ name }: KnownProduct): { name?: string } {
  return name === null ? {} : { name };
}

function presentSku(sku: KnownProduct): NonNullable<OrderCalculatedItem['sku']> {
  return { ...presentKnown(sku), ...(sku.name === null ? {} : { sku: sku.name }) };
}

function isEmpty(metadata: object): boolean {
  for (const _ in metadata) return false;
  return true;
}
