/** The worked carts as a whole: enough of them, each with the place its facts come from. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shoppings, tables } from './tables/all.ts';

const areas = Object.entries(tables);

test('more than 300 carts are worked, and no area is empty', () => {
  const counts = Object.entries(tables).map(
    ([area, sections]) => [area, sections.flatMap(({ examples }) => examples).length] as const,
  );
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  assert(total > 300, `${total} rows`);
  assert.deepEqual(
    counts.filter(([, count]) => count === 0),
    [],
  );
});

test('every row names a guide, an operation of the API description, or our own reading', () => {
  const sources = [...areas.flatMap(([, sections]) => sections), ...shoppings];
  const known = /^(api\.openapi\.json|docs\/compatibility\.md|[a-z-]+\/[a-z-]+\.mdx)$/;
  const odd = sources.filter(({ guide, heading }) => !known.test(guide) || heading === '');
  assert.deepEqual(odd, []);
});

test('no two rows of a section make the same claim', () => {
  for (const { guide, heading, examples } of areas.flatMap(([, sections]) => sections)) {
    const claims = examples.map(({ claim }) => claim);
    assert.equal(new Set(claims).size, claims.length, `${guide}, ${heading}`);
  }
});
