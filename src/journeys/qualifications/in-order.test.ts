/** Items in order, one at a time: as sorting would give them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { inOrder } from './in-order.ts';

test('all items come in the order of a sort, however many are equal', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (numbers) => {
      const found = [...inOrder([...numbers], (a, b) => a - b)];
      assert.deepEqual(
        found,
        numbers.toSorted((a, b) => a - b),
      );
    }),
  );
});

test('whoever looks at the first few gets the first few', () => {
  const numbers = Array.from({ length: 1_000 }, (_, i) => (i * 7_919) % 1_000);
  const compared = { count: 0 };
  const found: number[] = [];
  const compare = (a: number, b: number): number => {
    compared.count += 1;
    return a - b;
  };
  for (const number of inOrder([...numbers], compare)) {
    if (found.push(number) === 3) break;
  }
  assert.deepEqual(found, [0, 1, 2]);
  assert.ok(compared.count < 2_500, `${compared.count} comparisons do not sort a thousand`);
});
