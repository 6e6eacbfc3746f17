/** What discounts apply to, by example: entries against a cart of four lines. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { money } from '../money/money.ts';
import type { JsonObject } from '../json.ts';
import { resolveTargets } from './applicability.ts';
import { compileDefinition, noon, sampleLine, sampleProduct } from './sample-facts.ts';

const lines = [
  sampleLine({ productId: 'a', price: money(500), collectionIds: ['pc_1'] }),
  sampleLine({ productId: 'b', price: money(200), collectionIds: ['pc_1'] }),
  sampleLine({
    productId: 'c',
    price: money(900),
    product: sampleProduct({ metadata: { hot: true } }),
  }),
  sampleLine({
    productId: 'a',
    skuId: 'a_big',
    price: money(900),
    quantity: 2,
    collectionIds: ['pc_1'],
  }),
];
const item = (id: string, more: JsonObject = {}) => ({ id, ...more });
const from = (effect: string) => item('pc_1', { object: 'products_collection', effect });
const marked = (name: string, conditions: JsonObject) => ({
  rules: {
    1: {
      name,
      property: 'hot',
      conditions,
      rules: { 1: { name: 'product.discount_applicable', conditions: { $is: [true] } } },
    },
  },
});

const examples: readonly (readonly [
  string,
  JsonObject,
  readonly (readonly number[])[],
  readonly number[],
])[] = [
  // claim                      definition                                   per entry  applicable
  ['nothing said is everything', {}, [], [0, 1, 2, 3]],
  ['a product covers its SKUs', applicable([item('a')]), [[0, 3]], [0, 3]],
  ['a SKU covers itself', applicable([item('a_big')]), [[3]], [3]],
  ['a collection covers its members', applicable([item('pc_1')]), [[0, 1, 3]], [0, 1, 3]],
  [
    'entries may overlap',
    applicable([item('pc_1'), item('a')]),
    [
      [0, 1, 3],
      [0, 3],
    ],
    [0, 1, 3],
  ],
  ['an entry may find nothing', applicable([item('z')]), [[]], []],
  ['exclusion wins', applicable([item('pc_1')], [item('a_big')]), [[0, 1]], [0, 1]],
  ['exclusion alone leaves the rest', applicable([], [item('a')]), [], [1, 2]],
  [
    'all are included but the excluded',
    applicable([item('a')], [item('b')], true),
    [[0, 3]],
    [0, 2, 3],
  ],
  ['the cheapest is one', applicable([from('APPLY_TO_CHEAPEST')]), [[1]], [1]],
  ['from the cheapest goes up', applicable([from('APPLY_FROM_CHEAPEST')]), [[1, 0, 3]], [0, 1, 3]],
  ['the most expensive is one', applicable([from('APPLY_TO_MOST_EXPENSIVE')]), [[3]], [3]],
  [
    'where all are included, the cheapest of those named and all others',
    applicable([from('APPLY_TO_CHEAPEST')], [], true),
    [[1]],
    [1, 2],
  ],
  [
    'from the most expensive goes down',
    applicable([from('APPLY_FROM_MOST_EXPENSIVE')]),
    [[3, 0, 1]],
    [0, 1, 3],
  ],
  ['a marked product is included', marked('product.id', { $is: [item('b')] }), [[1]], [1]],
  ['a marked denial is excluded', marked('product.id', { $is_not: [item('b')] }), [], [0, 2, 3]],
  [
    'a marked attribute includes its products',
    marked('product.metadata', { $is: [true] }),
    [[2]],
    [2],
  ],
];

for (const [claim, definition, perEntry, applies] of examples) {
  test(`of targets, ${claim}`, () => {
    const { applicability } = compileDefinition(definition);
    const targets = resolveTargets(applicability, lines, noon);
    assert.deepEqual(
      targets.included.map((target) => target.lines),
      perEntry,
    );
    assert.deepEqual(targets.applicable, applies);
  });
}

for (const effect of ['APPLY_FROM_CHEAPEST', 'APPLY_FROM_MOST_EXPENSIVE']) {
  test(`of equal prices ${effect} takes the earlier first`, () => {
    assert.deepEqual(linesOfEqualPrices(effect), [0, 1, 2]);
  });
}

for (const effect of ['APPLY_TO_CHEAPEST', 'APPLY_TO_MOST_EXPENSIVE']) {
  test(`of equal prices ${effect} takes the earliest`, () => {
    assert.deepEqual(linesOfEqualPrices(effect), [0]);
  });
}

function linesOfEqualPrices(effect: string) {
  const { applicability } = compileDefinition(applicable([item('prod_tea', { effect })]));
  const equal = [sampleLine({ quantity: 2 }), sampleLine(), sampleLine({ quantity: 3 })];
  return resolveTargets(applicability, equal, noon).included[0]?.lines;
}

test('only a definition with entries restricts', () => {
  assert.ok(!compileDefinition(applicable([])).applicability.isRestricted);
  assert.ok(compileDefinition(applicable([], [item('a')])).applicability.isRestricted);
});

function applicable(
  included: readonly JsonObject[],
  excluded: readonly JsonObject[] = [],
  includedAll = false,
): JsonObject {
  return { applicable_to: { included, excluded, included_all: includedAll } };
}
