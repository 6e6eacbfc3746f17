/** Bundles in an order: how often all parts are there, which units make them up, what is missing. */
import type { OrderLine } from '../order/order.ts';
import { isItem } from './item-match.ts';
import type { Logic } from './parse/logic.ts';
import type { Bundle, BundlePart, ItemReference } from './parse/rule-tree.ts';

/** Units of one line that belong to bundles. */
export type IdentifiedUnits = { readonly lineIndex: number; readonly quantity: number };
export type MissingUnits = { readonly item: ItemReference; readonly quantity: number };

export type FoundBundles = {
  /** Complete bundles, at most `limit`. */
  readonly quantity: number;
  readonly limit: number;
  /** Of the complete ones; where there is none, what is there of the first. In the order's sequence. */
  readonly identified: readonly IdentifiedUnits[];
  /** What the first bundle lacks; empty where one is complete. */
  readonly missing: readonly MissingUnits[];
};

/**
 * Puts bundles together, one after another, until one lacks something or the limit is reached.
 *
 * A unit belongs to one part. SKUs are served first, then products, then collections; collections
 * take first what no other part could use.
 */
export function findBundles(bundle: Bundle, lines: readonly OrderLine[]): FoundBundles {
  const sources = sourcesOf(bundle, lines);
  let left = lines.map((line) => line.quantity);
  let quantity = 0;
  for (; quantity < bundle.limit; quantity++) {
    const attempt = { sources, left: [...left], missing: new Map<string, MissingUnits>() };
    if (!isTaken(bundle.logic, attempt)) {
      if (quantity > 0) break;
      const missing = [...attempt.missing.values()];
      return { quantity, limit: bundle.limit, identified: taken(lines, attempt.left), missing };
    }
    ({ left } = attempt);
  }
  return { quantity, limit: bundle.limit, identified: taken(lines, left), missing: [] };
}

/** Of several bundles that guard one incentive, the one that is there least often decides. */
export function fewestBundles(
  bundles: readonly Bundle[],
  lines: readonly OrderLine[],
): FoundBundles | null {
  let fewest: FoundBundles | null = null;
  for (const bundle of bundles) {
    const found = findBundles(bundle, lines);
    if (fewest === null || found.quantity < fewest.quantity) fewest = found;
  }
  return fewest;
}

/** Whether an order holds something that a bundle is made of. */
export function hasBundledItem(bundles: readonly Bundle[], lines: readonly OrderLine[]): boolean {
  return bundles.some(({ parts }) =>
    parts.some(({ item }) => lines.some((line) => line.quantity > 0 && isItem(line, item))),
  );
}

type Source = { readonly part: BundlePart; readonly lineIndices: readonly number[] };

/** The lines each part may take units from, in the sequence it does. */
function sourcesOf({ parts }: Bundle, lines: readonly OrderLine[]): ReadonlyMap<string, Source> {
  const wanted = lines.map((line) => parts.filter(({ item }) => isItem(line, item)).length);
  return new Map(
    parts.map((part) => {
      const matching = lines.flatMap((line, i) => (isItem(line, part.item) ? [i] : []));
      const lineIndices = matching.sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0) || a - b);
      return [part.id, { part, lineIndices }];
    }),
  );
}

type Attempt = {
  readonly sources: ReadonlyMap<string, Source>;
  /** Units left of each line. Changed as parts take theirs. */
  readonly left: number[];
  readonly missing: Map<string, MissingUnits>;
};

/** Takes what the logic asks for; of alternatives the first that is there, else parts of the first. */
function isTaken(logic: Logic, attempt: Attempt): boolean {
  switch (logic.type) {
    case 'rule':
      return isPartTaken(logic.id, attempt);
    case 'and': {
      const sorted = logic.of.toSorted((a, b) => rankOf(a, attempt) - rankOf(b, attempt));
      // All of them, so that everything missing is told.
      return sorted.map((part) => isTaken(part, attempt)).every(Boolean);
    }
    case 'or': {
      for (const alternative of logic.of) {
        const trial = { ...attempt, left: [...attempt.left], missing: new Map() };
        if (!isTaken(alternative, trial)) continue;
        attempt.left.splice(0, attempt.left.length, ...trial.left);
        return true;
      }
      const [first] = logic.of;
      return first === undefined || isTaken(first, attempt);
    }
    default:
      return logic satisfies never;
  }
}

const ranks = { sku: 0, product: 1, products_collection: 2 } as const;

function rankOf(logic: Logic, { sources }: Attempt): number {
  if (logic.type !== 'rule') return ranks.products_collection;
  return ranks[sources.get(logic.id)?.part.item.object ?? 'product'];
}

function isPartTaken(id: string, { sources, left, missing }: Attempt): boolean {
  const source = sources.get(id);
  if (source === undefined) return true;
  const { part, lineIndices } = source;
  let wanted = part.quantity;
  for (const index of lineIndices) {
    const units = Math.min(wanted, left[index] ?? 0);
    left[index] = (left[index] ?? 0) - units;
    wanted -= units;
  }
  if (wanted > 0) missing.set(id, { item: part.item, quantity: wanted });
  return wanted === 0;
}

function taken(lines: readonly OrderLine[], left: readonly number[]): IdentifiedUnits[] {
  return lines.flatMap(({ quantity }, lineIndex) => {
    const units = quantity - (left[lineIndex] ?? 0);
    return units > 0 ? [{ lineIndex, quantity: units }] : [];
  });
}
