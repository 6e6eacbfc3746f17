/** All worked carts, by area. */
import type { Section } from '../example.ts';
import type { Shopping } from '../shoppers.ts';
import { activity } from './activity.ts';
import { amountRules } from './amount-rules.ts';
import { applicationRules } from './application-rules.ts';
import { bundles } from './bundles.ts';
import { formulaConditions } from './formula-conditions.ts';
import { formulas, unitFormulas } from './formulas.ts';
import { itemDiscounts } from './item-discounts.ts';
import { itemLimits } from './item-limits.ts';
import { itemRules } from './item-rules.ts';
import { metadataRules } from './metadata-rules.ts';
import { orderDiscounts } from './order-discounts.ts';
import { productRules } from './product-rules.ts';
import { stackingLimits } from './stacking-limits.ts';
import { stacking, unitStacking } from './stacking.ts';
import { stacksAndRules } from './stacks-and-rules.ts';
import { stacks } from './stacks.ts';
import { unitBudgets } from './unit-budgets.ts';
import { unitsInAnswers } from './units-in-answers.ts';
import { unitDiscounts } from './units.ts';

export const tables: Readonly<Record<string, readonly Section[]>> = {
  'discounts on the order': orderDiscounts,
  'discounts on items': itemDiscounts,
  'limits of discounts on items': itemLimits,
  'application rules': applicationRules,
  stacks: [...stacks, ...stacksAndRules],
  'rules on amounts, budgets, logic': amountRules,
  'rules on items': [...itemRules, ...productRules],
  'rules on metadata': metadataRules,
  'time limits': activity,
  'stacking rules': [...stacking, ...stackingLimits, ...unitStacking],
  formulas: [...formulas, ...formulaConditions, ...unitFormulas],
  'discounts of units': [...unitDiscounts, ...unitsInAnswers],
  bundles,
};

/** Worked on a live server, which counts. */
export const shoppings: readonly Shopping[] = unitBudgets;
