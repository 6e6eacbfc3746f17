/** Bundles by example: which units make them up, and what is missing. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findBundles, type FoundBundles } from './bundles.ts';
import type { Logic } from './parse/logic.ts';
import type { Bundle, ItemReference } from './parse/rule-tree.ts';
import { sampleLine } from './sample-facts.ts';

type Part = readonly [object: NonNullable<ItemReference['object']>, id: string, quantity: number];

const all = (count: number, type: 'and' | 'or' = 'and'): Logic => ({
  type,
  of: Array.from({ length: count }, (_, i) => ({ type: 'rule', id: `${i + 1}` })),
});

function bundleOf(parts: readonly Part[], limit: number, logic = all(parts.length)): Bundle {
  const made = parts.map(([object, id, quantity], i) => ({
    id: `${i + 1}`,
    item: { object, id, sourceId: null },
    quantity,
  }));
  return { limit, parts: made, logic };
}

/** A product's id, with an SKU after a slash; how many; collections. */
type Line = readonly [item: string, quantity: number, ...collections: string[]];

function linesOf(lines: readonly Line[]) {
  return lines.map(([item, quantity, ...collectionIds], index) => {
    const [productId = '', skuId = null] = item.split('/');
    return sampleLine({ index, productId, skuId, quantity, collectionIds });
  });
}

function told({ quantity, identified, missing }: FoundBundles) {
  return [
    quantity,
    identified.map((units) => [units.lineIndex, units.quantity]),
    missing.map((units) => [units.item.id, units.quantity]),
  ];
}

const rows: readonly (readonly [
  claim: string,
  bundle: Bundle,
  lines: readonly Line[],
  found: readonly unknown[],
])[] = [
  [
    'as many as all parts allow',
    bundleOf(
      [
        ['product', 'tea', 1],
        ['product', 'cup', 2],
      ],
      9,
    ),
    [
      ['tea', 5],
      ['cup', 5],
    ],
    [
      2,
      [
        [0, 2],
        [1, 4],
      ],
      [],
    ],
  ],
  [
    'no more than the limit',
    bundleOf([['product', 'tea', 2]], 3),
    [['tea', 10]],
    [3, [[0, 6]], []],
  ],
  [
    'what is there of an incomplete one, and what is not (guide: two bottles, five of a brand)',
    bundleOf(
      [
        ['product', 'bottle', 2],
        ['products_collection', 'brand', 5],
      ],
      1,
    ),
    [
      ['bottle', 1],
      ['shirt', 1, 'brand'],
      ['socks', 2, 'brand'],
    ],
    [
      0,
      [
        [0, 1],
        [1, 1],
        [2, 2],
      ],
      [
        ['bottle', 1],
        ['brand', 2],
      ],
    ],
  ],
  [
    'units of several lines together',
    bundleOf([['product', 'tea', 3]], 1),
    [
      ['tea', 1],
      ['cup', 1],
      ['tea', 4],
    ],
    [
      1,
      [
        [0, 1],
        [2, 2],
      ],
      [],
    ],
  ],
  [
    'SKUs meet their product',
    bundleOf([['product', 'tea', 2]], 1),
    [
      ['tea/green', 1],
      ['tea/black', 1],
    ],
    [
      1,
      [
        [0, 1],
        [1, 1],
      ],
      [],
    ],
  ],
  [
    'SKUs are served before products, products before collections',
    bundleOf(
      [
        ['products_collection', 'all', 1],
        ['product', 'tea', 1],
        ['sku', 'green', 1],
      ],
      2,
    ),
    [
      ['tea/green', 1, 'all'],
      ['tea', 1, 'all'],
      ['cup', 1, 'all'],
    ],
    [
      1,
      [
        [0, 1],
        [1, 1],
        [2, 1],
      ],
      [],
    ],
  ],
  [
    'a collection takes first what no other part could use',
    bundleOf(
      [
        ['products_collection', 'all', 1],
        ['product', 'tea', 1],
      ],
      9,
    ),
    [
      ['tea', 2, 'all'],
      ['cup', 2, 'all'],
    ],
    [
      2,
      [
        [0, 2],
        [1, 2],
      ],
      [],
    ],
  ],
  [
    'either of two parts, the first that is there',
    bundleOf(
      [
        ['product', 'tea', 1],
        ['product', 'cup', 1],
      ],
      9,
      all(2, 'or'),
    ),
    [
      ['cup', 2],
      ['tea', 1],
    ],
    [
      3,
      [
        [0, 2],
        [1, 1],
      ],
      [],
    ],
  ],
  [
    'of two parts neither of which is there, the first is missing',
    bundleOf(
      [
        ['product', 'tea', 2],
        ['product', 'cup', 1],
      ],
      9,
      all(2, 'or'),
    ),
    [['tea', 1]],
    [0, [[0, 1]], [['tea', 1]]],
  ],
  ['nothing of an empty cart', bundleOf([['product', 'tea', 1]], 1), [], [0, [], [['tea', 1]]]],
];

for (const [claim, bundle, lines, found] of rows) {
  test(`bundles: ${claim}`, () => {
    assert.deepEqual(told(findBundles(bundle, linesOf(lines))), found);
  });
}

test('complete bundles take just their units, and no line gives more than it has', () => {
  const items = fc.constantFrom('tea', 'cup', 'tea/green');
  const lines = fc.array(fc.tuple(items, fc.nat(9), fc.constantFrom('all', 'none')), {
    maxLength: 6,
  });
  const parts = fc.array(
    fc.tuple(
      fc.constantFrom('product', 'sku', 'products_collection'),
      fc.constantFrom('tea', 'cup', 'green', 'all'),
      fc.integer({ min: 1, max: 4 }),
    ),
    { minLength: 1, maxLength: 4 },
  );
  fc.assert(
    fc.property(lines, parts, fc.integer({ min: 1, max: 100 }), (cart, wanted, limit) => {
      const order = linesOf(cart);
      const found = findBundles(bundleOf(wanted, limit), order);
      const taken = found.identified.reduce((sum, units) => sum + units.quantity, 0);
      const each = wanted.reduce((sum, [, , quantity]) => sum + quantity, 0);
      const lacking = found.missing.reduce((sum, units) => sum + units.quantity, 0);
      assert.ok(found.quantity <= limit);
      assert.equal(taken + lacking, each * Math.max(found.quantity, 1));
      assert.equal(found.missing.length > 0, found.quantity === 0);
      for (const { lineIndex, quantity } of found.identified) {
        assert.ok(quantity > 0 && quantity <= (order[lineIndex]?.quantity ?? 0));
      }
    }),
    { numRuns: 2_000 },
  );
});
