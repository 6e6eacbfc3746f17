/** Discounts of type UNIT: checked, stored, read into the engine's terms. */
import { done, type Outcome, refuse } from '../../engine/outcome.ts';
import { storedFormula } from '../../engine/formula/formula.ts';
import {
  type GrantedItem,
  MAX_UNIT_OFF,
  type UnitDiscount,
  type UnitGrant,
} from '../../engine/pricing/units/unit-discount.ts';
import {
  type DiscountInput,
  type DiscountUnit,
  type FreeUnits,
  type UnitsInput,
  unitEffects,
} from './schema.ts';

const singleEffects = [
  'ADD_MISSING_ITEMS',
  'ADD_NEW_ITEMS',
  'ADD_SAME_ITEMS',
  'REPLACE_ITEMS',
] as const;
/** What one of several units may do. */
const partEffects = ['ADD_MISSING_ITEMS', 'ADD_NEW_ITEMS'] as const;

/** The first fault of a UNIT discount in a request, or null. */
export function unitFault(input: DiscountInput): string | null {
  const effect = effectOf(input);
  if (effect === null) return oneOf('discount.effect', unitEffects);
  if (effect !== 'ADD_MANY_ITEMS') return unitsFault(input, 'discount', singleEffects);
  if (input.units === undefined || input.units.length === 0) {
    return 'Property discount.units is required, with one entry or more';
  }
  for (const [index, units] of input.units.entries()) {
    const fault = unitsFault(units, `discount.units.${index}`, partEffects);
    if (fault !== null) return fault;
  }
  return null;
}

/** What is stored of a UNIT discount without faults; its items are still to be looked up. */
export function storedUnits(input: DiscountInput): DiscountUnit {
  const effect = effectOf(input) ?? 'ADD_MISSING_ITEMS';
  if (effect !== 'ADD_MANY_ITEMS') {
    return { type: 'UNIT', effect, ...unitsOf(input) };
  }
  const units = (input.units ?? []).map((one) => ({
    effect: partEffects.find((known) => known === one.effect) ?? 'ADD_MISSING_ITEMS',
    ...unitsOf(one),
  }));
  return { type: 'UNIT', effect, units };
}

/** A stored discount as the engine takes it. */
export function readUnits(discount: DiscountUnit): Outcome<UnitDiscount, 'invalid_voucher'> {
  const { effect = 'ADD_MISSING_ITEMS' } = discount;
  const grants: UnitGrant[] = [];
  for (const units of partsOf(discount)) {
    const item = itemOf(units);
    const given = units.effect ?? 'ADD_MISSING_ITEMS';
    if (item === null || given === 'ADD_MANY_ITEMS') {
      return refuse('invalid_voucher', 'The discount names no item');
    }
    const formula = storedFormula(units.unit_off_formula);
    grants.push({
      effect: given,
      units: units.unit_off ?? 0,
      item,
      ...(formula === null ? {} : { formula }),
    });
  }
  return done({ type: 'UNIT', effect, grants });
}

/** The entries of a discount: one, or with ADD_MANY_ITEMS several. */
export function partsOf(discount: DiscountUnit): readonly FreeUnits[] {
  return discount.effect === 'ADD_MANY_ITEMS' ? (discount.units ?? []) : [discount];
}

/** An SKU is stored with its product; what has neither is a collection. */
function itemOf({ unit_type: id, product, sku }: FreeUnits): GrantedItem | null {
  if (id === undefined) return null;
  if (sku !== undefined) return { object: 'sku', id };
  return { object: product === undefined ? 'products_collection' : 'product', id };
}

/** Where nothing is said: several where several are given, else those that are missing. */
function effectOf({ effect, units }: DiscountInput): DiscountUnit['effect'] | null {
  if (effect === undefined || effect === null) {
    return units === undefined ? 'ADD_MISSING_ITEMS' : 'ADD_MANY_ITEMS';
  }
  return unitEffects.find((known) => known === effect) ?? null;
}

type ItemInput = Omit<UnitsInput, 'effect'>;

function unitsFault(
  { unit_off, unit_off_formula, effect, ...item }: ItemInput & { readonly effect?: string | null },
  at: string,
  effects: readonly string[],
): string | null {
  const isKnown = effect === undefined || effect === null || effects.includes(effect);
  if (!isKnown) return oneOf(`${at}.effect`, effects);
  if (unitTypeOf(item) === null) return `Property ${at}.unit_type is required`;
  if (unit_off === undefined) {
    return unit_off_formula ? null : `Property ${at}.unit_off is required`;
  }
  const least = unit_off_formula ? 0 : 1;
  if (Number.isInteger(unit_off) && unit_off >= least && unit_off <= MAX_UNIT_OFF) return null;
  return `Property ${at}.unit_off must be a whole number from ${least} to ${MAX_UNIT_OFF}`;
}

function oneOf(property: string, effects: readonly string[]): string {
  return `Property ${property} of a discount of type UNIT must be one of: ${effects.join(', ')}`;
}

/** As the request names the item: by `unit_type`, else by its SKU or product. */
function unitTypeOf({ unit_type, sku, product }: ItemInput): string | null {
  const named = [unit_type, sku?.id, product?.id, sku?.source_id, product?.source_id];
  return named.find((one) => typeof one === 'string' && one !== '') ?? null;
}

function unitsOf(input: ItemInput): Pick<FreeUnits, 'unit_off' | 'unit_off_formula' | 'unit_type'> {
  const { unit_off = 0, unit_off_formula: formula } = input;
  return {
    unit_off,
    ...(formula ? { unit_off_formula: formula } : {}),
    unit_type: unitTypeOf(input) ?? '',
  };
}
