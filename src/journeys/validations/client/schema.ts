/** Validations asked for in an address, as scripts in browsers send them. */
import Type, { type Static } from 'typebox';
import { Metadata } from '../../../platform/http/shapes.ts';
import { OrderItemInput } from '../../../records/orders/schema.ts';
import { SessionInput } from '../../sessions/schema.ts';

const Key = Type.String({ minLength: 1, maxLength: 1_000 });
/** What the router reads as a list. */
const MAX_ITEMS = 100;

const Customer = Type.Union([
  Type.Object({
    id: Type.Optional(Key),
    source_id: Type.Optional(Key),
    metadata: Type.Optional(Metadata),
  }),
  Type.String({ minLength: 1, maxLength: 1_000, description: 'An id or a source_id' }),
]);

const session = SessionInput.properties;

const asked = {
  tracking_id: Type.Optional(Type.String({ maxLength: 1_000 })),
  amount: Type.Optional(
    Type.Integer({ minimum: 0, description: 'Of the whole order, in minor units' }),
  ),
  item: Type.Optional(
    Type.Array(OrderItemInput, { maxItems: MAX_ITEMS, description: 'The lines of the order' }),
  ),
  order: Type.Optional(Type.Object({ metadata: Type.Optional(Metadata) })),
  customer: Type.Optional(Customer),
  metadata: Type.Optional(Metadata),
  session_type: session.type,
  session_key: session.key,
  session_ttl: session.ttl,
  session_ttl_unit: session.ttl_unit,
};

export const PromotionsByQuery = Type.Object(asked);
export type PromotionsByQuery = Static<typeof PromotionsByQuery>;

export const CodeByQuery = Type.Object({
  code: Type.String({ minLength: 1, maxLength: 1_000, description: "The voucher's code or id" }),
  ...asked,
});
