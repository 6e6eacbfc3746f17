/** Steps that would make a redeemable apply: as data, and which of two ways is the easier one. */
import type { CounterKind } from '../eligibility/counter.ts';
import type { ItemReference } from '../eligibility/parse/rule-tree.ts';
import type { RuleName } from '../eligibility/parse/rule-names.ts';
import type { Json } from '../json.ts';
import type { ProblemKey } from '../problem.ts';
import type { Payment } from '../stored-value/payment.ts';

/** What a step is about: any of these items, the lines that a rule chooses, or the whole cart. */
export type ItemScope = {
  readonly items: readonly ItemReference[];
  /** Path of the rule that chooses lines by more than their ids; null where `items` say it. */
  readonly rule: string | null;
};

/** A number that has to be another one. `by` is `target - current`: below zero, less of it. */
type Distance = { readonly current: number; readonly target: number; readonly by: number };

type About = { readonly name: RuleName; readonly scope: ItemScope };

export type Step =
  /** Minor units, of the cart or of the items in scope. */
  | ({ readonly type: 'CHANGE_AMOUNT' } & About & Distance)
  /** Units, of the cart or of the items in scope. */
  | ({ readonly type: 'CHANGE_QUANTITY' } & About & Distance)
  /** The price or quantity of one line; `line` is null where no line is in scope yet. */
  | ({ readonly type: 'CHANGE_LINE'; readonly line: number | null } & About & Distance)
  | { readonly type: 'ADD_ITEM'; readonly scope: ItemScope }
  | { readonly type: 'REMOVE_LINES'; readonly lines: readonly number[] }
  | { readonly type: 'ADD_ORDER' }
  /** The order has an amount alone, and the discount is on items. */
  | { readonly type: 'ADD_LINES' }
  | { readonly type: 'NAME_CUSTOMER' }
  /** `holderId` is null where nobody holds the code. */
  | { readonly type: 'SIGN_IN_AS_HOLDER'; readonly holderId: string | null }
  | {
      readonly type: 'MEET_CONDITION';
      readonly name: RuleName;
      readonly property: string | null;
      readonly operator: string;
      readonly expected: readonly Json[];
      readonly current: Json;
      readonly rule: string;
    }
  /** Milliseconds since the epoch. */
  | { readonly type: 'WAIT'; readonly until: number; readonly reason: WaitReason }
  /** What is counted over redemptions; no cart changes it. */
  | ({
      readonly type: 'CHANGE_COUNT';
      readonly name: RuleName;
      readonly counter: CounterKind;
    } & Distance)
  | { readonly type: 'RAISE_QUANTITY'; readonly by: number; readonly quantity: number }
  /** Of a card, less has to be asked for: credits in minor units, or points. */
  | {
      readonly type: 'CHANGE_PAYMENT';
      readonly with: Payment['with'];
      readonly asked: number;
      readonly available: number;
    }
  /** Credits in minor units or points that a card lacks. */
  | { readonly type: 'TOP_UP'; readonly with: Payment['with']; readonly by: number }
  | { readonly type: 'SWITCH_ON' }
  /** The expiration that lies in the past, or before the next opening; milliseconds. */
  | { readonly type: 'EXTEND'; readonly expiration: number | null }
  | { readonly type: 'FEWER_REDEEMABLES'; readonly by: number }
  /** An exclusive one, at this position of the request, shuts it out. */
  | { readonly type: 'LEAVE_OUT'; readonly position: number }
  /** One before it, at this position of the request, stops all that follow. */
  | { readonly type: 'LET_PRECEDING_APPLY'; readonly position: number }
  /** Nothing of the request helps: another redeemable has to be named. */
  | { readonly type: 'NAME_ANOTHER'; readonly key: ProblemKey };

export type WaitReason = 'START' | 'OPENING' | 'COUNTER';

/** The order in which a shop would try: the cart, who asks, time, what only the shop can change. */
const levels: Readonly<Record<Step['type'], number>> = {
  CHANGE_AMOUNT: 0,
  CHANGE_QUANTITY: 0,
  CHANGE_LINE: 0,
  ADD_ITEM: 0,
  REMOVE_LINES: 0,
  ADD_ORDER: 0,
  ADD_LINES: 0,
  FEWER_REDEEMABLES: 0,
  LEAVE_OUT: 0,
  CHANGE_PAYMENT: 0,
  NAME_CUSTOMER: 1,
  SIGN_IN_AS_HOLDER: 1,
  MEET_CONDITION: 1,
  LET_PRECEDING_APPLY: 1,
  WAIT: 2,
  CHANGE_COUNT: 3,
  RAISE_QUANTITY: 3,
  TOP_UP: 3,
  SWITCH_ON: 3,
  EXTEND: 3,
  NAME_ANOTHER: 4,
};

/** The easiest of several ways; of equal ones the first. Nothing where there is no way. */
export function easiest(ways: readonly (readonly Step[])[]): readonly Step[] {
  let best: readonly Step[] | null = null;
  for (const way of ways) if (best === null || compareEffort(way, best) < 0) best = way;
  return best ?? [];
}

/** By who has to act, then by how many steps it takes, then by how far they go. */
function compareEffort(a: readonly Step[], b: readonly Step[]): number {
  return levelOf(a) - levelOf(b) || a.length - b.length || distanceOf(a) - distanceOf(b);
}

function levelOf(steps: readonly Step[]): number {
  return Math.max(0, ...steps.map((step) => levels[step.type]));
}

/** Numbers by what share of the goal is missing, so that money and units can be compared. */
function distanceOf(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => sum + distanceOfOne(step), 0);
}

function distanceOfOne(step: Step): number {
  if (!('current' in step) || !('by' in step)) return 1;
  return Math.abs(step.by) / Math.max(step.target, step.current, 1);
}

/**
 * All of the steps, each once. Of two that go the same way on the same thing the longer one does for
 * both; adding an item is part of adding several of it.
 */
export function together(steps: readonly Step[]): readonly Step[] {
  const kept = new Map<string, Step>();
  for (const step of steps) {
    const key = keyOf(step);
    const before = kept.get(key);
    if (before === undefined || distanceOfOne(step) > distanceOfOne(before)) kept.set(key, step);
  }
  const all = [...kept.values()];
  const added = new Set(all.flatMap((step) => (addsUnits(step) ? [scopeKey(step.scope)] : [])));
  return all.filter((step) => step.type !== 'ADD_ITEM' || !added.has(scopeKey(step.scope)));
}

function addsUnits(step: Step): step is Extract<Step, { type: 'CHANGE_QUANTITY' | 'CHANGE_LINE' }> {
  if (step.type === 'CHANGE_QUANTITY') return step.by > 0;
  return step.type === 'CHANGE_LINE' && step.line === null;
}

function keyOf(step: Step): string {
  switch (step.type) {
    case 'CHANGE_AMOUNT':
    case 'CHANGE_QUANTITY':
    case 'CHANGE_LINE': {
      const line = step.type === 'CHANGE_LINE' ? step.line : null;
      return [step.type, step.name, scopeKey(step.scope), Math.sign(step.by), line].join(' ');
    }
    case 'CHANGE_COUNT':
      return [step.type, step.name, Math.sign(step.by)].join(' ');
    case 'WAIT':
      return step.type;
    default:
      return JSON.stringify(step);
  }
}

function scopeKey(scope: ItemScope): string {
  return JSON.stringify(scope);
}
