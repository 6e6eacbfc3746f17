/** What redemptions take of limits on discounted units, as the write adds it to their totals. */
import type { UsedUnits } from '../../engine/eligibility/unit-budgets.ts';

export type ItemUnitsAsk = {
  /** The campaign or promotion tier. */
  readonly subject_id: string;
  readonly item: string;
  /** Empty: of all products of the item together. */
  readonly product_id: string;
  /** Empty: everyone's. */
  readonly customer_id: string;
  readonly units: number;
  /** The most the total may hold afterwards; null: any. */
  readonly limit: number | null;
};

type Use = {
  readonly units: readonly UsedUnits[];
  readonly campaignId: string | null;
  /** The tier's id, or the code's, which has no such limits of its own. */
  readonly incentiveId: string;
};

/** One row a total: what several redeemables of a request take of it together, the lowest limit. */
export function itemUnitsOf(uses: readonly Use[], customerId: string | null): ItemUnitsAsk[] {
  const rows = uses.flatMap(({ units, campaignId, incentiveId }) =>
    units.map(({ counter, limit, units: taken }) => ({
      subject_id: counter.subject === 'campaign' ? (campaignId ?? '') : incentiveId,
      item: counter.item,
      product_id: counter.productId ?? '',
      customer_id: counter.perCustomer ? (customerId ?? '') : '',
      units: taken,
      limit,
    })),
  );
  return summed(rows);
}

/** What a rollback takes off again of what the redemptions added. */
export function itemUnitsBack(
  parts: readonly (readonly ItemUnitsAsk[] | undefined)[],
): ItemUnitsAsk[] {
  const rows = parts.flatMap((part) => part ?? []);
  return summed(rows).map((row) => ({ ...row, units: -row.units, limit: null }));
}

function summed(rows: readonly ItemUnitsAsk[]): ItemUnitsAsk[] {
  const sums = new Map<string, ItemUnitsAsk>();
  for (const row of rows) {
    const { subject_id, item, product_id, customer_id } = row;
    const key = JSON.stringify([subject_id, item, product_id, customer_id]);
    const before = sums.get(key);
    sums.set(key, before === undefined ? row : together(before, row));
  }
  return [...sums.values()];
}

function together(one: ItemUnitsAsk, other: ItemUnitsAsk): ItemUnitsAsk {
  const limits = [one.limit, other.limit].filter((limit) => limit !== null);
  return {
    ...one,
    units: one.units + other.units,
    limit: limits.length === 0 ? null : Math.min(...limits),
  };
}
