/** Discounts as the API takes them. */

/** A discount of so many minor units. */
export function off(amount: number): object {
  return { type: 'AMOUNT', amount_off: amount, effect: 'APPLY_TO_ORDER' };
}

export function percent(percentOff: number, more: object = {}): object {
  return { type: 'PERCENT', percent_off: percentOff, effect: 'APPLY_TO_ORDER', ...more };
}

/** Off the lines that the rule reaches, not off the whole order. */
export const onItems = { effect: 'APPLY_TO_ITEMS' };
