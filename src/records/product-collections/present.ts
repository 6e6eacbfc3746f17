/** Product collections: row → wire. */
import type { ProductCollection } from './schema.ts';
import type { Collection } from './service.ts';
import type { MemberRow } from './store.ts';

export function presentCollection({ row, members }: Collection): ProductCollection {
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    ...(row.filter === null ? {} : { filter: row.filter }),
    ...(members === null ? {} : { products: members.map(presentMember) }),
    created_at: row.created_at,
    object: 'products_collection',
  };
}

function presentMember({ object, member_id, product_id }: MemberRow) {
  return object === 'sku' ? { id: member_id, product_id, object } : { id: member_id, object };
}
