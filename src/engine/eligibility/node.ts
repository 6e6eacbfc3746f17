/**
 * Compiled rules: a tree of nodes that can be asked (`passes`) and shown (`read`, `tests`).
 *
 * Each node closes over what it needs, so that asking costs calls and comparisons and allocates
 * nothing; a trace walks the same nodes and reads the same values.
 */
import type { Json } from '../json.ts';
import type { OrderLine } from '../order/order.ts';
import type { CounterKind } from './counter.ts';
import type { RuleFacts } from './facts.ts';
import type {
  IdConditions,
  ItemConditions,
  ItemReference,
  MetadataConditions,
} from './parse/rule-tree.ts';
import type { RuleName } from './parse/rule-names.ts';
import { passesAll } from './values/test.ts';
import type { Now, Test } from './values/test.ts';

export type ViolationKey =
  | 'customer_rules_violated'
  | 'order_rules_violated'
  | 'redemption_rules_violated';

/** Which rule a node stands for, and what to say where it is violated. */
export type RuleLabel = {
  readonly path: string;
  readonly name: RuleName;
  readonly property: string | null;
  readonly key: ViolationKey;
  /** The rule's message, or that of the rule around it. */
  readonly message: string | null;
};

/** The value is not known before the incentive is priced; the node passes for the time being. */
export const pending = Symbol('pending');
/** There is no customer, order or event to read from; the node is violated whatever it tests. */
export const absent = Symbol('absent');
export type Reading<T> = T | typeof pending | typeof absent;

type Passes = { readonly passes: (facts: RuleFacts) => boolean };

export type GroupNode = Passes & {
  readonly type: 'and' | 'or';
  readonly nodes: readonly RuleNode[];
};

/** One value of the facts, compared. */
export type ValueNode = Passes & {
  readonly type: 'value';
  readonly label: RuleLabel;
  readonly read: (facts: RuleFacts) => Reading<Json | undefined>;
  readonly tests: readonly Test[];
  readonly counter: CounterKind | null;
  readonly needsPricing: boolean;
};

/** A value of each order line in scope, compared. */
export type LineNode = Passes & {
  readonly type: 'line';
  readonly label: RuleLabel;
  readonly scope: LineScope;
  readonly quantifier: 'any' | 'every';
  readonly readLine: (line: OrderLine) => Json | undefined;
  readonly tests: readonly Test[];
};

/** Membership: the ids the facts belong to, against those the rule names. */
export type IdNode = Passes & {
  readonly type: 'ids';
  readonly label: RuleLabel;
  readonly source: IdSource;
  readonly conditions: IdConditions;
};

/** Order lines chosen by item or metadata, with rules about the chosen. */
export type ItemsNode = Passes & {
  readonly type: 'items';
  readonly label: RuleLabel;
  readonly mode: 'any' | 'every' | 'none';
  readonly scope: LineScope;
  readonly inner: RuleNode | null;
  /** For each condition that names items: no line is chosen unless the order holds one. */
  readonly needed: readonly (readonly ItemReference[])[];
  readonly choice: LineChoice;
};

/** What makes the choice, for a trace: which items they are, or what their products' metadata says. */
export type LineChoice =
  | { readonly by: 'items'; readonly conditions: ItemConditions }
  | {
      readonly by: 'metadata';
      readonly conditions: MetadataConditions;
      readonly readLine: (line: OrderLine) => Json | undefined;
    };

export type FlagNode = Passes & { readonly type: 'flag'; readonly label: RuleLabel };

export type RuleNode = GroupNode | ValueNode | LineNode | IdNode | ItemsNode | FlagNode;

/** A choice of order lines. `bound` is worked out once an order: the lowest price, say. */
export type LineScope = {
  readonly bound: (lines: readonly OrderLine[]) => number;
  readonly includes: (line: OrderLine, bound: number, now: Now) => boolean;
  /** How rules about single lines inside this scope are meant. */
  readonly quantifier: 'any' | 'every';
};

export type IdSource = {
  /** Null where there is nobody to belong. */
  readonly has: (facts: RuleFacts, id: string) => boolean | null;
  readonly list: (facts: RuleFacts) => readonly string[];
};

export const everyLine: LineScope = { bound: () => 0, includes: () => true, quantifier: 'any' };

export function groupNode(type: 'and' | 'or', nodes: readonly RuleNode[]): RuleNode {
  const [only] = nodes;
  if (nodes.length === 1 && only !== undefined) return only;
  const decisive = type === 'or';
  // Nodes come in many shapes; the bare functions are called without looking any of them up.
  const parts = nodes.map((node) => node.passes);
  function passes(facts: RuleFacts): boolean {
    for (const part of parts) if (part(facts) === decisive) return decisive;
    return !decisive;
  }
  return { type, nodes, passes };
}

export function valueNode(parts: Omit<ValueNode, 'type' | 'passes'>): ValueNode {
  const { read, tests } = parts;
  function passes(facts: RuleFacts): boolean {
    const value = read(facts);
    if (value === pending) return true;
    return value !== absent && passesAll(tests, value, facts.now);
  }
  return { type: 'value', ...parts, passes };
}

export function lineNode(parts: Omit<LineNode, 'type' | 'passes'>): LineNode {
  const { scope, quantifier, readLine, tests } = parts;
  function passes({ order, now }: RuleFacts): boolean {
    if (order === null) return false;
    const bound = scope.bound(order.lines);
    let some = false;
    for (const line of order.lines) {
      if (!scope.includes(line, bound, now)) continue;
      some = passesAll(tests, readLine(line), now);
      if (some === (quantifier === 'any')) return some;
    }
    return some;
  }
  return { type: 'line', ...parts, passes };
}

export function idNode(parts: Omit<IdNode, 'type' | 'passes'>): IdNode {
  const { source, conditions } = parts;
  function passes(facts: RuleFacts): boolean {
    for (const { operator, operands } of conditions) {
      const wanted = operator === '$is' || operator === '$in';
      let belongs = false;
      for (const id of operands) {
        const has = source.has(facts, id);
        if (has === null) return false;
        belongs ||= has;
      }
      if (belongs !== wanted) return false;
    }
    return true;
  }
  return { type: 'ids', ...parts, passes };
}

export function itemsNode(parts: Omit<ItemsNode, 'type' | 'passes'>): ItemsNode {
  const { mode, inner } = parts;
  function passes(facts: RuleFacts): boolean {
    if (facts.order === null) return false;
    const chosen = choosesLines(parts, facts);
    if (mode === 'none') return !(chosen && (inner === null || inner.passes(facts)));
    return chosen && (inner === null || inner.passes(facts));
  }
  return { type: 'items', ...parts, passes };
}

/** Whether the order's lines are as the choice wants them: all (`every`) or else any of them. */
export function choosesLines(
  { mode, scope }: Pick<ItemsNode, 'mode' | 'scope'>,
  { order, now }: RuleFacts,
): boolean {
  if (order === null) return false;
  const bound = scope.bound(order.lines);
  let included = false;
  for (const line of order.lines) {
    included = scope.includes(line, bound, now);
    if (included === (mode !== 'every')) return included;
  }
  return included;
}
