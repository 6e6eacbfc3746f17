/** What a loyalty tier makes of the points that a rule gives, and of those that a reward costs. */
import assert from 'node:assert/strict';

/** `NOT_AVAILABLE` is for rewards alone. */
export type PointsMapping =
  | { readonly type: 'MULTIPLY'; readonly multiplier: number }
  | { readonly type: 'CUSTOM'; readonly points: number }
  | { readonly type: 'NOT_AVAILABLE' };

/** By the id of an earning rule or of a reward's assignment. */
export type PointsMappings = { readonly [id: string]: PointsMapping };

/**
 * The points that a member of the tier earns instead of `points`: a whole number, not negative. Null
 * where the tier says nothing: they stay. A product is exact and rounded once, half up.
 */
export function mappedPoints(points: number, mapping: PointsMapping | null): number {
  return mappedCost(points, mapping) ?? 0;
}

/** The same for what a reward costs; null where members of the tier cannot have it. */
export function mappedCost(points: number, mapping: PointsMapping | null): number | null {
  assert(Number.isSafeInteger(points) && points >= 0, 'points are a whole number, not negative');
  if (mapping === null) return points;
  switch (mapping.type) {
    case 'MULTIPLY':
      return multiplied(points, mapping.multiplier);
    case 'CUSTOM':
      return mapping.points;
    case 'NOT_AVAILABLE':
      return null;
    default:
      return mapping satisfies never;
  }
}

/** The mapping that a tier has for a rule or reward. */
export function mappingOf(mappings: PointsMappings, id: string): PointsMapping | null {
  return Object.hasOwn(mappings, id) ? (mappings[id] ?? null) : null;
}

/** Steps in one: multipliers are read to four decimals. */
const STEPS = 10_000;
const TWICE = BigInt(2 * STEPS);
const MOST = BigInt(Number.MAX_SAFE_INTEGER);

/** What cannot be counted any more stops at the largest number that can. */
function multiplied(points: number, multiplier: number): number {
  assert(multiplier >= 0, 'a multiplier is not negative');
  if (Number.isInteger(multiplier) && points * multiplier <= Number.MAX_SAFE_INTEGER) {
    return points * multiplier;
  }
  const steps = BigInt(Math.round(multiplier * STEPS));
  const rounded = (2n * BigInt(points) * steps + BigInt(STEPS)) / TWICE;
  return Number(rounded > MOST ? MOST : rounded);
}
