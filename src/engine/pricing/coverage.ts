/** Which units of which lines a discount's targets cover, in the sequence they are discounted. */
import type { Money } from '../money/money.ts';
import type { DiscountTargets, TargetEntry, TargetLine } from './discount-targets.ts';
import { createPools, type Pools } from './unit-pools.ts';
import type { PricedLine, PricedOrder } from './priced-order.ts';

/** Units of one line: `units` of them, from number `first`, every `step`; numbers start at 1. */
export type Coverage = {
  readonly line: PricedLine;
  /** The entry that reached the line, and its position; null where every line is meant. */
  readonly entry: TargetEntry | null;
  readonly entryIndex: number;
  /** The line's own new unit price, for a discount that sets one. */
  readonly newPrice: Money | null;
  /** 1 or more. */
  readonly units: number;
  readonly first: number;
  readonly step: number;
};

/** Whom an entry reaches of a line: `units` from number `first`, every `step`. */
type Reach = { readonly units: number; readonly first: number; readonly step: number };

/**
 * The units a line counts for: those given for free do not. A line that costs something without
 * units counts for one; one that has neither is no line to discount.
 */
export function unitsOf(line: PricedLine): number {
  if (line.quantity > 0) return line.quantity - line.discountQuantity;
  return line.amount > 0 ? 1 : 0;
}

type Covered = { readonly targets: DiscountTargets; readonly covered: readonly Coverage[] };

/** The latest coverages of a price: of thousands of discounts ranked on it, most share a few. */
const lately = new WeakMap<PricedOrder, Covered[]>();
const MAX_LATELY = 8;

/** What the targets cover: entry after entry, a line at most once. */
export function coverTargets(priced: PricedOrder, targets: DiscountTargets): readonly Coverage[] {
  const known = lately.get(priced) ?? [];
  for (const one of known) if (one.targets === targets) return one.covered;
  const covered = newCoverage(priced, targets);
  if (known.length === 0) lately.set(priced, known);
  if (known.length === MAX_LATELY) known.shift();
  known.push({ targets, covered });
  return covered;
}

function newCoverage(priced: PricedOrder, targets: DiscountTargets): Coverage[] {
  const covered: Coverage[] = [];
  if (targets === 'ALL_LINES') {
    for (const line of priced.lines) {
      const units = unitsOf(line);
      if (units === 0) continue;
      covered.push({ line, entry: null, entryIndex: 0, newPrice: null, units, first: 1, step: 1 });
    }
    return covered;
  }
  // One entry, the common case, cannot meet a line twice: it needs no memory of them.
  const seen = targets.length > 1 ? new Set<number>() : null;
  const pools = createPools();
  for (let i = 0; i < targets.length; i += 1) {
    const entry = targets[i];
    if (entry !== undefined) coverEntry(priced, entry, i, { seen, pools }, covered);
  }
  return covered;
}

/** The numbers of the covered units within their line, from 1, at most `limit` of them. */
export function unitNumbers(coverage: Coverage, limit: number): number[] {
  const length = Math.min(coverage.units, limit);
  return Array.from({ length }, (_, i) => coverage.first + i * coverage.step);
}

function coverEntry(
  priced: PricedOrder,
  entry: TargetEntry,
  entryIndex: number,
  { seen, pools }: { readonly seen: Set<number> | null; readonly pools: Pools },
  covered: Coverage[],
): void {
  let unitsLeft = entry.aggregatedQuantityLimit ?? Number.MAX_SAFE_INTEGER;
  let gone = 0;
  for (const target of inSequence(priced, entry)) {
    const { lineIndex, units: lineLimit, newPrice = null } = target;
    const line = priced.lines[lineIndex];
    if (line === undefined || seen?.has(lineIndex)) continue;
    const count = unitsOf(line);
    if (count === 0) continue;
    const { units: reached, first, step } = reach(entry, gone, count);
    gone += entry.target === 'UNIT' ? count : 1;
    const units = Math.min(
      reached,
      entry.quantityLimit ?? reached,
      lineLimit ?? reached,
      unitsLeft,
      pools.leftFor(target),
    );
    if (units > 0) {
      covered.push({ line, entry, entryIndex, newPrice, units, first, step });
      seen?.add(lineIndex);
      unitsLeft -= units;
      pools.take(target, units);
    }
    if (isOne(entry)) return;
  }
}

function isOne(entry: TargetEntry): boolean {
  return entry.effect === 'APPLY_TO_CHEAPEST' || entry.effect === 'APPLY_TO_MOST_EXPENSIVE';
}

/** The entry's lines in the sequence its effect walks them. */
function inSequence(priced: PricedOrder, entry: TargetEntry): readonly TargetLine[] {
  if (entry.effect === 'APPLY_TO_EVERY' || entry.lines.length < 2) return entry.lines;
  const cheapestFirst =
    entry.effect === 'APPLY_TO_CHEAPEST' || entry.effect === 'APPLY_FROM_CHEAPEST';
  const direction = cheapestFirst ? 1 : -1;
  const priceAt = (index: number) => unitPrice(priced.lines[index]);
  return [...entry.lines].sort(
    (a, b) =>
      direction * (priceAt(a.lineIndex) - priceAt(b.lineIndex)) || a.lineIndex - b.lineIndex,
  );
}

/** Before discounts, and possibly a fraction: only ever compared. */
function unitPrice(line: PricedLine | undefined): number {
  if (line === undefined) return 0;
  return line.price ?? line.amount / Math.max(line.quantity, 1);
}

/** Which of a line's `count` units the entry reaches when `gone` lines or units went before. */
function reach(entry: TargetEntry, gone: number, count: number): Reach {
  const byUnit = entry.target === 'UNIT';
  if (isOne(entry)) return { units: byUnit ? 1 : count, first: 1, step: 1 };
  const skip = entry.skipInitially ?? 0;
  const repeat = Math.max(entry.repeat ?? 1, 1);
  const first = gone < skip ? skip - gone + 1 : 1 + ((repeat - ((gone - skip) % repeat)) % repeat);
  if (byUnit) {
    const units = first > count ? 0 : Math.floor((count - first) / repeat) + 1;
    return { units, first, step: repeat };
  }
  return { units: first === 1 ? count : 0, first: 1, step: 1 };
}
