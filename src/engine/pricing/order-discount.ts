/** What a discount takes off the order as a whole. */
import { percentOf } from '../money/percent-of.ts';
import { ZERO, least, subtract, type Money } from '../money/money.ts';
import type { PriceDiscount, PricingSettings } from './discount.ts';
import type { PricedOrder } from './priced-order.ts';

/** Between 0 and what is still to pay; a percentage is rounded here, once, half up. */
export function orderDiscount(
  priced: PricedOrder,
  discount: PriceDiscount,
  settings: PricingSettings,
): Money {
  const payable = priced.totalAmount;
  switch (discount.type) {
    case 'AMOUNT':
      return least(discount.amountOff, payable, discount.aggregatedAmountLimit ?? payable);
    case 'PERCENT': {
      const isInitial = settings.discountCalculationMode === 'INITIAL_AMOUNT';
      const off = percentOf(isInitial ? priced.initialAmount : payable, discount.percentOff);
      const { amountLimit = payable, aggregatedAmountLimit = payable } = discount;
      return least(off, payable, amountLimit, aggregatedAmountLimit);
    }
    case 'FIXED': {
      const { fixedAmount = payable } = discount;
      return payable > fixedAmount ? subtract(payable, fixedAmount) : ZERO;
    }
    default:
      return discount satisfies never;
  }
}
