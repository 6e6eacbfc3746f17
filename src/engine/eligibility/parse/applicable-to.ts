/** `applicable_to`: the items a discount covers, leaves out, and how far it goes on each. */
import type { Json, JsonObject } from '../../json.ts';
import { done } from '../../outcome.ts';
import { parseItemReference } from './item-reference.ts';
import { isObject, textOrNull } from '../json-shape.ts';
import { refuseAt } from './refusal.ts';
import type { Parsed } from './refusal.ts';
import { isOneOf } from './rule-names.ts';
import type { ApplicableEntry, ApplicableTo, ItemBudget, ItemReference } from './rule-tree.ts';

export const MAX_APPLICABLE_ENTRIES = 1000;

const effects = [
  'APPLY_TO_EVERY',
  'APPLY_TO_CHEAPEST',
  'APPLY_FROM_CHEAPEST',
  'APPLY_TO_MOST_EXPENSIVE',
  'APPLY_FROM_MOST_EXPENSIVE',
] as const;
const targets = ['ITEM', 'UNIT'] as const;

/** Limits whose use is counted over redemptions; each has a `_formula` beside it. */
export const itemBudgets = [
  'product_campaign_quantity_limit',
  'product_customer_campaign_quantity_limit',
  'product_in_collection_campaign_quantity_limit',
  'product_in_collection_customer_campaign_quantity_limit',
  'product_promotion_tier_quantity_limit',
  'product_customer_promotion_tier_quantity_limit',
  'product_in_collection_promotion_tier_quantity_limit',
  'product_in_collection_customer_promotion_tier_quantity_limit',
] as const;

export function parseApplicableTo(value: Json, position = 'applicable_to'): Parsed<ApplicableTo> {
  if (value === null) return done({ included: [], excluded: [], includedAll: false });
  if (!isObject(value)) return refuseAt(position, 'has to be an object');
  const included = parseEntries(value['included'] ?? [], `${position}.included`);
  if (!included.ok) return included;
  const excluded = parseEntries(value['excluded'] ?? [], `${position}.excluded`);
  if (!excluded.ok) return excluded;
  const includedAll = value['included_all'] ?? false;
  if (typeof includedAll !== 'boolean') {
    return refuseAt(`${position}.included_all`, 'has to be true or false');
  }
  return done({ included: included.value, excluded: excluded.value, includedAll });
}

function parseEntries(value: Json, position: string): Parsed<readonly ApplicableEntry[]> {
  if (!Array.isArray(value)) return refuseAt(position, 'has to be a list');
  if (value.length > MAX_APPLICABLE_ENTRIES) {
    return refuseAt(position, `has over ${MAX_APPLICABLE_ENTRIES} entries`);
  }
  const entries: ApplicableEntry[] = [];
  for (const [index, entry] of value.entries()) {
    const parsed = parseEntry(entry, `${position}.${index}`);
    if (!parsed.ok) return parsed;
    entries.push(parsed.value);
  }
  return done(entries);
}

function parseEntry(value: Json, position: string): Parsed<ApplicableEntry> {
  const item = parseItemReference(value, position);
  if (!item.ok) return item;
  if (!isObject(value)) return done(entryOf(item.value));
  const effect = value['effect'] ?? 'APPLY_TO_EVERY';
  if (typeof effect !== 'string' || !isOneOf(effects, effect)) {
    return refuseAt(`${position}.effect`, `has to be one of ${effects.join(', ')}`);
  }
  const target = value['target'] ?? 'ITEM';
  if (typeof target !== 'string' || !isOneOf(targets, target)) {
    return refuseAt(`${position}.target`, 'has to be ITEM or UNIT');
  }
  const wrong = wrongNumber(value);
  if (wrong !== null) return refuseAt(`${position}.${wrong}`, 'has to be a number, 0 or more');
  const repeat = numberOrNull(value, 'repeat') ?? 1;
  return done({
    item: item.value,
    effect,
    target,
    price: numberOrNull(value, 'price'),
    priceFormula: formulaOrNull(value, 'price_formula'),
    quantityLimit: numberOrNull(value, 'quantity_limit'),
    aggregatedQuantityLimit: numberOrNull(value, 'aggregated_quantity_limit'),
    amountLimit: numberOrNull(value, 'amount_limit'),
    aggregatedAmountLimit: numberOrNull(value, 'aggregated_amount_limit'),
    skipInitially: numberOrNull(value, 'skip_initially') ?? 0,
    repeat: Math.max(repeat, 1),
    strict: value['strict'] === true,
    budgets: parseBudgets(value),
  });
}

/** An entry that says no more than which item. */
export function entryOf(item: ItemReference | null): ApplicableEntry {
  return {
    item,
    effect: 'APPLY_TO_EVERY',
    target: 'ITEM',
    price: null,
    priceFormula: null,
    quantityLimit: null,
    aggregatedQuantityLimit: null,
    amountLimit: null,
    aggregatedAmountLimit: null,
    skipInitially: 0,
    repeat: 1,
    strict: false,
    budgets: new Map(),
  };
}

const numbers = [
  'price',
  'quantity_limit',
  'aggregated_quantity_limit',
  'amount_limit',
  'aggregated_amount_limit',
  'skip_initially',
  'repeat',
  ...itemBudgets,
] as const;

/** The first of an entry's numbers that is not a whole one from 0 up. */
function wrongNumber(entry: JsonObject): string | null {
  for (const key of numbers) {
    const value = entry[key] ?? null;
    const isRight = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
    if (value !== null && !isRight) return key;
  }
  return null;
}

function numberOrNull(entry: JsonObject, key: string): number | null {
  const value = entry[key];
  return typeof value === 'number' ? value : null;
}

/** A formula's text; the reference's schema calls some of them numbers. */
function formulaOrNull(entry: JsonObject, key: string): string | null {
  const value = entry[key];
  return typeof value === 'number' ? String(value) : textOrNull(value);
}

function parseBudgets(entry: JsonObject): ReadonlyMap<string, ItemBudget> {
  const budgets = new Map<string, ItemBudget>();
  for (const name of itemBudgets) {
    const limit = numberOrNull(entry, name);
    const formula = formulaOrNull(entry, `${name}_formula`);
    if (limit !== null || formula !== null) budgets.set(name, { limit, formula });
  }
  return budgets;
}
