/** What contradicts itself in stacking rules: limits above those they lie within, lists that overlap. */
import type { StackingRulesInput } from './schema.ts';
import { settingsOf } from './settings.ts';

/** A sentence on the first fault; null where there is none. */
export function faultOf(given: StackingRulesInput): string | null {
  return limitFault(given) ?? overlapFault(given);
}

type Limit = readonly [name: string, value: number | null | undefined];

function limitFault(given: StackingRulesInput): string | null {
  const { redeemablesLimit, applicableRedeemablesLimit, exclusiveLimit } = settingsOf(given);
  const ofCategories = Object.entries(given.applicable_redeemables_category_limits ?? {});
  return (
    above(
      ['redeemables_limit', redeemablesLimit],
      [['applicable_redeemables_limit', given.applicable_redeemables_limit]],
    ) ??
    above(
      ['applicable_redeemables_limit', applicableRedeemablesLimit],
      [
        [
          'applicable_redeemables_per_category_limit',
          given.applicable_redeemables_per_category_limit,
        ],
        ...ofCategories.map(
          ([id, limit]): Limit => [`applicable_redeemables_category_limits.${id}`, limit],
        ),
      ],
    ) ??
    above(
      ['applicable_exclusive_redeemables_limit', exclusiveLimit],
      [
        [
          'applicable_exclusive_redeemables_per_category_limit',
          given.applicable_exclusive_redeemables_per_category_limit,
        ],
      ],
    )
  );
}

function above(
  [outer, most]: readonly [name: string, value: number],
  limits: readonly Limit[],
): string | null {
  const wrong = limits.find(([, value]) => value !== null && value !== undefined && value > most);
  return wrong === undefined
    ? null
    : `Property .${wrong[0]} must be less than or equal to .${outer}, which is ${most}`;
}

/** A category is in one of the two lists at most. */
const opposites = [
  ['exclusive_categories', 'joint_categories'],
  ['no_effect_skip_categories', 'no_effect_redeem_anyway_categories'],
  ['initial_amount_mode_categories', 'discounted_amount_mode_categories'],
] as const;

function overlapFault(given: StackingRulesInput): string | null {
  for (const [one, other] of opposites) {
    const there = new Set(given[other]);
    const both = given[one]?.find((id) => there.has(id));
    if (both !== undefined) return `Category ${both} is both in .${one} and in .${other}`;
  }
  return null;
}
