/** Rows of discounted units → what limits on them read. */
import type { UnitsCounted } from '../../engine/eligibility/unit-budgets.ts';
import type { ItemUnits } from './question.ts';

type Subject = {
  readonly campaignId: string | null;
  /** Null for a code: limits of tiers do not bind it. */
  readonly tierId: string | null;
};

/** Units by campaign or tier; an item that nobody was given yet counts zero. */
export type UnitsReader = (subject: Subject) => UnitsCounted;

/** Without a customer, what is left for one customer is nothing: nobody could be counted. */
export function unitsReader(rows: readonly ItemUnits[], hasCustomer: boolean): UnitsReader {
  const known = new Map(rows.map((row) => [nameOf(row), row.units]));
  return ({ campaignId, tierId }) =>
    ({ subject, perCustomer, item, productId }) => {
      const id = subject === 'campaign' ? campaignId : tierId;
      if (id === null) return null;
      if (perCustomer && !hasCustomer) return Number.POSITIVE_INFINITY;
      const row = { subject_id: id, item, product_id: productId ?? '', is_customers: perCustomer };
      return known.get(nameOf(row)) ?? 0;
    };
}

function nameOf({ subject_id, item, product_id, is_customers }: Omit<ItemUnits, 'units'>): string {
  return JSON.stringify([subject_id, item, product_id, is_customers]);
}
