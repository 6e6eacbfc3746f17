/** Which units of which lines an entry reaches, by example. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coverTargets, unitNumbers } from './coverage.ts';
import type { TargetEntry } from './discount-targets.ts';
import { cart, type CartLine } from './test-cart.ts';

/** Three lines, dearest in the middle, the outer two at one price. */
const lines: readonly CartLine[] = [
  [500, 2],
  [900, 3],
  [500, 4],
];
const all = [{ lineIndex: 0 }, { lineIndex: 1 }, { lineIndex: 2 }];

type Row = readonly [
  claim: string,
  rest: Omit<TargetEntry, 'lines'>,
  covered: readonly (readonly [line: number, units: readonly number[]])[],
];

const EVERY = { effect: 'APPLY_TO_EVERY' } as const;
const UNITS = { effect: 'APPLY_TO_EVERY', target: 'UNIT' } as const;

const examples: readonly Row[] = [
  [
    'every line in the sequence of the order',
    EVERY,
    [
      [0, [1, 2]],
      [1, [1, 2, 3]],
      [2, [1, 2, 3, 4]],
    ],
  ],
  ['the cheapest line, the earlier of two', { effect: 'APPLY_TO_CHEAPEST' }, [[0, [1, 2]]]],
  ['the most expensive line', { effect: 'APPLY_TO_MOST_EXPENSIVE' }, [[1, [1, 2, 3]]]],
  ['one unit of the cheapest', { effect: 'APPLY_TO_CHEAPEST', target: 'UNIT' }, [[0, [1]]]],
  [
    'one unit of the most expensive, whatever the skipping',
    { effect: 'APPLY_TO_MOST_EXPENSIVE', target: 'UNIT', skipInitially: 2, repeat: 2 },
    [[1, [1]]],
  ],
  [
    'lines from the cheapest',
    { effect: 'APPLY_FROM_CHEAPEST', aggregatedQuantityLimit: 7 },
    [
      [0, [1, 2]],
      [2, [1, 2, 3, 4]],
      [1, [1]],
    ],
  ],
  [
    'lines from the most expensive',
    { effect: 'APPLY_FROM_MOST_EXPENSIVE', aggregatedQuantityLimit: 4 },
    [
      [1, [1, 2, 3]],
      [0, [1]],
    ],
  ],
  [
    'lines after those skipped',
    { ...EVERY, skipInitially: 1 },
    [
      [1, [1, 2, 3]],
      [2, [1, 2, 3, 4]],
    ],
  ],
  [
    'every second line',
    { ...EVERY, repeat: 2 },
    [
      [0, [1, 2]],
      [2, [1, 2, 3, 4]],
    ],
  ],
  ['nothing where all is skipped', { ...EVERY, skipInitially: 3 }, []],
  [
    'units after those skipped',
    { ...UNITS, skipInitially: 3 },
    [
      [1, [2, 3]],
      [2, [1, 2, 3, 4]],
    ],
  ],
  [
    'every third unit across lines',
    { ...UNITS, repeat: 3 },
    [
      [0, [1]],
      [1, [2]],
      [2, [2]],
    ],
  ],
  [
    'every third unit after one skipped',
    { ...UNITS, skipInitially: 1, repeat: 3 },
    [
      [0, [2]],
      [1, [3]],
      [2, [3]],
    ],
  ],
  [
    'every second unit, one in each line',
    { ...UNITS, repeat: 2, quantityLimit: 1 },
    [
      [0, [1]],
      [1, [1]],
      [2, [2]],
    ],
  ],
  [
    'each where repeat is nothing',
    { ...EVERY, repeat: 0, quantityLimit: 1 },
    [
      [0, [1]],
      [1, [1]],
      [2, [1]],
    ],
  ],
];

for (const [claim, rest, expected] of examples) {
  test(`an entry reaches ${claim}`, () => {
    const covered = coverTargets(cart(lines), [{ lines: all, ...rest }]);
    assert.deepEqual(
      covered.map((coverage) => [coverage.line.index, unitNumbers(coverage, 1_000)]),
      expected,
    );
  });
}

test('an entry reaches the second, fifth and eighth of ten units (API: units of a line)', () => {
  const rules = { effect: 'APPLY_TO_EVERY', target: 'UNIT', skipInitially: 1, repeat: 3 } as const;
  const [only] = coverTargets(cart([[100, 10]]), [{ lines: [{ lineIndex: 0 }], ...rules }]);
  assert.ok(only);
  assert.deepEqual(unitNumbers(only, 1_000), [2, 5, 8]);
  assert.deepEqual(unitNumbers(only, 2), [2, 5]);
});

test('a line that one entry skips is left to the next', () => {
  const covered = coverTargets(cart(lines), [
    { lines: all, ...EVERY, skipInitially: 2 },
    { lines: all, ...EVERY },
  ]);
  const reached = covered.map(({ entryIndex, line }) => [entryIndex, line.index]);
  assert.deepEqual(reached, [
    [0, 2],
    [1, 0],
    [1, 1],
  ]);
});

test('the cheapest is by unit price, not by the price of the line', () => {
  const carted = cart([
    [100, 50],
    [300, 1],
    [null, 4, 320],
  ]);
  const [cheapest] = coverTargets(carted, [{ lines: all, effect: 'APPLY_TO_CHEAPEST' }]);
  assert.equal(cheapest?.line.index, 2);
});

test('a line with neither units nor a price is passed over', () => {
  const carted = cart([
    [100, 0],
    [300, 1],
  ]);
  const two = [{ lineIndex: 0 }, { lineIndex: 1 }];
  const [cheapest] = coverTargets(carted, [{ lines: two, effect: 'APPLY_TO_CHEAPEST' }]);
  assert.equal(cheapest?.line.index, 1);
});
