/** The smallest change that makes one violated condition pass. */
import { nameCounter } from '../eligibility/counter.ts';
import { metadataTests } from '../eligibility/values/metadata-tests.ts';
import { absent, type ItemsNode, type LineNode, type ValueNode } from '../eligibility/node.ts';
import type { IdNode, RuleLabel, RuleNode } from '../eligibility/node.ts';
import { passesAll, type Test } from '../eligibility/values/test.ts';
import type { Json } from '../json.ts';
import { linesIn, readCondition, valueOf } from './condition-reading.ts';
import { counterSteps } from './counter-steps.ts';
import { nearestPassing } from './nearest.ts';
import type { Judging } from './rule-trace.ts';
import type { ItemScope, Step } from './step.ts';

export const WHOLE_CART: ItemScope = { items: [], rule: null };

const amounts: readonly string[] = [
  'order.amount',
  'order.initial_amount',
  'order.total_amount',
  'order.items.aggregated_amount',
  'product.metadata.aggregated_amount',
];
const quantities: readonly string[] = [
  'order.items.count',
  'order.items.aggregated_quantity',
  'product.quantity',
  'product.metadata.aggregated_quantity',
  'sku.quantity',
];
/** Of the whole cart, whatever rule they are inside of. */
const wholeCart: readonly string[] = [
  'order.amount',
  'order.initial_amount',
  'order.total_amount',
  'order.items.count',
];

/** `scope` is what the rule around it chooses. */
export function valueSteps(node: ValueNode, scope: ItemScope, { facts }: Judging): readonly Step[] {
  const { label, tests, counter } = node;
  const isAbsent = node.read(facts) === absent;
  if (isAbsent && isAboutCustomer(node) && facts.customer === null) {
    return [{ type: 'NAME_CUSTOMER' }];
  }
  const value = valueOf(node, facts);
  if (counter !== null && typeof value === 'number') {
    return counterSteps(node, counter, { value, count: facts.counts(nameCounter(counter)), facts });
  }
  const isAmount = amounts.includes(label.name);
  if (isAmount || quantities.includes(label.name)) {
    const current = typeof value === 'number' ? value : 0;
    const target = nearestPassing(tests, current, facts.now);
    if (target === null) return failing(label, tests, value, node.tests, facts.now);
    if (isAbsent && target === current) return [{ type: 'ADD_ORDER' }];
    return [
      {
        type: isAmount ? 'CHANGE_AMOUNT' : 'CHANGE_QUANTITY',
        name: label.name,
        scope: wholeCart.includes(label.name) ? WHOLE_CART : scope,
        current,
        target,
        by: target - current,
      },
    ];
  }
  if (isAbsent && label.name === 'order.metadata' && passesAll(tests, undefined, facts.now)) {
    return [{ type: 'ADD_ORDER' }];
  }
  return failing(label, tests, value, node.tests, facts.now);
}

function isAboutCustomer({ label, counter }: ValueNode): boolean {
  return label.name.startsWith('customer.') || counter?.per === 'customer';
}

/** The comparisons that do not hold, as they are; all of them where only their sum fails. */
function failing(
  label: RuleLabel,
  tests: readonly Test[],
  value: Json | undefined,
  otherwise: readonly Test[],
  now: Judging['facts']['now'],
): readonly Step[] {
  const violated = tests.filter((test) => !test.holds(value, now));
  return (violated.length === 0 ? otherwise : violated).map((one) =>
    meeting(label, one, value ?? null),
  );
}

type Compared = Pick<Test, 'operator' | 'expected'>;

/** What is no number and no item: the comparison itself has to come out otherwise. */
function meeting(
  { name, property, path: rule }: RuleLabel,
  { operator, expected }: Compared,
  current: Json,
): Step {
  return { type: 'MEET_CONDITION', name, property, operator, expected, current, rule };
}

/** Of lines any of which may pass, the one with the shortest way; else every one that fails. */
export function lineSteps(node: LineNode, scope: ItemScope, { facts }: Judging): readonly Step[] {
  const { label, tests, readLine } = node;
  const lines = linesIn(node.scope, facts);
  const isNumber = !label.name.includes('metadata');
  if (lines.length === 0) return isNumber ? newLine(node, scope, facts.now) : missing(node);
  const failed = lines.filter((line) => !passesAll(tests, readLine(line), facts.now));
  const ways = failed.flatMap((line): readonly Step[] => {
    const value = readLine(line);
    const target =
      isNumber && typeof value === 'number' ? nearestPassing(tests, value, facts.now) : null;
    if (typeof value !== 'number' || target === null) {
      return failing(label, tests, value, tests, facts.now);
    }
    const distance = { current: value, target, by: target - value };
    return [{ type: 'CHANGE_LINE', name: label.name, scope, line: line.index, ...distance }];
  });
  return node.quantifier === 'every' ? ways : ways.toSorted(byDistance).slice(0, 1);
}

function byDistance(a: Step, b: Step): number {
  const [first, second] = [a, b].map((step) => ('by' in step ? Math.abs(step.by) : Infinity));
  return first === second ? 0 : (first ?? 0) - (second ?? 0);
}

function newLine(node: LineNode, scope: ItemScope, now: Judging['facts']['now']): readonly Step[] {
  const target = nearestPassing(node.tests, 1, now);
  if (target === null) return missing(node);
  const { name } = node.label;
  return [{ type: 'CHANGE_LINE', name, scope, line: null, current: 0, target, by: target }];
}

function missing({ label, tests }: LineNode): readonly Step[] {
  return tests.map((test) => meeting(label, test, null));
}

export function idSteps(node: IdNode, { facts }: Judging): readonly Step[] {
  const { label } = node;
  if (label.name.startsWith('customer.') && facts.customer === null) {
    return [{ type: 'NAME_CUSTOMER' }];
  }
  const { comparisons, actual } = readCondition(node, facts);
  return comparisons
    .filter(({ result }) => result === 'VIOLATED')
    .map((comparison) => meeting(label, comparison, actual));
}

export function flagSteps(
  _node: Extract<RuleNode, { readonly type: 'flag' }>,
  { facts }: Judging,
): readonly Step[] {
  return [{ type: 'SIGN_IN_AS_HOLDER', holderId: facts.holderId }];
}

/** What the choice itself lacks, whatever is asked of the chosen lines. */
export function choiceSteps(node: ItemsNode, judging: Judging): readonly Step[] {
  const { facts } = judging;
  const lines = linesIn(node.scope, facts);
  if (node.mode === 'none') {
    if (facts.order === null) return [{ type: 'ADD_ORDER' }];
    return [{ type: 'REMOVE_LINES', lines: lines.map(({ index }) => index) }];
  }
  const all = facts.order?.lines ?? [];
  if (node.mode === 'every' && all.length > lines.length) {
    const others = all.filter((line) => !lines.includes(line)).map(({ index }) => index);
    if (lines.length > 0) return [{ type: 'REMOVE_LINES', lines: others }];
    const scope = scopeOf(node);
    if (scope.rule === null) {
      return [
        { type: 'ADD_ITEM', scope },
        { type: 'REMOVE_LINES', lines: others },
      ];
    }
  }
  const scope = scopeOf(node);
  if (scope.rule === null) return [{ type: 'ADD_ITEM', scope }];
  const { label, choice } = node;
  const tests =
    choice.by === 'metadata'
      ? metadataTests(choice.conditions)
      : choice.conditions.map(({ operator, operands }) => ({ operator, expected: operands }));
  return tests.map((test) => meeting(label, test, null));
}

const extremes: readonly string[] = ['order.items.cheapest', 'order.items.most_expensive'];

/** The items themselves where being one of them is all that the choice asks for. */
export function scopeOf(node: ItemsNode): ItemScope {
  const { choice, needed, label } = node;
  const [items] = needed;
  const isPlain =
    choice.by === 'items' && choice.conditions.length === 1 && !extremes.includes(label.name);
  if (isPlain && items !== undefined) return { items, rule: null };
  const isAll = choice.by === 'items' && choice.conditions.length === 0;
  return isAll && !extremes.includes(label.name) ? WHOLE_CART : { items: [], rule: label.path };
}
