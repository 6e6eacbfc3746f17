/**
 * Which of many entries may pass, without asking each: promotions cost what matches.
 *
 * Every alternative of an entry is a row. A row is filed under the keys of one of its needs, the
 * one that fewest rows share, so that a query touches only rows whose rarest need is met; their
 * other needs are checked by looking at marks. Rows that need amounts alone are filed by threshold;
 * rows that need nothing are always candidates.
 */
import type { RuleFacts } from '../facts.ts';
import type { RuleNode } from '../node.ts';
import { createKeys } from './keys.ts';
import { necessaryForAll } from './necessary.ts';
import type { Alternative, AmountAttribute, Need } from './necessary.ts';
import { createThresholds } from './thresholds.ts';
import type { Thresholds } from './thresholds.ts';

export type IndexEntry = {
  readonly id: number;
  /** All of them have to pass; none at all always do. */
  readonly rules: readonly { readonly root: RuleNode }[];
};

export type RuleIndex = {
  /** Adds an entry, or replaces the one of the same id. */
  readonly put: (entry: IndexEntry) => void;
  readonly remove: (id: number) => void;
  /**
   * Ids of all entries that may pass, each once, in no order to rely on. Entries left out cannot
   * pass; those named still have to be evaluated.
   */
  readonly candidates: (facts: RuleFacts) => readonly number[];
};

/** Mutable: an entry remembers the query that found it last. */
type Entry = { readonly id: number; foundIn: number; rows: readonly Row[] };
type Bound = { readonly amount: number; readonly least: number; readonly most: number };
type Row = {
  readonly entry: Entry;
  /** Keys of the need the row is filed under; empty where it is not filed by key. */
  readonly filed: readonly number[];
  /** The other needs by key: one of each has to be there. */
  readonly needs: readonly (readonly number[])[];
  readonly bounds: readonly Bound[];
};

const amounts: readonly AmountAttribute[] = [
  'order.initial_amount',
  'order.amount',
  'order.items.count',
];

export function createRuleIndex(initial: Iterable<IndexEntry> = []): RuleIndex {
  const entries = new Map<number, Entry>();
  const keys = createKeys();
  const byKey: Row[][] = [];
  const byAmount: readonly Thresholds<Row>[] = amounts.map(() => createThresholds<Row>());
  const always = new Set<Row>();
  let query = 0;

  function put({ id, rules }: IndexEntry): void {
    remove(id);
    const entry: Entry = { id, foundIn: 0, rows: [] };
    const alternatives = necessaryForAll(rules.map((rule) => rule.root));
    entry.rows = alternatives.map((alternative) => newRow(entry, alternative));
    for (const row of entry.rows) file(row);
    entries.set(id, entry);
  }

  function newRow(entry: Entry, alternative: Alternative): Row {
    const slots = alternative.filter((need) => need.type === 'key').map(numbersOf);
    const rarest = slots.toSorted((a, b) => rowsUnder(a) - rowsUnder(b))[0] ?? [];
    const needs = slots.filter((slot) => slot !== rarest);
    return { entry, filed: rarest, needs, bounds: alternative.flatMap(boundOf) };
  }

  function numbersOf(need: Extract<Need, { readonly type: 'key' }>): readonly number[] {
    const { attribute, property } = need;
    return [...new Set(need.keys.map((key) => keys.number(attribute, property, key)))];
  }

  function rowsUnder(slot: readonly number[]): number {
    return slot.reduce((sum, key) => sum + (byKey[key]?.length ?? 0), 0);
  }

  function file(row: Row): void {
    for (const key of row.filed) {
      const filed = byKey[key];
      if (filed === undefined) byKey[key] = [row];
      else filed.push(row);
    }
    if (row.filed.length > 0) return;
    const [bound] = row.bounds;
    if (bound === undefined) always.add(row);
    else byAmount[bound.amount]?.insert(bound.least, row);
  }

  function remove(id: number): void {
    for (const row of entries.get(id)?.rows ?? []) unfile(row);
    entries.delete(id);
  }

  function unfile(row: Row): void {
    for (const key of row.filed) {
      const filed = byKey[key] ?? [];
      const last = filed.pop();
      const at = last === row ? -1 : filed.indexOf(row);
      if (last !== undefined && at >= 0) filed[at] = last;
    }
    if (row.filed.length > 0) return;
    const [bound] = row.bounds;
    if (bound === undefined) always.delete(row);
    else byAmount[bound.amount]?.remove(bound.least, row);
  }

  function candidates(facts: RuleFacts): readonly number[] {
    query += 1;
    const found: number[] = [];
    const values = amountsOf(facts);
    const check = (row: Row): void => {
      if (row.entry.foundIn === query || !fits(row, values)) return;
      row.entry.foundIn = query;
      found.push(row.entry.id);
    };
    const touched: number[] = [];
    keys.mark(facts, (key) => touched.push(key));
    for (const key of touched) for (const row of byKey[key] ?? []) check(row);
    for (const [amount, thresholds] of byAmount.entries()) {
      const value = values[amount];
      if (value !== undefined) thresholds.tell(value, check);
    }
    for (const row of always) check(row);
    return found;
  }

  function fits({ needs, bounds }: Row, values: readonly (number | undefined)[]): boolean {
    for (const slot of needs) if (!slot.some(keys.has)) return false;
    for (const { amount, least, most } of bounds) {
      const value = values[amount];
      if (value === undefined || value < least || value > most) return false;
    }
    return true;
  }

  for (const entry of initial) put(entry);
  return { put, remove, candidates };
}

function boundOf(need: Need): readonly Bound[] {
  if (need.type !== 'amount') return [];
  return [{ amount: amounts.indexOf(need.attribute), least: need.least, most: need.most }];
}

/** By position in `amounts`; undefined without an order, where every rule about it fails. */
function amountsOf({ order }: RuleFacts): readonly (number | undefined)[] {
  if (order === null) return [];
  let units = 0;
  for (const line of order.lines) units += line.quantity;
  return [order.initialAmount, order.amount, units];
}
