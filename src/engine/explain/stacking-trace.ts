/** The trace of going together: what is counted over the request, and what stopped it there. */
import type { Decision, Place, Question } from '../decide.ts';
import { limitsOn } from '../stacking/limits.ts';
import type { StackingSettings } from '../stacking/settings.ts';
import type { LimitSkip } from '../stacking/skip.ts';
import type { Step } from './step.ts';

type LimitName = 'redeemables_limit' | LimitOf<LimitSkip['reason']>;
type LimitOf<Reason> = Reason extends `${infer Limit}_exceeded` ? Limit : never;

export type StackingCheck =
  | {
      readonly limit: LimitName;
      /** Null where it counts the redeemables of all categories. */
      readonly categoryId: string | null;
      /** Of the whole request, or those that apply before this one. */
      readonly count: number;
      /** What this one adds. */
      readonly adds: number;
      readonly allowed: number;
      readonly passed: boolean;
    }
  | {
      readonly limit: 'redeemables_application_mode';
      readonly mode: StackingSettings['applicationMode'];
      /** Position of one tried before it that does not apply; null where there is none. */
      readonly failed: number | null;
      readonly passed: boolean;
    }
  /** Shut out by an exclusive one, at this position of the request. */
  | { readonly limit: 'exclusive_categories'; readonly exclusive: number; readonly passed: false }
  /** It takes nothing off, which leaves it out. */
  | { readonly limit: 'redeemables_no_effect_rule'; readonly passed: false };

const limitNames: Readonly<Record<LimitSkip['reason'], LimitName>> = {
  applicable_redeemables_limit_exceeded: 'applicable_redeemables_limit',
  applicable_redeemables_per_category_limit_exceeded: 'applicable_redeemables_per_category_limit',
  applicable_exclusive_redeemables_limit_exceeded: 'applicable_exclusive_redeemables_limit',
  applicable_exclusive_redeemables_per_category_limit_exceeded:
    'applicable_exclusive_redeemables_per_category_limit',
};

/** Of the redeemable at this place of the decision. */
export function traceStacking(
  question: Question,
  decision: Decision,
  { standing, counts }: Pick<Place, 'standing' | 'counts'>,
): readonly StackingCheck[] {
  const { fates } = decision;
  const { stacking: settings } = question;
  const fate = fates[standing.position];
  const skipped = fate?.status === 'SKIPPED' ? fate : null;
  const requestLimit: StackingCheck = {
    limit: 'redeemables_limit',
    categoryId: null,
    count: fates.length - 1,
    adds: 1,
    allowed: settings.redeemablesLimit,
    passed: fates.length <= settings.redeemablesLimit,
  };
  const failed = failedBefore(decision, standing.position);
  const checks: StackingCheck[] = [
    requestLimit,
    ...limitsOn(counts, standing, settings).map((one): StackingCheck => {
      const { reason, count, limit: allowed } = one;
      const categoryId = 'categoryId' in one ? one.categoryId : null;
      return {
        limit: limitNames[reason],
        categoryId,
        count,
        adds: 1,
        allowed,
        passed: count < allowed,
      };
    }),
    {
      limit: 'redeemables_application_mode',
      mode: settings.applicationMode,
      failed,
      passed: failed === null || settings.applicationMode !== 'ALL',
    },
  ];
  if (skipped?.reason === 'exclusion_rules_not_met') {
    const { exclusivePosition: exclusive } = skipped;
    checks.push({ limit: 'exclusive_categories', exclusive, passed: false });
  }
  if (skipped?.reason === 'no_effect') {
    checks.push({ limit: 'redeemables_no_effect_rule', passed: false });
  }
  return checks;
}

/** The first that was refused of those tried before; for what was never tried, of all. */
function failedBefore({ fates, order }: Decision, position: number): number | null {
  const fate = fates[position];
  if (fate?.status === 'SKIPPED' && fate.reason === 'preceding_validation_failed') {
    return fate.failedPosition;
  }
  const place = order.indexOf(position);
  const before = place < 0 ? order : order.slice(0, place);
  return before.find((at) => fates[at]?.status === 'INAPPLICABLE') ?? null;
}

/** What would have to be otherwise for it to be looked at, and to stay. */
export function stackingSteps(checks: readonly StackingCheck[]): readonly Step[] {
  return checks.flatMap((check): readonly Step[] => {
    if (check.passed) return [];
    switch (check.limit) {
      case 'redeemables_application_mode':
        return check.failed === null
          ? []
          : [{ type: 'LET_PRECEDING_APPLY', position: check.failed }];
      case 'exclusive_categories':
        return [{ type: 'LEAVE_OUT', position: check.exclusive }];
      case 'redeemables_no_effect_rule':
        return [{ type: 'NAME_ANOTHER', key: 'no_effect' }];
      default:
        return [{ type: 'FEWER_REDEEMABLES', by: check.count + check.adds - check.allowed }];
    }
  });
}
