/** `bundle_rules`: which units make up a bundle, and how many bundles count in one order. */
import type { Json } from '../../json.ts';
import { done } from '../../outcome.ts';
import { parseItemReference } from './item-reference.ts';
import { isObject } from '../json-shape.ts';
import { parseLogic, RULE_ID } from './logic.ts';
import { refuseAt } from './refusal.ts';
import type { Parsed } from './refusal.ts';
import type { Bundle, BundlePart } from './rule-tree.ts';

export const MAX_BUNDLES = 100;
export const MAX_BUNDLE_PARTS = 50;

/** Null for none at all: absent, null or an empty object. */
export function parseBundle(value: Json, position = 'bundle_rules'): Parsed<Bundle | null> {
  if (value === null) return done(null);
  if (!isObject(value)) return refuseAt(position, 'has to be an object');
  const parts: BundlePart[] = [];
  for (const [id, rule] of Object.entries(value)) {
    if (id === 'logic' || id === 'limit') continue;
    const at = `${position}.${id}`;
    if (!RULE_ID.test(id)) return refuseAt(at, 'is no usable key for a rule');
    if (parts.length >= MAX_BUNDLE_PARTS) return refuseAt(at, `over ${MAX_BUNDLE_PARTS} parts`);
    const part = parsePart(rule, id, at);
    if (!part.ok) return part;
    parts.push(part.value);
  }
  if (parts.length === 0) return done(null);
  const limit = value['limit'] ?? 1;
  const isLimit = typeof limit === 'number' && Number.isInteger(limit);
  if (!isLimit || limit < 1 || limit > MAX_BUNDLES) {
    return refuseAt(`${position}.limit`, `has to be a whole number from 1 to ${MAX_BUNDLES}`);
  }
  const text = value['logic'] ?? '';
  if (typeof text !== 'string') return refuseAt(`${position}.logic`, 'has to be text');
  const ids = parts.map((part) => part.id);
  const logic = parseLogic(text, ids, `${position}.logic`);
  return logic.ok ? done({ limit, parts, logic: logic.value }) : logic;
}

function parsePart(value: Json, id: string, position: string): Parsed<BundlePart> {
  if (!isObject(value)) return refuseAt(position, 'has to be an object');
  if (value['name'] !== 'order.items.any') {
    return refuseAt(`${position}.name`, 'has to be order.items.any');
  }
  const conditions = value['conditions'] ?? null;
  const named = isObject(conditions) ? first(conditions['$is']) : undefined;
  if (named === undefined) return refuseAt(`${position}.conditions.$is`, 'has to name an item');
  const item = parseItemReference(named, `${position}.conditions.$is.0`);
  if (!item.ok) return item;
  const quantity = parseQuantity(value['rules'] ?? null, `${position}.rules`);
  return quantity.ok ? done({ id, item: item.value, quantity: quantity.value }) : quantity;
}

/** Units of the part one bundle takes: 1 unless its sub-rule says so. */
function parseQuantity(value: Json, position: string): Parsed<number> {
  if (!isObject(value)) return done(1);
  for (const [id, rule] of Object.entries(value)) {
    if (id === 'logic') continue;
    const at = `${position}.${id}`;
    if (!isObject(rule) || rule['name'] !== 'order.items.aggregated_quantity') {
      return refuseAt(`${at}.name`, 'has to be order.items.aggregated_quantity');
    }
    const conditions = rule['conditions'] ?? null;
    const quantity = isObject(conditions) ? first(conditions['$is']) : undefined;
    if (typeof quantity === 'number' && Number.isInteger(quantity) && quantity >= 1) {
      return done(quantity);
    }
    return refuseAt(`${at}.conditions.$is`, 'has to be a whole number from 1 up');
  }
  return done(1);
}

function first(value: Json | undefined): Json | undefined {
  return Array.isArray(value) ? value[0] : value;
}
