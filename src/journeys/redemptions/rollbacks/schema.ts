/** Rollbacks on the wire. */
import Type, { type Static } from 'typebox';
import { Metadata, Nullable } from '../../../platform/http/shapes.ts';
import { CustomerInput } from '../../../records/customers/schema.ts';
import { OrderCalculated, OrderInput } from '../../../records/orders/schema.ts';
import { Rollback } from '../schema.ts';

const Text = Type.Optional(Nullable(Type.String({ maxLength: 10_000 })));

export const RollbackQuery = Type.Object({ reason: Text, tracking_id: Text });

export const RollbackInput = Type.Object({
  reason: Text,
  tracking_id: Text,
  customer: Type.Optional(Nullable(CustomerInput)),
  order: Type.Optional(Nullable(OrderInput)),
  metadata: Type.Optional(Nullable(Metadata)),
});
export type RollbackInput = Static<typeof RollbackInput>;

export const ParentRedemptionId = Type.Object({
  parentRedemptionId: Type.String({
    minLength: 1,
    description: 'Of a stack, or of one redemption',
  }),
});

export const StackRollback = Type.Object({
  rollbacks: Type.Array(Rollback),
  parent_rollback: Type.Optional(Rollback),
  order: Type.Optional(OrderCalculated),
});
export type StackRollback = Static<typeof StackRollback>;
