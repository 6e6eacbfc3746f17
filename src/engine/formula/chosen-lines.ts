/** The cheapest and the most expensive line of an order, found once for each price. */
import type { PricedLine, PricedOrder } from '../pricing/priced-order.ts';

export type ChosenLines = {
  readonly cheapest: PricedLine | null;
  readonly mostExpensive: PricedLine | null;
};

const known = new WeakMap<PricedOrder, ChosenLines>();

/** By unit price before discounts; of equal ones that with the lowest subtotal, then the earliest. */
export function chosenLines(price: PricedOrder): ChosenLines {
  const found = known.get(price);
  if (found !== undefined) return found;
  let cheapest: PricedLine | null = null;
  let mostExpensive: PricedLine | null = null;
  for (const line of price.lines) {
    if (cheapest === null || isBefore(line, cheapest, 1)) cheapest = line;
    if (mostExpensive === null || isBefore(line, mostExpensive, -1)) mostExpensive = line;
  }
  const chosen = { cheapest, mostExpensive };
  known.set(price, chosen);
  return chosen;
}

function isBefore(line: PricedLine, other: PricedLine, direction: 1 | -1): boolean {
  const difference = direction * comparePrices(line, other);
  return difference < 0 || (difference === 0 && line.subtotalAmount < other.subtotalAmount);
}

/** Exactly, also where a unit costs a fraction. */
function comparePrices(a: PricedLine, b: PricedLine): number {
  const [amount, units] = priceOf(a);
  const [otherAmount, otherUnits] = priceOf(b);
  const left = amount * otherUnits;
  const right = otherAmount * units;
  return left < right ? -1 : left > right ? 1 : 0;
}

function priceOf({ price, initialAmount, initialQuantity }: PricedLine): readonly [bigint, bigint] {
  if (price !== null) return [BigInt(price), 1n];
  return [BigInt(initialAmount), BigInt(Math.max(initialQuantity, 1))];
}
