/** The index against a full scan: generated rules, generated facts, the same answer. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../../json.ts';
import { money } from '../../money/money.ts';
import type { RuleFacts } from '../facts.ts';
import {
  compileDefinition,
  sampleCustomer,
  sampleFacts,
  sampleLine,
  sampleOrder,
  sampleProduct,
} from '../sample-facts.ts';
import { createRuleIndex } from './rule-index.ts';

const ids = fc.constantFrom('a', 'b', 'c', 'd');
const values = fc.constantFrom<string | number | boolean>(1, 2, '2', 'x', true, '2026-05-20');
const amounts = fc.integer({ min: 0, max: 6 });
const equality = fc.constantFrom('$is', '$is_not', '$in', '$not_in');
const comparison = fc.constantFrom('$is', '$is_not', '$less_than', '$more_than_or_equal');

const someItem = fc.oneof(
  ids.map((id) => ({ id })),
  ids.map((id) => ({ source_id: id })),
  fc.constant({ id: 'pc_a11pr0dUc75' }),
);

function conditions<T>(operator: fc.Arbitrary<string>, operand: fc.Arbitrary<T>) {
  const operands = fc.array(operand, { minLength: 1, maxLength: 2 });
  return fc.dictionary(operator, operands, { minKeys: 1, maxKeys: 2, noNullPrototype: true });
}

const leaf: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.record({
    name: fc.constantFrom('customer.segment', 'customer.loyalty.tier', 'redemption.api_key'),
    conditions: conditions(equality, ids),
  }),
  fc.record({
    name: fc.constantFrom(
      'customer.metadata',
      'order.metadata',
      'redemption.metadata',
      'order.items.metadata',
    ),
    property: fc.constantFrom('p', 'q', 'n.p'),
    conditions: conditions(
      fc.oneof(equality, fc.constantFrom('$is_unknown', '$more_than')),
      values,
    ),
  }),
  fc.record({
    name: fc.constantFrom('order.amount', 'order.initial_amount', 'order.items.count'),
    conditions: conditions(comparison, amounts),
  }),
  fc.record({
    name: fc.constantFrom(
      'order.total_amount',
      'order.items.price_any',
      'campaign.redemptions.count',
    ),
    conditions: conditions(comparison, amounts),
  }),
);

const items: fc.Arbitrary<JsonObject> = fc.record({
  name: fc.constantFrom(
    'order.items.any',
    'order.items.every',
    'order.items.none',
    'order.items.cheapest',
    'order.items.most_expensive',
    'product.id',
    'sku.id',
  ),
  conditions: conditions(fc.oneof(equality, fc.constant('$from')), someItem),
  rules: fc.oneof(
    fc.constant({}),
    leaf.map((rule) => ({ 1: rule })),
  ),
});

const logic = fc.constantFrom(
  '',
  '1',
  '1 or 2',
  '1 and (2 or 3)',
  '(1 or 2) and (2 or 3)',
  '1 or 2 or 3',
);

const definition = fc
  .tuple(fc.array(fc.oneof(leaf, items), { minLength: 3, maxLength: 3 }), logic)
  .map(([[first = {}, second = {}, third = {}], text]) => ({
    rules: { 1: first, 2: second, 3: third, logic: text },
  }));

const entries = fc.array(fc.array(definition, { maxLength: 2 }), { maxLength: 12 });

const metadata = fc.dictionary(
  fc.constantFrom('p', 'q', 'n'),
  fc.oneof(
    values,
    fc.array(values, { maxLength: 2 }),
    values.map((p) => ({ p })),
  ),
  { noNullPrototype: true },
);

const line = fc
  .record({
    productId: fc.option(ids),
    skuId: fc.option(ids),
    collectionIds: fc.array(ids, { maxLength: 2 }),
    quantity: fc.integer({ min: 0, max: 3 }),
    price: fc.option(amounts),
    sourceId: fc.option(ids),
    metadata,
  })
  .map(({ price, sourceId, ...part }) =>
    sampleLine({
      ...part,
      price: price === null ? null : money(price),
      product: sampleProduct({ sourceId }),
    }),
  );

const facts: fc.Arbitrary<RuleFacts> = fc
  .record({
    segments: fc.array(ids),
    tiers: fc.array(ids, { maxLength: 1 }),
    isKnown: fc.boolean(),
    hasOrder: fc.integer({ min: 0, max: 9 }),
    amount: amounts,
    lines: fc.array(line, { maxLength: 3 }),
    customer: metadata,
    order: metadata,
    redemption: metadata,
    key: fc.option(ids),
    counted: amounts,
  })
  .map((made) => {
    const segmentIds = new Set(made.segments);
    const loyaltyTierIds = new Set(made.tiers);
    const customer = sampleCustomer({ segmentIds, loyaltyTierIds, metadata: made.customer });
    const amount = money(made.amount);
    const order = sampleOrder({ lines: made.lines, metadata: made.order, amount });
    return sampleFacts({
      customer: made.isKnown ? customer : null,
      order: made.hasOrder > 0 ? order : null,
      redemption: { metadata: made.redemption, apiKeyId: made.key },
      counted: made.counted,
    });
  });

const compiledEntries = entries.map((all) =>
  all.map((rules, id) => ({ id, rules: rules.map(compileDefinition) })),
);
type Entries = ReturnType<typeof compileEntry>[];

function compileEntry(id: number, ...definitions: JsonObject[]) {
  return { id, rules: definitions.map(compileDefinition) };
}

function scan(all: Entries, given: RuleFacts): number[] {
  return all
    .filter(({ rules }) => rules.every((rule) => rule.evaluate(given).ok))
    .map(({ id }) => id);
}

function ascending(found: readonly number[]): readonly number[] {
  return found.toSorted((a, b) => a - b);
}

test('evaluating the candidates finds what evaluating everything finds, each once', () => {
  fc.assert(
    fc.property(compiledEntries, fc.array(facts, { maxLength: 3 }), (all, contexts) => {
      const index = createRuleIndex(all);
      for (const given of contexts) {
        const found = index.candidates(given);
        assert.equal(new Set(found).size, found.length);
        const asked = all.filter(({ id }) => found.includes(id));
        assert.deepEqual(scan(asked, given), scan(all, given));
      }
    }),
    { numRuns: 400 },
  );
});

test('an index changed entry by entry answers like one built at once', () => {
  const change = fc.record({ id: fc.integer({ min: 0, max: 11 }), rules: fc.option(definition) });
  fc.assert(
    fc.property(compiledEntries, fc.array(change), facts, (all, changes, given) => {
      const changed = createRuleIndex(all);
      const kept = new Map(all.map((entry) => [entry.id, entry]));
      for (const { id, rules } of changes) {
        if (rules === null) {
          changed.remove(id);
          kept.delete(id);
        } else {
          const entry = compileEntry(id, rules);
          changed.put(entry);
          kept.set(id, entry);
        }
      }
      const found = ascending(changed.candidates(given));
      assert.deepEqual(found, ascending(createRuleIndex(kept.values()).candidates(given)));
    }),
    { numRuns: 200 },
  );
});

const segment = (id: string) => ({ name: 'customer.segment', conditions: { $is: [id] } });
const has = (id: string) => ({ name: 'order.items.any', conditions: { $is: [{ id }] } });
const above = (amount: number) => ({ name: 'order.amount', conditions: { $more_than: [amount] } });
const below = (amount: number) => ({ name: 'order.amount', conditions: { $less_than: [amount] } });
const city = (name: string) => ({
  name: 'customer.metadata',
  property: 'city',
  conditions: { $is: [name] },
});

const romanWithTea = sampleFacts({
  customer: sampleCustomer({ segmentIds: new Set(['vip']), metadata: { city: 'Rome' } }),
});

const filtered: readonly (readonly [string, JsonObject, boolean])[] = [
  // claim                                   rules                                      candidate
  ['another product', { 1: has('prod_gin') }, false],
  ['its product', { 1: has('prod_tea') }, true],
  ['another segment', { 1: segment('new') }, false],
  ['its segment', { 1: segment('vip') }, true],
  ['another city', { 1: city('Paris') }, false],
  ['its city', { 1: city('Rome') }, true],
  ['too small an order', { 1: above(1000_000) }, false],
  ['too large an order', { 1: below(10) }, false],
  ['one need met of two', { 1: has('prod_tea'), 2: segment('new') }, false],
  ['one alternative met of two', { 1: has('prod_gin'), 2: segment('vip'), logic: '1 or 2' }, true],
  ['no alternative met', { 1: has('prod_gin'), 2: segment('new'), logic: '1 or 2' }, false],
  ['nothing to look up', { 1: { name: 'order.items.none', conditions: {} } }, true],
];

for (const [claim, rules, isCandidate] of filtered) {
  test(`an entry is ${isCandidate ? '' : 'no '}candidate with ${claim}`, () => {
    const index = createRuleIndex([compileEntry(7, { rules })]);
    assert.deepEqual(index.candidates(romanWithTea), isCandidate ? [7] : []);
  });
}

test('an element of a list is looked up like a value of its own', () => {
  const index = createRuleIndex([compileEntry(7, { rules: { 1: city('Rome') } })]);
  const citiesOf = (...cities: string[]) =>
    sampleFacts({ customer: sampleCustomer({ metadata: { city: cities } }) });
  assert.deepEqual(index.candidates(citiesOf('Oslo', 'Rome')), [7]);
  assert.deepEqual(index.candidates(citiesOf('Oslo', 'Bonn')), []);
});

test('the same fact twice names an entry once', () => {
  const index = createRuleIndex([compileEntry(7, { rules: { 1: has('prod_tea') } })]);
  const lines = [sampleLine(), sampleLine({ index: 1 })];
  assert.deepEqual(index.candidates(sampleFacts({ order: sampleOrder({ lines }) })), [7]);
});

test('an entry without rules is always a candidate', () => {
  assert.deepEqual(createRuleIndex([{ id: 1, rules: [] }]).candidates(romanWithTea), [1]);
});
