/** How rules name products, SKUs and collections. */
import type { Json } from '../../json.ts';
import { done } from '../../outcome.ts';
import { isObject, textOrNull } from '../json-shape.ts';
import { refuseAt } from './refusal.ts';
import type { Parsed } from './refusal.ts';
import { isOneOf } from './rule-names.ts';
import type { ItemReference } from './rule-tree.ts';

const objects = ['product', 'sku', 'products_collection'] as const;

/** An object with `id` or `source_id`, or an id alone. */
export function parseItemReference(value: Json, position: string): Parsed<ItemReference> {
  if (typeof value === 'string' && value !== '') {
    return done({ object: null, id: value, sourceId: null });
  }
  if (!isObject(value)) return refuseAt(position, 'has to name a product, SKU or collection');
  const id = textOrNull(value['id']);
  const sourceId = textOrNull(value['source_id']);
  if (id === null && sourceId === null) return refuseAt(position, 'needs an id or a source_id');
  const kind = value['object'] ?? null;
  if (kind === null) return done({ object: collectionOrNull(value['type']), id, sourceId });
  if (typeof kind !== 'string' || !isOneOf(objects, kind)) {
    return refuseAt(`${position}.object`, `has to be one of ${objects.join(', ')}`);
  }
  return done({ object: kind, id, sourceId });
}

/** Without `object`, `type` still tells a collection from the others. */
function collectionOrNull(type: Json | undefined): 'products_collection' | null {
  return type === 'products_collection' ? type : null;
}
