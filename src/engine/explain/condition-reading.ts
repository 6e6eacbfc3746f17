/** One condition, read: the value the facts hold, and how each of its comparisons goes. */
import { type CounterKind, nameCounter } from '../eligibility/counter.ts';
import { upperLimit } from '../eligibility/counters-read.ts';
import type { RuleFacts } from '../eligibility/facts.ts';
import { matches } from '../eligibility/conditions/items.ts';
import {
  absent,
  type IdNode,
  type ItemsNode,
  type LineNode,
  type LineScope,
  pending,
  type RuleNode,
  type ValueNode,
} from '../eligibility/node.ts';
import { metadataTests } from '../eligibility/values/metadata-tests.ts';
import { passesAll, type Test } from '../eligibility/values/test.ts';
import type { Json } from '../json.ts';
import type { OrderLine } from '../order/order.ts';

/** `NOT_JUDGED`: the scenario leaves it out, or it asks for a price that is not known. */
export type Judgement = 'PASSED' | 'VIOLATED' | 'NOT_JUDGED';

export type Comparison = {
  readonly operator: string;
  readonly expected: readonly Json[];
  readonly result: Judgement;
};

/** What one order line has, where a condition looks at lines. */
export type LineReading = {
  readonly line: number;
  readonly actual: Json;
  readonly passed: boolean;
};

/** What was counted so far, what this redemption adds, and the most there may be then. */
export type CounterReading = {
  readonly counter: CounterKind;
  readonly count: number;
  /** Null while the price is not known. */
  readonly adds: number | null;
  /** Null where the rule sets no upper limit. */
  readonly limit: number | null;
};

export type ConditionReading = {
  readonly actual: Json;
  readonly comparisons: readonly Comparison[];
  readonly lines: readonly LineReading[] | null;
  /** Lines it looked at beyond those. */
  readonly omittedLines: number;
  readonly counter: CounterReading | null;
  /** It asks for a price that is not known. */
  readonly isPending: boolean;
};

type ConditionNode = Exclude<RuleNode, { readonly nodes: readonly RuleNode[] }>;

const nothing = { lines: null, omittedLines: 0, counter: null, isPending: false } as const;

/** An order of many lines before a rule of many conditions would make a trace without end. */
const MAX_LINES_TOLD = 50;

export function readCondition(node: ConditionNode, facts: RuleFacts): ConditionReading {
  switch (node.type) {
    case 'value':
      return readValue(node, facts);
    case 'line':
      return readLines(node, facts);
    case 'ids':
      return readIds(node, facts);
    case 'items':
      return readItems(node, facts);
    case 'flag':
      return readFlag(node, facts);
    default:
      return node satisfies never;
  }
}

/** The order's lines that a rule chooses; none without an order. */
export function linesIn(scope: LineScope, { order, now }: RuleFacts): readonly OrderLine[] {
  if (order === null) return [];
  const bound = scope.bound(order.lines);
  return order.lines.filter((line) => scope.includes(line, bound, now));
}

/** What a value node reads, where it is there and known. */
export function valueOf(node: ValueNode, facts: RuleFacts): Json | undefined {
  const value = node.read(facts);
  return value === absent || value === pending ? undefined : value;
}

function readValue(node: ValueNode, facts: RuleFacts): ConditionReading {
  const reading = node.read(facts);
  const isThere = reading !== absent && reading !== pending;
  const value = isThere ? reading : undefined;
  return {
    actual: value ?? null,
    comparisons: compared(node.tests, (test) => isThere && test.holds(value, facts.now)),
    lines: null,
    omittedLines: 0,
    counter: node.counter === null ? null : readCounter(node, facts, value),
    isPending: reading === pending,
  };
}

function readCounter(
  { counter, tests }: ValueNode,
  facts: RuleFacts,
  value: Json | undefined,
): CounterReading | null {
  if (counter === null) return null;
  const count = facts.counts(nameCounter(counter));
  const limits = tests.map(upperLimit).filter((limit) => limit !== null);
  return {
    counter,
    count,
    adds: typeof value === 'number' ? value - count : null,
    limit: limits.length === 0 ? null : Math.min(...limits),
  };
}

function readLines(node: LineNode, facts: RuleFacts): ConditionReading {
  const lines = linesIn(node.scope, facts);
  const each = lines.map((line) => ({ line: line.index, value: node.readLine(line) }));
  const isEvery = node.quantifier === 'every';
  const holdsFor = (test: Test): boolean =>
    isEvery
      ? each.length > 0 && each.every(({ value }) => test.holds(value, facts.now))
      : each.some(({ value }) => test.holds(value, facts.now));
  return {
    ...nothing,
    actual: null,
    comparisons: compared(node.tests, holdsFor),
    lines: each.slice(0, MAX_LINES_TOLD).map(({ line, value }) => ({
      line,
      actual: value ?? null,
      passed: passesAll(node.tests, value, facts.now),
    })),
    omittedLines: Math.max(each.length - MAX_LINES_TOLD, 0),
  };
}

function readIds({ source, conditions }: IdNode, facts: RuleFacts): ConditionReading {
  const comparisons = conditions.map(({ operator, operands }): Comparison => {
    const wanted = operator === '$is' || operator === '$in';
    const has = operands.map((id) => source.has(facts, id));
    const holds = !has.includes(null) && has.includes(true) === wanted;
    return { operator, expected: operands, result: holds ? 'PASSED' : 'VIOLATED' };
  });
  return { ...nothing, actual: [...source.list(facts)], comparisons };
}

/** The lines shown are those chosen: in a choice of `none`, those that should not be there. */
function readItems(node: ItemsNode, facts: RuleFacts): ConditionReading {
  const passes = node.passes(facts);
  const readLine = node.choice.by === 'metadata' ? node.choice.readLine : itemOf;
  const chosen = linesIn(node.scope, facts);
  return {
    ...nothing,
    actual: null,
    comparisons: choiceComparisons(node, facts).map(({ operator, expected, holds }) => {
      return { operator, expected, result: passes || holds ? 'PASSED' : 'VIOLATED' };
    }),
    lines: chosen.slice(0, MAX_LINES_TOLD).map((line) => ({
      line: line.index,
      actual: readLine(line) ?? null,
      passed: node.mode !== 'none',
    })),
    omittedLines: Math.max(chosen.length - MAX_LINES_TOLD, 0),
  };
}

/** Each condition of a choice by itself, over all lines of the order. */
function choiceComparisons({ choice, mode }: ItemsNode, { order, now }: RuleFacts) {
  const lines = order?.lines ?? [];
  const meets = (holds: (line: OrderLine) => boolean): boolean => {
    if (mode === 'none') return false;
    return mode === 'every' ? lines.length > 0 && lines.every(holds) : lines.some(holds);
  };
  if (choice.by === 'metadata') {
    return metadataTests(choice.conditions).map((test) => ({
      ...test,
      holds: meets((line) => test.holds(choice.readLine(line), now)),
    }));
  }
  return choice.conditions.map((condition) => ({
    operator: condition.operator,
    expected: condition.operands,
    holds: meets((line) => matches(line, [condition])),
  }));
}

function itemOf({ skuId, productId }: OrderLine): string | null {
  return skuId ?? productId;
}

function readFlag(
  { label, passes }: Extract<RuleNode, { readonly type: 'flag' }>,
  facts: RuleFacts,
): ConditionReading {
  const isAboutHolder = label.name === 'publication.redeemable_by_linked_customer';
  if (!isAboutHolder) return { ...nothing, actual: null, comparisons: [] };
  const result = passes(facts) ? 'PASSED' : 'VIOLATED';
  return {
    ...nothing,
    actual: facts.customer?.id ?? null,
    comparisons: [{ operator: '$is', expected: [facts.holderId], result }],
  };
}

function compared(tests: readonly Test[], holds: (test: Test) => boolean): readonly Comparison[] {
  return tests.map((test) => ({
    operator: test.operator,
    expected: test.expected,
    result: holds(test) ? 'PASSED' : 'VIOLATED',
  }));
}
