/** A rule definition after parsing: checked, normalised, ready to compile. */
import type { Json } from '../../json.ts';
import type { Logic } from './logic.ts';
import type { IdOperator, ItemOperator, MetadataOperator, NumberOperator } from './operators.ts';
import type {
  FlagRuleName,
  IdRuleName,
  ItemRuleName,
  MetadataRuleName,
  NumberRuleName,
} from './rule-names.ts';

/** A product, SKU or collection, named by id or else by the shop's own id. */
export type ItemReference = {
  /** Null where the definition does not say which of the three it is. */
  readonly object: 'product' | 'sku' | 'products_collection' | null;
  readonly id: string | null;
  readonly sourceId: string | null;
};

/** One operator with what it compares to; several operands are alternatives. */
export type Condition<O, T> = { readonly operator: O; readonly operands: readonly T[] };
export type NumberConditions = readonly Condition<NumberOperator, number>[];
export type IdConditions = readonly Condition<IdOperator, string>[];
export type MetadataConditions = readonly Condition<MetadataOperator, Json>[];
export type ItemConditions = readonly Condition<ItemOperator, ItemReference>[];

/** What a rule tests; all of its conditions have to hold. */
export type RuleTest =
  | {
      readonly kind: 'number';
      readonly name: NumberRuleName;
      readonly conditions: NumberConditions;
    }
  | { readonly kind: 'id'; readonly name: IdRuleName; readonly conditions: IdConditions }
  | {
      readonly kind: 'metadata';
      readonly name: MetadataRuleName;
      readonly property: string;
      readonly conditions: MetadataConditions;
    }
  | { readonly kind: 'items'; readonly name: ItemRuleName; readonly conditions: ItemConditions }
  | { readonly kind: 'flag'; readonly name: FlagRuleName; readonly value: boolean };

export type ParsedRule = {
  /** Keys from the root, joined by dots: `3`, or `3.1` for a rule inside rule 3. */
  readonly path: string;
  readonly id: string;
  readonly test: RuleTest;
  /** The rule's own message; null where it has none. */
  readonly error: string | null;
  readonly group: RuleGroup;
};

export type RuleGroup = {
  readonly rules: readonly ParsedRule[];
  readonly logic: Logic;
  /** How many rules one evaluation may ask, counting a rule as often as the logic names it. */
  readonly asked: number;
};

export type ApplicabilityEffect =
  | 'APPLY_TO_EVERY'
  | 'APPLY_TO_CHEAPEST'
  | 'APPLY_FROM_CHEAPEST'
  | 'APPLY_TO_MOST_EXPENSIVE'
  | 'APPLY_FROM_MOST_EXPENSIVE';

/** Item limits that are counted over a campaign's or tier's redemptions, by their wire names. */
export type ItemBudget = { readonly limit: number | null; readonly formula: string | null };

/** One entry of `applicable_to`: which items, and how far the discount goes on them. */
export type ApplicableEntry = {
  /** Null where a rule over product metadata chooses the items. */
  readonly item: ItemReference | null;
  readonly effect: ApplicabilityEffect;
  readonly target: 'ITEM' | 'UNIT';
  /** New unit price in minor units. */
  readonly price: number | null;
  readonly priceFormula: string | null;
  readonly quantityLimit: number | null;
  readonly aggregatedQuantityLimit: number | null;
  readonly amountLimit: number | null;
  readonly aggregatedAmountLimit: number | null;
  /** Resources passed over before the first discounted one. */
  readonly skipInitially: number;
  /** Every how many resources the discount recurs; 1 is all of them. */
  readonly repeat: number;
  readonly strict: boolean;
  readonly budgets: ReadonlyMap<string, ItemBudget>;
};

export type ApplicableTo = {
  readonly included: readonly ApplicableEntry[];
  readonly excluded: readonly ApplicableEntry[];
  readonly includedAll: boolean;
};

/** A bundle: so many units of each part, found up to `limit` times in the cart. */
export type Bundle = {
  readonly limit: number;
  readonly parts: readonly BundlePart[];
  readonly logic: Logic;
};
export type BundlePart = {
  readonly id: string;
  readonly item: ItemReference;
  readonly quantity: number;
};

export type RuleTree = {
  readonly group: RuleGroup;
  /** The fallback message, for violated rules without one of their own. */
  readonly error: string | null;
  readonly applicableTo: ApplicableTo;
  readonly bundle: Bundle | null;
};
