/** Conditions on custom attributes: of the customer, order, redemption, event, lines, products. */
import type { Json, JsonObject } from '../../json.ts';
import type { OrderLine } from '../../order/order.ts';
import type { RuleFacts } from '../facts.ts';
import { isObject, own } from '../json-shape.ts';

/** Metadata of the facts as a whole; null where there is nothing that could have any. */
export const factsMetadata = {
  'customer.metadata': ({ customer }) => customer?.metadata ?? null,
  'order.metadata': ({ order }) => order?.metadata ?? null,
  'redemption.metadata': ({ redemption }) => redemption.metadata,
  'custom_event.metadata': ({ customEvent }) => customEvent?.metadata ?? null,
} as const satisfies Record<string, (facts: RuleFacts) => JsonObject | null>;

/** How a rule over order lines' own metadata is meant. */
export const lineMetadata = {
  'order.items.metadata': 'scope',
  'order.items.metadata_any': 'any',
  'order.items.metadata_each': 'every',
} as const;

/**
 * Reads a property. A key that holds dots is taken as it stands first, then as a path into nested
 * metadata (`Payment.payment_method`); through a list of objects it leads to a list of values.
 */
export function propertyReader(property: string): (metadata: JsonObject) => Json | undefined {
  const path = property.split('.');
  if (path.length === 1) return (metadata) => ownValue(metadata, property);
  return (metadata) => {
    const direct = ownValue(metadata, property);
    if (direct !== undefined) return direct;
    let value: Json | undefined = metadata;
    for (const step of path) value = stepInto(value, step);
    return value;
  };
}

export function lineProperty(property: string): (line: OrderLine) => Json | undefined {
  const read = propertyReader(property);
  return (line) => read(line.metadata);
}

/** What is nearest to the unit sold wins: the SKU's metadata, its attributes, the product's. */
export function productProperty(property: string): (line: OrderLine) => Json | undefined {
  const read = propertyReader(property);
  return ({ sku, product }) => {
    if (sku !== null) {
      const value = read(sku.metadata) ?? read(sku.attributes);
      if (value !== undefined && value !== null) return value;
    }
    return product === null ? undefined : read(product.metadata);
  };
}

function stepInto(value: Json | undefined, key: string): Json | undefined {
  if (!Array.isArray(value)) return ownValue(value, key);
  const found = value.flatMap((element: Json) => ownValue(element, key) ?? []);
  return found.length === 0 ? undefined : found;
}

function ownValue(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) ? own(value, key) : undefined;
}
