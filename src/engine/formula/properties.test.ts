/** What holds for all formulas: they are read as printed, computed as written, and never throw. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileTree } from './compile.ts';
import { readFormula } from './formula.ts';
import { parseTree } from './parse.ts';
import { printFormula } from './print.ts';
import { compare, fromDecimal, rational, round, toDecimal } from './rational.ts';
import { atLine, bareFacts, sampleFacts } from './sample-facts.ts';
import type { Expression } from './syntax.ts';
import { numberOf } from './value.ts';
import { functions, isFunctionName, isOperator, metadataNames, operators } from './vocabulary.ts';

const at = 0;
const depth = { maxDepth: 4, depthSize: 'small' } as const;

const number = fc
  .oneof(
    fc.nat(1_000).map(String),
    fc.tuple(fc.nat(99), fc.nat(99)).map((two) => two.join('.')),
  )
  .map((text): Expression => ({ type: 'number', text, at }));
const leaf: fc.Arbitrary<Expression> = fc.oneof(
  number,
  fc
    .string({ unit: 'grapheme', maxLength: 8 })
    .map((text): Expression => ({ type: 'text', text, at })),
  fc
    .constantFrom('ORDER_AMOUNT', 'TODAY', 'ORDER_ITEM_PRICE', 'VOUCHER_PUBLISH_COUNT')
    .map((name): Expression => ({ type: 'operand', name, at })),
  fc
    .tuple(fc.constantFrom(...metadataNames), fc.string({ maxLength: 8 }))
    .map(([name, key]): Expression => ({ type: 'metadata', name, key, at })),
);

/** Any tree, whether its parts fit together or not. */
const { tree } = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    depth,
    leaf,
    fc.record({ type: fc.constant('negative'), of: tie('tree'), at: fc.constant(at) }),
    fc.record({
      type: fc.constant('binary'),
      operator: fc.constantFrom(...Object.keys(operators).filter(isOperator)),
      left: tie('tree'),
      right: tie('tree'),
      at: fc.constant(at),
    }),
    fc.constantFrom(...Object.keys(functions).filter(isFunctionName)).chain((name) => {
      const { least, most } = functions[name];
      const size = { minLength: least, maxLength: Math.min(most, least + 2) };
      return fc
        .array(tie('tree'), size)
        .map((args): Expression => ({ type: 'call', name, args, at }));
    }),
    fc.record({
      type: fc.constant('switch'),
      subject: tie('tree'),
      cases: fc.array(fc.record({ when: tie('tree'), then: tie('tree') }), {
        minLength: 1,
        maxLength: 2,
      }),
      otherwise: tie('tree'),
      at: fc.constant(at),
    }),
  ),
}));

/** The same tree wherever its parts stood in the text. */
function withoutPlaces(given: Expression): unknown {
  return JSON.parse(JSON.stringify(given), (key: string, value: unknown) =>
    key === 'at' ? undefined : value,
  );
}

test('a formula that is printed and read again is the same', () => {
  fc.assert(
    fc.property(tree, (given) => {
      const text = printFormula(given);
      const read = parseTree(text);
      // Trees of trees may grow beyond what a formula may have.
      if (!read.ok) assert.match(read.fault.problem, /nested too deep|more than/, text);
      else assert.deepEqual(withoutPlaces(read.tree), withoutPlaces(given), text);
    }),
    { numRuns: 2_000 },
  );
});

test('whatever is computed gives a value, and never throws', () => {
  fc.assert(
    fc.property(tree, (given) => {
      const compute = compileTree(given);
      for (const facts of [sampleFacts, bareFacts, atLine(1)]) compute(facts);
    }),
    { numRuns: 2_000 },
  );
});

const words = [
  'IF( SWITCH( SWITCH_CASE( POW( MIN( DATE(" ) ; + - x % > = " \\ 1 0. 9e9',
  'AND is IN_ARRAY DATE_IS ORDER_AMOUNT ORDER_METADATA("a") TODAY',
];
const pieces = fc.constantFrom(' ', '\n', ...words.flatMap((some) => some.split(' ')));
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(pieces, { maxLength: 25 }).map((some) => some.join('')),
);

test('any text is a formula or refused with its place', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const read = readFormula(text);
      if (read.ok) read.value.compute(sampleFacts);
      else assert.match(read.details ?? '', /^line \d+, column \d+: ./);
    }),
    { numRuns: 10_000 },
  );
});

/** Formulas of numbers alone, for a second way to compute: too simple to be wrong in the same way. */
const { sum } = fc.letrec<{ sum: Expression }>((tie) => ({
  sum: fc.oneof(
    depth,
    fc.nat(60).map((n): Expression => ({ type: 'number', text: String(n), at })),
    fc.record({ type: fc.constant('negative'), of: tie('sum'), at: fc.constant(at) }),
    fc.record({
      type: fc.constant('binary'),
      operator: fc.constantFrom('+', '-', '*', '/', '%'),
      left: tie('sum'),
      right: tie('sum'),
      at: fc.constant(at),
    }),
  ),
}));

type Fraction = readonly [bigint, bigint];

function reference(of: Expression): Fraction | null {
  if (of.type === 'number') return [BigInt(of.text), 1n];
  if (of.type === 'negative') {
    const inner = reference(of.of);
    return inner && [-inner[0], inner[1]];
  }
  if (of.type !== 'binary') return null;
  const [left, right] = [reference(of.left), reference(of.right)];
  if (left === null || right === null) return null;
  const [a, b] = left;
  const [c, d] = right;
  if (of.operator === '+') return [a * d + c * b, b * d];
  if (of.operator === '-') return [a * d - c * b, b * d];
  if (of.operator === '*') return [a * c, b * d];
  if (c === 0n) return null;
  if (of.operator === '/') return [a * d, b * c];
  // What is left after taking out the whole times that it goes, counted towards nothing.
  const times = (a * d) / (b * c);
  return [a * d - times * c * b, b * d];
}

test('sums, products and remainders are those of exact fractions', () => {
  fc.assert(
    fc.property(sum, (given) => {
      const value = numberOf(compileTree(given)(bareFacts));
      const expected = reference(given);
      assert.equal(value === null, expected === null);
      if (value === null || expected === null) return;
      assert.equal(value.numerator * expected[1], expected[0] * value.denominator);
    }),
    { numRuns: 3_000 },
  );
});

test('a decimal number is read and written without loss', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.nat(12), (digits, places) => {
      const value = rational(BigInt(digits), 10n ** BigInt(places));
      const back = fromDecimal(toDecimal(value));
      assert(back !== null);
      assert.equal(compare(back, value), 0);
    }),
  );
});

test('rounding down, to the nearest and up never pass one another, nor go further than a step', () => {
  const some = fc.tuple(
    fc.maxSafeInteger(),
    fc.integer({ min: 1, max: 999 }),
    fc.integer({ min: -3, max: 3 }),
  );
  fc.assert(
    fc.property(some, ([numerator, denominator, decimals]) => {
      const value = rational(BigInt(numerator), BigInt(denominator));
      const [down, half, up] = (['DOWN', 'HALF', 'UP'] as const).map((direction) =>
        round(value, decimals, direction),
      );
      assert(down && half && up);
      assert(compare(down, value) <= 0 && compare(value, up) <= 0);
      assert(compare(down, half) === 0 || compare(half, up) === 0);
    }),
  );
});
