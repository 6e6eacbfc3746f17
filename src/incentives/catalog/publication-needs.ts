/** Whether any formula looks at how a voucher was published: requests then bring that along. */
import type { CompiledRule } from '../../engine/eligibility/compile.ts';
import { formulaOf } from '../discounts/service.ts';
import type { CampaignRow } from './store.ts';

const METADATA = 'PUBLICATION_METADATA';

/** Of campaigns and rules; vouchers with a discount of their own tell it themselves. */
export function readsPublications(
  campaigns: Iterable<CampaignRow>,
  rules: readonly CompiledRule[],
): boolean {
  for (const { voucher } of campaigns) {
    const discount = voucher?.discount;
    if (discount !== undefined && asks(formulaOf(discount))) return true;
  }
  return rules.some(
    ({ applicability }) =>
      applicability.hasFormulas &&
      applicability.included.some(
        ({ entry }) =>
          asks(entry.priceFormula) || [...entry.budgets.values()].some((one) => asks(one.formula)),
      ),
  );
}

function asks(formula: string | null): boolean {
  return formula?.includes(METADATA) === true;
}
