/** A numeric smallest change is true: made to the order, its condition passes, and no smaller one would. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RuleFacts } from '../eligibility/facts.ts';
import {
  compileDefinition,
  sampleFacts,
  sampleLine,
  sampleOrder,
} from '../eligibility/sample-facts.ts';
import { money } from '../money/money.ts';
import type { OrderLine } from '../order/order.ts';
import { ruleSteps } from './rule-steps.ts';
import type { Step } from './step.ts';

const operators = fc.constantFrom(
  '$is',
  '$is_not',
  '$in',
  '$not_in',
  '$less_than',
  '$less_than_or_equal',
  '$more_than',
  '$more_than_or_equal',
);
const conditions = fc.dictionary(operators, fc.array(fc.nat(30), { minLength: 1, maxLength: 3 }), {
  minKeys: 1,
  maxKeys: 3,
  noNullPrototype: true,
});
const orderLines = fc.array(
  fc.record({
    productId: fc.constantFrom('a', 'b'),
    price: fc.nat(6).map(money),
    quantity: fc.nat(4),
  }),
  { minLength: 1, maxLength: 3 },
);

const names = [
  'order.amount',
  'order.initial_amount',
  'order.items.count',
  'order.items.aggregated_quantity',
  'order.items.aggregated_amount',
  'campaign.orders.amount',
] as const;
const inside = ['order.items.aggregated_quantity', 'order.items.aggregated_amount'] as const;

for (const name of names) {
  test(`a change of ${name} makes the condition pass, and no smaller one does`, () => {
    holds((given) => ({ name, conditions: given }));
  });
}

for (const name of inside) {
  test(`a change of ${name} of one product makes the condition pass`, () => {
    holds((given) => ({
      name: 'product.id',
      conditions: { $is: [{ id: 'a', object: 'product' }] },
      rules: { 1: { name, conditions: given } },
    }));
  });
}

type Definition = { readonly [part: string]: never } | object;

function holds(ruleOf: (given: Record<string, number[]>) => Definition): void {
  let changed = 0;
  fc.assert(
    fc.property(conditions, orderLines, fc.nat(10), (given, lines, counted) => {
      const { root } = compileDefinition({
        rules: { 1: JSON.parse(JSON.stringify(ruleOf(given))) },
      });
      const facts = factsWith(
        lines.map((line, index) => sampleLine({ ...line, index })),
        counted,
      );
      const [step, ...others] = ruleSteps(root, { facts, part: undefined });
      assert.equal(step === undefined, root.passes(facts));
      if (step === undefined || others.length > 0) return;
      if (step.type !== 'CHANGE_AMOUNT' && step.type !== 'CHANGE_QUANTITY') return;
      changed += 1;
      assert.equal(step.target - step.current, step.by);
      assert.ok(root.passes(changedBy(facts, step, step.by, counted)), JSON.stringify(step));
      for (let by = 1; by < Math.abs(step.by); by++) {
        for (const less of [by, -by]) {
          if (step.current + less < 0) continue;
          assert.ok(!root.passes(changedBy(facts, step, less, counted)), JSON.stringify(step));
        }
      }
    }),
    { numRuns: 400 },
  );
  assert.ok(changed > 20, 'changes are met');
}

function factsWith(lines: readonly OrderLine[], counted: number): RuleFacts {
  return sampleFacts({ order: sampleOrder({ lines }), counted });
}

/** The cart with one more line of product a that makes the difference, be it below nothing. */
function changedBy(facts: RuleFacts, step: Step, by: number, counted: number): RuleFacts {
  const lines = facts.order?.lines ?? [];
  const isAmount = step.type === 'CHANGE_AMOUNT';
  const added = sampleLine({
    index: lines.length,
    productId: 'a',
    price: null,
    quantity: isAmount ? 0 : by,
    amount: money(isAmount ? by : 0),
  });
  return factsWith([...lines, added], counted);
}
