/** What the worked examples apply: discounts and the rules around them, as requests write them. */
import type { JsonObject } from '../../src/engine/json.ts';
import type { ValidityInput } from '../../src/incentives/validity/schema.ts';
import { reference } from './goods.ts';

/** One redeemable: a voucher with this discount, guarded by these rules. */
export type Offer = {
  readonly discount: JsonObject;
  /** Definitions of validation rules; all of them have to hold. */
  readonly rules: readonly JsonObject[];
  readonly validity: ValidityInput & { readonly active?: boolean };
  /** How often it may be redeemed, and has been. */
  readonly quantity: number | null;
  readonly redeemed: number;
  readonly category?: Category;
};

/** A category and its rank; a lower number goes first. */
export type Category = { readonly id: string; readonly hierarchy: number };

const UNLIMITED = { validity: {}, quantity: null, redeemed: 0 };

export function offer(discount: JsonObject, ...rules: readonly JsonObject[]): Offer {
  return { discount, rules, ...UNLIMITED };
}

/** The same offer under further circumstances: when it holds, how often. */
export function under(one: Offer, more: Partial<Offer>): Offer {
  return { ...one, ...more };
}

/** The offer in a category of this name. */
export function inCategory(id: string, one: Offer, hierarchy = 1): Offer {
  return { ...one, category: { id, hierarchy } };
}

type Limits = { readonly [limit in 'amount_limit' | 'aggregated_amount_limit']?: number };

export function amount(off: number, effect = 'APPLY_TO_ORDER', limits: Limits = {}) {
  return { type: 'AMOUNT', amount_off: off, effect, ...limits } as const;
}

export function percent(off: number, effect = 'APPLY_TO_ORDER', limits: Limits = {}) {
  return { type: 'PERCENT', percent_off: off, effect, ...limits } as const;
}

export function fixed(price: number, effect = 'APPLY_TO_ORDER') {
  return { type: 'FIXED', fixed_amount: price, effect } as const;
}

/** So many units of a thing for free, or in place of others. */
export function free(unit_off: number, name: string, effect: string): JsonObject {
  return { type: 'UNIT', unit_off, unit_type: reference(name).id, effect };
}

/** Several of them, each given for itself. */
export function freeMany(...units: readonly JsonObject[]): JsonObject {
  return { type: 'UNIT', effect: 'ADD_MANY_ITEMS', units };
}

/** Bundles of so many units of each thing, at most `limit` of them in one order. */
export function bundle(
  limit: number,
  ...parts: readonly (readonly [quantity: number, name: string])[]
): JsonObject {
  const numbered = parts.map(([quantity, name], index) => {
    const atLeast = rules('1', test('order.items.aggregated_quantity', { $is: [quantity] }));
    return [String(index + 1), test('order.items.any', is(name), atLeast)];
  });
  const logic = parts.map((_, index) => index + 1).join(' and ');
  return { bundle_rules: { limit, logic, ...Object.fromEntries(numbered) } };
}

/** Names what a discount covers: short names, each with what limits it there. */
export function on(names: string, more: JsonObject = {}): JsonObject {
  return { applicable_to: { included: entries(names, more) } };
}

export function except(names: string): JsonObject {
  return { applicable_to: { excluded: entries(names), included_all: true } };
}

export function onExcept(names: string, excluded: string): JsonObject {
  return { applicable_to: { included: entries(names), excluded: entries(excluded) } };
}

/** Several entries, each with limits of its own. */
export function onEach(...included: readonly (readonly [string, JsonObject])[]): JsonObject {
  return { applicable_to: { included: included.flatMap((one) => entries(...one)) } };
}

function entries(names: string, more: JsonObject = {}): readonly JsonObject[] {
  return names.split(' ').map((name) => ({ ...reference(name), ...more }));
}

/** A rule of one condition. `more` brings `property`, `rules` inside it, and the like. */
export function rule(name: string, conditions: JsonObject, more: JsonObject = {}): JsonObject {
  return { rules: { '1': { name, conditions, ...more }, logic: '1' } };
}

/** Several conditions, numbered from 1, put together by `logic`. */
export function rules(logic: string, ...all: readonly JsonObject[]): JsonObject {
  const numbered = Object.fromEntries(all.map((one, index) => [String(index + 1), one]));
  return { rules: { ...numbered, logic } };
}

/** One condition inside of `rules`. */
export function test(name: string, conditions: JsonObject, more: JsonObject = {}): JsonObject {
  return { name, conditions, ...more };
}

export function metadata(of: string, property: string, conditions: JsonObject): JsonObject {
  return rule(`${of}.metadata`, conditions, { property });
}

/** A rule on lines: `any`, `every`, `none`, `cheapest`, `most_expensive`. */
export function items(which: string, conditions: JsonObject, ...inside: readonly JsonObject[]) {
  const logic = inside.map((_, index) => index + 1).join(' and ');
  const nested = inside.length === 0 ? {} : rules(logic, ...inside);
  return rule(`order.items.${which}`, conditions, nested);
}

export const is = (...names: readonly string[]): JsonObject => ({ $is: names.map(reference) });
export const from = (...names: readonly string[]): JsonObject => ({ $from: names.map(reference) });
