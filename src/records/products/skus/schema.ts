/** SKUs, the variants of a product, on the wire. */
import Type, { type Static } from 'typebox';
import { Amount, DateTime, Metadata, Nullable } from '../../../platform/http/shapes.ts';

const Text = Nullable(Type.String({ maxLength: 10_000 }));

const changeable = {
  sku: Type.Optional(Text),
  price: Type.Optional(Nullable(Amount)),
  currency: Type.Optional(Nullable(Type.String({ maxLength: 10 }))),
  attributes: Type.Optional(Nullable(Metadata)),
  image_url: Type.Optional(Text),
  metadata: Type.Optional(Nullable(Metadata)),
};

export const SkuUpdate = Type.Object(changeable);
export type SkuUpdate = Static<typeof SkuUpdate>;

/** An SKU in a request: found by `id` or `source_id`, created where neither is known. */
export const SkuInput = Type.Object({
  id: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 1_000 }))),
  source_id: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 1_000 }))),
  ...changeable,
});
export type SkuInput = Static<typeof SkuInput>;

const productId = Type.String({ minLength: 1, description: "The product's id or source_id" });
const skuId = Type.String({ minLength: 1, description: "The SKU's id or source_id" });
export const ProductSkuId = Type.Object({ productId, skuId });
export const SkuId = Type.Object({ skuId });

export const Sku = Type.Object({
  id: Type.String(),
  source_id: Nullable(Type.String()),
  product_id: Type.String(),
  sku: Nullable(Type.String()),
  price: Nullable(Type.Integer()),
  currency: Nullable(Type.String()),
  attributes: Metadata,
  image_url: Nullable(Type.String()),
  metadata: Metadata,
  created_at: DateTime,
  updated_at: Nullable(DateTime),
  object: Type.Literal('sku'),
});
export type Sku = Static<typeof Sku>;

export const SkuList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('skus'),
  skus: Type.Array(Sku),
  total: Type.Integer({ minimum: 0 }),
});
