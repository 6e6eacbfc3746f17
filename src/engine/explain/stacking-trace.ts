/** The trace of going together: what is counted over the request, and what stopped it there. */
import type { Decision } from '../decide.ts';
import type { StackingSettings } from '../stacking/settings.ts';
import type { Step } from './step.ts';

export type StackingCheck =
  | {
      readonly limit: 'redeemables_limit' | 'applicable_redeemables_limit';
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
      /** Position of one before it that does not apply; null where there is none. */
      readonly failed: number | null;
      readonly passed: boolean;
    };

/** Of the redeemable at this position of the decision. */
export function traceStacking(
  { fates }: Decision,
  position: number,
  settings: StackingSettings,
): readonly StackingCheck[] {
  const before = fates.slice(0, position);
  const applied = before.filter((fate) => fate.status === 'APPLICABLE').length;
  const failedAt = before.findIndex((fate) => fate.status === 'INAPPLICABLE');
  const failed = failedAt === -1 ? null : failedAt;
  const { redeemablesLimit, applicableRedeemablesLimit, applicationMode } = settings;
  return [
    {
      limit: 'redeemables_limit',
      count: fates.length - 1,
      adds: 1,
      allowed: redeemablesLimit,
      passed: fates.length <= redeemablesLimit,
    },
    {
      limit: 'applicable_redeemables_limit',
      count: applied,
      adds: 1,
      allowed: applicableRedeemablesLimit,
      passed: applied < applicableRedeemablesLimit,
    },
    {
      limit: 'redeemables_application_mode',
      mode: applicationMode,
      failed,
      passed: failed === null || applicationMode !== 'ALL',
    },
  ];
}

/** What would have to be otherwise for it to be looked at. */
export function stackingSteps(checks: readonly StackingCheck[]): readonly Step[] {
  return checks.flatMap((check): readonly Step[] => {
    if (check.passed) return [];
    if (check.limit !== 'redeemables_application_mode') {
      return [{ type: 'FEWER_REDEEMABLES', by: check.count + check.adds - check.allowed }];
    }
    return check.failed === null ? [] : [{ type: 'LET_PRECEDING_APPLY', position: check.failed }];
  });
}
