/** What a compiled rule reads beyond the request: counters, and the outcome of pricing. */
import { nameCounter } from './counter.ts';
import type { Counter, CounterName } from './counter.ts';
import type { RuleNode, ValueNode } from './node.ts';

/**
 * Every counter the rule reads, once each. A limit is given only where exceeding it fails the
 * whole rule; of several limits the lowest.
 */
export function collectCounters(root: RuleNode): readonly Counter[] {
  const found = new Map<CounterName, Counter>();
  visit(root, true, (node, isRequired) => {
    if (node.counter === null) return;
    const name = nameCounter(node.counter);
    const limits = isRequired ? node.tests.map(upperLimit).filter((limit) => limit !== null) : [];
    const before = found.get(name)?.limit ?? null;
    if (before !== null) limits.push(before);
    const limit = limits.length > 0 ? Math.min(...limits) : null;
    found.set(name, { ...node.counter, name, limit });
  });
  return [...found.values()];
}

export function needsPricing(root: RuleNode): boolean {
  let needed = false;
  visit(root, true, (node) => {
    needed ||= node.needsPricing;
  });
  return needed;
}

/** Visits each value; `isRequired` where the rule cannot pass without it. */
function visit(
  node: RuleNode,
  isRequired: boolean,
  see: (node: ValueNode, isRequired: boolean) => void,
): void {
  switch (node.type) {
    case 'and':
    case 'or':
      for (const part of node.nodes) visit(part, isRequired && node.type === 'and', see);
      return;
    case 'items':
      if (node.inner !== null) visit(node.inner, isRequired && node.mode !== 'none', see);
      return;
    case 'value':
      see(node, isRequired);
      return;
    case 'line':
    case 'ids':
    case 'flag':
      return;
    default:
      node satisfies never;
  }
}

/** The highest whole number that passes a test; null where there is none. */
export function upperLimit({ operator, expected }: ValueNode['tests'][number]): number | null {
  const highest = Math.max(...expected.map(Number));
  switch (operator) {
    case '$less_than':
      return Math.ceil(highest) - 1;
    case '$less_than_or_equal':
    case '$is':
    case '$in':
      return Math.floor(highest);
    default:
      return null;
  }
}
