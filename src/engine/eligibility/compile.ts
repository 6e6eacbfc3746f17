/** From a parsed rule to nodes that can be asked: a closure for every comparison. */
import { compileApplicability } from './applicability.ts';
import type { Applicability } from './applicability.ts';
import { budgetNumbers } from './conditions/budget.ts';
import { customerIds } from './conditions/customer.ts';
import { chooseItems, itemNumbers } from './conditions/items.ts';
import {
  factsMetadata,
  lineMetadata,
  lineProperty,
  productProperty,
  propertyReader,
} from './conditions/metadata.ts';
import { orderNumbers } from './conditions/order.ts';
import { chooseByMetadata, chooseProducts, productNumbers } from './conditions/products.ts';
import { isHolder, redemptionIds, redemptionNumbers } from './conditions/redemptions.ts';
import type { NumberSource } from './conditions/source.ts';
import { nameCounter } from './counter.ts';
import type { Counter } from './counter.ts';
import { collectCounters, needsPricing } from './counters-read.ts';
import { compileVerdict } from './evaluate.ts';
import type { RuleVerdict } from './evaluate.ts';
import type { RuleFacts } from './facts.ts';
import { absent, everyLine, groupNode, idNode, itemsNode, lineNode, valueNode } from './node.ts';
import type { IdSource, LineScope, RuleLabel, RuleNode, ViolationKey } from './node.ts';
import type { Logic } from './parse/logic.ts';
import type { IdRuleName, NumberRuleName, RuleName } from './parse/rule-names.ts';
import type { Bundle, ParsedRule, RuleGroup, RuleTest, RuleTree } from './parse/rule-tree.ts';
import { metadataTests } from './values/metadata-tests.ts';
import { numberTests } from './values/number-tests.ts';

export type CompiledRule = {
  readonly evaluate: (facts: RuleFacts) => RuleVerdict;
  /**
   * The rule asks for what only pricing knows: the discounted amount or the points used. While
   * the facts hold null there, those conditions pass; evaluate again with the price.
   */
  readonly needsDiscountedAmount: boolean;
  readonly counters: readonly Counter[];
  /** Whether the verdict is about one code or incentive: who holds it, how often it was used. */
  readonly isAboutCandidate: boolean;
  /** Whether it asks for the customer's loyalty tiers. */
  readonly readsLoyaltyTiers: boolean;
  readonly applicability: Applicability;
  readonly bundle: Bundle | null;
  /** The tree of conditions, for indexes and traces. */
  readonly root: RuleNode;
};

export function compileRule(tree: RuleTree): CompiledRule {
  const root = compileGroup(tree.group, everyLine, null);
  const counters = collectCounters(root);
  return {
    evaluate: compileVerdict(root, tree.error),
    needsDiscountedAmount: needsPricing(root),
    counters,
    isAboutCandidate: counters.length > 0 || asksFor(tree.group, holderRules),
    readsLoyaltyTiers: asksFor(tree.group, tierRules),
    applicability: compileApplicability(tree),
    bundle: tree.bundle,
    root,
  };
}

const holderRules: ReadonlySet<RuleName> = new Set(['publication.redeemable_by_linked_customer']);
const tierRules: ReadonlySet<RuleName> = new Set([
  'customer.loyalty.tier',
  'customer.loyalty_tier',
]);

function asksFor({ rules }: RuleGroup, names: ReadonlySet<RuleName>): boolean {
  return rules.some(({ test, group }) => names.has(test.name) || asksFor(group, names));
}

/** `around` is the message of the rule this group is inside of. */
function compileGroup(group: RuleGroup, scope: LineScope, around: string | null): RuleNode {
  const nodes = new Map<string, RuleNode>();
  for (const rule of group.rules) nodes.set(rule.id, compileOne(rule, scope, around));
  return compileLogic(group.logic, nodes);
}

function compileLogic(logic: Logic, nodes: ReadonlyMap<string, RuleNode>): RuleNode {
  if (logic.type === 'rule') return nodes.get(logic.id) ?? groupNode('and', []);
  const parts = logic.of.map((part) => compileLogic(part, nodes));
  return groupNode(logic.type, parts);
}

function compileOne(rule: ParsedRule, scope: LineScope, around: string | null): RuleNode {
  const { test, group } = rule;
  const label = labelOf(rule, around);
  const hasRules = group.rules.length > 0;
  const inside = (within: LineScope): RuleNode | null =>
    hasRules ? compileGroup(group, within, label.message) : null;
  if (test.kind === 'items') {
    const { name, conditions } = test;
    const chosen =
      name === 'product.id' || name === 'sku.id'
        ? chooseProducts(name, conditions)
        : chooseItems(name, conditions);
    const choice = { by: 'items', conditions } as const;
    return itemsNode({ label, ...chosen, choice, inner: inside(chosen.scope) });
  }
  if (test.kind === 'metadata' && test.name === 'product.metadata') {
    const { property, conditions } = test;
    const chosen = chooseByMetadata(property, conditions, matchesAll(group));
    const choice = { by: 'metadata', conditions, readLine: productProperty(property) } as const;
    return itemsNode({ label, ...chosen, choice, inner: inside(chosen.scope) });
  }
  const inner = inside(scope);
  const node = compileTest(test, label, scope);
  return inner === null ? node : groupNode('and', [node, inner]);
}

/** `product.metadata.match_all` is said inside the rule it changes. */
function matchesAll(group: RuleGroup): boolean {
  return group.rules.some(({ test }) => test.name === 'product.metadata.match_all' && test.value);
}

type PlainTest = Exclude<RuleTest, { readonly kind: 'items' }>;

function compileTest(test: PlainTest, label: RuleLabel, scope: LineScope): RuleNode {
  switch (test.kind) {
    case 'number':
      return compileNumber(test, label, scope);
    case 'id':
      return idNode({ label, source: idSources[test.name], conditions: test.conditions });
    case 'metadata':
      return compileMetadata(test, label, scope);
    case 'flag':
      return compileFlag(test, label);
    default:
      return test satisfies never;
  }
}

const idSources: Readonly<Record<IdRuleName, IdSource>> = { ...customerIds, ...redemptionIds };

const numberSources: Readonly<Record<NumberRuleName, NumberSource>> = {
  ...orderNumbers,
  ...itemNumbers,
  ...productNumbers,
  ...budgetNumbers,
  ...redemptionNumbers,
};

function compileNumber(
  test: Extract<RuleTest, { readonly kind: 'number' }>,
  label: RuleLabel,
  scope: LineScope,
): RuleNode {
  const source = numberSources[test.name];
  const tests = numberTests(test.conditions);
  switch (source.over) {
    case 'facts':
      return valueNode({ label, tests, counter: null, ...source });
    case 'line': {
      const quantifier = source.quantifier === 'scope' ? scope.quantifier : source.quantifier;
      return lineNode({ label, tests, scope, quantifier, readLine: source.read });
    }
    case 'lines': {
      const read = sumOver(scope, source.measure);
      return valueNode({ label, tests, counter: null, needsPricing: false, read });
    }
    case 'counter':
      return valueNode({ label, tests, ...source, read: readCounter(source) });
    default:
      return source satisfies never;
  }
}

function sumOver(
  scope: LineScope,
  measure: Extract<NumberSource, { readonly over: 'lines' }>['measure'],
) {
  return ({ order, now }: RuleFacts): number | typeof absent => {
    if (order === null) return absent;
    const bound = scope.bound(order.lines);
    let sum = 0;
    for (const line of order.lines) if (scope.includes(line, bound, now)) sum += measure(line);
    return sum;
  };
}

/** The count so far and this redemption's own part: the rule is about their sum. */
function readCounter(source: Extract<NumberSource, { readonly over: 'counter' }>) {
  const name = nameCounter(source.counter);
  return (facts: RuleFacts) => {
    const part = source.contribution(facts);
    return typeof part === 'number' ? facts.counts(name) + part : part;
  };
}

function compileMetadata(
  test: Extract<RuleTest, { readonly kind: 'metadata' }>,
  label: RuleLabel,
  scope: LineScope,
): RuleNode {
  const { name, property } = test;
  const tests = metadataTests(test.conditions);
  switch (name) {
    case 'customer.metadata':
    case 'order.metadata':
    case 'redemption.metadata':
    case 'custom_event.metadata': {
      const metadataOf = factsMetadata[name];
      const readProperty = propertyReader(property);
      const read = (facts: RuleFacts) => {
        const metadata = metadataOf(facts);
        return metadata === null ? absent : readProperty(metadata);
      };
      return valueNode({ label, tests, counter: null, needsPricing: false, read });
    }
    case 'order.items.metadata':
    case 'order.items.metadata_any':
    case 'order.items.metadata_each': {
      const meant = lineMetadata[name];
      const quantifier = meant === 'scope' ? scope.quantifier : meant;
      return lineNode({ label, tests, scope, quantifier, readLine: lineProperty(property) });
    }
    case 'product.metadata':
      throw new Error('product.metadata chooses lines: it is compiled as a choice');
    default:
      return name satisfies never;
  }
}

/** Flags about what a discount applies to are no conditions: they always pass. */
function compileFlag(
  test: Extract<RuleTest, { readonly kind: 'flag' }>,
  label: RuleLabel,
): RuleNode {
  const isAsked = test.name === 'publication.redeemable_by_linked_customer' && test.value;
  return { type: 'flag', label, passes: isAsked ? isHolder : () => true };
}

function labelOf({ path, test, error }: ParsedRule, around: string | null): RuleLabel {
  const property = test.kind === 'metadata' ? test.property : null;
  return { path, name: test.name, property, key: keyOf(test.name), message: error ?? around };
}

/** Who is at fault when a rule is violated follows from its name. */
function keyOf(name: RuleName): ViolationKey {
  if (name.startsWith('customer.')) return 'customer_rules_violated';
  const isOfOrder = ['order.', 'product.', 'sku.'].some((prefix) => name.startsWith(prefix));
  return isOfOrder ? 'order_rules_violated' : 'redemption_rules_violated';
}
