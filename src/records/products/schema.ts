/** Products on the wire. */
import Type, { type Static } from 'typebox';
import { Limit, Order, Page } from '../../platform/http/query.ts';
import { Amount, DateTime, Metadata, Nullable } from '../../platform/http/shapes.ts';
import { Sku } from './skus/schema.ts';

const Text = Nullable(Type.String({ maxLength: 10_000 }));

const changeable = {
  name: Type.Optional(Text),
  price: Type.Optional(Nullable(Amount)),
  attributes: Type.Optional(
    Nullable(
      Type.Array(Type.String({ maxLength: 1_000 }), {
        maxItems: 1_000,
        description: "Names of the attributes by which the product's SKUs differ",
      }),
    ),
  ),
  metadata: Type.Optional(Nullable(Metadata)),
  image_url: Type.Optional(Text),
};

export const ProductUpdate = Type.Object(changeable);
export type ProductUpdate = Static<typeof ProductUpdate>;

/** A product in a request: found by `id` or `source_id`, created where neither is known. */
export const ProductInput = Type.Object({
  id: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 1_000 }))),
  source_id: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 1_000 }))),
  ...changeable,
});
export type ProductInput = Static<typeof ProductInput>;

export const ProductId = Type.Object({
  productId: Type.String({ minLength: 1, description: "The product's id or source_id" }),
});

/** Which of a project's products or SKUs a list shows, both ends of the dates included. */
export const ProductQuery = Type.Object({
  limit: Limit,
  page: Page,
  order: Order(['created_at', 'updated_at']),
  start_date: Type.Optional(DateTime),
  end_date: Type.Optional(DateTime),
});
export type ProductQuery = Static<typeof ProductQuery>;

/** `force` deletes for good; without it the reference keeps the object in the bin. */
export const Deletion = Type.Object({ force: Type.Optional(Type.Boolean()) });

export const ProductWithoutSkus = Type.Object({
  id: Type.String(),
  source_id: Nullable(Type.String()),
  name: Nullable(Type.String()),
  price: Nullable(Type.Integer()),
  attributes: Type.Array(Type.String()),
  metadata: Metadata,
  image_url: Nullable(Type.String()),
  created_at: DateTime,
  updated_at: Nullable(DateTime),
  object: Type.Literal('product'),
});
export type ProductWithoutSkus = Static<typeof ProductWithoutSkus>;

export const Product = Type.Object({
  ...ProductWithoutSkus.properties,
  skus: Type.Object({
    object: Type.Literal('list'),
    data_ref: Type.Literal('data'),
    data: Type.Array(Sku),
    total: Type.Integer({ minimum: 0 }),
  }),
});
export type Product = Static<typeof Product>;

export const ProductList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('products'),
  products: Type.Array(Product),
  total: Type.Integer({ minimum: 0 }),
});
