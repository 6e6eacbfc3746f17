/** Filters of product collections by example. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Temporal } from 'temporal-polyfill';
import type { Json } from '../json.ts';
import { money } from '../money/money.ts';
import type { KnownProduct } from '../order/order.ts';
import { compileCollectionFilter, filterProblem } from './collection-filter.ts';

const now = Temporal.Instant.from('2026-06-10T12:00:00Z');
const tea: KnownProduct = {
  id: 'prod_tea',
  sourceId: 'tea',
  name: 'Green tea',
  price: money(500),
  attributes: {},
  metadata: {
    brand: 'Leaf',
    tags: ['hot', 'drink'],
    year: 2020,
    lot: '7',
    'a.b': 1,
    deep: { er: 'x' },
  },
  createdAt: '2026-06-08T06:00:00.000Z',
  updatedAt: null,
  imageUrl: null,
  attributeNames: ['size'],
  skuIds: ['sku_bag', 'sku_box'],
};
const bag: KnownProduct = {
  id: 'sku_bag',
  sourceId: 'bag',
  name: 'A bag',
  price: money(50),
  attributes: { size: 'S' },
  metadata: { brand: 'Bagger' },
};

const ofTea: readonly (readonly [
  field: string,
  operator: string,
  operands: Json,
  holds: boolean,
])[] = [
  ['id', '$is', ['prod_tea'], true],
  ['id', '$is', ['prod_other'], false],
  ['product_id', '$in', ['x', 'prod_tea'], true],
  ['source_id', '$not_in', ['x', 'tea'], false],
  ['source_id', '$is_not', ['x'], true],
  ['name', '$contains', ['een'], true],
  ['name', '$contains', ['EEN'], false],
  ['name', '$not_contain', ['een'], false],
  ['name', '$starts_with', ['Green'], true],
  ['name', '$starts_with', ['tea'], false],
  ['name', '$ends_with', ['x', 'tea'], true],
  ['price', '$is', [500], true],
  ['price', '$more_than', [500], false],
  ['price', '$more_than', [499], true],
  ['price', '$more_than_equal', [500], true],
  ['price', '$less_than', [500], false],
  ['price', '$less_than_equal', [500], true],
  ['price', '$more_than', ['cheap'], false],
  ['price', '$more_than', 499, true],
  ['object', '$is', ['product'], true],
  ['object', '$is', ['sku'], false],
  ['attributes', '$contains', ['size'], true],
  ['attributes', '$contains', ['siz'], false],
  ['skus', '$count', [2], true],
  ['skus', '$count_more', [2], false],
  ['skus', '$count_less', [3], true],
  ['skus', '$in', ['sku_box'], true],
  ['image_url', '$is_unknown', [], true],
  ['image_url', '$has_value', [], false],
  ['image_url', '$has_value', [false], true],
  ['updated_at', '$after', ['2020-01-01'], false],
  ['created_at', '$after', ['2026-06-08'], true],
  ['created_at', '$after', ['2026-06-09'], false],
  ['created_at', '$before', ['2026-06-08T06:00:00.001Z'], true],
  ['created_at', '$is_days_ago', [2], true],
  ['created_at', '$is_days_ago', [3], false],
  ['created_at', '$more_than_ago', [2], true],
  ['created_at', '$less_than_ago', [2], false],
  ['created_at', '$less_than_ago', [3], true],
  ['created_at', '$less_than_future', [3], false],
  ['metadata.brand', '$is', ['Leaf'], true],
  ['metadata.brand', '$is', ['leaf'], false],
  ['metadata.tags', '$is', ['drink'], true],
  ['metadata.tags', '$contains', ['dri'], false],
  ['metadata.tags', '$count', [2], true],
  ['metadata.lot', '$is', [7], true],
  ['metadata.lot', '$less_than', [10], true],
  ['metadata.year', '$is', ['2020'], true],
  ['metadata.a.b', '$is', [1], true],
  ['metadata.deep.er', '$is', ['x'], true],
  ['metadata.none', '$is', ['x'], false],
  ['metadata.none', '$is_not', ['x'], true],
  ['metadata.none', '$is_unknown', [], true],
  ['metadata.none', '$more_than', [0], false],
  ['metadata.toString', '$has_value', [], false],
];

for (const [field, operator, operands, holds] of ofTea) {
  test(`${field} ${operator} ${JSON.stringify(operands)} is ${holds} of the tea`, () => {
    const filter = { junction: 'and', [field]: { conditions: { [operator]: operands } } };
    assert.equal(filterProblem(filter), null);
    assert.equal(compileCollectionFilter(filter)(tea, null, now), holds);
  });
}

const isLeaf = { conditions: { $is: ['Leaf'] } };
const isCheap = { conditions: { $less_than: [100] } };
const ofBoth: readonly (readonly [string, Json, tea: boolean, bag: boolean])[] = [
  ['an SKU has its own metadata', { junction: 'and', 'metadata.brand': isLeaf }, true, false],
  [
    'all hold with and',
    { junction: 'and', 'metadata.brand': isLeaf, price: isCheap },
    false,
    false,
  ],
  ['one holds with or', { junction: 'or', 'metadata.brand': isLeaf, price: isCheap }, true, true],
  [
    'operators of one field join the junction',
    { junction: 'and', price: { conditions: { $more_than: [40], $less_than: [60] } } },
    false,
    true,
  ],
  [
    'the SKU knows its product',
    { junction: 'and', product_id: { conditions: { $is: ['prod_tea'] } } },
    true,
    true,
  ],
  [
    'an SKU’s attribute',
    { junction: 'and', 'attributes.size': { conditions: { $is: ['S'] } } },
    false,
    true,
  ],
  [
    'an SKU’s attributes by name',
    { junction: 'and', attributes: { conditions: { $is: ['size'] } } },
    true,
    true,
  ],
  ['no conditions hold for all', { junction: 'or' }, true, true],
];

for (const [claim, filter, holdsForTea, holdsForBag] of ofBoth) {
  test(`in a filter ${claim}`, () => {
    const isMember = compileCollectionFilter(filter);
    assert.equal(isMember(tea, null, now), holdsForTea);
    assert.equal(isMember(tea, bag, now), holdsForBag);
  });
}

const wrong: readonly (readonly [string, Json])[] = [
  ['no object', 'price > 5'],
  ['no junction', { price: isCheap }],
  ['an unknown junction', { junction: 'xor', price: isCheap }],
  ['an unknown field', { junction: 'and', colour: isLeaf }],
  ['a field of every object', { junction: 'and', constructor: isLeaf }],
  ['no conditions', { junction: 'and', price: { $less_than: [100] } }],
  ['an unknown operator', { junction: 'and', price: { conditions: { $lt: [100] } } }],
  ['an operator of every object', { junction: 'and', price: { conditions: { toString: [1] } } }],
  ['an operand that is an object', { junction: 'and', price: { conditions: { $is: {} } } }],
];

for (const [claim, filter] of wrong) {
  test(`a filter with ${claim} is told, and holds for nothing`, () => {
    assert.equal(typeof filterProblem(filter), 'string');
    assert.equal(compileCollectionFilter(filter)(tea, null, now), false);
  });
}

test('without a clock no condition on days holds', () => {
  const filter = { junction: 'and', created_at: { conditions: { $is_days_ago: [2] } } };
  assert.equal(compileCollectionFilter(filter)(tea, null), false);
});
