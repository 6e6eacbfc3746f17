/**
 * What must hold for a rule to pass, in a form an index can look up.
 *
 * A rule becomes alternatives; each is a list of needs, of which every one has to be met. Needs
 * never say more than the rule: what cannot be said here (a negation, a sum, a count) is left to
 * the rule itself, evaluated afterwards.
 */
import { ALL_PRODUCTS } from '../../order/order.ts';
import type { IdNode, ItemsNode, RuleNode, ValueNode } from '../node.ts';
import type { ItemReference } from '../parse/rule-tree.ts';
import { comparisonKey } from '../values/compare.ts';
import type { Test } from '../values/test.ts';

/** Above this, alternatives are given up: the rule then counts as one that may always pass. */
export const MAX_ALTERNATIVES = 16;

/** Attributes looked up by equality. `metadata` ones also name a property. */
export type KeyAttribute = 'item' | 'segment' | 'tier' | MetadataAttribute;
export type MetadataAttribute = 'customer.metadata' | 'order.metadata' | 'redemption.metadata';
export type AmountAttribute = 'order.initial_amount' | 'order.amount' | 'order.items.count';

export type Need =
  /** One of the keys has to be among those of the facts. */
  | {
      readonly type: 'key';
      readonly attribute: KeyAttribute;
      readonly property: string;
      readonly keys: readonly (string | number)[];
    }
  /** The amount has to lie within the bounds, both included. */
  | {
      readonly type: 'amount';
      readonly attribute: AmountAttribute;
      readonly least: number;
      readonly most: number;
    };

export type Alternative = readonly Need[];

const nothing: Alternative = [];
const anything: readonly Alternative[] = [nothing];

/** Alternatives of several rules that all have to pass. */
export function necessaryForAll(roots: readonly RuleNode[]): readonly Alternative[] {
  return inAll(roots.map(necessary));
}

function necessary(node: RuleNode): readonly Alternative[] {
  switch (node.type) {
    case 'and':
      return inAll(node.nodes.map(necessary));
    case 'or': {
      const alternatives = node.nodes.flatMap(necessary);
      const isUseless = alternatives.some((needs) => needs.length === 0);
      return isUseless || alternatives.length > MAX_ALTERNATIVES ? anything : alternatives;
    }
    case 'value':
      return [ofValue(node)];
    case 'ids':
      return [ofIds(node)];
    case 'items':
      return [ofItems(node)];
    case 'line':
    case 'flag':
      return anything;
    default:
      return node satisfies never;
  }
}

/** Every combination; a part that would make too many is left to evaluation. */
function inAll(parts: readonly (readonly Alternative[])[]): readonly Alternative[] {
  const shared: Need[] = [];
  let combined = anything;
  for (const part of parts) {
    const [first] = part;
    if (part.length === 1 && first !== undefined) shared.push(...first);
    else if (combined.length * part.length <= MAX_ALTERNATIVES) {
      combined = combined.flatMap((needs) => part.map((more) => [...needs, ...more]));
    }
  }
  return shared.length === 0 ? combined : combined.map((needs) => [...shared, ...needs]);
}

function ofIds({ label, conditions }: IdNode): Alternative {
  if (!label.name.startsWith('customer.')) return nothing;
  const attribute = label.name === 'customer.segment' ? 'segment' : 'tier';
  return conditions
    .filter(({ operator }) => operator === '$is' || operator === '$in')
    .map(({ operands }) => ({ type: 'key', attribute, property: '', keys: operands }));
}

/** What a line needs to be chosen at all, where lines have to be chosen. */
function ofItems({ mode, needed }: ItemsNode): Alternative {
  if (mode === 'none') return nothing;
  return needed
    .filter((items) => items.every((item) => item.id !== ALL_PRODUCTS))
    .map((items) => ({ type: 'key', attribute: 'item', property: '', keys: items.map(itemKey) }));
}

/** The reference's ids carry prefixes; the shop's own could be the same text, so they get one. */
function itemKey({ id, sourceId }: ItemReference): string {
  return id ?? sourceKey(sourceId ?? '');
}

export function sourceKey(sourceId: string): string {
  return `source:${sourceId}`;
}

function ofValue({ label, tests }: ValueNode): Alternative {
  switch (label.name) {
    case 'customer.metadata':
    case 'order.metadata':
    case 'redemption.metadata':
      return metadataNeeds(label.name, label.property ?? '', tests);
    case 'order.initial_amount':
    case 'order.amount':
    case 'order.items.count':
      return amountNeeds(label.name, tests);
    default:
      return nothing;
  }
}

function metadataNeeds(
  attribute: MetadataAttribute,
  property: string,
  tests: readonly Test[],
): Alternative {
  return tests
    .filter(({ operator }) => operator === '$is' || operator === '$in')
    .map(({ expected }) => {
      const keys = expected.map(comparisonKey).filter((key) => key !== null);
      return { type: 'key', attribute, property, keys };
    });
}

function amountNeeds(attribute: AmountAttribute, tests: readonly Test[]): Alternative {
  let [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const { operator, expected } of tests) {
    const values = expected.map(Number);
    const [lowest, highest] = [Math.min(...values), Math.max(...values)];
    if (operator.startsWith('$more_than')) least = Math.max(least, lowest);
    if (operator.startsWith('$less_than')) most = Math.min(most, highest);
    if (operator === '$is' || operator === '$in') {
      least = Math.max(least, lowest);
      most = Math.min(most, highest);
    }
  }
  const isOpen = least === Number.NEGATIVE_INFINITY && most === Number.POSITIVE_INFINITY;
  return isOpen ? [] : [{ type: 'amount', attribute, least, most }];
}
