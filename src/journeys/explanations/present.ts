/** Explanations of the engine → wire. */
import type { ActivityCheck as EngineActivity } from '../../engine/explain/activity-trace.ts';
import type { DiscountTrace } from '../../engine/explain/discount-trace.ts';
import type { Explanation as EngineExplanation } from '../../engine/explain/explain.ts';
import type { Comparison as EngineComparison } from '../../engine/explain/condition-reading.ts';
import type { ConditionTrace, RuleTrace } from '../../engine/explain/rule-trace.ts';
import type { StackingCheck } from '../../engine/explain/stacking-trace.ts';
import type { Candidate } from '../../engine/incentive.ts';
import type { Facts } from '../facts/service.ts';
import {
  isoAt,
  MAX_VALUES_TOLD,
  presentStep,
  presentUnit,
  presentValues,
} from './steps/present.ts';
import { ruleIdsOf } from './rule-ids.ts';
import type {
  ActivityCheck,
  Comparison,
  Condition,
  ExplainedDiscount,
  Explanation,
  Stacking,
} from './schema.ts';
import { sentenceOf } from './steps/sentence.ts';

export type Explained = {
  readonly facts: Facts;
  readonly explanation: EngineExplanation;
  /** Null where nothing is known by the id that was named. */
  readonly candidate: Candidate | null;
  /** A redeemable of the request by its position. */
  readonly idAt: (position: number) => string;
};

export function presentExplanation(explained: Explained): Explanation {
  const { facts, explanation, candidate, idAt } = explained;
  const { applies, activity, quantity, payment, rules, stacking, discount, steps } = explanation;
  const ruleIds = candidate === null ? [] : ruleIdsOf(facts, candidate);
  const telling = {
    currency: facts.project.currency,
    timezone: facts.now.timeZoneId,
    order: facts.order,
    isStacked: stacking?.some(isAfterAnother) === true,
    idAt,
    now: facts.now.epochMilliseconds,
  };
  return {
    object: 'explanation',
    applies,
    activity: activity.map(presentActivity),
    ...(quantity === null ? {} : { quantity }),
    ...(payment === null ? {} : { payment: { ...payment, with: presentUnit(payment.with) } }),
    rules: rules.map((rule, at) => presentRule(rule, ruleIds[at])),
    ...(stacking === null ? {} : { stacking: stacking.map((one) => presentStacking(one, idAt)) }),
    ...(discount === null ? {} : { discount: presentDiscountTrace(discount) }),
    ...(steps.length === 0
      ? {}
      : {
          smallest_change: {
            sentence: sentenceOf(steps, telling),
            steps: steps.map((step) => presentStep(step, idAt)),
          },
        }),
  };
}

function isAfterAnother(check: StackingCheck): boolean {
  return check.limit === 'applicable_redeemables_limit' && check.count > 0;
}

function presentActivity(check: EngineActivity): ActivityCheck {
  const { limit, passed } = check;
  const shared = { of: check.activity === 0 ? 'redeemable' : 'campaign', passed } as const;
  switch (limit) {
    case 'ACTIVE':
      return { ...shared, limit };
    case 'START':
    case 'EXPIRATION':
      return { ...shared, limit, at: isoAt(check.at) };
    case 'DAYS_OF_WEEK':
      return { ...shared, limit, days_of_week: [...check.days] };
    case 'HOURS':
      return {
        ...shared,
        limit,
        hours: check.hours.map(({ startMinute, endMinute, daysOfWeek }) => ({
          start_time: timeText(startMinute),
          expiration_time: timeText(endMinute),
          ...(daysOfWeek === null ? {} : { days_of_week: [...daysOfWeek] }),
        })),
      };
    case 'TIMEFRAME': {
      const { interval, duration, anchor } = check.timeframe;
      const text = { interval: interval.toString(), duration: duration.toString() };
      return { ...shared, limit, timeframe: { ...text, anchor: isoAt(anchor) } };
    }
    default:
      return limit satisfies never;
  }
}

/** Minutes after midnight as `09:30`. */
function timeText(minute: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

function presentRule({ passed, logic, conditions }: RuleTrace, ruleId: string | undefined) {
  return {
    ...(ruleId === undefined ? {} : { rule_id: ruleId }),
    passed,
    logic,
    conditions: conditions.map(presentCondition),
  };
}

function presentCondition(condition: ConditionTrace): Condition {
  const { label, result, actual, comparisons, lines, omittedLines, counter } = condition;
  return {
    rule: label.path,
    name: label.name,
    ...(label.property === null ? {} : { property: label.property }),
    result,
    actual,
    comparisons: comparisons.map(presentComparison),
    ...(lines === null
      ? {}
      : { lines: lines.map(({ line, ...rest }) => ({ order_item_index: line, ...rest })) }),
    ...(omittedLines === 0 ? {} : { omitted_lines: omittedLines }),
    ...(counter === null ? {} : { counter: presentCounter(counter) }),
    ...(label.message === null ? {} : { message: label.message }),
  };
}

function presentComparison({ operator, expected, result }: EngineComparison): Comparison {
  const omitted = expected.length - MAX_VALUES_TOLD;
  return {
    operator,
    expected: presentValues(expected),
    ...(omitted > 0 ? { omitted_expected: omitted } : {}),
    result,
  };
}

function presentCounter({ counter, ...counted }: NonNullable<ConditionTrace['counter']>) {
  const { subject, per, window, measure } = counter;
  const of: 'campaign' | 'redeemable' = subject === 'campaign' ? 'campaign' : 'redeemable';
  return { of, per, window, measure, ...counted };
}

function presentStacking(check: StackingCheck, idAt: Explained['idAt']): Stacking {
  switch (check.limit) {
    case 'redeemables_application_mode': {
      const { limit, passed, mode, failed } = check;
      return { limit, passed, mode, failed: failed === null ? null : idAt(failed) };
    }
    case 'exclusive_categories':
      return { limit: check.limit, passed: check.passed, exclusive: idAt(check.exclusive) };
    case 'redeemables_no_effect_rule':
      return { ...check };
    default: {
      const { categoryId, ...counted } = check;
      return categoryId === null ? counted : { ...counted, category_id: categoryId };
    }
  }
}

function presentDiscountTrace(trace: DiscountTrace): ExplainedDiscount {
  const { discount, mode, taken, before, after, limits, lines } = trace;
  return {
    type: discount.type,
    effect: discount.effect,
    calculation_mode: mode,
    taken_of: taken.of,
    discount_amount: taken.off,
    amount_before: before,
    amount_after: after,
    limits: limits.map(({ name, limit, withheld }) => ({
      limit: name === 'amountLimit' ? 'amount_limit' : 'aggregated_amount_limit',
      amount: limit,
      withheld_amount: withheld,
    })),
    lines: lines.map(({ line, off, leftOut }) => ({
      order_item_index: line,
      discount_amount: off,
      ...(leftOut === null ? {} : { left_out: leftOut }),
    })),
  };
}
