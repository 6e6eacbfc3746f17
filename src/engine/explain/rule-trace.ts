/**
 * The trace of a rule: its conditions, what each compared with what, and how it went.
 *
 * It asks the very nodes that decide, so that it cannot say anything else than the decision did.
 */
import type { CompiledRule } from '../eligibility/compile.ts';
import type { RuleFacts } from '../eligibility/facts.ts';
import { type JudgedPart, omittedRules, passesPart } from '../eligibility/judge-part.ts';
import type { RuleLabel, RuleNode } from '../eligibility/node.ts';
import type { Json } from '../json.ts';
import {
  type Comparison,
  type CounterReading,
  type Judgement,
  type LineReading,
  readCondition,
} from './condition-reading.ts';

export type ConditionTrace = {
  readonly label: RuleLabel;
  readonly result: Judgement;
  /** Null where there is nothing to read, or lines are read one by one. */
  readonly actual: Json;
  readonly comparisons: readonly Comparison[];
  /** Lines the condition looked at; null where it looks at none. */
  readonly lines: readonly LineReading[] | null;
  /** How many more it looked at than are told. */
  readonly omittedLines: number;
  readonly counter: CounterReading | null;
};

export type RuleTrace = {
  readonly passed: boolean;
  /** How its conditions are joined: `1 and (2 or 3)`. */
  readonly logic: string;
  readonly conditions: readonly ConditionTrace[];
};

/** How nodes are judged: all of them, or the part that a scenario looks at. */
export type Judging = { readonly facts: RuleFacts; readonly part: JudgedPart | undefined };

export function nodePasses(node: RuleNode, { facts, part }: Judging): boolean {
  return (part !== undefined && passesPart(node, facts, part)) || node.passes(facts);
}

export function traceRule({ root }: CompiledRule, judging: Judging): RuleTrace {
  const conditions = new Map<RuleNode, ConditionTrace>();
  visit(root, judging, conditions);
  return {
    passed: nodePasses(root, judging),
    logic: logicOf(root),
    conditions: [...conditions.values()],
  };
}

/** A rule that the logic names twice is one node, and told once. */
function visit(node: RuleNode, judging: Judging, found: Map<RuleNode, ConditionTrace>): void {
  if ('nodes' in node) {
    for (const inner of node.nodes) visit(inner, judging, found);
    return;
  }
  if (found.has(node)) return;
  found.set(node, traceCondition(node, judging));
  if (node.type === 'items' && node.inner !== null) visit(node.inner, judging, found);
}

type ConditionNode = Exclude<RuleNode, { readonly nodes: readonly RuleNode[] }>;

function traceCondition(node: ConditionNode, judging: Judging): ConditionTrace {
  const { facts, part } = judging;
  const reading = readCondition(node, facts);
  const isOmitted = part !== undefined && isLeftOut(node, part);
  const passes = nodePasses(node, judging) ? 'PASSED' : 'VIOLATED';
  const result = isOmitted || reading.isPending ? 'NOT_JUDGED' : passes;
  return {
    label: node.label,
    result,
    actual: reading.actual,
    comparisons:
      result === 'NOT_JUDGED'
        ? reading.comparisons.map((one) => ({ ...one, result }))
        : reading.comparisons,
    lines: reading.lines,
    omittedLines: reading.omittedLines,
    counter: reading.counter,
  };
}

function isLeftOut(node: ConditionNode, part: JudgedPart): boolean {
  return omittedRules(node, part).includes(node.label.path);
}

/** The logic of conditions, by their paths; what is inside a choice of items is its own affair. */
function logicOf(node: RuleNode, isInside = false): string {
  if (!('nodes' in node)) return node.label.path;
  const text = node.nodes.map((inner) => logicOf(inner, true)).join(` ${node.type} `);
  return isInside ? `(${text})` : text;
}
