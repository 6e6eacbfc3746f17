/** An order as the engine sees it: priced lines with what the shop knows of their products. */
import type { JsonObject } from '../json.ts';
import type { Money } from '../money/money.ts';

/** What the catalogue of products knows of a product or SKU. */
export type KnownProduct = {
  readonly id: string;
  readonly sourceId: string | null;
  readonly name: string | null;
  /** Unit price in minor units. */
  readonly price: Money | null;
  /** Values of a product's attributes, as an SKU carries them; empty for a product. */
  readonly attributes: JsonObject;
  readonly metadata: JsonObject;
};

export type OrderLine = {
  /** Position among the request's items, from 0. */
  readonly index: number;
  /** The id the shop's own system gave the line. */
  readonly sourceId: string | null;
  /** Resolved ids: both are set for an SKU's line; neither where nothing is known of the product. */
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

export type Order = {
  /** The lines' sum, or the amount given where there are no lines. */
  readonly amount: Money;
  readonly lines: readonly OrderLine[];
  readonly metadata: JsonObject;
};
