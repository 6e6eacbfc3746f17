/** What changes a count: time where it begins anew, a smaller order, or a greater limit. */
import type { Temporal } from 'temporal-polyfill';
import type { CounterKind } from '../eligibility/counter.ts';
import type { RuleFacts } from '../eligibility/facts.ts';
import type { ValueNode } from '../eligibility/node.ts';
import { passesAll } from '../eligibility/values/test.ts';
import { nearestPassing } from './nearest.ts';
import type { Step } from './step.ts';

type Counted = { readonly value: number; readonly count: number; readonly facts: RuleFacts };

/** `value` is the count with what this redemption adds. */
export function counterSteps(
  { label, tests }: ValueNode,
  counter: CounterKind,
  { value, count, facts }: Counted,
): readonly Step[] {
  const { now } = facts;
  if (counter.window !== 'ever' && passesAll(tests, value - count, now)) {
    const until = nextWindow(counter.window, now).epochMilliseconds;
    return [{ type: 'WAIT', until, reason: 'COUNTER' }];
  }
  const { name, property, path: rule } = label;
  const target = nearestPassing(tests, value, now);
  if (target === null) {
    return tests.map(({ operator, expected }) => {
      return { type: 'MEET_CONDITION', name, property, operator, expected, current: value, rule };
    });
  }
  const distance = { target, by: target - value };
  if (counter.measure === 'orders_amount' && target >= count && facts.order !== null) {
    const current = facts.order.initialAmount;
    const scope = { items: [], rule: null };
    const [goal, by] = [target - count, distance.by];
    return [
      { type: 'CHANGE_AMOUNT', name: 'order.initial_amount', scope, current, target: goal, by },
    ];
  }
  return [{ type: 'CHANGE_COUNT', name, counter, current: value, ...distance }];
}

/** When the day, week or month after this one begins; weeks begin on Monday. */
function nextWindow(
  window: Exclude<CounterKind['window'], 'ever'>,
  now: Temporal.ZonedDateTime,
): Temporal.ZonedDateTime {
  const today = now.startOfDay();
  switch (window) {
    case 'day':
      return today.add({ days: 1 }).startOfDay();
    case 'week':
      return today.add({ days: 8 - now.dayOfWeek }).startOfDay();
    case 'month':
      return today.with({ day: 1 }).add({ months: 1 }).startOfDay();
    default:
      return window satisfies never;
  }
}
