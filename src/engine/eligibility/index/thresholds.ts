/** Rows sorted by the least amount they need: those met are a prefix, found by bisection. */

export type Thresholds<R> = {
  readonly insert: (least: number, row: R) => void;
  readonly remove: (least: number, row: R) => void;
  /** Tells every row whose least amount is at most `amount`. */
  readonly tell: (amount: number, to: (row: R) => void) => void;
};

export function createThresholds<R>(): Thresholds<R> {
  let least = new Float64Array(64);
  const rows: R[] = [];

  /** The first position whose amount is above (or, with `orEqual`, not below) the given one. */
  function bisect(amount: number, orEqual: boolean): number {
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const value = least[middle] ?? 0;
      if (orEqual ? value >= amount : value > amount) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  function insert(amount: number, row: R): void {
    if (rows.length === least.length) {
      const larger = new Float64Array(least.length * 2);
      larger.set(least);
      least = larger;
    }
    const at = bisect(amount, false);
    least.copyWithin(at + 1, at, rows.length);
    least[at] = amount;
    rows.splice(at, 0, row);
  }

  function remove(amount: number, row: R): void {
    const at = rows.indexOf(row, bisect(amount, true));
    if (at < 0) return;
    least.copyWithin(at, at + 1, rows.length);
    rows.splice(at, 1);
  }

  function tell(amount: number, to: (row: R) => void): void {
    const end = bisect(amount, false);
    for (let at = 0; at < end; at += 1) {
      const row = rows[at];
      if (row !== undefined) to(row);
    }
  }

  return { insert, remove, tell };
}
