/** How many points a rule gives, on the wire: fixed, or for every so much of something. */
import Type, { type Static } from 'typebox';
import { Nullable } from '../../../../platform/http/shapes.ts';

/** What nobody earns at once; amounts end there as well. */
const MAX_POINTS = 100_000_000_000_000;
/** Products, SKUs and collections that one rule may name. */
const MAX_ITEMS = 100;

const Every = Type.Integer({
  minimum: 1,
  maximum: MAX_POINTS,
  description: 'For each whole part of this size; of amounts in minor units',
});
/** A whole number; the reference's own examples send it as text. */
const PointsInput = Type.Union([
  Type.Integer({ minimum: 0, maximum: MAX_POINTS }),
  Type.String({ pattern: '^[0-9]{1,14}$' }),
]);
const Formula = Type.Optional(
  Nullable(Type.String({ maxLength: 10_000, description: 'Computed instead of points' })),
);
const Property = Type.String({ minLength: 1, maxLength: 1_000 });
const ItemObject = Type.Enum(['products_collection', 'product', 'sku']);
const ItemId = Type.String({ minLength: 1, maxLength: 1_000 });
const Item = Type.Object({ object: ItemObject, id: ItemId });

const given = { every: Every, points: PointsInput, points_formula: Formula };
const StepInput = Type.Object(given);
const PropertyStepInput = Type.Object({ ...given, property: Property });
const ItemsStepInput = Type.Object({
  ...given,
  object: Type.Optional(Nullable(ItemObject)),
  id: Type.Optional(Nullable(ItemId)),
  applicable_to: Type.Optional(Nullable(Type.Array(Item, { maxItems: MAX_ITEMS }))),
});
export type StepInput = Static<typeof StepInput>;
export type PropertyStepInput = Static<typeof PropertyStepInput>;
export type ItemsStepInput = Static<typeof ItemsStepInput>;

export const calculationTypes = [
  'ORDER_AMOUNT',
  'ORDER_TOTAL_AMOUNT',
  'ORDER_METADATA',
  'ORDER_ITEMS_QUANTITY',
  'ORDER_ITEMS_AMOUNT',
  'ORDER_ITEMS_SUBTOTAL_AMOUNT',
  'CUSTOMER_METADATA',
  'CUSTOM_EVENT_METADATA',
] as const;
export type CalculationType = (typeof calculationTypes)[number];

/** FIXED has `points`; PROPORTIONAL a `calculation_type`, and the part that this type reads. */
export const EarningLoyaltyInput = Type.Object({
  type: Type.Enum(['FIXED', 'PROPORTIONAL']),
  points: Type.Optional(PointsInput),
  points_formula: Formula,
  calculation_type: Type.Optional(Type.Enum(calculationTypes)),
  order: Type.Optional(
    Type.Object({
      amount: Type.Optional(StepInput),
      total_amount: Type.Optional(StepInput),
      metadata: Type.Optional(PropertyStepInput),
    }),
  ),
  order_items: Type.Optional(
    Type.Object({
      quantity: Type.Optional(ItemsStepInput),
      amount: Type.Optional(ItemsStepInput),
      subtotal_amount: Type.Optional(ItemsStepInput),
    }),
  ),
  customer: Type.Optional(Type.Object({ metadata: Type.Optional(PropertyStepInput) })),
  custom_event: Type.Optional(Type.Object({ metadata: Type.Optional(PropertyStepInput) })),
});
export type EarningLoyaltyInput = Static<typeof EarningLoyaltyInput>;

const kept = {
  every: Type.Integer(),
  points: Type.Integer(),
  points_formula: Type.Optional(Type.String()),
};
const Step = Type.Object(kept);
const PropertyStep = Type.Object({ ...kept, property: Type.String() });
const ItemsStep = Type.Object({
  ...kept,
  /** The first of those in `applicable_to`. */
  object: ItemObject,
  id: Type.String(),
  applicable_to: Type.Array(Item),
});
export type Step = Static<typeof Step>;

/** As it is stored and shown: the one part that its type reads. */
export const EarningLoyalty = Type.Object({
  type: Type.Enum(['FIXED', 'PROPORTIONAL']),
  points: Type.Optional(Type.Integer()),
  points_formula: Type.Optional(Type.String()),
  calculation_type: Type.Optional(Type.Enum(calculationTypes)),
  order: Type.Optional(
    Type.Object({
      amount: Type.Optional(Step),
      total_amount: Type.Optional(Step),
      metadata: Type.Optional(PropertyStep),
    }),
  ),
  order_items: Type.Optional(
    Type.Object({
      quantity: Type.Optional(ItemsStep),
      amount: Type.Optional(ItemsStep),
      subtotal_amount: Type.Optional(ItemsStep),
    }),
  ),
  customer: Type.Optional(Type.Object({ metadata: Type.Optional(PropertyStep) })),
  custom_event: Type.Optional(Type.Object({ metadata: Type.Optional(PropertyStep) })),
});
export type EarningLoyalty = Static<typeof EarningLoyalty>;
