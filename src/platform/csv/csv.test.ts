/** CSV: what has to be quoted is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvLine, csvTitle } from './csv.ts';

const lines: readonly (readonly [string, readonly unknown[], string])[] = [
  ['plain values', ['a', 1, true], 'a,1,true'],
  ['nothing', [null, undefined, ''], ',,'],
  ['a comma', ['a,b'], '"a,b"'],
  ['quotes', ['say "hi"'], '"say ""hi"""'],
  ['a line break', ['a\nb'], '"a\nb"'],
  ['an object', [{ a: 1 }], '"{""a"":1}"'],
];
for (const [claim, values, line] of lines) {
  test(`a line holds ${claim}`, () => assert.equal(csvLine(values), `${line}\r\n`));
}

test('titles are words', () => {
  assert.deepEqual(['id', 'voucher_id', 'created_at', 'metadata.my_key'].map(csvTitle), [
    'ID',
    'Voucher ID',
    'Created At',
    'metadata.my_key',
  ]);
});
