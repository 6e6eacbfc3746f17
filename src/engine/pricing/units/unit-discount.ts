/** Discounts that give units of products, for free or in place of others. */
import type { NamedItem } from '../../order/named-item.ts';
import type { KnownItem } from '../../order/order.ts';
import type { Formula } from '../../formula/formula.ts';

/** A product, SKU or collection of the catalogue of products, by its id. */
export type GrantedItem = NamedItem;

export type UnitGrant = {
  readonly effect: /** So many further units, whatever is in the order. */
    | 'ADD_NEW_ITEMS'
    /** Units in the order become free; so many as are missing are added. */
    | 'ADD_MISSING_ITEMS'
    /** So many further units of each product that the order holds of the item. */
    | 'ADD_SAME_ITEMS'
    /** So many units for each unit that the discount's targets cover, which leaves the order. */
    | 'REPLACE_ITEMS';
  /** 0 to `MAX_UNIT_OFF`; the fallback where there is a formula. */
  readonly units: number;
  readonly formula?: Formula;
  readonly item: GrantedItem;
};

export type UnitDiscount = {
  readonly type: 'UNIT';
  readonly effect: UnitGrant['effect'] | 'ADD_MANY_ITEMS';
  /** One, or with `ADD_MANY_ITEMS` several, given one after another. */
  readonly grants: readonly UnitGrant[];
};

/** Beyond any gift; keeps quantities far inside the safe integers. */
export const MAX_UNIT_OFF = 1_000_000;

/** What is known of an item; null for one that is gone, and for collections. */
export type ItemLookup = (item: GrantedItem) => KnownItem | null;
