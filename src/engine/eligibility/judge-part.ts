/**
 * Judging a part of a rule: what the customer is, or which items are there, and nothing else.
 *
 * What is left out counts as met, so that offers within reach are shown. Rules are joined by AND and
 * OR alone, so leaving out can only let more pass.
 */
import type { RuleFacts } from './facts.ts';
import { choosesLines, type ItemsNode, type RuleNode } from './node.ts';

export type JudgedPart = {
  /** Rules about the customer's profile. */
  readonly customer: boolean;
  /** That the order holds the items a rule names; not how many, nor at what price. */
  readonly items: boolean;
};

export function passesPart(node: RuleNode, facts: RuleFacts, part: JudgedPart): boolean {
  switch (node.type) {
    case 'and':
      return node.nodes.every((inner) => passesPart(inner, facts, part));
    case 'or':
      return node.nodes.some((inner) => passesPart(inner, facts, part));
    case 'items':
      return !part.items || passesItems(node, facts, part);
    case 'value':
    case 'ids':
      return !(part.customer && isAboutCustomer(node)) || node.passes(facts);
    case 'line':
    case 'flag':
      return true;
    default:
      return node satisfies never;
  }
}

function passesItems(node: ItemsNode, facts: RuleFacts, part: JudgedPart): boolean {
  const chosen = choosesLines(node, facts);
  // What else must not hold of the unwanted items is left out, so they may be there.
  if (node.mode === 'none') return !chosen || node.inner !== null;
  return chosen && (node.inner === null || passesPart(node.inner, facts, part));
}

/** Paths of the rules that `passesPart` does not judge, as the rule definition numbers them. */
export function omittedRules(node: RuleNode, part: JudgedPart): readonly string[] {
  switch (node.type) {
    case 'and':
    case 'or':
      return [...new Set(node.nodes.flatMap((inner) => omittedRules(inner, part)))];
    case 'items': {
      const inner = node.inner === null ? [] : omittedRules(node.inner, part);
      return part.items ? inner : [node.label.path, ...inner];
    }
    case 'value':
    case 'ids':
      return part.customer && isAboutCustomer(node) ? [] : [node.label.path];
    case 'line':
      return [node.label.path];
    case 'flag':
      return node.label.name === 'publication.redeemable_by_linked_customer'
        ? [node.label.path]
        : [];
    default:
      return node satisfies never;
  }
}

/** Whether a rule asks for items that the order holds. */
export function asksForItems(node: RuleNode, facts: RuleFacts): boolean {
  switch (node.type) {
    case 'and':
    case 'or':
      return node.nodes.some((inner) => asksForItems(inner, facts));
    case 'items':
      return node.mode !== 'none' && choosesLines(node, facts);
    default:
      return false;
  }
}

function isAboutCustomer({ label }: { readonly label: { readonly name: string } }): boolean {
  return label.name.startsWith('customer.');
}
