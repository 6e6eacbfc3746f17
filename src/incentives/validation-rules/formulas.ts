/** Formulas of a rule's `applicable_to`: prices of items and limits on units. */
import type { ApplicableEntry, RuleTree } from '../../engine/eligibility/parse/rule-tree.ts';
import type { Refusal } from '../../engine/outcome.ts';
import { formulaRefusal } from '../discounts/service.ts';

/** The first formula that makes no sense, with its position; null where all do. */
export function wrongFormula({ applicableTo }: RuleTree): Refusal<'invalid_formula'> | null {
  return (
    firstWrong(applicableTo.included, 'applicable_to.included') ??
    firstWrong(applicableTo.excluded, 'applicable_to.excluded')
  );
}

function firstWrong(
  entries: readonly ApplicableEntry[],
  position: string,
): Refusal<'invalid_formula'> | null {
  for (const [index, { priceFormula, budgets }] of entries.entries()) {
    const at = `${position}.${index}`;
    const price = formulaRefusal(`${at}.price_formula`, priceFormula);
    if (price !== null) return price;
    for (const [name, { formula }] of budgets) {
      const limit = formulaRefusal(`${at}.${name}_formula`, formula);
      if (limit !== null) return limit;
    }
  }
  return null;
}
