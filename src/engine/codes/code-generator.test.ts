/** Code generation by example and by property. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ALPHANUMERIC, type CodeConfig, completeCodeConfig } from './code-config.ts';
import { codeGenerator } from './code-generator.ts';

/** Draws 0, 1, 2, … so that the code is known. */
function counting(): (below: number) => number {
  let next = 0;
  return (below) => next++ % below;
}

const examples: readonly (readonly [string, CodeConfig, string, bigint])[] = [
  ['has 8 alphanumeric characters where nothing is said', {}, '01234567', 62n ** 8n],
  ['has the length asked for', { length: 3 }, '012', 62n ** 3n],
  ['draws from the charset', { charset: 'xD', length: 4 }, 'xDxD', 16n],
  ['counts a repeated character once', { charset: 'aab', length: 2 }, 'ab', 4n],
  ['puts prefix and postfix around', { length: 2, prefix: 'U-', postfix: '-W' }, 'U-01-W', 3844n],
  ['replaces each # of the pattern', { pattern: 'A#-#B' }, 'A0-1B', 3844n],
  ['lets the pattern override the length', { pattern: '##', length: 9 }, '01', 3844n],
  ['has no use for a length beside a pattern', { pattern: 'A#', length: 0 }, 'A0', 62n],
  ['falls back to the length for an empty pattern', { pattern: '', length: 2 }, '01', 3844n],
  ['keeps a # of the prefix', { prefix: '#', length: 1 }, '#0', 62n],
  ['is fixed where the pattern has no #', { pattern: 'SALE' }, 'SALE', 1n],
  ['takes characters beyond the basic plane whole', { charset: '🍎🍐', length: 2 }, '🍎🍐', 4n],
];
for (const [claim, config, code, capacity] of examples) {
  test(`a code ${claim}`, () => {
    const generator = codeGenerator(config);
    assert(generator.ok);
    assert.equal(generator.value.next(counting()), code);
    assert.equal(generator.value.capacity, capacity);
  });
}

const refusals: readonly (readonly [string, CodeConfig])[] = [
  ['an empty charset', { charset: '' }],
  ['a charset that is too long', { charset: 'a'.repeat(1_001) }],
  ['a length of zero', { length: 0 }],
  ['a negative length', { length: -1 }],
  ['a length that is not whole', { length: 2.5 }],
  ['a length beyond the longest code', { length: 256 }],
  ['a pattern beyond the longest code', { pattern: '#'.repeat(256) }],
  ['a prefix that makes codes too long', { prefix: 'a'.repeat(250), length: 6 }],
  ['wide characters that make codes too long', { charset: '🍎', length: 128 }],
  ['a line break', { prefix: 'a\nb' }],
  ['a zero byte in the charset', { charset: 'ab\0' }],
  ['half a character', { pattern: '#\ud83c' }],
];
for (const [claim, config] of refusals) {
  test(`${claim} is refused`, () => {
    const outcome = codeGenerator(config);
    assert(!outcome.ok);
    assert.equal(outcome.key, 'invalid_code_config');
  });
}

test('a completed config shows charset, pattern and the number of random characters', () => {
  const complete = completeCodeConfig({ pattern: '10OFF-#######', prefix: 'X' });
  assert(complete.ok);
  assert.deepEqual(complete.value, {
    length: 7,
    charset: ALPHANUMERIC,
    pattern: '10OFF-#######',
    prefix: 'X',
  });
});

for (const pattern of ['SALE', 'A-##', '']) {
  test(`a completed config makes what it was completed from: pattern «${pattern}»`, () => {
    const complete = completeCodeConfig({ pattern, prefix: 'P' });
    assert(complete.ok);
    const [first, again] = [codeGenerator({ pattern, prefix: 'P' }), codeGenerator(complete.value)];
    assert(first.ok && again.ok);
    assert.equal(again.value.next(counting()), first.value.next(counting()));
    assert.equal(again.value.capacity, first.value.capacity);
  });
}

test('a random number out of bounds is a bug', () => {
  const generator = codeGenerator({});
  assert(generator.ok);
  assert.throws(() => generator.value.next((below) => below));
});

const configs = fc.record({
  length: fc.integer({ min: 1, max: 20 }),
  charset: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 70 }),
  prefix: fc.string({ unit: 'grapheme-ascii', maxLength: 10 }),
  postfix: fc.string({ unit: 'grapheme-ascii', maxLength: 10 }),
});

test('a code is prefix, that many characters of the charset, postfix', () => {
  fc.assert(
    fc.property(configs, fc.infiniteStream(fc.nat()), (config, draws) => {
      const generator = codeGenerator(config);
      assert(generator.ok);
      const code = generator.value.next((below) => (draws.next().value ?? 0) % below);
      const { prefix, postfix, length, charset } = config;
      assert(code.startsWith(prefix) && code.endsWith(postfix));
      const middle = code.slice(prefix.length, code.length - postfix.length);
      assert.equal(middle.length, length);
      assert(Array.from(middle).every((character) => charset.includes(character)));
    }),
  );
});

test('the capacity is the number of different codes', () => {
  const small = fc.record({
    length: fc.integer({ min: 1, max: 3 }),
    charset: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 4 }),
  });
  fc.assert(
    fc.property(small, (config) => {
      const generator = codeGenerator(config);
      assert(generator.ok);
      const different = new Set<string>();
      const size = new Set(config.charset).size;
      for (let n = 0; n < size ** config.length; n++) {
        let rest = n;
        different.add(
          generator.value.next((below) => {
            const digit = rest % below;
            rest = Math.floor(rest / below);
            return digit;
          }),
        );
      }
      assert.equal(BigInt(different.size), generator.value.capacity);
    }),
  );
});
