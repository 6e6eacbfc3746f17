/** Whether rules say which items a discount is on. */
import { compileApplicability } from '../../engine/eligibility/applicability.ts';
import { parseRule } from '../../engine/eligibility/parse/parse-rule.ts';
import type { Sql } from '../../platform/db/database.ts';
import { findRule } from './store.ts';

/** True where one of the rules includes or excludes items. Rules that nobody has say nothing. */
export async function nameDiscountedItems(
  sql: Sql,
  projectId: string,
  ruleIds: readonly string[],
): Promise<boolean> {
  for (const id of new Set(ruleIds)) {
    const rule = await findRule(sql, projectId, id);
    const tree = rule === null ? null : parseRule(rule.definition);
    if (tree?.ok && compileApplicability(tree.value).isRestricted) return true;
  }
  return false;
}
