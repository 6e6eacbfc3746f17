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
const unitEffects = [
  'ADD_MISSING_ITEMS',
  'ADD_NEW_ITEMS',
  'ADD_MANY_ITEMS',
  'ADD_SAME_ITEMS',
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

const FreeItem = Type.Object({
  id: Type.String(),
  source_id: Type.Optional(Type.String()),
  name: Type.String(),
});

const freeUnits = {
  unit_off: Type.Optional(Type.Number({ description: 'How many units are added or made free' })),
  unit_off_formula: Formula,
  effect: Type.Optional(UnitEffect),
  unit_type: Type.Optional(Type.String({ description: 'Id of the product or SKU' })),
  product: Type.Optional(FreeItem),
  sku: Type.Optional(FreeItem),
};

/** Free units; one entry, or several in `units` with `ADD_MANY_ITEMS`. */
export const DiscountUnit = Type.Object({
  type: Type.Literal('UNIT'),
  ...freeUnits,
  units: Type.Optional(Type.Array(Type.Object(freeUnits), { maxItems: 100 })),
  is_dynamic: IsDynamic,
});
export type DiscountUnit = Static<typeof DiscountUnit>;

/** A discount as stored and as answered: checked, known properties alone. */
export const Discount = Type.Union([DiscountAmount, DiscountPercent, DiscountFixed, DiscountUnit]);
export type Discount = Static<typeof Discount>;

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
  unit_off: freeUnits.unit_off,
  unit_off_formula: Formula,
  unit_type: freeUnits.unit_type,
  product: Type.Optional(Type.Partial(FreeItem)),
  sku: Type.Optional(Type.Partial(FreeItem)),
  units: Type.Optional(Type.Array(Type.Object(freeUnits), { maxItems: 100 })),
});
export type DiscountInput = Static<typeof DiscountInput>;

export { amountEffects, priceEffects };
