/** Which redeemable comes before which: by the request, or by the rank of their categories. */
import { hierarchyOf } from './categories.ts';
import type { StackingSettings } from './settings.ts';
import type { Standing } from './standing.ts';

/** Equal ranks keep the order of the request. */
export function inOrderOfApplication(
  standings: readonly Standing[],
  { sortingRule }: StackingSettings,
): readonly Standing[] {
  if (sortingRule === 'REQUESTED_ORDER') return standings;
  return standings.toSorted(
    (a, b) => hierarchyOf(a.categories) - hierarchyOf(b.categories) || a.position - b.position,
  );
}

/** The same for joint and exclusive ones that meet: joint ones may have to come last. */
export function inGroupedOrder(
  standings: readonly Standing[],
  settings: StackingSettings,
): readonly Standing[] {
  const sorted = inOrderOfApplication(standings, settings);
  if (settings.groupedSortingRule === 'SORTING_RULE') return sorted;
  const isJoint = ({ eligibility }: Standing) => eligibility === 'JOINT';
  return [...sorted.filter((one) => !isJoint(one)), ...sorted.filter(isJoint)];
}
