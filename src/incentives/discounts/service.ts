/** Discounts: checked when they come in, read into the engine's terms when they apply. */
import { MAX_AMOUNT, money } from '../../engine/money/money.ts';
import { done, type Outcome, refuse } from '../../engine/outcome.ts';
import type { ComputedNumber } from '../../engine/pricing/compute-discount.ts';
import type { Discount as EngineDiscount } from '../../engine/pricing/discount.ts';
import { storedFormula } from '../../engine/formula/formula.ts';
import type { ProblemKey } from '../../engine/problem.ts';
import { formulaRefusal } from './formulas.ts';
import { amountEffects, type Discount, type DiscountInput, priceEffects } from './schema.ts';
import { partsOf, readUnits, storedUnits, unitFault } from './unit.ts';

export { withNamedItems } from './name-items.ts';

export { formulaRefusal } from './formulas.ts';

/** Four decimals of a percent are exact in the engine; more would be rounded away. */
const PERCENT_STEPS = 10_000;

/**
 * What is stored of a discount in a request: known properties alone, the effect spelled out. Refuses
 * with `key` (`invalid_voucher`, `invalid_campaign_params`, …) and a sentence on the first fault, or
 * with the position where a formula makes no sense. Before it is stored, `withNamedItems` looks up what
 * it gives units of.
 */
export function checkDiscount<K extends ProblemKey>(
  input: DiscountInput,
  key: K,
): Outcome<Discount, K | 'invalid_formula'> {
  const fault = faultOf(input);
  if (fault !== null) return refuse(key, fault);
  const discount = storedDiscount(input);
  for (const [property, text] of formulasIn(discount)) {
    const refused = formulaRefusal(`discount.${property}`, text);
    if (refused !== null) return refused;
  }
  return done(discount);
}

/** Every formula it has, by the property that holds it. */
function formulasIn(discount: Discount): readonly (readonly [property: string, text: string])[] {
  if (discount.type !== 'UNIT') {
    const text = formulaOf(discount);
    return text === null ? [] : [[formulaNames[discount.type], text]];
  }
  return partsOf(discount).flatMap(({ unit_off_formula: text }, position) => {
    const at = discount.effect === 'ADD_MANY_ITEMS' ? `units.${position}.` : '';
    return text === undefined ? [] : [[`${at}unit_off_formula`, text] as const];
  });
}

const formulaNames = {
  AMOUNT: 'amount_off_formula',
  PERCENT: 'percent_off_formula',
  FIXED: 'fixed_amount_formula',
} as const;

/** The texts of all formulas that compute its numbers. */
export function formulaTexts(discount: Discount): readonly string[] {
  return formulasIn(discount).map(([, text]) => text);
}

/** A stored discount as the engine takes it; the number beside a formula is its fallback. */
export function readDiscount(discount: Discount): Outcome<EngineDiscount, 'invalid_voucher'> {
  switch (discount.type) {
    case 'AMOUNT':
      return done({
        type: 'AMOUNT',
        effect: discount.effect ?? 'APPLY_TO_ORDER',
        amountOff: money(discount.amount_off),
        ...formulaIn(discount),
        ...aggregatedLimit(discount.aggregated_amount_limit),
      });
    case 'PERCENT':
      return done({
        type: 'PERCENT',
        effect: discount.effect ?? 'APPLY_TO_ORDER',
        percentOff: discount.percent_off,
        ...formulaIn(discount),
        ...(discount.amount_limit === undefined
          ? {}
          : { amountLimit: money(discount.amount_limit) }),
        ...aggregatedLimit(discount.aggregated_amount_limit),
      });
    case 'FIXED':
      return done({
        type: 'FIXED',
        effect: discount.effect ?? 'APPLY_TO_ORDER',
        fixedAmount: money(discount.fixed_amount),
        ...formulaIn(discount),
      });
    case 'UNIT':
      return readUnits(discount);
    default:
      return unknownType(discount);
  }
}

function formulaIn(discount: Discount) {
  const formula = storedFormula(formulaOf(discount));
  return formula === null ? {} : { formula };
}

/** The formula that computes the discount's number, where it has one. */
export function formulaOf(discount: Discount): string | null {
  switch (discount.type) {
    case 'AMOUNT':
      return discount.amount_off_formula ?? null;
    case 'PERCENT':
      return discount.percent_off_formula ?? null;
    case 'FIXED':
      return discount.fixed_amount_formula ?? null;
    case 'UNIT':
      return discount.unit_off_formula ?? null;
    default:
      return unknownType(discount);
  }
}

/** As answered; where it was applied, with the number its formula gave. */
export function presentDiscount(discount: Discount, computed?: ComputedNumber): Discount {
  if (computed === undefined) return discount;
  const { isDynamic: is_dynamic, value, parts } = computed;
  if (discount.type === 'UNIT' && discount.units !== undefined && parts !== undefined) {
    const units = discount.units.map((one, at) => ({
      ...one,
      unit_off: parts[at] ?? one.unit_off ?? 0,
    }));
    return { ...discount, units, is_dynamic };
  }
  if (value === null) return { ...discount, is_dynamic };
  switch (discount.type) {
    case 'AMOUNT':
      return { ...discount, amount_off: value, is_dynamic };
    case 'PERCENT':
      return { ...discount, percent_off: value, is_dynamic };
    case 'FIXED':
      return { ...discount, fixed_amount: value, is_dynamic };
    case 'UNIT':
      return { ...discount, unit_off: value, is_dynamic };
    default:
      return unknownType(discount);
  }
}

function unknownType(discount: never): never {
  throw new Error(`a discount of an unknown type: ${JSON.stringify(discount)}`);
}

function aggregatedLimit(limit: number | undefined) {
  return limit === undefined ? {} : { aggregatedAmountLimit: money(limit) };
}

/** The first fault of a discount in a request, or null. */
function faultOf(input: DiscountInput): string | null {
  return (
    effectFault(input) ??
    valueFault(input) ??
    limitFault('amount_limit', input.amount_limit) ??
    limitFault('aggregated_amount_limit', input.aggregated_amount_limit)
  );
}

function effectFault({ type, effect }: DiscountInput): string | null {
  if (type === 'UNIT') return null;
  const allowed: readonly string[] = type === 'AMOUNT' ? amountEffects : priceEffects;
  if (effect === undefined || effect === null || allowed.includes(effect)) return null;
  return `Property discount.effect of a discount of type ${type} must be one of: ${allowed.join(', ')}`;
}

function valueFault(input: DiscountInput): string | null {
  switch (input.type) {
    case 'AMOUNT':
      return amountFault('amount_off', input.amount_off, input.amount_off_formula ? 0 : 1);
    case 'FIXED':
      return amountFault('fixed_amount', input.fixed_amount, 0);
    case 'PERCENT':
      return percentFault(input.percent_off);
    case 'UNIT':
      return unitFault(input);
    default:
      return null;
  }
}

function amountFault(name: string, value: number | undefined, least: number): string | null {
  if (value === undefined) return `Property discount.${name} is required`;
  if (Number.isInteger(value) && value >= least && value <= MAX_AMOUNT) return null;
  return `Property discount.${name} must be a whole number from ${least} to ${MAX_AMOUNT}`;
}

function percentFault(percent: number | undefined): string | null {
  if (percent === undefined) return 'Property discount.percent_off is required';
  if (percent < 0 || percent > 100) {
    return 'Property discount.percent_off must be a number from 0 to 100';
  }
  const steps = percent * PERCENT_STEPS;
  // A decimal number such as 33.3333 has no exact binary form: compare to a hair.
  if (Math.abs(steps - Math.round(steps)) < 1e-6) return null;
  return 'Property discount.percent_off has at most four decimals';
}

function limitFault(name: string, limit: number | null | undefined): string | null {
  return limit === undefined || limit === null ? null : amountFault(name, limit, 1);
}

function storedDiscount(input: DiscountInput): Discount {
  const aggregated = given('aggregated_amount_limit', input.aggregated_amount_limit);
  switch (input.type) {
    case 'AMOUNT':
      return {
        type: 'AMOUNT',
        amount_off: input.amount_off ?? 0,
        ...given('amount_off_formula', input.amount_off_formula),
        ...aggregated,
        effect: amountEffects.find((effect) => effect === input.effect) ?? 'APPLY_TO_ORDER',
      };
    case 'PERCENT':
      return {
        type: 'PERCENT',
        percent_off: input.percent_off ?? 0,
        ...given('percent_off_formula', input.percent_off_formula),
        ...given('amount_limit', input.amount_limit),
        ...aggregated,
        effect: priceEffects.find((effect) => effect === input.effect) ?? 'APPLY_TO_ORDER',
      };
    case 'FIXED':
      return {
        type: 'FIXED',
        fixed_amount: input.fixed_amount ?? 0,
        ...given('fixed_amount_formula', input.fixed_amount_formula),
        effect: priceEffects.find((effect) => effect === input.effect) ?? 'APPLY_TO_ORDER',
      };
    case 'UNIT':
      return storedUnits(input);
    default:
      return input.type satisfies never;
  }
}

/** `{name: value}` where there is a value; an empty formula is none. */
function given<Name extends string, Value extends string | number>(
  name: Name,
  value: Value | null | undefined,
): { readonly [key in Name]?: Value } {
  const named: { [key in Name]?: Value } = {};
  if (value !== undefined && value !== null && value !== '') named[name] = value;
  return named;
}
