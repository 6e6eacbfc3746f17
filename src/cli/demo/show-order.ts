/** Orders as tables: each line, what was taken off it, and what remains to pay. */
import { present } from './demo-problem.ts';
import type { OrderAnswer, OrderItemAnswer, RedeemableAnswer } from './shop-api.ts';
import { amount, reduction, type Row, type Story } from './story.ts';

/** As the cart stands before anything is taken off. */
export function showCart(story: Story, order: OrderAnswer): void {
  const items = order.items ?? [];
  story.table(
    ['Item', '>Qty', '>Price', '>Amount'],
    [
      ...items.map((item) => [nameOf(item), ...quantityAndPrice(item), amountOf(item)]),
      'line',
      ['The cart', '', '', amount(order.amount ?? 0)],
    ],
  );
}

/** `discounts`: what took something off, in the order it was applied. */
export function showPriced(
  story: Story,
  order: OrderAnswer,
  discounts: readonly RedeemableAnswer[],
): void {
  const items = order.items ?? [];
  const rows: Row[] = items.map((item) => {
    const off = item.discount_amount ?? 0;
    const rest = amount((item.amount ?? 0) - off);
    return [nameOf(item), ...quantityAndPrice(item), amountOf(item), reduction(off), rest];
  });
  const onItems = items.reduce((sum, item) => sum + (item.discount_amount ?? 0), 0);
  const onOrder = order.discount_amount ?? 0;
  const all = (order.amount ?? 0) - onItems;
  rows.push('line', [
    'The items',
    '',
    '',
    amount(order.amount ?? 0),
    reduction(onItems),
    amount(all),
  ]);
  if (onOrder > 0) rows.push(['Off the order', '', '', '', reduction(onOrder), reduction(onOrder)]);
  rows.push(['To pay', '', '', '', '', amount(toPay(order))]);
  story.table(['Item', '>Qty', '>Price', '>Amount', '>Off', '>Remains'], rows);
  showDiscounts(story, discounts);
}

/** What each took off, and what it took it off. */
function showDiscounts(story: Story, discounts: readonly RedeemableAnswer[]): void {
  story.table(
    ['Discount', 'Of', '>Takes off'],
    discounts.map((one) => [
      one.name ?? one.id,
      one.campaign_name ?? '',
      amount(present(one.order?.total_applied_discount_amount, `what ${one.id} takes off`)),
    ]),
  );
}

/** In minor units. */
export function toPay(order: OrderAnswer): number {
  return present(order.total_amount, 'the amount to pay');
}

function quantityAndPrice(item: OrderItemAnswer): readonly [string, string] {
  return [String(item.quantity ?? 1), amount(item.price ?? 0)];
}

function amountOf(item: OrderItemAnswer): string {
  return amount(item.amount ?? 0);
}

function nameOf({ product, sku, initial_quantity }: OrderItemAnswer): string {
  const name = sku?.sku ?? product?.name ?? 'Item';
  return initial_quantity === 0 ? `${name} (added)` : name;
}
