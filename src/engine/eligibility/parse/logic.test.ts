/** Logic strings by example, written back with every bracket. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_BRACKET_DEPTH, MAX_LOGIC_LENGTH, parseLogic } from './logic.ts';
import type { Logic } from './logic.ts';

const ids = ['1', '2', '3', 'vip_rule'];

const understood = [
  // text                          meaning
  ['1', '1'],
  ['', '(1 and 2 and 3 and vip_rule)'],
  ['   ', '(1 and 2 and 3 and vip_rule)'],
  ['1 and 2', '(1 and 2)'],
  ['1 AND 2', '(1 and 2)'],
  ['1 or 2 and 3', '(1 or (2 and 3))'],
  ['1 and 2 or 3', '((1 and 2) or 3)'],
  ['(1 or 2) and 3', '((1 or 2) and 3)'],
  ['(1 and 2) and (3)', '((1 and 2) and 3)'],
  ['((1))', '1'],
  ['(1)and(2)', '(1 and 2)'],
  ['1 Or vip_rule', '(1 or vip_rule)'],
  ['1\n and\t2', '(1 and 2)'],
] as const;

for (const [text, meaning] of understood) {
  test(`logic "${text.trim()}" means ${meaning}`, () => {
    const parsed = parseLogic(text, ids);
    assert.ok(parsed.ok, parsed.ok ? '' : parsed.details);
    assert.equal(write(parsed.value), meaning);
  });
}

const refused = [
  // text        details
  ['1 and', 'rules.logic at 6: expected a rule or "(", found the end'],
  ['and 1', 'rules.logic at 1: expected a rule or "(", found "and"'],
  ['1 2', 'rules.logic at 3: expected "and" or "or", found "2"'],
  ['(1', 'rules.logic at 3: expected ")", found the end'],
  ['1)', 'rules.logic at 2: expected "and" or "or", found ")"'],
  ['1 or 9', 'rules.logic at 6: there is no rule "9"'],
  ['1 && 2', 'rules.logic at 3: "&" is not expected'],
  ['()', 'rules.logic at 2: expected a rule or "(", found ")"'],
] as const;

for (const [text, details] of refused) {
  test(`logic "${text}" is refused where it goes wrong`, () => {
    const expected = { ok: false, key: 'invalid_validation_rules', details };
    assert.deepEqual(parseLogic(text, ids), expected);
  });
}

test('logic takes brackets to the depth allowed and refuses one more', () => {
  const nest = (depth: number) => `${'('.repeat(depth)}1${')'.repeat(depth)}`;
  assert.ok(parseLogic(nest(MAX_BRACKET_DEPTH), ids).ok);
  assert.ok(!parseLogic(nest(MAX_BRACKET_DEPTH + 1), ids).ok);
});

test('logic longer than allowed is refused unread', () => {
  assert.ok(!parseLogic('1'.padEnd(MAX_LOGIC_LENGTH + 1), ids).ok);
});

test('no rules at all need no logic', () => {
  assert.deepEqual(parseLogic('', []), { ok: true, value: { type: 'and', of: [] } });
});

function write(logic: Logic): string {
  return logic.type === 'rule' ? logic.id : `(${logic.of.map(write).join(` ${logic.type} `)})`;
}
