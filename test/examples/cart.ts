/** Carts in few words: `2 mug, 1 jacket/beige, 3 case at 6500`. */
import assert from 'node:assert/strict';
import type { JsonObject } from '../../src/engine/json.ts';
import type { OrderInput, OrderItemInput } from '../../src/records/orders/schema.ts';

export type Line = {
  readonly quantity: number;
  readonly name: string;
  /** Minor units; absent where the catalogue's price holds. */
  readonly price?: number;
};

const oneLine = /^(\d+) ([a-z]+(?:\/[a-z]+)?)(?: at (\d+))?$/;

/** The lines of a cart; none where the text is an amount alone, such as `200000`. */
export function linesOf(cart: string): readonly Line[] {
  if (/^\d+$/.test(cart) || cart === '') return [];
  return cart.split(', ').map((text) => {
    const [, quantity, name, price] = oneLine.exec(text) ?? [];
    assert(quantity !== undefined && name !== undefined, `"${text}" is no line of a cart`);
    return { quantity: Number(quantity), name, ...(price ? { price: Number(price) } : {}) };
  });
}

/** The order as a request would bring it; metadata of lines by position. */
export function orderOf(
  cart: string,
  metadata: JsonObject = {},
  lineMetadata: readonly JsonObject[] = [],
): OrderInput {
  const items = linesOf(cart).map((line, index) => itemOf(line, lineMetadata[index] ?? {}));
  if (items.length > 0) return { items, metadata };
  return cart === '' ? { amount: 0, items: [], metadata } : { amount: Number(cart), metadata };
}

function itemOf({ quantity, name, price }: Line, metadata: JsonObject): OrderItemInput {
  return {
    source_id: name,
    related_object: name.includes('/') ? 'sku' : 'product',
    quantity,
    ...(price === undefined ? {} : { price }),
    metadata,
  };
}
