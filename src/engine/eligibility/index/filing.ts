/** Where rows are kept, so that a query meets few of them: by key, by threshold, or always. */
import type { AmountAttribute } from './necessary.ts';
import { createThresholds } from './thresholds.ts';
import type { Thresholds } from './thresholds.ts';

/** Mutable: an entry remembers the query that found it last. */
export type Entry = { readonly id: number; foundIn: number; rows: readonly Row[] };

/** Both bounds are included; `amount` is a position in `amounts`. */
export type Bound = { readonly amount: number; readonly least: number; readonly most: number };

/** One alternative of an entry. */
export type Row = {
  readonly entry: Entry;
  /** Keys of the need the row is filed under; empty where it is not filed by key. */
  readonly filed: readonly number[];
  /** The other needs by key: one of each has to be there. */
  readonly needs: readonly (readonly number[])[];
  readonly bounds: readonly Bound[];
};

export const amounts: readonly AmountAttribute[] = [
  'order.initial_amount',
  'order.amount',
  'order.items.count',
];

export type Filing = {
  readonly file: (row: Row) => void;
  readonly unfile: (row: Row) => void;
  /** How many rows the keys hold already. */
  readonly countUnder: (keys: readonly number[]) => number;
  readonly tellUnder: (key: number, to: (row: Row) => void) => void;
  /** Tells the rows not filed by key whose first least amount is reached. */
  readonly tellReached: (values: readonly (number | undefined)[], to: (row: Row) => void) => void;
};

export function createFiling(): Filing {
  const byKey: Row[][] = [];
  const byAmount: readonly Thresholds<Row>[] = amounts.map(() => createThresholds<Row>());
  const always = new Set<Row>();

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

  function unfile(row: Row): void {
    for (const key of row.filed) removeFrom(byKey[key] ?? [], row);
    if (row.filed.length > 0) return;
    const [bound] = row.bounds;
    if (bound === undefined) always.delete(row);
    else byAmount[bound.amount]?.remove(bound.least, row);
  }

  function tellReached(values: readonly (number | undefined)[], to: (row: Row) => void): void {
    for (const [amount, thresholds] of byAmount.entries()) {
      const value = values[amount];
      if (value !== undefined) thresholds.tell(value, to);
    }
    for (const row of always) to(row);
  }

  return {
    file,
    unfile,
    countUnder: (keys) => keys.reduce((sum, key) => sum + (byKey[key]?.length ?? 0), 0),
    tellUnder: (key, to) => {
      for (const row of byKey[key] ?? []) to(row);
    },
    tellReached,
  };
}

/** The last row takes the place of the removed one. */
function removeFrom(rows: Row[], row: Row): void {
  const at = rows.indexOf(row);
  const last = rows.pop();
  if (last !== undefined && last !== row && at >= 0) rows[at] = last;
}
