/** How things are called in the sentences of explanations: money, moments, items, lines. */
import { Temporal } from 'temporal-polyfill';
import type { ItemReference } from '../../../engine/eligibility/parse/rule-tree.ts';
import { type Json, textOf } from '../../../engine/json.ts';
import type { Order, OrderLine } from '../../../engine/order/order.ts';

/** What words depend on: the project's currency and time zone, and the cart that is looked at. */
export type Wording = {
  readonly currency: string;
  readonly timezone: string;
  readonly order: Order | null;
};

/** Minor units as `8.00 USD`: with as many decimals as the currency has. */
export function moneyText(minor: number, { currency }: Wording): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  return `${(minor / 10 ** decimals).toFixed(decimals)} ${currency}`;
}

/** `2026-12-01 09:00 (Europe/Warsaw)` of milliseconds since the epoch. */
export function momentText(milliseconds: number, { timezone }: Wording): string {
  const at = Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(timezone);
  const time = at.toPlainTime().toString({ smallestUnit: at.second === 0 ? 'minute' : 'second' });
  return `${at.toPlainDate().toString()} ${time} (${timezone})`;
}

/** `one`, `2`: how many. */
export function countText(count: number): string {
  return count === 1 ? 'one' : String(count);
}

/** Of more than so many, the others are counted. */
const MAX_NAMED = 3;

/** `a`, `a or b`, `a, b or c`, `a, b, c or 7 others`. */
export function anyOf(names: readonly string[], joint: 'or' | 'and' = 'or'): string {
  const shown = names.slice(0, MAX_NAMED);
  const others = names.length - shown.length;
  const all = others > 0 ? [...shown, `${others} others`] : shown;
  const last = all.at(-1) ?? '';
  return all.length < 2 ? last : `${all.slice(0, -1).join(', ')} ${joint} ${last}`;
}

export function itemsText(items: readonly ItemReference[], wording: Wording): string {
  return anyOf(items.map((item) => itemText(item, wording)));
}

/** By its name where the cart holds it, else as the rule names it. */
function itemText({ object, id, sourceId }: ItemReference, { order }: Wording): string {
  const given = sourceId ?? id ?? '';
  if (object === 'products_collection') return `an item of ${given}`;
  const known = order?.lines
    .flatMap(({ product, sku }) => [product, sku])
    .find((one) => one !== null && (id === null ? one.sourceId === sourceId : one.id === id));
  return known?.name ?? given;
}

/** A line by what it sells, else by its place, from 1. */
export function lineText(index: number, { order }: Wording): string {
  const line = order?.lines.find((one) => one.index === index);
  return (line && nameOf(line)) ?? `line ${index + 1}`;
}

function nameOf({ sku, product }: OrderLine): string | null {
  return sku?.name ?? product?.name ?? sku?.sourceId ?? product?.sourceId ?? null;
}

/** What a condition expects; items by their ids. */
export function valuesText(values: readonly Json[]): string {
  return anyOf(values.map(valueText));
}

function valueText(value: Json): string {
  if (typeof value !== 'object' || value === null || !('sourceId' in value)) return textOf(value);
  return textOf(value.sourceId ?? value.id);
}
