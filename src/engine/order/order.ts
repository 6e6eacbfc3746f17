/** An order as the engine sees it: priced lines with what the shop knows of their products. */
import type { JsonObject } from '../json.ts';
import type { Money } from '../money/money.ts';

/** The collection every item belongs to; nothing has to be stored for it. */
export const ALL_PRODUCTS = 'pc_a11pr0dUc75';

/** A product or SKU: what the catalogue of products knows, under what the request says of it. */
export type KnownProduct = {
  /** Null where a request describes a product that is not stored and names no id. */
  readonly id: string | null;
  readonly sourceId: string | null;
  readonly name: string | null;
  /** Unit price in minor units. */
  readonly price: Money | null;
  /** Values of a product's attributes, as an SKU carries them; empty for a product. */
  readonly attributes: JsonObject;
  readonly metadata: JsonObject;
  /** When it was stored and last changed, as ISO instants; null or absent where it is not stored. */
  readonly createdAt?: string | null;
  readonly updatedAt?: string | null;
  readonly imageUrl?: string | null;
  /** Of a stored product: names of the attributes by which its SKUs differ, and the SKUs' ids. */
  readonly attributeNames?: readonly string[];
  readonly skuIds?: readonly string[];
};

export type OrderLine = {
  /** Position among the request's items, from 0. */
  readonly index: number;
  /** The id the shop's own system gave the line. */
  readonly sourceId: string | null;
  /** Which of the two `sourceId` names, where the request says so. */
  readonly relatedObject?: 'product' | 'sku';
  /**
   * Resolved ids, else the ids that the request states: both are set for a known SKU's line, neither
   * where the request names no id and nothing is stored.
   */
  readonly productId: string | null;
  readonly skuId: string | null;
  readonly product: KnownProduct | null;
  readonly sku: KnownProduct | null;
  /** Product collections that hold the line's product or SKU. */
  readonly collectionIds: readonly string[];
  /** Whole units, 0 or more. */
  readonly quantity: number;
  /** Unit price; null where the line came with an amount alone. */
  readonly price: Money | null;
  /** Price of the whole line before any discount. */
  readonly amount: Money;
  readonly metadata: JsonObject;
};

/** A product or SKU of the catalogue of products, as a line of it would be: for lines to be added. */
export type KnownItem = Pick<
  OrderLine,
  'productId' | 'skuId' | 'product' | 'sku' | 'collectionIds' | 'price'
>;

export type Order = {
  /** The lines' sum, or the amount given where there are no lines. */
  readonly amount: Money;
  readonly lines: readonly OrderLine[];
  readonly metadata: JsonObject;
};
