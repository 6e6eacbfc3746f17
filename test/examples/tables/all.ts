/** All worked carts, by area. */
import type { Section } from '../example.ts';
import { activity } from './activity.ts';
import { amountRules } from './amount-rules.ts';
import { applicationRules } from './application-rules.ts';
import { itemDiscounts } from './item-discounts.ts';
import { itemLimits } from './item-limits.ts';
import { itemRules } from './item-rules.ts';
import { metadataRules } from './metadata-rules.ts';
import { orderDiscounts } from './order-discounts.ts';
import { stacks } from './stacks.ts';

export const tables: Readonly<Record<string, readonly Section[]>> = {
  'discounts on the order': orderDiscounts,
  'discounts on items': itemDiscounts,
  'limits of discounts on items': itemLimits,
  'application rules': applicationRules,
  stacks,
  'rules on amounts, budgets, logic': amountRules,
  'rules on items': itemRules,
  'rules on metadata': metadataRules,
  'time limits': activity,
};
