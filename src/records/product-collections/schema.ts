/** Product collections on the wire: listed by hand, or filled by a filter. */
import Type, { type Static } from 'typebox';
import type { JsonObject } from '../../engine/json.ts';
import { Limit, Order, Page } from '../../platform/http/query.ts';
import { DateTime } from '../../platform/http/shapes.ts';
import { ProductWithoutSkus } from '../products/schema.ts';
import { Sku } from '../products/skus/schema.ts';

/** Members of one STATIC collection. */
const MAX_MEMBERS = 10_000;

const Name = Type.String({ minLength: 1, maxLength: 1_000 });
const MemberObject = Type.Enum(['product', 'sku']);

/** `{ junction, <field>: { conditions: { <operator>: [operands] } } }`; the engine reads it. */
const Filter = Type.Unsafe<JsonObject>({
  type: 'object',
  required: ['junction'],
  properties: {
    junction: {
      type: 'string',
      enum: ['and', 'or', 'AND', 'OR'],
      description: 'Whether all conditions have to hold, or one',
    },
  },
  additionalProperties: {
    type: 'object',
    properties: { conditions: { type: 'object', description: 'Operators with their operands' } },
  },
  description:
    'Conditions by field: id, product_id, source_id, name, price, object, attributes, image_url, skus, created_at, updated_at or metadata.*',
});

/** A product or SKU by id or source_id. */
const Member = Type.Object({
  id: Type.String({ minLength: 1 }),
  product_id: Type.Optional(Type.String()),
  object: MemberObject,
});
export type Member = Static<typeof Member>;

const members = { products: Type.Optional(Type.Array(Member, { maxItems: MAX_MEMBERS })) };

export const CollectionInput = Type.Object({
  type: Type.Enum(['STATIC', 'AUTO_UPDATE']),
  name: Name,
  ...members,
  filter: Type.Optional(Filter),
});
export type CollectionInput = Static<typeof CollectionInput>;

/** The type stays as it is. Given products replace those listed before. */
export const CollectionUpdate = Type.Object({
  name: Type.Optional(Name),
  ...members,
  filter: Type.Optional(Filter),
});
export type CollectionUpdate = Static<typeof CollectionUpdate>;

export const CollectionId = Type.Object({
  productCollectionId: Type.String({ minLength: 1, description: "The collection's id" }),
});

export const CollectionQuery = Type.Object({
  limit: Limit,
  page: Page,
  order: Order(['created_at', 'updated_at', 'type']),
});
export type CollectionQuery = Static<typeof CollectionQuery>;

export const CollectionProductsQuery = Type.Object({
  limit: Limit,
  page: Page,
  order: Order(['created_at', 'updated_at']),
  starting_after: Type.Optional(DateTime),
});
export type CollectionProductsQuery = Static<typeof CollectionProductsQuery>;

export const ProductCollection = Type.Object({
  id: Type.String(),
  name: Type.String(),
  type: Type.Enum(['STATIC', 'AUTO_UPDATE']),
  filter: Type.Optional(Filter),
  products: Type.Optional(Type.Array(Member)),
  created_at: DateTime,
  updated_at: Type.Optional(DateTime),
  object: Type.Literal('products_collection'),
});
export type ProductCollection = Static<typeof ProductCollection>;

export const CollectionList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('data'),
  data: Type.Array(ProductCollection),
  total: Type.Integer({ minimum: 0 }),
});

/** An SKU shows its product beside it. */
const SkuWithProduct = Type.Object({ ...Sku.properties, product: ProductWithoutSkus });
export type SkuWithProduct = Static<typeof SkuWithProduct>;

export const CollectionProducts = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('data'),
  data: Type.Array(Type.Union([ProductWithoutSkus, SkuWithProduct])),
  total: Type.Integer({ minimum: 0 }),
});
export type CollectionProduct = Static<typeof CollectionProducts>['data'][number];
