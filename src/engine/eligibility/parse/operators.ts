/** Operators by the kind of value they compare, under their one canonical spelling. */

const numberOperators = [
  '$is',
  '$is_not',
  '$in',
  '$not_in',
  '$less_than',
  '$less_than_or_equal',
  '$more_than',
  '$more_than_or_equal',
] as const;
export type NumberOperator = (typeof numberOperators)[number];

const idOperators = ['$is', '$is_not', '$in', '$not_in'] as const;
export type IdOperator = (typeof idOperators)[number];

const itemOperators = ['$is', '$is_not', '$in', '$not_in', '$from'] as const;
export type ItemOperator = (typeof itemOperators)[number];

const metadataOperators = [
  ...numberOperators,
  '$starts_with',
  '$ends_with',
  '$contains',
  '$not_contain',
  '$has_value',
  '$is_unknown',
  '$count',
  '$count_more',
  '$count_less',
  '$not_differ',
  '$not_intersect',
  '$after',
  '$before',
  '$more_than_ago',
  '$less_than_ago',
  '$is_days_ago',
  '$more_than_future',
  '$less_than_future',
  '$is_days_in_future',
  '$timeframe',
  '$timeframe_absolute',
  '$timeframe_daily_hours',
  '$dow',
] as const;
export type MetadataOperator = (typeof metadataOperators)[number];

/** Spellings that occur beside the canonical one, in filters and in older definitions. */
const aliases: Readonly<Record<string, string>> = {
  $greater_than: '$more_than',
  $greater_than_or_equal: '$more_than_or_equal',
  $more_than_equal: '$more_than_or_equal',
  $less_than_equal: '$less_than_or_equal',
  $not_contains: '$not_contain',
  // As the reference's list of conditions spells it.
  is_days_ago: '$is_days_ago',
};

export const operatorsOf = {
  number: numberOperators,
  id: idOperators,
  items: itemOperators,
  metadata: metadataOperators,
} as const;

/** The canonical spelling of an operator; its own where it is no alias. */
export function canonicalOperator(operator: string): string {
  return Object.hasOwn(aliases, operator) ? (aliases[operator] ?? operator) : operator;
}
