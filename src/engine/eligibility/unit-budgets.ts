/**
 * Limits of discounted units that are counted over redemptions: so many units of a product, SKU or
 * collection, of everyone or of each customer, in a campaign or a promotion tier.
 */
import type { OrderLine } from '../order/order.ts';
import type { ApplicableEntry } from './parse/rule-tree.ts';

/** What one sum of discounted units is about. */
export type UnitCounter = {
  readonly subject: 'campaign' | 'promotion_tier';
  readonly perCustomer: boolean;
  /** What the limit names: an id, or `source:` with the shop's own id. */
  readonly item: string;
  /** Each product of a collection is counted apart; null: all units of the item together. */
  readonly productId: string | null;
};

/** Units discounted so far; null where nothing is counted: a limit of tiers, say, on a code. */
export type UnitsCounted = (counter: UnitCounter) => number | null;

/** A limit that a line draws on; equal keys are one budget. */
export type UnitBudget = {
  readonly key: string;
  readonly counter: UnitCounter;
  readonly limit: number;
  /** Units that may still be discounted. */
  readonly left: number;
};

/** What one redemption takes of a budget. */
export type UsedUnits = Omit<UnitBudget, 'left'> & { readonly units: number };

type Kind = Pick<UnitCounter, 'subject' | 'perCustomer'> & { readonly isPerProduct: boolean };

const ofCampaign: Kind = { subject: 'campaign', perCustomer: false, isPerProduct: false };
const ofTier: Kind = { subject: 'promotion_tier', perCustomer: false, isPerProduct: false };

/** By their names on the wire. */
const kinds: ReadonlyMap<string, Kind> = new Map([
  ['product_campaign_quantity_limit', ofCampaign],
  ['product_customer_campaign_quantity_limit', { ...ofCampaign, perCustomer: true }],
  ['product_in_collection_campaign_quantity_limit', { ...ofCampaign, isPerProduct: true }],
  [
    'product_in_collection_customer_campaign_quantity_limit',
    { ...ofCampaign, perCustomer: true, isPerProduct: true },
  ],
  ['product_promotion_tier_quantity_limit', ofTier],
  ['product_customer_promotion_tier_quantity_limit', { ...ofTier, perCustomer: true }],
  ['product_in_collection_promotion_tier_quantity_limit', { ...ofTier, isPerProduct: true }],
  [
    'product_in_collection_customer_promotion_tier_quantity_limit',
    { ...ofTier, perCustomer: true, isPerProduct: true },
  ],
]);

/** The budgets that a line draws on under an entry, with what is left in each. */
export function unitBudgets(
  { item, budgets }: ApplicableEntry,
  line: OrderLine,
  counted: UnitsCounted,
): readonly UnitBudget[] {
  if (item === null) return [];
  const named = item.id ?? `source:${item.sourceId ?? ''}`;
  return [...budgets].flatMap(([name, { limit }]) => {
    const kind = kinds.get(name);
    if (kind === undefined || limit === null) return [];
    const { subject, perCustomer, isPerProduct } = kind;
    const productId = isPerProduct ? line.productId : null;
    if (isPerProduct && productId === null) return [];
    const counter = { subject, perCustomer, item: named, productId };
    const used = counted(counter);
    if (used === null) return [];
    const key = JSON.stringify([subject, perCustomer, named, productId]);
    return [{ key, counter, limit, left: Math.max(limit - used, 0) }];
  });
}

/** Which subjects the limits of an entry count. */
export function subjectsCounted({ budgets }: ApplicableEntry): readonly UnitCounter['subject'][] {
  return [...budgets.keys()].flatMap((name) => kinds.get(name)?.subject ?? []);
}
