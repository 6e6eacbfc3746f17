/** A discount for bundles: what it gives for one of them, times how many there are. */
import { MAX_AMOUNT, money } from '../money/money.ts';
import type { Discount } from './discount.ts';
import type { DiscountTargets, TargetEntry } from './discount-targets.ts';
import { MAX_UNIT_OFF } from './units/unit-discount.ts';

/**
 * The discount for `bundles` bundles. Amounts, percentages and given units are multiplied; new prices
 * and discounts of each unit are not: there the units are, by `scaleTargets`. Caps in money stay.
 *
 * For no bundle nothing is given, new prices too: where only a part of the rules is judged, the offer
 * is shown all the same.
 */
export function scaleDiscount(discount: Discount, bundles: number): Discount {
  if (bundles === 1) return discount;
  switch (discount.type) {
    case 'AMOUNT': {
      const times = isByUnits(discount) ? Math.min(bundles, 1) : bundles;
      const off = (each: number) => money(Math.min(each * times, MAX_AMOUNT));
      const { lineAmountsOff: ofLines } = discount;
      const lineAmountsOff = ofLines === undefined ? {} : { lineAmountsOff: eachOf(ofLines, off) };
      return { ...discount, amountOff: off(discount.amountOff), ...lineAmountsOff };
    }
    case 'PERCENT': {
      const off = (each: number) => Math.min(each * bundles, 100);
      const { linePercentsOff: ofLines } = discount;
      const linePercentsOff =
        ofLines === undefined ? {} : { linePercentsOff: eachOf(ofLines, off) };
      return { ...discount, percentOff: off(discount.percentOff), ...linePercentsOff };
    }
    case 'FIXED':
      return bundles > 0
        ? discount
        : { type: 'AMOUNT', effect: discount.effect, amountOff: money(0) };
    case 'UNIT': {
      const units = (each: number) => Math.min(each * bundles, MAX_UNIT_OFF);
      const grants = discount.grants.map((grant) =>
        // The units they replace are multiplied, and these with them.
        grant.effect === 'REPLACE_ITEMS' && bundles > 0
          ? grant
          : { ...grant, units: units(grant.units) },
      );
      return { ...discount, grants };
    }
    default:
      return discount satisfies never;
  }
}

function eachOf<N extends number>(
  numbers: ReadonlyMap<number, N>,
  scale: (each: number) => N,
): ReadonlyMap<number, N> {
  return new Map([...numbers].map(([line, each]) => [line, scale(each)]));
}

/** The targets for `bundles` bundles: of discounts that count units, so many times the units. */
export function scaleTargets(
  targets: DiscountTargets,
  discount: Discount,
  bundles: number,
): DiscountTargets {
  if (bundles < 2 || targets === 'ALL_LINES' || !isByUnits(discount)) return targets;
  return targets.map((entry) => scaleEntry(entry, bundles));
}

function isByUnits(discount: Discount): boolean {
  return (
    discount.type === 'FIXED' ||
    discount.effect === 'APPLY_TO_ITEMS_BY_QUANTITY' ||
    discount.effect === 'REPLACE_ITEMS'
  );
}

function scaleEntry(entry: TargetEntry, bundles: number): TargetEntry {
  const { quantityLimit, aggregatedQuantityLimit } = entry;
  return {
    ...entry,
    ...(quantityLimit === undefined ? {} : { quantityLimit: quantityLimit * bundles }),
    ...(aggregatedQuantityLimit === undefined
      ? {}
      : { aggregatedQuantityLimit: aggregatedQuantityLimit * bundles }),
  };
}
