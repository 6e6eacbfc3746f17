/** Discounts on the wire: what vouchers, campaigns and promotion tiers take off. */
import Type, { type Static } from 'typebox';

const amountEffects = [
  'APPLY_TO_ORDER',
  'APPLY_TO_ITEMS',
  'APPLY_TO_ITEMS_PROPORTIONALLY',
  'APPLY_TO_ITEMS_PROPORTIONALLY_BY_QUANTITY',
  'APPLY_TO_ITEMS_BY_QUANTITY',
] as const;
const priceEffects = ['APPLY_TO_ORDER', 'APPLY_TO_ITEMS'] as const;
/** The last is named by the reference without its request. */
const unitEffects = [
  'ADD_MISSING_ITEMS',
  'ADD_NEW_ITEMS',
  'ADD_MANY_ITEMS',
  'ADD_SAME_ITEMS',
  'REPLACE_ITEMS',
] as const;

export const AmountEffect = Type.Enum(amountEffects);
export const PriceEffect = Type.Enum(priceEffects);
const UnitEffect = Type.Enum(unitEffects);

const Formula = Type.Optional(
  Type.String({ maxLength: 10_000, description: 'Computes the value; the number is the fallback' }),
);
const IsDynamic = Type.Optional(
  Type.Boolean({ description: 'Whether a formula computed the value' }),
);
const MinorUnits = Type.Number({ description: 'In minor units' });

export const DiscountAmount = Type.Object({
  type: Type.Literal('AMOUNT'),
  amount_off: MinorUnits,
  amount_off_formula: Formula,
  aggregated_amount_limit: Type.Optional(Type.Integer({ description: 'The most per order' })),
  effect: Type.Optional(AmountEffect),
  is_dynamic: IsDynamic,
});
export type DiscountAmount = Static<typeof DiscountAmount>;

export const DiscountPercent = Type.Object({
  type: Type.Literal('PERCENT'),
  percent_off: Type.Number({ description: '0 to 100, up to four decimals' }),
  percent_off_formula: Formula,
  amount_limit: Type.Optional(
    Type.Number({ description: 'The most off the order, or off each line, in minor units' }),
  ),
  aggregated_amount_limit: Type.Optional(Type.Integer({ description: 'The most per order' })),
  effect: Type.Optional(PriceEffect),
  is_dynamic: IsDynamic,
});
export type DiscountPercent = Static<typeof DiscountPercent>;

export const DiscountFixed = Type.Object({
  type: Type.Literal('FIXED'),
  fixed_amount: Type.Number({ description: 'The new price, in minor units' }),
  fixed_amount_formula: Formula,
  effect: Type.Optional(PriceEffect),
  is_dynamic: IsDynamic,
});
export type DiscountFixed = Static<typeof DiscountFixed>;

const item = {
  id: Type.String(),
  source_id: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
};

const units = {
  unit_off: Type.Optional(
    Type.Number({
      description: 'How many units are given; with REPLACE_ITEMS for each one replaced',
    }),
  ),
  unit_off_formula: Formula,
  effect: Type.Optional(UnitEffect),
  unit_type: Type.Optional(
    Type.String({ description: 'Id of the product or SKU; with ADD_SAME_ITEMS also a collection' }),
  ),
};

/** Units given: the item as it was named when the discount was set. */
const freeUnits = {
  ...units,
  product: Type.Optional(Type.Object(item)),
  sku: Type.Optional(Type.Object({ ...item, sku: Type.Optional(Type.String()) })),
};
const FreeUnits = Type.Object(freeUnits);
export type FreeUnits = Static<typeof FreeUnits>;

const MAX_UNITS = 100;

/** Free units; one entry, or several in `units` with `ADD_MANY_ITEMS`. */
export const DiscountUnit = Type.Object({
  type: Type.Literal('UNIT'),
  ...freeUnits,
  units: Type.Optional(Type.Array(FreeUnits, { maxItems: MAX_UNITS })),
  is_dynamic: IsDynamic,
});
export type DiscountUnit = Static<typeof DiscountUnit>;

/** A discount as stored and as answered: checked, known properties alone. */
export const Discount = Type.Union([DiscountAmount, DiscountPercent, DiscountFixed, DiscountUnit]);
export type Discount = Static<typeof Discount>;

const ItemName = Type.Optional(
  Type.Object({
    id: Type.Optional(Type.String({ maxLength: 1_000 })),
    source_id: Type.Optional(Type.Union([Type.String({ maxLength: 1_000 }), Type.Null()])),
  }),
);
const unitsInput = {
  unit_off: units.unit_off,
  unit_off_formula: Type.Optional(Type.Union([Formula, Type.Null()])),
  unit_type: Type.Optional(
    Type.String({ maxLength: 1_000, description: 'Id or source_id of what units are given of' }),
  ),
  product: ItemName,
  sku: ItemName,
};
const UnitsInput = Type.Object({
  ...unitsInput,
  effect: Type.Optional(Type.Union([UnitEffect, Type.Null()])),
});
export type UnitsInput = Static<typeof UnitsInput>;

/**
 * A discount in a request. One flat shape, so that a misfit is told of the property itself; which
 * properties belong to which type is `checkDiscount`'s work.
 */
export const DiscountInput = Type.Object({
  type: Type.Enum(['AMOUNT', 'PERCENT', 'FIXED', 'UNIT']),
  amount_off: Type.Optional(MinorUnits),
  amount_off_formula: Type.Optional(Type.Union([Formula, Type.Null()])),
  percent_off: Type.Optional(Type.Number({ description: '0 to 100, up to four decimals' })),
  percent_off_formula: Type.Optional(Type.Union([Formula, Type.Null()])),
  fixed_amount: Type.Optional(MinorUnits),
  fixed_amount_formula: Type.Optional(Type.Union([Formula, Type.Null()])),
  amount_limit: Type.Optional(Type.Union([MinorUnits, Type.Null()])),
  aggregated_amount_limit: Type.Optional(Type.Union([MinorUnits, Type.Null()])),
  effect: Type.Optional(Type.Union([Type.Enum([...amountEffects, ...unitEffects]), Type.Null()])),
  is_dynamic: Type.Optional(Type.Boolean()),
  ...unitsInput,
  units: Type.Optional(Type.Array(UnitsInput, { maxItems: MAX_UNITS })),
});
export type DiscountInput = Static<typeof DiscountInput>;

export { amountEffects, priceEffects, unitEffects };
