/** Formulas in requests: refused where they stand, so that none is stored that cannot be computed. */
import type { Refusal } from '../../engine/outcome.ts';
import { readFormula } from '../../engine/formula/formula.ts';

/**
 * Null where there is no formula or a right one. `property` is where it stands in the request, such
 * as `discount.amount_off_formula`.
 */
export function formulaRefusal(
  property: string,
  text: string | null | undefined,
): Refusal<'invalid_formula'> | null {
  if (text === null || text === undefined || text === '') return null;
  const read = readFormula(text);
  return read.ok ? null : { ...read, details: `Property ${property}, ${read.details ?? ''}` };
}
