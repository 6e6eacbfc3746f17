/**
 * The index against a full scan, over rules of the whole language: every name with every operator,
 * rules inside rules, brackets. What the index leaves out can never pass.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Json, JsonObject } from '../../json.ts';
import { money } from '../../money/money.ts';
import type { RuleFacts } from '../facts.ts';
import { operatorsOf } from '../parse/operators.ts';
import { flagRules, idRules, itemRules, metadataRules, numberRules } from '../parse/rule-names.ts';
import {
  compileDefinition,
  sampleCustomer,
  sampleFacts,
  sampleLine,
  sampleOrder,
  sampleProduct,
} from '../sample-facts.ts';
import { createRuleIndex } from './rule-index.ts';

const ids = fc.constantFrom('a', 'b', 'c');
const amount = fc.integer({ min: 0, max: 5 });
const days = ['2026-05-19', '2026-05-20', '2026-05-20T10:30:00Z', '2026-05-23'] as const;
const scalars = fc.constantFrom<string | number | boolean>(1, 2, '2', 'x', 'xy', true, ...days);

function some<T>(operand: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.array(operand, { minLength: 1, maxLength: 2 });
}

function conditionsOf(one: fc.Arbitrary<readonly [string, Json[]]>): fc.Arbitrary<JsonObject> {
  return fc.array(one, { minLength: 1, maxLength: 2 }).map(Object.fromEntries);
}

const operandsOfMetadata: Readonly<Record<string, fc.Arbitrary<Json>>> = {
  $starts_with: fc.constantFrom('x', 'y'),
  $ends_with: fc.constantFrom('x', 'y'),
  $after: fc.constantFrom(...days),
  $before: fc.constantFrom(...days),
  $timeframe: fc.constant('2026-05-19T10:00:00Z;P1D;PT1H'),
  $timeframe_absolute: fc.constant('2026-05-19;2026-05-21'),
  $timeframe_daily_hours: fc.constantFrom('08:00;14:00', '22:00;13:00;2,3'),
  ...Object.fromEntries(
    ['$count', '$count_more', '$count_less', '$dow', '$is_days_ago', '$is_days_in_future']
      .concat('$more_than_ago', '$less_than_ago', '$more_than_future', '$less_than_future')
      .map((name) => [name, fc.integer({ min: 0, max: 3 })]),
  ),
};

const metadataCondition = fc
  .constantFrom(...operatorsOf.metadata)
  .chain((operator) =>
    some(operandsOfMetadata[operator] ?? scalars).map((values) => [operator, values] as const),
  );

const item = fc.oneof(
  ids.map((id) => ({ id })),
  ids.map((id) => ({ source_id: id })),
  fc.record({ id: ids, object: fc.constantFrom('product', 'sku', 'products_collection') }),
  fc.constant({ id: 'pc_a11pr0dUc75' }),
);

function pairs<T extends Json>(operators: readonly string[], operand: fc.Arbitrary<T>) {
  return conditionsOf(fc.tuple(fc.constantFrom(...operators), some<Json>(operand)));
}

const leaves: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.record({
    name: fc.constantFrom(...numberRules),
    conditions: pairs(operatorsOf.number, amount),
  }),
  fc.record({ name: fc.constantFrom(...idRules), conditions: pairs(operatorsOf.id, ids) }),
  fc.record({
    name: fc.constantFrom(...metadataRules),
    property: fc.constantFrom('p', 'q', 'n.p'),
    conditions: conditionsOf(metadataCondition),
  }),
  fc.record({
    name: fc.constantFrom(...itemRules),
    conditions: fc.oneof(fc.constant({}), pairs(operatorsOf.items, item)),
  }),
  fc.record({
    name: fc.constantFrom(...flagRules),
    conditions: fc.constantFrom<JsonObject>({ $is: [true] }, { $is: [false] }),
  }),
);

const logics = [
  ['', ''],
  ['1', '1'],
  ['1 and 2', '1 or 2'],
  ['1 or (2 and 3)', '(1 or 2) and (3 or 1)', '1 or 2 or 3', '1 and 2 and 3', '((1) or 2) and 3'],
] as const;

function groupOf(rule: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  return fc.array(rule, { maxLength: 3 }).chain((rules) =>
    fc.constantFrom(...(logics[rules.length] ?? [''])).map((logic) => ({
      ...Object.fromEntries(rules.map((one, at) => [String(at + 1), one])),
      logic,
    })),
  );
}

const inner = fc.tuple(leaves, groupOf(leaves)).map(([rule, rules]) => ({ ...rule, rules }));
const outer = fc.oneof(leaves, inner, fc.tuple(leaves, groupOf(inner)).map(nested));

function nested([rule, rules]: readonly [JsonObject, JsonObject]): JsonObject {
  return { ...rule, rules };
}

const definitions = groupOf(outer).map((rules) => ({ rules }));
const entries = fc
  .array(fc.array(definitions, { maxLength: 2 }), { maxLength: 6 })
  .map((all) => all.map((rules, id) => ({ id, rules: rules.map(compileDefinition) })));

const metadata: fc.Arbitrary<JsonObject> = fc.dictionary(
  fc.constantFrom('p', 'q', 'n'),
  fc.oneof(
    scalars,
    fc.constant(null),
    fc.array(scalars, { maxLength: 3 }),
    scalars.map((p) => ({ p })),
    fc.array(
      scalars.map((p) => ({ p })),
      { maxLength: 2 },
    ),
  ),
  { noNullPrototype: true },
);

const lines = fc
  .record({
    productId: fc.option(ids),
    skuId: fc.option(ids),
    collectionIds: fc.array(ids, { maxLength: 2 }),
    quantity: fc.integer({ min: 0, max: 3 }),
    price: fc.option(amount),
    sourceId: fc.option(ids),
    metadata,
    described: metadata,
  })
  .map(({ price, sourceId, described, ...part }) =>
    sampleLine({
      ...part,
      price: price === null ? null : money(price),
      product: sampleProduct({ sourceId, metadata: described }),
    }),
  );

const facts: fc.Arbitrary<RuleFacts> = fc
  .record({
    isKnown: fc.boolean(),
    hasOrder: fc.integer({ min: 0, max: 9 }),
    segments: fc.array(ids, { maxLength: 2 }),
    tiers: fc.array(ids, { maxLength: 1 }),
    lines: fc.array(lines, { maxLength: 3 }),
    amounts: fc.tuple(amount, amount, fc.option(amount)),
    profile: metadata,
    cart: metadata,
    event: fc.option(metadata),
    redemption: fc.record({
      metadata,
      apiKeyId: fc.option(ids),
      userLogin: fc.option(ids),
      pointsUsed: fc.option(amount),
    }),
    holderId: fc.option(fc.constantFrom('cust_ann', 'cust_bob')),
    counted: amount,
  })
  .map(({ redemption, counted, holderId, event, amounts: [first, now, after], ...made }) =>
    sampleFacts({
      customer: made.isKnown
        ? sampleCustomer({
            segmentIds: new Set(made.segments),
            loyaltyTierIds: new Set(made.tiers),
            metadata: made.profile,
          })
        : null,
      order:
        made.hasOrder === 0
          ? null
          : sampleOrder({
              lines: made.lines,
              metadata: made.cart,
              initialAmount: money(first),
              amount: money(now),
              discountedAmount: after === null ? null : money(after),
            }),
      redemption,
      counted,
      holderId,
      customEvent: event === null ? null : { metadata: event },
    }),
  );

test('whatever the rules, the candidates are all that evaluating each would find', () => {
  fc.assert(
    fc.property(entries, fc.array(facts, { maxLength: 4 }), (all, contexts) => {
      const index = createRuleIndex(all);
      for (const given of contexts) {
        const found = new Set(index.candidates(given));
        for (const { id, rules } of all) {
          if (rules.every((rule) => rule.evaluate(given).ok)) assert.ok(found.has(id));
        }
      }
    }),
    { numRuns: 3_000 },
  );
});

test('whatever the rules, a verdict names a rule of the definition and says the same again', () => {
  fc.assert(
    fc.property(definitions, facts, (definition, given) => {
      const rule = compileDefinition(definition);
      const verdict = rule.evaluate(given);
      assert.deepEqual(compileDefinition(definition).evaluate(given), verdict);
      if (!verdict.ok) assert.match(verdict.ruleId, /^[123](\.[123])*$/);
    }),
    { numRuns: 2_000 },
  );
});
