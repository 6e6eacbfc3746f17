/** The effect of a discount that says none, as the reference sets it when an incentive is made. */
import type { Sql } from '../../platform/db/database.ts';
import type { DiscountInput } from '../discounts/schema.ts';
import { nameDiscountedItems } from './discounted-items.ts';

/**
 * Amounts and percentages are on items where the rules that come along name some; on the order
 * otherwise. Other types, and what says its effect, stay as they are.
 */
export async function withDefaultEffect(
  sql: Sql,
  projectId: string,
  input: DiscountInput,
  ruleIds: readonly string[],
): Promise<DiscountInput> {
  const hasDefault = input.type === 'AMOUNT' || input.type === 'PERCENT';
  if (!hasDefault || input.effect || ruleIds.length === 0) return input;
  const isOnItems = await nameDiscountedItems(sql, projectId, ruleIds);
  return isOnItems ? { ...input, effect: 'APPLY_TO_ITEMS' } : input;
}
