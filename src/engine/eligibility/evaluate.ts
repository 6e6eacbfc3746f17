/** The verdict on one rule, and which of its rules to blame. */
import type { RuleFacts } from './facts.ts';
import { choosesLines } from './node.ts';
import type { RuleLabel, RuleNode, ViolationKey } from './node.ts';

export type RuleVerdict =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly key: ViolationKey;
      /** The violated rule's message, else the fallback; null where neither is set. */
      readonly message: string | null;
      /** Path of the violated rule: `3`, or `3.1` inside rule 3. */
      readonly ruleId: string;
    };

const passed: RuleVerdict = { ok: true };

/**
 * Makes the function that asks a rule. A success allocates nothing.
 *
 * Of several violated rules the blamed one is the first in the order the logic names them; where
 * all alternatives of an OR fail, the first alternative. Inside a rule over items, its sub-rule is
 * blamed where the items themselves are there.
 */
export function compileVerdict(root: RuleNode, fallback: string | null) {
  const { passes } = root;
  return (facts: RuleFacts): RuleVerdict => {
    if (passes(facts)) return passed;
    const { key, message, path } = findViolated(root, facts);
    return { ok: false, key, message: message ?? fallback, ruleId: path };
  };
}

function findViolated(node: RuleNode, facts: RuleFacts): RuleLabel {
  if ('nodes' in node) {
    for (const part of node.nodes) if (!part.passes(facts)) return findViolated(part, facts);
    throw new Error('a group that fails has a part that fails');
  }
  if (node.type !== 'items') return node.label;
  if (node.inner === null || node.mode === 'none') return node.label;
  const isInside = choosesLines(node, facts) && !node.inner.passes(facts);
  return isInside ? findViolated(node.inner, facts) : node.label;
}
