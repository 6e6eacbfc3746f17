/** Every rule name of the language, by the kind of value it compares. */

/** Rules that compare a number: an amount in minor units, a quantity, a count. */
export const numberRules = [
  'order.amount',
  'order.total_amount',
  'order.initial_amount',
  'order.items.count',
  'order.items.price_any',
  'order.items.price_each',
  'order.items.quantity',
  'order.items.aggregated_quantity',
  'order.items.price',
  'order.items.aggregated_amount',
  'product.price',
  'product.quantity',
  'product.metadata.aggregated_quantity',
  'product.metadata.aggregated_amount',
  'sku.price',
  'sku.quantity',
  'campaign.orders.amount',
  'campaign.orders.amount_discounted',
  'campaign.redemptions.count',
  'campaign.redemptions.count.daily',
  'campaign.redemptions.count.weekly',
  'campaign.redemptions.count.monthly',
  'campaign.redemptions.customers_count',
  'campaign.redemptions.customers_count.daily',
  'campaign.redemptions.customers_count.weekly',
  'campaign.redemptions.customers_count.monthly',
  'redemption.gift.amount',
  'redemption.count.per_incentive',
  'redemption.count.per_incentive.daily',
  'redemption.count.per_incentive.weekly',
  'redemption.count.per_incentive.monthly',
  'redemption.count.daily',
  'redemption.count.weekly',
  'redemption.count.monthly',
  'redemption.count.per_customer',
  'redemption.count.per_customer.daily',
  'redemption.count.per_customer.weekly',
  'redemption.count.per_customer.monthly',
  'redemption.count.per_api_key',
  'redemption.count.per_user',
  'redemption.reward.pay_with_points.points_used',
] as const;
export type NumberRuleName = (typeof numberRules)[number];

/** Rules that ask whether something belongs to one of the named things. */
export const idRules = [
  'customer.segment',
  'customer.loyalty.tier',
  'customer.loyalty_tier',
  'redemption.api_key',
  'redemption.user.login',
] as const;
export type IdRuleName = (typeof idRules)[number];

/** Rules over a custom attribute, named by `property`. */
export const metadataRules = [
  'customer.metadata',
  'order.metadata',
  'redemption.metadata',
  'custom_event.metadata',
  'order.items.metadata',
  'order.items.metadata_any',
  'order.items.metadata_each',
  'product.metadata',
] as const;
export type MetadataRuleName = (typeof metadataRules)[number];

/** Rules that choose order lines by product, SKU or collection, for their sub-rules to refine. */
export const itemRules = [
  'order.items.any',
  'order.items.every',
  'order.items.none',
  'order.items.cheapest',
  'order.items.most_expensive',
  'product.id',
  'sku.id',
] as const;
export type ItemRuleName = (typeof itemRules)[number];

/** Rules that are switched on or off. */
export const flagRules = [
  'product.discount_applicable',
  'product.metadata.discount_applicable',
  'product.metadata.match_all',
  'sku.discount_applicable',
  'publication.redeemable_by_linked_customer',
] as const;
export type FlagRuleName = (typeof flagRules)[number];

export type RuleName = NumberRuleName | IdRuleName | MetadataRuleName | ItemRuleName | FlagRuleName;

/** Whether a name is one of a list of names, so that the compiler knows it too. */
export function isOneOf<N extends string>(names: readonly N[], name: string): name is N {
  return names.some((known) => known === name);
}
