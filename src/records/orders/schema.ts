/** Orders on the wire: as requests give them, and with every amount calculated. */
import Type, { type Static, type TSchema } from 'typebox';
import { Limit, Order as SortOrder, Page } from '../../platform/http/query.ts';
import { Amount, DateTime, Metadata, Nullable } from '../../platform/http/shapes.ts';
import { CustomerInput } from '../customers/schema.ts';

/** The reference's limit of lines in one order. */
export const MAX_ITEMS = 500;
/** Beyond any cart; keeps sums of quantities far inside the safe integers. */
const MAX_QUANTITY = 1_000_000_000;

function Given<Schema extends TSchema>(schema: Schema) {
  return Type.Optional(Nullable(schema));
}

const Key = Type.String({ maxLength: 1_000 });
const Text = Type.String({ maxLength: 10_000 });
const RelatedObject = Type.Enum(['product', 'sku'], {
  description: "Which of the two the line's source_id names",
});

/** A whole number; older clients send it as text. */
const Quantity = Type.Union([
  Type.Integer({ minimum: 0, maximum: MAX_QUANTITY }),
  Type.String({ pattern: '^[0-9]{1,9}$' }),
]);

const described = {
  id: Given(Key),
  source_id: Given(Key),
  override: Given(
    Type.Boolean({ description: 'Whether name, price and metadata are also stored' }),
  ),
  price: Given(Amount),
  metadata: Given(Metadata),
};

/** What a request says of a line's product: it counts before what is stored. */
export const ProductInLine = Type.Object({ ...described, name: Given(Text) });
export type ProductInLine = Static<typeof ProductInLine>;

export const SkuInLine = Type.Object({ ...described, sku: Given(Text) });
export type SkuInLine = Static<typeof SkuInLine>;

/** One line. Amounts and prices in minor units. */
export const OrderItemInput = Type.Object({
  product_id: Given(Key),
  sku_id: Given(Key),
  related_object: Given(RelatedObject),
  source_id: Given(Key),
  quantity: Given(Quantity),
  /** What discounts did to an order read before: calculated anew, so not read from requests. */
  discount_quantity: Type.Optional(Type.Integer()),
  initial_quantity: Type.Optional(Type.Integer()),
  discount_amount: Type.Optional(Type.Integer()),
  initial_amount: Type.Optional(Type.Integer()),
  price: Given(Amount),
  amount: Given(Amount),
  product: Given(ProductInLine),
  sku: Given(SkuInLine),
  metadata: Given(Metadata),
});
export type OrderItemInput = Static<typeof OrderItemInput>;

export const OrderStatus = Type.Enum(['CREATED', 'PAID', 'CANCELED', 'FULFILLED']);
export type OrderStatus = Static<typeof OrderStatus>;

const given = {
  source_id: Given(Type.String({ minLength: 1, maxLength: 1_000 })),
  status: Type.Optional(OrderStatus),
  amount: Given(Amount),
  initial_amount: Type.Optional(Type.Integer()),
  discount_amount: Type.Optional(Type.Integer()),
  items: Given(Type.Array(OrderItemInput, { maxItems: MAX_ITEMS })),
  metadata: Given(Metadata),
  customer_id: Given(Key),
  customer: Given(CustomerInput),
  referrer_id: Given(Key),
  referrer: Given(CustomerInput),
};

export const OrderUpdate = Type.Object({ ...given, created_at: Type.Optional(DateTime) });
export type OrderUpdate = Static<typeof OrderUpdate>;

/**
 * An order in a request. `amount` counts where lines leave it open; otherwise it is their sum.
 * `initial_amount` and `discount_amount` are accepted and calculated anew.
 */
export const OrderInput = Type.Object({ id: Type.Optional(Key), ...given });
export type OrderInput = Static<typeof OrderInput>;

export const OrderCreation = Type.Object({
  ...OrderInput.properties,
  created_at: Type.Optional(DateTime),
});
export type OrderCreation = Static<typeof OrderCreation>;

const shown = {
  id: Type.Optional(Type.String()),
  source_id: Type.Optional(Type.String()),
  override: Type.Optional(Type.Boolean()),
  price: Type.Optional(Type.Number()),
  metadata: Type.Optional(Metadata),
};

/** Units of one line that a discount replaced by units of another; positions as in `items`. */
const Replacement = Type.Object({
  source_index: Type.Integer({ minimum: 0 }),
  source_applied_quantity: Type.Integer({ maximum: -1 }),
  source_applied_quantity_amount: Type.Integer({ maximum: 0 }),
  target_index: Type.Integer({ minimum: 0 }),
  target_applied_quantity: Type.Integer(),
  target_applied_quantity_amount: Type.Integer(),
  target_applied_discount_amount: Type.Integer({
    description: 'What the new units cost more than those they replace',
  }),
});

/** A line with its amounts. `applied…` is this request's part, the rest is cumulated. */
export const OrderCalculatedItem = Type.Object({
  id: Type.Optional(Type.String()),
  sku_id: Type.Optional(Type.String()),
  product_id: Type.Optional(Type.String()),
  related_object: Type.Optional(RelatedObject),
  source_id: Type.Optional(Type.String()),
  quantity: Type.Optional(Type.Integer()),
  discount_quantity: Type.Optional(Type.Integer()),
  initial_quantity: Type.Optional(Type.Integer()),
  amount: Type.Optional(Type.Integer()),
  discount_amount: Type.Optional(Type.Integer()),
  applied_discount_amount: Type.Optional(Type.Integer()),
  applied_discount_quantity: Type.Optional(Type.Integer()),
  applied_quantity: Type.Optional(Type.Integer()),
  applied_quantity_amount: Type.Optional(Type.Integer()),
  initial_amount: Type.Optional(Type.Integer()),
  price: Type.Optional(Type.Integer()),
  subtotal_amount: Type.Optional(Type.Integer()),
  product: Type.Optional(Type.Object({ ...shown, name: Type.Optional(Type.String()) })),
  sku: Type.Optional(Type.Object({ ...shown, sku: Type.Optional(Type.String()) })),
  object: Type.Literal('order_item'),
  metadata: Type.Optional(Metadata),
  application_details: Type.Optional(Type.Array(Replacement)),
});
export type OrderCalculatedItem = Static<typeof OrderCalculatedItem>;

/** An order's amounts in minor units, by their wire names. */
export const OrderAmounts = Type.Object({
  amount: Type.Integer(),
  initial_amount: Type.Integer(),
  discount_amount: Type.Integer(),
  items_discount_amount: Type.Integer(),
  total_discount_amount: Type.Integer(),
  total_amount: Type.Integer(),
  applied_discount_amount: Type.Integer(),
  items_applied_discount_amount: Type.Integer(),
  total_applied_discount_amount: Type.Integer(),
});
export type OrderAmounts = Static<typeof OrderAmounts>;

const CustomerReference = Type.Object({ id: Type.String(), object: Type.Literal('customer') });

/** A redemption upon the order, as the order shows it. */
export const OrderRedemption = Type.Object({
  date: Type.Optional(DateTime),
  rollback_id: Type.Optional(Type.String()),
  rollback_date: Type.Optional(DateTime),
  related_object_type: Type.Optional(Type.String()),
  related_object_id: Type.Optional(Type.String()),
  related_object_parent_id: Type.Optional(Type.String()),
  stacked: Type.Optional(Type.Array(Type.String())),
  rollback_stacked: Type.Optional(Type.Array(Type.String())),
});
export type OrderRedemption = Static<typeof OrderRedemption>;

/** An order in an answer. Id, status and dates are absent where nothing is stored (validations). */
export const OrderCalculated = Type.Object({
  id: Type.Optional(Type.String()),
  source_id: Type.Optional(Nullable(Type.String())),
  status: Type.Optional(OrderStatus),
  ...OrderAmounts.properties,
  items: Type.Optional(Type.Array(OrderCalculatedItem)),
  metadata: Metadata,
  object: Type.Literal('order'),
  created_at: Type.Optional(DateTime),
  updated_at: Type.Optional(Nullable(DateTime)),
  customer_id: Type.Optional(Nullable(Type.String())),
  referrer_id: Type.Optional(Nullable(Type.String())),
  customer: Type.Optional(CustomerReference),
  referrer: Type.Optional(CustomerReference),
  redemptions: Type.Optional(Type.Record(Type.String(), OrderRedemption)),
});
export type OrderCalculated = Static<typeof OrderCalculated>;

export const OrderId = Type.Object({
  orderId: Type.String({ minLength: 1, description: "The order's id or source_id" }),
});

export const OrderQuery = Type.Object({
  limit: Limit,
  page: Page,
  order: SortOrder(['created_at', 'updated_at']),
});
export type OrderQuery = Static<typeof OrderQuery>;

export const OrderList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('orders'),
  orders: Type.Array(OrderCalculated),
  total: Type.Integer({ minimum: 0 }),
});
