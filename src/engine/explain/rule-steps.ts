/**
 * The smallest change that makes a rule pass: of an AND all that is violated, of an OR the easiest
 * alternative.
 */
import type { ItemsNode, RuleNode } from '../eligibility/node.ts';
import { choosesLines } from '../eligibility/node.ts';
import {
  choiceSteps,
  flagSteps,
  idSteps,
  lineSteps,
  scopeOf,
  valueSteps,
  WHOLE_CART,
} from './condition-steps.ts';
import { type Judging, nodePasses } from './rule-trace.ts';
import { easiest, type ItemScope, type Step, together } from './step.ts';

/** Nothing where it passes. */
export function ruleSteps(
  node: RuleNode,
  judging: Judging,
  scope: ItemScope = WHOLE_CART,
): readonly Step[] {
  if (nodePasses(node, judging)) return [];
  switch (node.type) {
    case 'and':
      return together(node.nodes.flatMap((inner) => ruleSteps(inner, judging, scope)));
    case 'or':
      return easiest(node.nodes.map((inner) => ruleSteps(inner, judging, scope)));
    case 'items':
      return itemsSteps(node, judging);
    case 'value':
      return valueSteps(node, scope, judging);
    case 'line':
      return lineSteps(node, scope, judging);
    case 'ids':
      return idSteps(node, judging);
    case 'flag':
      return flagSteps(node, judging);
    default:
      return node satisfies never;
  }
}

function itemsSteps(node: ItemsNode, judging: Judging): readonly Step[] {
  const isChosen = choosesLines(node, judging.facts);
  const choice = isChosen && node.mode !== 'none' ? [] : choiceSteps(node, judging);
  if (node.inner === null || node.mode === 'none') return choice;
  return together([...choice, ...ruleSteps(node.inner, judging, scopeOf(node))]);
}
