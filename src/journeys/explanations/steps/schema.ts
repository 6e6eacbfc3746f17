/** Steps of a smallest change on the wire: which numbers have to move, what is missing, until when. */
import Type, { type Static } from 'typebox';
import { DateTime, Nullable } from '../../../platform/http/shapes.ts';

const Item = Type.Object({
  object: Type.Optional(Type.Enum(['product', 'sku', 'products_collection'])),
  id: Type.Optional(Type.String()),
  source_id: Type.Optional(Type.String()),
});

/** What a step is about: any of these items, lines that a rule chooses, or else the whole cart. */
const scope = {
  items: Type.Optional(Type.Array(Item)),
  rule: Type.Optional(Type.String({ description: 'Path of the rule that chooses the lines' })),
};
/** Amounts in minor units, quantities in units. */
const distance = {
  name: Type.String({ description: 'Of the rule that asks for it' }),
  current: Type.Number(),
  target: Type.Number(),
  by: Type.Number({ description: 'What is missing; below zero: what is too much' }),
};

/** What a card pays with: credits are minor units. */
export const PaidWith = Type.Enum(['GIFT_CREDITS', 'LOYALTY_POINTS']);

export const Step = Type.Union([
  Type.Object({
    type: Type.Enum(['CHANGE_AMOUNT', 'CHANGE_QUANTITY']),
    ...distance,
    ...scope,
  }),
  Type.Object({
    type: Type.Literal('CHANGE_LINE'),
    order_item_index: Nullable(Type.Integer({ description: 'Null: a line that is not there yet' })),
    ...distance,
    ...scope,
  }),
  Type.Object({ type: Type.Literal('CHANGE_COUNT'), ...distance }),
  Type.Object({ type: Type.Literal('ADD_ITEM'), ...scope }),
  Type.Object({
    type: Type.Literal('REMOVE_LINES'),
    order_item_indices: Type.Array(Type.Integer()),
  }),
  Type.Object({ type: Type.Enum(['ADD_ORDER', 'ADD_LINES', 'NAME_CUSTOMER', 'SWITCH_ON']) }),
  Type.Object({
    type: Type.Literal('SIGN_IN_AS_HOLDER'),
    holder_id: Nullable(Type.String({ description: 'Null: nobody holds the code' })),
  }),
  Type.Object({
    type: Type.Literal('MEET_CONDITION'),
    rule: Type.String(),
    name: Type.String(),
    property: Type.Optional(Type.String()),
    operator: Type.String(),
    expected: Type.Array(Type.Unknown()),
    current: Type.Unknown(),
  }),
  Type.Object({
    type: Type.Literal('WAIT'),
    until: DateTime,
    reason: Type.Enum(['START', 'OPENING', 'COUNTER']),
  }),
  Type.Object({
    type: Type.Literal('RAISE_QUANTITY'),
    quantity: Type.Integer({ description: 'As it is' }),
    by: Type.Integer(),
  }),
  Type.Object({
    type: Type.Literal('CHANGE_PAYMENT'),
    with: PaidWith,
    asked: Type.Integer(),
    available: Type.Integer({ description: 'The most that may be asked for' }),
  }),
  Type.Object({ type: Type.Literal('TOP_UP'), with: PaidWith, by: Type.Integer() }),
  Type.Object({
    type: Type.Literal('EXTEND'),
    expiration_date: Nullable(DateTime),
  }),
  Type.Object({ type: Type.Literal('FEWER_REDEEMABLES'), by: Type.Integer() }),
  Type.Object({
    type: Type.Literal('LET_PRECEDING_APPLY'),
    id: Type.String({ description: 'The redeemable before it' }),
  }),
  Type.Object({
    type: Type.Literal('LEAVE_OUT'),
    id: Type.String({ description: 'The exclusive one that shuts it out' }),
  }),
  Type.Object({ type: Type.Literal('NAME_ANOTHER'), key: Type.String() }),
]);
export type Step = Static<typeof Step>;
